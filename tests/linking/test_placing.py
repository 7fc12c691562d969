"""Mentions that come and go find the nodes that collapsing all of them would give."""

from __future__ import annotations

import random
from collections.abc import Sequence

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.engine import connect
from stronghold.intake.loading.schema import create_tables
from stronghold.linking.collapse import collapse_people
from stronghold.linking.decisions import Decision, Judgement, contradictions, mark_decided
from stronghold.linking.people import link_people
from stronghold.linking.placing import place_mentions

KINDS_OF_PEOPLE = [
    {"forename": "ann", "surname": "smith"},
    {"forename": "ann", "surname": "smith", "date_of_birth": "1990-03-02"},
    {"forename": "bo", "surname": "jones"},
    {"surname": "jones"},
]


def insert(con: duckdb.DuckDBPyConnection, number: int, key: str, row: dict[str, str]) -> None:
    con.execute("INSERT INTO record (record_id, record_key, source_id) VALUES (?, ?, 1)", [number, key])
    con.execute(
        "INSERT INTO mention (mention_id, mention_key, record_id, kind) VALUES (?, ?, ?, 'person')", [number, key, number]
    )
    con.execute(f"INSERT INTO person (mention_id, {', '.join(row)}) VALUES (?{', ?' * len(row)})", [number, *row.values()])


def linked(keys: Sequence[tuple[str, dict[str, str]]], decisions: Sequence[Decision]) -> duckdb.DuckDBPyConnection:
    con = connect()
    create_tables(con)
    con.execute("INSERT INTO source (source_id, agency, system) VALUES (1, 'police', 'crime')")
    for number, (key, row) in enumerate(keys, start=1):
        insert(con, number, key, row)
    link_people(con, decisions=decisions, train="never")
    return con


def go(con: duckdb.DuckDBPyConnection, gone: Sequence[str], new: Sequence[tuple[str, dict[str, str]]]) -> None:
    """Take mentions out and put others in, and leave what loading leaves."""
    con.execute(
        "CREATE OR REPLACE TEMP TABLE gone_mention AS FROM mention WHERE mention_key IN (SELECT unnest(?::VARCHAR[]))",
        [list(gone)],
    )
    for table in ("mention", "person"):
        con.execute(f"DELETE FROM {table} WHERE mention_id IN (SELECT mention_id FROM gone_mention)")
    (last,) = con.execute("SELECT 1000 + coalesce(max(mention_id), 0) FROM mention").fetchall()[0]
    for number, (key, row) in enumerate(new, start=last):
        insert(con, number, key, row)
    con.execute("CREATE OR REPLACE TEMP TABLE new_mention AS SELECT mention_id, kind FROM mention WHERE mention_id >= ?", [last])


def nodes(con: duckdb.DuckDBPyConnection) -> set[frozenset[str]]:
    rows = con.execute(
        "SELECT list(mention_key), min(mention_id) = node_id FROM node JOIN mention USING (mention_id) GROUP BY node_id"
    )
    found = rows.fetchall()
    assert all(row[1] for row in found)
    return {frozenset(row[0]) for row in found}


def apart(con: duckdb.DuckDBPyConnection) -> set[frozenset[str]]:
    rows = con.execute(
        """SELECT l.mention_key, r.mention_key FROM set_apart
        JOIN mention l ON l.mention_id = node_l JOIN mention r ON r.mention_id = node_r"""
    ).fetchall()
    return {frozenset(row) for row in rows}


def test_one_alike_joins_its_node_and_the_number_of_a_node_that_lost_it_is_the_next() -> None:
    ann, bo = KINDS_OF_PEOPLE[0], KINDS_OF_PEOPLE[2]
    con = linked([("a", ann), ("b", ann), ("c", bo)], [])
    go(con, ["a"], [("d", ann), ("e", KINDS_OF_PEOPLE[3])])
    mark_decided(con, [])
    place_mentions(con)
    assert nodes(con) == {frozenset("bd"), frozenset("c"), frozenset("e")}
    # The node of b and d is new by its number, that of a is gone.
    assert con.execute("FROM new_node ORDER BY ALL").fetchall() == [(2,), (1004,)]
    assert con.execute("SELECT node_id FROM gone_node").fetchall() == [(1,)]
    con.close()


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 1_000_000))
def test_any_coming_and_going_ends_as_collapsing_all_would(seed: int) -> None:
    rng = random.Random(seed)
    keys = [(f"k{n:02d}", rng.choice(KINDS_OF_PEOPLE)) for n in range(rng.randint(2, 12))]
    names = [key for key, _ in keys] + ["n0", "n1"]

    def decided() -> list[Decision]:
        found: list[Decision] = []
        for number in range(rng.choice([0, 1, 3])):
            one = Decision(number, rng.choice(list(Judgement)), *rng.sample(names, 2))
            if not contradictions([*found, one]):
                found.append(one)
        return found

    con = linked(keys, decided())
    go(con, rng.sample([key for key, _ in keys], rng.randint(0, 2)), [(f"n{n}", rng.choice(KINDS_OF_PEOPLE)) for n in range(3)])
    now = decided()
    mark_decided(con, now)
    place_mentions(con)
    placed, keyed = nodes(con), con.execute("SELECT node_id, alike FROM linking_node ORDER BY ALL").fetchall()
    pairs, new = apart(con), {row[0] for row in con.execute("FROM new_node").fetchall()}
    collapse_people(con)
    assert placed == nodes(con)
    assert [row[0] for row in keyed] == [row[0] for row in con.execute("SELECT node_id FROM node_value ORDER BY 1").fetchall()]
    assert [row[1] for row in keyed] == [
        row[0] for row in con.execute("SELECT alike FROM node_value ORDER BY node_id").fetchall()
    ]
    # Pairs set apart are told again where anything of the group is new.
    numbers = dict(con.execute("SELECT mention_key, mention_id FROM mention").fetchall())
    assert pairs <= apart(con)
    assert all(not {numbers[key] for key in pair} & new for pair in apart(con) - pairs)
    con.close()


@pytest.mark.parametrize("judgement", list(Judgement))
def test_a_decision_sets_a_mention_apart_and_its_undoing_puts_it_back(judgement: Judgement) -> None:
    ann = KINDS_OF_PEOPLE[0]
    con = linked([("a", ann), ("b", ann), ("c", ann)], [])
    go(con, [], [])
    mark_decided(con, [Decision(1, judgement, "a", "b")])
    place_mentions(con)
    assert nodes(con) == {frozenset("a"), frozenset("b"), frozenset("c")}
    con.execute("CREATE OR REPLACE TABLE linking_decided AS FROM decided")
    mark_decided(con, [])
    place_mentions(con)
    assert nodes(con) == {frozenset("abc")}
    con.close()
