"""Names and addresses that came in several ways are settled, and what is left out is said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from stronghold.intake.proposal.candidates import Candidate, Refused
from stronghold.intake.proposal.profile import Profile
from stronghold.intake.proposal.slots import Slot
from stronghold.intake.proposal.words import FURTHER_LINE


def column(name: str, cells: Sequence[str] = ("x", "y")) -> Profile:
    return Profile(name, cells, "day first", date(2026, 6, 1))


def filled(kind: str, **columns: Profile) -> Slot:
    slot = Slot(kind)
    for name, profile in columns.items():
        slot.add(name, Candidate(profile, (kind, name), 1.0, "its name"))
    return slot


def names(slot: Slot) -> dict[str, list[str]]:
    return {name: [one.profile.name for one in many] for name, many in slot.columns.items()}


def line(name: str, cells: Sequence[str]) -> Candidate:
    return Candidate(column(name, cells), FURTHER_LINE, 1.0, "its name")


def test_the_parts_of_a_name_come_before_the_whole() -> None:
    slot = filled("person", full_name=column("Name"), forename=column("First"), surname=column("Last"))
    slot.tidy([])
    assert names(slot) == {"forename": ["First"], "surname": ["Last"]}
    assert "columns of their own" in slot.unmapped["Name"]


def test_one_word_beside_a_surname_is_a_first_name() -> None:
    slot = filled("person", full_name=column("Name", ["John", "Sarah Jane", "Ann"]), surname=column("Surname"))
    slot.tidy([])
    assert names(slot) == {"surname": ["Surname"], "forename": ["Name"]}


def test_a_whole_name_beside_a_surname_stays() -> None:
    slot = filled("person", full_name=column("Name", ["John Smith", "Ann Jones"]), surname=column("Surname"))
    slot.tidy([])
    assert set(slot.columns) == {"full_name", "surname"}


def test_a_first_line_beside_a_house_number_is_a_street() -> None:
    slot = filled("person", house=column("No"), address=column("Address 1"))
    slot.tidy([])
    assert names(slot) == {"house": ["No"], "street": ["Address 1"]}


def test_a_whole_address_beside_house_and_street_is_left_out() -> None:
    slot = filled("address", house=column("No"), street=column("Street"), address=column("Address"))
    slot.tidy([])
    assert names(slot) == {"house": ["No"], "street": ["Street"]}
    assert "surer than splitting" in slot.unmapped["Address"]


def test_a_street_whose_values_begin_with_numbers_is_an_address() -> None:
    slot = filled("address", street=column("Street", ["12 High St", "4 Rose Hill", "Broad Street"]))
    slot.tidy([])
    assert names(slot) == {"address": ["Street"]}
    assert "67% of its values begin with a house number" in slot.columns["address"][0].reason


def test_further_lines_go_on_with_the_address_where_they_hold_streets() -> None:
    slot = filled("address", address=column("Line 1"), town=column("Town"))
    slot.further_lines = [line("Line 2", ["17 Cowley Rd", "4 Rose Hill"]), line("Line 3", ["Headington", "Marston"])]
    slot.tidy([])
    assert names(slot) == {"address": ["Line 1", "Line 2"], "town": ["Line 3", "Town"]}


def test_further_lines_without_a_town_go_on_with_the_address() -> None:
    slot = filled("address", address=column("Line 1"))
    slot.further_lines = [line("Line 2", ["Headington", "Marston"])]
    slot.tidy([])
    assert names(slot) == {"address": ["Line 1", "Line 2"]}


def test_postcodes_of_a_file_from_abroad_are_kept_as_such() -> None:
    refused = [Refused(column("postcode", ["4011", "4814"]), "not postcodes", ("address", "postcode"))]
    slot = filled("person", surname=column("Surname"), town=column("suburb"))
    slot.abroad = True
    assert slot.tidy(refused) == []
    assert names(slot)["postcode"] == ["postcode"] and names(slot)["town"] == ["suburb"]


def test_foreign_postcodes_are_kept_with_the_town() -> None:
    refused = [
        Refused(column("postcode", ["4011", "4814"]), "not postcodes", ("address", "postcode")),
        Refused(column("colour"), "unknown"),
    ]
    slot = filled("person", surname=column("Surname"), town=column("suburb"))
    assert slot.tidy(refused) == refused[1:]
    assert names(slot)["town"] == ["suburb", "postcode"]


def test_postcodes_without_figures_are_no_postcodes_of_anywhere() -> None:
    refused = [Refused(column("postcode", ["Oxford", "Banbury"]), "not postcodes", ("address", "postcode"))]
    assert filled("person", surname=column("Surname")).tidy(refused) == refused


def test_a_second_phone_has_a_place_and_a_third_has_a_reason() -> None:
    slot = Slot("person")
    for name in ("Tel", "Mob", "Work"):
        slot.add("phone", Candidate(column(name), ("phone", "number"), 1.0, "its name"))
    assert names(slot) == {"phone": ["Tel"], "second_phone": ["Mob"]}
    assert slot.unmapped == {"Work": "the phone is taken from 'Tel'"}


def test_notes_are_joined() -> None:
    slot = filled("arrest", narrative=column("Notes 1"))
    slot.add("narrative", Candidate(column("Notes 2"), ("event", "narrative"), 1.0, "its name"))
    assert names(slot) == {"narrative": ["Notes 1", "Notes 2"]}


def test_an_address_alone_does_not_tell_who() -> None:
    assert not filled("person", postcode=column("Postcode")).tells_who()
    assert filled("person", full_name=column("Name")).tells_who()
    assert filled("address", address=column("Address")).tells_who()


def test_a_place_that_is_only_described_is_kept_as_described() -> None:
    slot = filled("address", address=column("Found at", ["Reading station", "12 High St", "the park"]))
    slot.tidy([])
    assert names(slot) == {"address": ["Found at"], "location": ["Found at"]}
    slot = filled("address", address=column("Found at", ["12 High St", "4 Rose Hill"]))
    slot.tidy([])
    assert names(slot) == {"address": ["Found at"]}
