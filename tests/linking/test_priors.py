"""Priors are found without truth: how many others of one person, and how many relatives."""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from stronghold.linking.comparisons import COMPARISONS
from stronghold.linking.model import PersonModel
from stronghold.linking.priors import estimate_priors, learn_contradictions

LAST = {c.name: len(c.levels) - 1 for c in COMPARISONS}


@pytest.fixture
def con():
    with duckdb.connect() as opened:
        yield opened


def scored(con: duckdb.DuckDBPyConnection, groups: list[tuple[int, float, float, int]]) -> None:
    """``groups`` of (pairs, strangers, relatives, level of the first name)."""
    columns = {
        name: np.concatenate([np.full(g[0], g[i]) for g in groups])
        for i, name in ((1, "strangers"), (2, "relatives"), (3, "gamma_forename"))
    }
    count = len(columns["strangers"])
    table = pa.table({"node_l": np.arange(count), "node_r": np.arange(count) + count, **columns})
    con.register("scored_rows", table)
    con.execute("CREATE OR REPLACE TABLE scored AS FROM scored_rows")


def test_clear_pairs_are_counted(con) -> None:
    scored(con, [(3_000, 40.0, 20.0, 0), (2_000, 30.0, -20.0, 0), (5_000, -30.0, 0.0, 0)])
    model = estimate_priors(con, PersonModel.by_reason(), 10_000)
    assert model.expected == pytest.approx(0.6, abs=0.01)
    assert model.relatives == pytest.approx(0.4, abs=0.01)
    assert model.nodes == 10_000


def test_where_no_relatives_show_there_may_still_be_one(con) -> None:
    scored(con, [(50_000, 40.0, 40.0, 0)])
    model = estimate_priors(con, PersonModel.by_reason(), 100_000)
    assert 1e-5 <= model.relatives < 0.001


def test_few_records_leave_the_shipped_numbers_as_they_are(con) -> None:
    scored(con, [(1, 30.0, 30.0, 0)])
    model = estimate_priors(con, PersonModel.by_reason(), 3)
    assert 0.5 < model.expected < 1.5
    assert 0.5 < model.relatives < 1.5


def test_the_same_whatever_the_order(con) -> None:
    groups = [(300, 12.0, 3.0, 0), (200, 14.0, -2.0, LAST["forename"]), (500, 6.0, 1.0, 3)]
    scored(con, groups)
    first = learn_contradictions(con, PersonModel.by_reason(), 1_000)
    scored(con, groups[::-1])
    assert learn_contradictions(con, PersonModel.by_reason(), 1_000) == first


def test_two_first_names_are_learnt_where_no_relatives_show(con) -> None:
    start = PersonModel.by_reason()
    scored(con, [(9_000, 40.0, 20.0, 0), (1_000, 40.0, 20.0, LAST["forename"])])
    learnt = learn_contradictions(con, start, 10_000)
    assert learnt.levels["forename"]["different"].m == pytest.approx(0.1, abs=0.01)
    assert learnt.levels["forename"]["exact"] == start.levels["forename"]["exact"]
    assert learnt.nodes == 0


def test_families_never_teach_that_one_person_has_two_first_names(con) -> None:
    start = PersonModel.by_reason()
    different = LAST["forename"]
    # Clear relatives, and pairs that could be either.
    scored(con, [(9_000, 40.0, 20.0, 0), (2_000, 40.0, -20.0, different), (3_000, 40.0, 1.0, different)])
    assert learn_contradictions(con, start, 10_000).levels["forename"]["different"].m == start.levels["forename"]["different"].m
    scored(con, [(9_000, 40.0, 20.0, 0), (2_000, 40.0, -20.0, different)])
    assert learn_contradictions(con, start, 10_000).levels["forename"]["different"].m < 0.001
