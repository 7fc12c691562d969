"""Every condition of every comparison is told by arrays as DuckDB tells it from the two nodes side by side."""

from __future__ import annotations

import numpy as np
import pytest

from stronghold.linking.comparisons import COMPARISONS
from stronghold.linking.conditions import condition
from stronghold.linking.pair_values import NodeValues, Pairs
from stronghold.linking.scoring import needed_columns

STATED = list(
    dict.fromkeys(
        sql
        for c in COMPARISONS
        for sql in (c.unknown, *(level.sql for level in c.levels), *(look.sql for look in c.coarse))
        if sql != "ELSE"
    )
)


def by_duckdb(con, sql: str) -> list[bool | None]:
    columns = sorted(needed_columns(COMPARISONS))
    sided = ", ".join(f"{side}.{name} AS {name}_{side}" for name in columns for side in "lr")
    return [
        row[0]
        for row in con.execute(
            f"SELECT {sql} FROM (SELECT c.*, {sided} FROM candidate c JOIN node_field l ON l.node_id = node_l "
            "JOIN node_field r ON r.node_id = node_r) ORDER BY node_l, node_r"
        ).fetchall()
    ]


def pairs_of(con) -> Pairs:
    nodes = NodeValues(con)
    found = con.execute("SELECT node_l, node_r FROM candidate ORDER BY node_l, node_r").fetchnumpy()
    return Pairs(nodes, nodes.places(found["node_l"]), nodes.places(found["node_r"]))


def check(con, pairs: Pairs, sql: str) -> set[bool | None]:
    known = by_duckdb(con, sql)
    every = np.arange(len(pairs))
    for true in (True, False):
        expected = np.array([told is true for told in known])
        told = condition(sql).told(pairs, every, true=true)
        assert np.array_equal(told, expected), (sql, true)
        assert np.array_equal(condition(sql).told(pairs, every[::3], true=true), expected[::3]), (sql, true, "of some")
    return set(known)


def test_conditions_of_comparisons(jumble) -> None:
    pairs = pairs_of(jumble)
    met = [check(jumble, pairs, sql) for sql in STATED]
    # The jumble is no test of conditions that no pair in it meets.
    assert sum(True in found for found in met) > 0.9 * len(met)


@pytest.mark.parametrize(
    "sql",
    [
        "forename_l = surname_r OR NOT (postcode_l = postcode_r)",
        "CASE WHEN forename_l = forename_r THEN surname_l = surname_r END",
        "forename_l IS NULL AND dob_l IS NOT NULL",
        "levenshtein(forename_l, forename_r) > 2",
        "forename_l || surname_r = 'annsmith'",
        "NOT (damerau_levenshtein(postcode_l, postcode_r) <= 1)",
        "damerau_levenshtein(street_letters_l, street_letters_r) <= 1",
        "damerau_levenshtein(nino_l, nino_r) < 3",
        "length(forename_l) = length(forename_r)",
        "jaro_winkler_similarity(forename_l, surname_r) >= 0.6",
        "NOT (jaro_winkler_similarity(forename_l, forename_r) > 0.85)",
        "jaro_winkler_similarity(surname_l, surname_r) < 0.7",
    ],
)
def test_conditions_of_other_shapes(jumble, sql) -> None:
    check(jumble, pairs_of(jumble), sql)
