"""What people have: busy numbers, several numbers, addresses outside the town, each by the records that say so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from stronghold.network import find_ties
from stronghold.network.standing.holdings import held_by
from stronghold.network.standing.reasons import least
from tests.network.handmade import Town


@pytest.fixture
def town() -> Iterator[Town]:
    made = Town()
    yield made
    made.con.close()


def test_a_number_that_many_are_in_touch_with(town: Town) -> None:
    town.record("intelligence_report", [("subject", "P-A"), ("phone", "T-LINE")], at="2024-03-01")
    town.record("intelligence_report", [("subject", "P-B"), ("phone", "T-QUIET")], at="2024-03-01")
    for number in range(int(least("line_in_hand"))):
        town.record("call", [("caller", f"T-{number:04}"), ("recipient", "T-LINE")], at="2024-03-02")
    find_ties(town.con)
    (held,) = held_by(town.con, ["P-A", "P-B"])
    assert (held.entity_id, held.reason, held.records, held.amount) == ("P-A", "line_in_hand", (1,), least("line_in_hand"))
    assert "20 numbers in touch (1 record of 1 agency" in held.sentence


@pytest.mark.parametrize(("third", "several"), [("2024-12-31", True), ("2026-06-01", False)])
def test_several_numbers_are_counted_within_a_year(town: Town, third: str, several: bool) -> None:
    for day, number in (("2024-02-01", "T-1"), ("2024-06-01", "T-2"), (third, "T-3")):
        town.record("intelligence_report", [("subject", "P-A"), ("phone", number)], at=day)
    find_ties(town.con)
    assert [held.reason for held in held_by(town.con, ["P-A"])] == ["several_numbers"] * several


def test_an_address_in_another_town_than_most(town: Town) -> None:
    for at, (who, home, place) in enumerate((("P-A", "A-1", "here"), ("P-B", "A-2", "here"), ("P-C", "A-3", "there"))):
        _, mention = town.record("arrest", [("arrested", who), ("bail_address", home)], at=f"2024-03-0{at + 1}")
        town.con.execute("INSERT INTO address (mention_id, town) VALUES (?, ?)", [mention, place])
    find_ties(town.con)
    (held,) = held_by(town.con, ["P-A", "P-B", "P-C"])
    assert (held.entity_id, held.reason, held.part) == ("P-C", "outside_address", "supplier")
    town.con.execute("UPDATE record SET class_id = record_id")
    assert held_by(town.con, ["P-C"], classes=[1, 2]) == ()
