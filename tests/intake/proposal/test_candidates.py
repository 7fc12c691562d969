"""One column is judged by its name and its values; where they contradict, the values win."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from stronghold.intake.proposal.candidates import Candidate, Refused, candidate_for, column_type, plain
from stronghold.intake.proposal.profile import Profile
from stronghold.intake.proposal.words import EVENT, FURTHER_LINE, TIME

PHONES = ["07700 900123", "07700 900456", "07700 900789"]
NAMES = ["John Smith", "Sarah Brown", "David Jones"]
BIRTHS = ["01/02/1970", "13/05/1981", "25/12/1992"]
RECENT = ["01/02/2024", "13/05/2024", "25/12/2025"]
WORDS = ["one", "two", "three"]


def judged(name: str, cells: Sequence[str | None], kind: str = "person") -> Candidate | Refused:
    return candidate_for(Profile(name, cells, "day first", date(2026, 6, 1)), kind)


@pytest.mark.parametrize(
    ("name", "cells", "kind", "target", "reason"),
    [
        ("Surname", WORDS, "person", ("person", "surname"), "its name says surname"),
        ("D.O.B.", BIRTHS, "person", ("person", "date_of_birth"), "100% of its values read as dates"),
        (
            "First",
            [*PHONES, *WORDS],
            "person",
            ("person", "forename"),
            "but 3 of 6 cells seem to hold phone numbers, which are not",
        ),
        ("Last", WORDS, "person", ("person", "surname"), "its name says last"),
        ("Victim last", WORDS, "recorded_crime", ("person", "surname"), "its name says last"),
        ("Caller", PHONES, "call", ("phone", "number"), "phones"),
        ("Postcode", PHONES, "person", ("phone", "number"), "but 100%"),
        ("xyz", PHONES, "person", ("phone", "number"), "100% of its values read as phones"),
        ("xyz", NAMES, "person", ("person", "full_name"), "known first name"),
        ("xyz", BIRTHS, "person", ("person", "date_of_birth"), "years ago"),
        ("xyz", RECENT, "arrest", (EVENT, "occurred"), "recent years"),
        ("Notes", PHONES, "arrest", (EVENT, "narrative"), "its name says notes"),
        ("Custody no", PHONES, "arrest", (EVENT, "custody_reference"), "its name says custody no"),
    ],
)
def test_a_column_becomes(name: str, cells: list[str], kind: str, target: tuple[str, str], reason: str) -> None:
    found = judged(name, cells, kind)
    assert isinstance(found, Candidate)
    assert found.target == target
    assert reason in found.reason


@pytest.mark.parametrize(
    ("name", "cells", "reason"),
    [
        ("Surname", [None, " "], "it is empty"),
        ("Mobile", NAMES, "only 0% of its values read as phones"),
        ("Postcode", ["4011", "4814", "2000"], "only 0% of its values read as postcodes"),
        ("xyz", WORDS, "neither its name nor its values"),
        ("xyz", RECENT, "does not say of what"),
        ("Last payment", WORDS, "neither its name nor its values"),
    ],
)
def test_a_column_becomes_nothing(name: str, cells: list[str | None], reason: str) -> None:
    found = judged(name, cells)
    assert isinstance(found, Refused)
    assert reason in found.reason


@pytest.mark.parametrize(
    ("name", "cells", "kind", "what"),
    [
        ("Name", PHONES, "person", "3 of 3 cells seem to hold phone numbers"),
        ("First", ["07700 900123"], "person", "1 of 1 cells seem to hold phone numbers"),
        ("Surname", ["a.b@example.org", "c@example.org", "d@example.org"], "person", "e-mail addresses"),
        ("Surname", BIRTHS, "person", "dates"),
        ("Surname", ["OX1 1AA", "OX4 4HF", "SW1A 1AA"], "person", "postcodes"),
        ("Surname", ["11", "12345", "3"], "person", "numbers"),
        ("Victim surname", PHONES, "recorded_crime", "phone numbers"),
        ("Also known as", PHONES, "person", "phone numbers"),
        ("Name", [*PHONES, *RECENT, "4"], "person", "7 of 7 cells seem to hold something else, mostly"),
    ],
)
def test_what_is_called_a_name_becomes_a_name_or_nothing(name: str, cells: list[str | None], kind: str, what: str) -> None:
    found = judged(name, cells, kind)
    assert isinstance(found, Refused)
    assert found.misnamed
    assert what in found.reason
    assert "neither as a name nor as anything else unless a mapping says what it is" in found.reason


def test_names_are_counted_by_cells_and_placeholders_say_nothing() -> None:
    numbers = [f"07700 900{number:03d}" for number in range(50)]
    found = judged("First", [*numbers, *["Amina"] * 50, *["n/a"] * 400])
    assert isinstance(found, Candidate)
    assert "50 of 100 cells seem to hold phone numbers" in found.reason


def test_a_postcode_that_is_refused_remembers_what_it_was_called() -> None:
    found = judged("Postcode", ["4011", "4814", "2000"])
    assert isinstance(found, Refused)
    assert found.target == ("address", "postcode")


@pytest.mark.parametrize(
    ("name", "kind", "target", "role", "number"),
    [
        ("Victim surname", "recorded_crime", ("person", "surname"), "victim", 1),
        ("Tenant 2 surname", "tenancy", ("person", "surname"), "tenant", 2),
        ("Joint tenant surname", "tenancy", ("person", "surname"), "tenant", 2),
        ("Tenant 2 address 3", "tenancy", FURTHER_LINE, "tenant", 2),
        ("Tenant address 2", "tenancy", FURTHER_LINE, "tenant", 1),
        ("Surname tenant 2", "tenancy", ("person", "surname"), "tenant", 2),
        ("Bail address", "arrest", ("address", "address"), "bail_address", 1),
        ("Found with", "missing_episode", ("person", "full_name"), "found_with", 1),
        ("Surname", "recorded_crime", ("person", "surname"), None, 1),
    ],
)
def test_the_name_says_whose_column_it_is(name: str, kind: str, target: tuple[str, str], role: str | None, number: int) -> None:
    found = judged(name, WORDS, kind)
    assert isinstance(found, Candidate)
    assert (found.target, found.role, found.number) == (target, role, number)


def test_types_are_told_in_words() -> None:
    assert column_type((EVENT, "category"), "recorded_crime") == "term:crime_categories"
    assert column_type(TIME, "arrest") == "text"
    assert [plain(name) for name in ("nino", "postcode", "term:drugs")] == ["National Insurance numbers", "postcodes", "drugs"]
