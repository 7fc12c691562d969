"""A tie taken apart into its records: what each says, what lowers it, and that they make up the tie's strength."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.network.decomposition import TieRow, decompose, records_between, strength_of
from tests.network.groups.handmade import entities, together
from tests.network.handmade import Town

SHARES = st.floats(0, 1)


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    made = Town()
    together(made, ["P-A", "P-B"], times=2)
    together(made, ["P-A", "P-B"], times=1, agency="Council", at="2023-01-01")
    made.record("sighting", [("seen", "P-A"), ("seen", "P-B")], grades=("3", "D"))
    made.record("sighting", [("seen", "P-B"), ("seen", "P-C")], at="2024-07-01")
    made.con.execute("UPDATE record SET class_id = source_id")
    entities(made)
    yield made
    made.con.close()


def tie(town: Town, layer: str) -> int:
    query = "SELECT tie_id FROM tie WHERE layer = ? AND entity_l = 'P-A'"
    return int(town.con.execute(query, [layer]).fetchall()[0][0])


@given(rows=st.lists(st.tuples(SHARES, SHARES, SHARES, SHARES), max_size=6))
def test_a_strength_is_a_chance_and_no_record_lowers_it(rows: list[tuple[float, float, float, float]]) -> None:
    made = [TieRow(n, f"r{n}", "Police", None, *shares, independence=1.0) for n, shares in enumerate(rows)]
    for count in range(len(made)):
        assert 0 <= strength_of(made[:count]) <= strength_of(made[: count + 1]) <= 1
    assert strength_of([]) == 0


def test_records_that_count_most_come_first_and_one_agency_s_count_half_as_much_each_time(town: Town) -> None:
    rows = decompose(town.con, tie(town, "co-arrest"))
    assert [row.counts for row in rows] == sorted((row.counts for row in rows), reverse=True)
    assert sorted((row.agency, row.independence) for row in rows) == [("Council", 1.0), ("Police", 0.5), ("Police", 1.0)]


def test_what_was_found_false_since_weighs_nothing(town: Town) -> None:
    number = tie(town, "co-arrest")
    (first, *_) = decompose(town.con, number)
    town.con.execute("UPDATE tie_evidence SET weight = 0 WHERE record_id = ?", [first.record_id])
    after = {row.record_id: row for row in decompose(town.con, number)}
    town.con.execute("UPDATE tie_evidence SET weight = said * grade * linked WHERE record_id = ?", [first.record_id])
    assert after[first.record_id].grade == 0 and after[first.record_id].counts == 0
    assert {row.record_id for row in decompose(town.con, number)} == after.keys()


def test_age_lowers_what_is_dated_and_what_has_no_date_counts_half(town: Town) -> None:
    (undated,) = decompose(town.con, tie(town, "sighting"), as_of=datetime(2024, 6, 1))
    assert (undated.occurred, undated.age) == (None, 0.5)
    aged = decompose(town.con, tie(town, "co-arrest"), as_of=datetime(2024, 3, 2))
    council = next(row for row in aged if row.agency == "Council")
    assert council.age < next(row for row in aged if row.agency == "Police").age <= 1
    assert all(row.age == 1 for row in decompose(town.con, tie(town, "co-arrest")))


def test_the_records_between_people_are_told_by_layer_the_oldest_first_as_far_as_they_are_visible(town: Town) -> None:
    found = records_between(town.con, ["P-A", "P-B", "P-C"], [1, 2])
    assert found["P-A", "P-B"] == {"co-arrest": ("r3", "r1", "r2"), "sighting": ("r4",)}
    assert found["P-B", "P-C"] == {"sighting": ("r5",)}
    assert records_between(town.con, ["P-A", "P-B"], [2]) == {("P-A", "P-B"): {"co-arrest": ("r3",)}}
    since = records_between(town.con, ["P-A", "P-B", "P-C"], [1, 2], since=datetime(2024, 6, 1))
    assert since == {("P-B", "P-C"): {"sighting": ("r5",)}}
    assert records_between(town.con, ["P-A", "P-C"], [1, 2]) == {}
