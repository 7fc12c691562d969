"""Texts whose outlines say that they cannot be so alike never are: what is ruled out was never to be found."""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.linking.outlines import Outlines

NAMES = (
    "alice",
    "alicia",
    "alise",
    "bob",
    "robert",
    "roberta",
    "zoë",
    "zoe",
    "o'neill",
    "oneill",
    "ann-marie",
    "marie ann",
    "x" * 70,
)
SPELLING = st.sampled_from(NAMES) | st.text(alphabet="abcdeé '-", max_size=9) | st.text(max_size=6) | st.none()


def told(pairs: list[tuple[str | None, str | None]], least: float) -> tuple[list[bool], list[bool]]:
    """What the outlines say can be, and what DuckDB says is."""
    sides = [pa.array(side, pa.string()) for side in zip(*pairs, strict=True)]
    one, other = (Outlines.of(side) for side in sides)
    con = duckdb.connect()
    con.register("pair", pa.table(sides, ["l", "r"]))
    found = con.execute(f"SELECT coalesce(jaro_winkler_similarity(l, r) >= {least}, true) FROM pair").fetchall()
    return one.may_be_alike(other, least).tolist(), [row[0] for row in found]


@given(st.lists(st.tuples(SPELLING, SPELLING), min_size=1, max_size=20), st.sampled_from([0.7, 0.8, 0.88, 0.92, 1.0]))
def test_nothing_that_is_alike_is_ruled_out(pairs, least) -> None:
    may, is_so = told(pairs, least)
    assert all(m for m, found in zip(may, is_so, strict=True) if found)


def test_most_names_of_others_are_ruled_out() -> None:
    pairs = [(one, other) for one in NAMES for other in NAMES]
    may, is_so = told(pairs, 0.88)
    assert sum(is_so) <= sum(may) < 0.5 * len(pairs)


@pytest.mark.parametrize("missing", [None, ""])
def test_a_missing_text_rules_nothing_out(missing) -> None:
    assert told([(missing, "ann"), ("ann", missing), (missing, missing)], 0.9)[0] == [True] * 3


def test_texts_in_the_middle_of_a_table() -> None:
    texts = pa.array(["first", None, "alice", "bob", ""])
    whole, part = Outlines.of(texts), Outlines.of(texts.slice(2))
    assert np.array_equal(whole.marks[2:], part.marks)
    assert np.array_equal(whole.heads[2:], part.heads)


def test_what_stands_after_a_text_is_not_of_it() -> None:
    one, other = (Outlines.of(pa.array(texts)) for texts in (["bob", "ann"], ["ann", "bob"]))
    assert np.array_equal(one.marks, other.marks[::-1])
    assert np.array_equal(one.heads, other.heads[::-1])


def test_no_texts() -> None:
    assert len(Outlines.of(pa.array([], pa.string())).marks) == 0
