"""Values of nodes and of pairs, fetched once: letters side by side tell what DuckDB's distances tell."""

from __future__ import annotations

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.linking.pair_values import NodeValues, Pairs

# Few letters, so that many texts are a slip apart.
TEXTS = st.lists(st.none() | st.text("AB 1", max_size=15), min_size=2, max_size=12)
LEFT, RIGHT = ("name", "l"), ("name", "r")


def every_pair(con: duckdb.DuckDBPyConnection, texts: list[str | None]) -> tuple[Pairs, np.ndarray]:
    con.execute("CREATE OR REPLACE TEMP TABLE node_field (node_id BIGINT, name VARCHAR)")
    con.executemany("INSERT INTO node_field VALUES (?, ?)", [[3 * number, text] for number, text in enumerate(texts)])
    left, right = (side.ravel() for side in np.indices((len(texts), len(texts))))
    return Pairs(NodeValues(con), left, right), np.arange(len(left))


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_a_slip_is_what_the_distance_says(texts) -> None:
    with duckdb.connect() as con:
        pairs, at = every_pair(con, texts)
        near, far = (pairs.one_slip(LEFT, RIGHT, at, true=true) for true in (True, False))
        distance = pairs.measure("damerau_levenshtein(name_l, name_r)", at)
        assert np.array_equal(near, distance <= 1)
        assert np.array_equal(far, distance > 1)


@given(st.lists(st.none() | st.text("AB1", min_size=6, max_size=6), min_size=2, max_size=12))
@settings(max_examples=30, deadline=None)
def test_letters_that_differ_are_counted(texts) -> None:
    with duckdb.connect() as con:
        pairs, at = every_pair(con, texts)
        assert np.array_equal(pairs.hamming(LEFT, RIGHT, at), pairs.measure("hamming(name_l, name_r)", at), equal_nan=True)


def test_few_pairs_are_measured_before_all_nodes_are_outlined() -> None:
    with duckdb.connect() as con:
        pairs, at = every_pair(con, ["alice", "alicia", "robert", "bob", None, "zoe", "a", "b", "c", "d"])
        assert pairs.may_be_alike(LEFT, RIGHT, 0.9, at[:3]).tolist() == [True] * 3
        may = pairs.may_be_alike(LEFT, RIGHT, 0.9, at)
        alike = pairs.measure("jaro_winkler_similarity(name_l, name_r)", at) >= 0.9
        assert may[alike].all()
        assert may.sum() < len(at) / 2


@pytest.mark.parametrize("text", ["a" * 16, "ā"])
def test_texts_that_are_long_or_of_other_letters_are_left_to_duckdb(text) -> None:
    with duckdb.connect() as con:
        pairs, at = every_pair(con, ["a", text])
        assert pairs.hamming(LEFT, RIGHT, at) is None
        assert pairs.one_slip(LEFT, RIGHT, at, true=True) is None


def test_missing_values_are_neither_the_same_nor_different() -> None:
    with duckdb.connect() as con:
        pairs, at = every_pair(con, ["ann", None, "bob"])
        assert pairs.equal(LEFT, RIGHT, at).reshape(3, 3).tolist() == [[1, 2, 0], [2, 2, 2], [0, 2, 1]]


def test_what_was_told_of_some_is_told_of_all() -> None:
    with duckdb.connect() as con:
        pairs, at = every_pair(con, ["ann", "anne", None, "bob"])
        some, every = (pairs.measure("levenshtein(name_l, name_r)", of) for of in (at[1::2], at))
        assert np.array_equal(some, every[1::2], equal_nan=True)
        assert every[:2].tolist() == [0, 1]
        assert np.isnan(every[2])


def test_nodes_are_found_by_their_ids() -> None:
    with duckdb.connect() as con:
        pairs, _ = every_pair(con, ["ann", "bob", "cy"])
        assert pairs.nodes.places(np.array([6, 0])).tolist() == [2, 0]


def test_values_stand_with_their_nodes_whatever_the_order_of_rows() -> None:
    with duckdb.connect() as con:
        pairs, at = every_pair(con, ["ann", "bob", "cy"])
        con.execute("CREATE OR REPLACE TEMP TABLE node_field AS FROM node_field ORDER BY node_id DESC")
        assert pairs.nodes.text("name").to_pylist() == ["ann", "bob", "cy"]
        assert pairs.of("length(name)", "r", at[:3]).tolist() == [3, 3, 2]
