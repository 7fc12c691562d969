from __future__ import annotations

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.truth import best_cluster_f1, cluster_rates, pair_rates, rows_in

# Six mentions of three people: 0 1 2 are one, 3 4 another, 5 the third. Four true pairs.
SCRATCH = duckdb.connect()
PEOPLE = [(0, 10), (1, 10), (2, 10), (3, 20), (4, 20), (5, 30)]


@pytest.fixture
def con():
    con = duckdb.connect()
    con.execute("CREATE TABLE people (unique_id BIGINT, person BIGINT)")
    con.executemany("INSERT INTO people VALUES (?, ?)", PEOPLE)
    return con


def test_pairs_never_scored_are_missed(con):
    con.execute("CREATE TABLE pairs AS SELECT * FROM (VALUES (0, 1), (3, 4), (4, 5)) t(l, r)")
    rates = pair_rates(con, "pairs", "people")
    assert (rates.precision, rates.recall) == (pytest.approx(2 / 3), pytest.approx(2 / 4))
    assert rows_in(con, "pairs") == 3


def test_clusters_count_every_pair_inside(con):
    con.execute(
        "CREATE TABLE clustered AS SELECT CASE WHEN unique_id < 4 THEN 1 ELSE unique_id END AS cluster, person FROM people"
    )
    rates = cluster_rates(con, "clustered")
    assert (rates.precision, rates.recall) == (pytest.approx(3 / 6), pytest.approx(3 / 4))


def test_the_best_threshold_is_found(con):
    con.execute(
        "CREATE TABLE scored AS SELECT * FROM (VALUES (0, 1, 9.0), (1, 2, 9.0), (3, 4, 9.0), (4, 5, 5.0)) "
        "t(unique_id_l, unique_id_r, match_weight)"
    )
    best, weight = best_cluster_f1(con, "scored", "people")
    assert best == 1.0
    assert weight in (6.0, 8.0)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=30))
def test_f1_is_one_exactly_where_the_clusters_are_the_people(mentions):
    values = ", ".join(map(str, mentions))
    SCRATCH.execute(f"CREATE OR REPLACE TABLE clustered AS SELECT * FROM (VALUES {values}) t(cluster, person)")
    pairs = [(a, b) for i, a in enumerate(mentions) for b in mentions[i + 1 :]]
    same = all((a[0] == b[0]) == (a[1] == b[1]) for a, b in pairs)
    assert (cluster_rates(SCRATCH, "clustered").f1 == 1.0) == same
