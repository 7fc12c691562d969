"""Linking what is new: what it needs, and columns that come and go. That it ends as linking all would is a promise (tests/promises)."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pytest

from stronghold.linking.decisions import Decision, Judgement
from stronghold.linking.incremental import can_go_on, link_more
from stronghold.linking.people import LinkReport, link_people
from stronghold.linking.things.forms import FORM_TABLES

ANN = {"forename": "ann", "surname": "smith", "date_of_birth": "1990-03-02"}


def linked(fill, rows: Sequence[dict[str, str]]) -> tuple[duckdb.DuckDBPyConnection, LinkReport]:
    con: duckdb.DuckDBPyConnection = fill(rows)
    return con, link_people(con, train="never")


def change(con: duckdb.DuckDBPyConnection, gone: Sequence[int] = (), new: Sequence[dict[str, str]] = ()) -> None:
    con.execute(
        "CREATE OR REPLACE TEMP TABLE gone_mention AS FROM mention WHERE mention_id IN (SELECT unnest(?::BIGINT[]))", [list(gone)]
    )
    for table in ("mention", "person"):
        con.execute(f"DELETE FROM {table} WHERE mention_id IN (SELECT mention_id FROM gone_mention)")
    for number, row in enumerate(new, start=100):
        con.execute("INSERT INTO record (record_id, source_id) VALUES (?, 0)", [number])
        con.execute("INSERT INTO mention (mention_id, mention_key, record_id, kind) VALUES ($1, $1, $1, 'person')", [number])
        con.execute(f"INSERT INTO person (mention_id, {', '.join(row)}) VALUES (?{', ?' * len(row)})", [number, *row.values()])
    con.execute("CREATE OR REPLACE TEMP TABLE new_mention AS SELECT mention_id, kind FROM mention WHERE mention_id >= 100")


def columns(con: duckdb.DuckDBPyConnection, table: str) -> set[str]:
    return {row[0] for row in con.execute(f"SELECT column_name FROM (DESCRIBE {table})").fetchall()}


def test_only_what_is_touched_is_clustered(fill) -> None:
    others = [{"forename": f"f{n}", "surname": f"s{n}", "date_of_birth": f"19{n}-05-05"} for n in range(10, 40)]
    con, report = linked(fill, [ANN, *others])
    change(con, new=[{**ANN, "postcode": "OX1 1AA"}])
    done = link_more(con, report.model)
    assert (done.new_nodes, done.gone_nodes, done.touched_nodes, done.touched_people) == (1, 0, 2, 1)
    assert con.execute("SELECT list_sort(list(mention_id)) FROM person_cluster GROUP BY cluster").fetchall() == [([0, 100],)]


def test_a_column_that_nobody_had_is_compared_from_now_on_and_one_that_nobody_has_any_more_is_not(fill) -> None:
    con, report = linked(fill, [ANN, {**ANN, "surname": "smyth"}])
    assert "gamma_nino" not in columns(con, "link")
    change(con, new=[{**ANN, "nino": "AB123456C"}, {**ANN, "surname": "smythe", "nino": "AB123456C"}])
    link_more(con, report.model)
    rows = dict(con.execute("SELECT (mention_l, mention_r), gamma_nino FROM link").fetchall())
    assert rows[0, 1] == -1 and rows[100, 101] == 0
    assert "gamma_nino" in columns(con, "link_repeat")
    change(con, gone=[100, 101])
    link_more(con, report.model)
    assert "gamma_nino" not in columns(con, "link") | columns(con, "link_repeat")
    assert con.execute("SELECT mention_l, mention_r FROM link").fetchall() == [(0, 1)]


def test_repeats_that_say_too_little_part_again(fill) -> None:
    con, report = linked(fill, [{"forename": "john"}, ANN])
    change(con, new=[{"forename": "john"}])
    link_more(con, report.model)
    assert con.execute("SELECT mention_l, accepted FROM link_repeat").fetchall() == [(0, False)]
    clusters = con.execute("SELECT cluster FROM person_cluster").fetchall()
    assert len(clusters) == len(set(clusters)) == 2
    change(con, gone=[100])
    link_more(con, report.model)
    assert con.execute("FROM link_repeat").fetchall() == []


def test_decisions_are_kept_with_the_picture(fill) -> None:
    con, report = linked(fill, [{**ANN, "key": "a"}, {**ANN, "key": "b"}])
    change(con)
    link_more(con, report.model, decisions=[Decision(1, Judgement.NOT_SAME, "a", "b")])
    assert con.execute("SELECT judgement FROM linking_decided").fetchall() == [("not_same",)]
    assert con.execute("SELECT count(DISTINCT cluster) FROM person_cluster").fetchall() == [(2,)]


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE linking_node",
        "DROP TABLE linking_decided",
        "DELETE FROM linking_block WHERE name = 'nino'",
        "DELETE FROM linking_hash",
        "DROP TABLE linking_written",
        "UPDATE linking_hash SET number = number + 1",
    ],
)
def test_a_picture_that_lacks_what_it_goes_by_is_told(fill, statement: str) -> None:
    con, _ = linked(fill, [ANN])
    for further in ("withdrawn_record", "belonging", *FORM_TABLES):
        con.execute(f"CREATE TABLE IF NOT EXISTS {further} (record_key VARCHAR)")
    assert can_go_on(con)
    con.execute(statement)
    assert not can_go_on(con)
