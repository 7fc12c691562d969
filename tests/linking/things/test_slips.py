"""What may be one name written wrong: the SQL that finds it and the Python that says why agree."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import DamerauLevenshtein

from stronghold.linking.things.slips import same_but_for_slips, shortened_sql, slips_between_sql, street_slip_sql


@pytest.mark.parametrize(
    ("left", "right", "apart"),
    [
        ("high street", "hihg street", 1),
        ("cambridge terrace", "cambrige terace", 2),
        ("high street", "high", 0),
        ("mersey road", "mersey rc", 0),
        ("mill road", "low road", None),
        ("ash", "oak", None),
        ("mill close", "mill street", None),
    ],
)
def test_a_slip_or_another_street(left: str, right: str, apart: int | None) -> None:
    found = duckdb.execute(f"SELECT {street_slip_sql('$l', '$r')}", {"l": left, "r": right}).fetchall()
    assert found == [(apart is not None,)]
    if apart is not None:
        assert same_but_for_slips(left, right) == apart


@settings(max_examples=25, deadline=None)
@given(words=st.sets(st.text("abc", min_size=5, max_size=7), min_size=2, max_size=6))
def test_letters_left_out_find_all_pairs_a_slip_apart(words: set[str]) -> None:
    with duckdb.connect() as con:
        con.execute("CREATE TABLE street AS SELECT unnest($words) AS street", {"words": sorted(words)})
        con.execute(f"CREATE TABLE less AS {shortened_sql('FROM street')}")
        found = set(con.execute(slips_between_sql("less", "less")).fetchall())
    assert found == {(a, b) for a in words for b in words if DamerauLevenshtein.distance(a, b) == 1}
