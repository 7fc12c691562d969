"""Pairs are found by any key they share, once each; keys that too many share are left to narrower ones."""

from __future__ import annotations

import pytest

from stronghold.linking import blocking
from stronghold.linking.blocking import Block, NodeKeys, affordable_pairs, afforded, find_candidates, write_keys
from stronghold.linking.collapse import collapse_people
from stronghold.linking.fields import prepare_fields

ANN = {"forename": "ann", "surname": "smith", "date_of_birth": "1990-03-02", "postcode": "OX1 1AA", "phone": "+441632960001"}


def prepared(fill, rows):
    con = fill(rows)
    collapse_people(con)
    prepare_fields(con)
    return con


@pytest.mark.parametrize(
    "other",
    [
        {"phone": "+441632960001"},
        {"forename": "anne", "surname": "smyth"},
        {"forename": "smith", "surname": "ann"},
        {"surname": "smyth", "date_of_birth": "1990-02-03"},
        {"forename": "mary", "middle_names": "ann", "date_of_birth": "1990-03-02"},
        {"forename": "smith", "postcode": "OX1 1AA"},
    ],
)
def test_one_shared_key_is_enough(fill, other) -> None:
    con = prepared(fill, [ANN, other])
    assert find_candidates(con) == 1
    assert con.execute("SELECT node_l, node_r FROM candidate").fetchall() == [(0, 1)]


def test_nothing_shared_is_never_compared(fill) -> None:
    con = prepared(fill, [ANN, {"forename": "zoltan", "surname": "kovacs", "date_of_birth": "1961-12-30", "postcode": "LS9 9ZZ"}])
    assert find_candidates(con) == 0


def test_a_repeated_node_stands_beside_itself_and_is_not_counted(fill) -> None:
    con = prepared(fill, [ANN, ANN, {**ANN, "surname": "smyth"}])
    assert find_candidates(con) == 1
    assert sorted(con.execute("SELECT node_l, node_r FROM candidate").fetchall()) == [(0, 0), (0, 2)]


def test_a_key_that_too_many_share_is_left_out_smallest_first(fill, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocking, "ALWAYS_AFFORDED", 1)
    rows = [{"forename": f"f{i}", "phone": "+441632960001"} for i in range(4)]
    rows += [{"forename": f"g{i}", "phone": "+441632960002"} for i in range(2)]
    con = prepared(fill, rows)
    assert find_candidates(con, (Block("phone", ("phone",), 3),)) == 1
    assert find_candidates(con, (Block("phone", ("phone",), 4),)) == 7
    monkeypatch.setattr(blocking, "ALWAYS_AFFORDED", 7)
    assert find_candidates(con, (Block("phone", ("phone",), 3),)) == 7


def test_a_wide_block_is_for_files_of_so_many_nodes(fill) -> None:
    wide = Block("phone", ("phone",), 3, up_to=2)
    con = prepared(fill, [ANN, {**ANN, "forename": "bob"}])
    assert find_candidates(con, (wide,)) == 1
    con = prepared(fill, [ANN, {**ANN, "forename": "bob"}, {"forename": "zoltan"}])
    assert find_candidates(con, (wide,)) == 0
    assert con.execute("FROM linking_block").fetchall() == [("phone", 0)]


NAMES = Block("names", ("forename", "surname"), 16)


@pytest.mark.parametrize(
    ("sizes", "affordable", "most"),
    [
        # What may always be made: keys far larger than the block lets through.
        ([(2, 10), (20, 3)], 1_000_000, 300),
        # More than that: as many as the block says, or the largest that still fit.
        ([(2, 200_000), (20, 3)], 1_000_000, 16),
        ([(2, 10), (20, 3), (200, 100)], 1_000_000, 20),
        # More than can be afforded: the largest keys are dropped first.
        ([(2, 900_000), (5, 50_000), (16, 1_000)], 1_000_000, 2),
        ([(2, 900_000), (5, 50_000), (16, 1_000)], 1_400_000, 5),
        ([(2, 900_000), (5, 50_000), (16, 1_000)], 1_600_000, 16),
        ([(2, 2_000_000)], 1_000_000, 1),
    ],
)
def test_how_many_may_share_a_key(sizes, affordable, most) -> None:
    assert afforded(sizes, NAMES, affordable) == most


def test_a_number_that_is_one_persons_is_never_too_common() -> None:
    assert afforded([(2, 2_000_000)], Block("nino", ("nino",), 200), 1_000_000) == 200


def test_where_people_are_recorded_often_more_pairs_are_afforded(fill, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocking, "MOST_PAIRS", 0)
    monkeypatch.setattr(blocking, "WIDE", 0)
    con = prepared(fill, [{**ANN, "phone": f"+44163296000{i}"} for i in range(4)] + [{"surname": "other", "forename": "o"}])
    write_keys(con)
    # Six pairs of the four, twice; half a pair for each of the five.
    assert affordable_pairs(NodeKeys(con)) == 2 * 6 + 2.5
