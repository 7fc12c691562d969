"""Records, ties and links in the words of a page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.http import QueryDict
from django.urls import resolve
from hypothesis import example, given
from hypothesis import strategies as st

from stronghold.governance.answers import Fact, MentionView, RecordView
from stronghold.web.templatetags import evidence


def record(
    kind: str = "missing_episode", *, precision: str = "minute", begun: datetime | None = None, **given: Any
) -> RecordView:
    where = {"agency": "police", "system": "rms", "file": "rms.csv", "sheet": None, "line": 2}
    grading = {"source_grade": None, "information_grade": None, "sensitivity": "standard"}
    rules = {"operation": None, "purpose": None, "lawful_basis": None, "timezone": "Europe/London"}
    rest = {"values": {}, "mentions": (), "occurred_to": None, "handling": "P", **given}
    return RecordView(
        record_key="police/rms/x/1",
        kind=kind,
        occurred_from=begun,
        occurred_precision=precision,
        **where,
        **grading,
        **rules,
        **rest,
    )


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("2024", "2024"),
        ("2024-07", "July 2024"),
        ("2024-07-01", "1 July 2024"),
        ("2024-07-01 09:05", "1 July 2024, 09:05"),
        ("", ""),
        ("unknown", "unknown"),
    ],
)
def test_a_time_is_told_as_exactly_as_it_is_known(when: str, said: str) -> None:
    assert evidence.said(when) == said


@pytest.mark.parametrize(
    ("precision", "begun", "ended", "said"),
    [
        ("minute", datetime(2024, 7, 1, 17), datetime(2024, 7, 2, 8, 31), "1 July 2024, 18:00 to 2 July 2024, 09:31"),
        ("minute", datetime(2024, 7, 1, 17), datetime(2024, 7, 1, 17, 1), "1 July 2024, 18:00"),
        ("day", datetime(2024, 6, 30, 23), datetime(2024, 7, 1, 23), "1 July 2024"),
        ("day", datetime(2024, 6, 30, 23), datetime(2024, 7, 3, 23), "1 July 2024 to 3 July 2024"),
        ("month", datetime(2024, 1, 1), datetime(2024, 2, 1), "January 2024"),
        ("year", datetime(2024, 1, 1), datetime(2025, 1, 1), "2024"),
        ("day", datetime(2024, 1, 1), None, "1 January 2024"),
        ("day", None, datetime(2024, 1, 1), ""),
    ],
)
def test_a_span_is_told_in_the_zone_of_its_source(
    precision: str, begun: datetime | None, ended: datetime | None, said: str
) -> None:
    def utc(moment: datetime | None) -> datetime | None:
        return moment.replace(tzinfo=UTC) if moment else None

    assert evidence.span(record(precision=precision, begun=utc(begun), occurred_to=utc(ended))) == said


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
@example("police/rms/arrest/..")
@example("a/./b")
@example("a//b")
@example("/")
@example("a\nb")
@example("CU%2F24?x#y")
@example("\u2028")
def test_the_address_of_a_record_leads_to_that_record(key: str) -> None:
    address = urlsplit(evidence.record_url(key))
    match = resolve(unquote(address.path))
    asked = QueryDict(address.query).get("key") if address.query else match.kwargs["key"]
    assert asked == key
    # A browser takes out parts of dots before it asks.
    assert not any(part in (".", "..") for part in address.path.split("/"))


@pytest.mark.parametrize(
    ("strength", "words"),
    [(0.999999, "very strong"), (0.9, "very strong"), (0.7, "strong"), (0.69, "moderate"), (0.1, "weak"), (0, "weak")],
)
def test_strength_in_words(strength: float, words: str) -> None:
    assert evidence.strength_words(strength) == words


@pytest.mark.parametrize(("probability", "shown"), [(1.0, "99.99%"), (0.99995, "99.99%"), (0.95, "95%"), (0.994, "99.40%")])
def test_nothing_is_certain(probability: float, shown: str) -> None:
    assert evidence.percent(probability) == shown


def test_values_are_written_as_people_write_them() -> None:
    values = {
        "risk": "high",
        "reported": datetime(2024, 7, 1, 8, 5),
        "narrative": "Left the HOUSE.",
        "reference": "",
    }
    assert evidence.told(record(values=values)) == [
        ("Risk while missing", "High risk"),
        ("Reported", "1 July 2024, 09:05"),
        ("Circumstances", "Left the HOUSE."),
    ]
    money = record("seizure", values={"cash": 1234.5, "quantity": 0.25})
    assert evidence.told(money) == [("Cash (GBP)", "£1,234.50"), ("Quantity", "0.25")]


def test_what_belongs_to_a_part_is_told_there_alone() -> None:
    person = MentionView("k#subject.1", "person", "subject", None, "P-1", "A", {"forename": "AMOS", "postcode": "OX1 4AA"})
    home = MentionView("k#subject.1>home", "address", "subject", "home", "A-1", "B", {"postcode": "OX1 4AA"})
    assert evidence.told_of(person, record(mentions=(person,))) == [("Name", "Amos"), ("Postcode", "OX1 4AA")]
    assert evidence.told_of(person, record(mentions=(person, home))) == [("Name", "Amos")]


def test_a_name_and_an_address_are_told_whole() -> None:
    name = {"forename": "AMOS", "middle_names": "JAY", "surname": "PERRY", "date_of_birth": "1990-02-01"}
    person = MentionView("k#subject.1", "person", "subject", None, "P-1", "A", name)
    assert evidence.told_of(person, record(mentions=(person,))) == [
        ("Name", "Amos Jay Perry"),
        ("Date of birth", "1 February 1990"),
    ]
    where = {"flat": "2", "house": "14", "street": "HIGH STREET", "postcode": "OX1 4AA", "geocoded": "postcode"}
    place = MentionView("k#place.1", "address", "place", None, "A-1", "B", where)
    assert evidence.told_of(place, record(mentions=(place,))) == [
        ("Address", "Flat 2, 14 High Street, OX1 4AA"),
        ("Coordinates from", "the postcode"),
    ]


def test_roles_are_told_by_the_vocabularys_labels() -> None:
    person = MentionView("k#arrested.1", "person", "arrested", None, "P-1", "Amos Perry", {})
    phone = MentionView("k#arrested.1>phone", "phone", "arrested", "phone", "T-1", "07700 900001", {})
    arrest = record("arrest", mentions=(person, phone))
    assert evidence.roles_of(arrest, "P-1") == "Person arrested"
    assert evidence.roles_of(arrest, "T-1") == "Phone of Amos Perry"
    assert evidence.played("missing_person", "missing_episode") == "Missing person"
    assert evidence.played("subject", "person") == "Person"


def test_conditions_are_all_codes_but_p() -> None:
    assert evidence.with_conditions(("C", "C-A1", "P")) == ["C", "C-A1"]
    records = (record(handling="P"), record(handling="C", values={"conditions": "Ask first."}))
    assert evidence.conditional(records) == ["C"]
    assert evidence.conditions_of(records) == ["Ask first."]


def test_seen_days_are_local() -> None:
    fact = Fact("name", "Name", "A", None, 1, (), datetime(2024, 6, 30, 23, tzinfo=UTC), datetime(2024, 7, 2, tzinfo=UTC))
    assert evidence.seen(fact) == "1 July 2024 to 2 July 2024"
    assert evidence.seen(Fact("name", "Name", "A", None, 1, (), None, None)) == "no date"


def test_layers_are_explained_by_the_vocabulary() -> None:
    assert evidence.layer_meaning("home") == "the record gives this as the person's address"
    assert "arrested together" in evidence.layer_meaning("co-arrest")
    assert evidence.layer_meaning("nonsense") == ""
