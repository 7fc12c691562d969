"""A change reaches as far as links do."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stronghold.engine import connect
from stronghold.linking.touched import _reached, find_touched


def arrays(pairs: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    return tuple(np.array([pair[side] for pair in pairs], np.int64) for side in (0, 1))  # type: ignore[return-value]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=40), st.sets(st.integers(0, 30)))
def test_reached_are_the_seeds_and_all_that_pairs_connect_with_them(pairs: list[tuple[int, int]], seeds: set[int]) -> None:
    expected = set(seeds)
    while grown := {n for pair in pairs if expected & set(pair) for n in pair} - expected:
        expected |= grown
    assert set(_reached(np.array(sorted(seeds), np.int64), *arrays(pairs)).tolist()) == expected


def test_a_long_chain_is_followed_to_its_end() -> None:
    chain = [(n, n + 1) for n in range(500)]
    assert len(_reached(np.array([0], np.int64), *arrays([*chain, (900, 901)]))) == 501


def test_decisions_connect_and_a_changed_one_reaches_both_sides() -> None:
    with connect() as con:
        con.execute("CREATE TABLE linking_node AS SELECT unnest(range(1, 9)) AS node_id")
        con.execute("CREATE TABLE link AS SELECT 1 AS mention_l, 2 AS mention_r, true AS accepted UNION ALL SELECT 2, 3, false")
        decided = "SELECT 'same' AS judgement, 4::BIGINT AS mention_l, 5::BIGINT AS mention_r"
        con.execute(f"CREATE TABLE linking_decided AS {decided} UNION ALL SELECT 'not_same', 7, 8")
        con.execute(f"CREATE TEMP TABLE decided AS {decided}")
        con.execute("CREATE TEMP TABLE new_node AS SELECT 1 AS node_id")
        con.execute("CREATE TEMP TABLE changed_node AS SELECT 5 AS node_id")
        con.execute("CREATE TEMP TABLE changed_link AS SELECT 6 AS node_l, 99 AS node_r")
        assert find_touched(con) == 7
        found = {row[0] for row in con.execute("FROM touched_node").fetchall()}
    # 3 has only a link that was not accepted; 99 is no node any more.
    assert found == {1, 2, 4, 5, 6, 7, 8}
