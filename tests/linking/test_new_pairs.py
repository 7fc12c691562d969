"""A key counts while few enough share it: pairs come and go with it, and with it alone."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pytest

from stronghold.linking import new_pairs
from stronghold.linking.blocking import Block, find_candidates
from stronghold.linking.collapse import collapse_people
from stronghold.linking.decisions import mark_decided
from stronghold.linking.fields import prepare_fields
from stronghold.linking.placing import place_mentions

PHONE = Block("phone", ("phone",), 2)
TOKEN = Block("a rare name", ("token_sound",), 2, per_token=True)


def blocked(fill, rows: Sequence[dict[str, str]], block: Block, most: int) -> duckdb.DuckDBPyConnection:
    """A picture with every pair that the block gives as a link; it lets ``most`` share a key."""
    con: duckdb.DuckDBPyConnection = fill(rows)
    mark_decided(con, [])
    con.execute("CREATE TABLE linking_decided AS FROM decided")
    collapse_people(con)
    prepare_fields(con)
    find_candidates(con, (block,))
    con.execute("UPDATE linking_block SET most = ?", [most])
    con.execute(
        "CREATE TABLE link AS SELECT node_l AS mention_l, node_r AS mention_r, found_by FROM candidate WHERE node_l < node_r"
    )
    return con


def change(con: duckdb.DuckDBPyConnection, gone: Sequence[int], new: Sequence[dict[str, str]], block: Block) -> None:
    con.execute(
        "CREATE OR REPLACE TEMP TABLE gone_mention AS FROM mention WHERE mention_id IN (SELECT unnest(?::BIGINT[]))", [gone]
    )
    for table in ("mention", "person"):
        con.execute(f"DELETE FROM {table} WHERE mention_id IN (SELECT mention_id FROM gone_mention)")
    for number, row in enumerate(new, start=100):
        con.execute("INSERT INTO record (record_id, source_id) VALUES (?, 0)", [number])
        con.execute("INSERT INTO mention (mention_id, mention_key, record_id, kind) VALUES ($1, $1, $1, 'person')", [number])
        con.execute(f"INSERT INTO person (mention_id, {', '.join(row)}) VALUES (?{', ?' * len(row)})", [number, *row.values()])
    con.execute("CREATE OR REPLACE TEMP TABLE new_mention AS SELECT mention_id, kind FROM mention WHERE mention_id >= 100")
    place_mentions(con)
    new_pairs.find_new_candidates(con, (block,))


def rows_of(con: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[int, ...]]:
    return con.execute(f"{sql} ORDER BY ALL").fetchall()


def people(*names: str) -> list[dict[str, str]]:
    return [{"forename": name, "phone": "+441632960001"} for name in names]


def test_a_new_node_is_compared_with_those_that_share_a_key(fill) -> None:
    con = blocked(fill, people("ann", "bo"), PHONE, 3)
    change(con, [], people("cy"), PHONE)
    assert rows_of(con, "SELECT node_l, node_r, found_by FROM candidate") == [(0, 100, 1), (1, 100, 1)]
    assert rows_of(con, "FROM link") == [(0, 1, 1)]


def test_links_of_a_key_that_too_many_share_now_are_gone(fill) -> None:
    con = blocked(fill, people("ann", "bo"), PHONE, 2)
    change(con, [], people("cy"), PHONE)
    assert rows_of(con, "SELECT node_l FROM candidate") == rows_of(con, "FROM link") == []
    assert rows_of(con, "FROM changed_link") == [(0, 1)]


def test_a_link_that_another_block_gives_stays(fill) -> None:
    con = blocked(fill, people("ann", "bo"), PHONE, 2)
    con.execute("UPDATE link SET found_by = found_by | 4")
    change(con, [], people("cy"), PHONE)
    assert rows_of(con, "FROM link") == [(0, 1, 4)]


def test_a_link_that_another_word_of_the_name_gives_stays(fill) -> None:
    quill = {"forename": "zebedee", "surname": "quill"}
    con = blocked(fill, [quill, {**quill, "phone": "1"}], TOKEN, 2)
    assert rows_of(con, "FROM link") == [(0, 1, 1)]
    change(con, [], [{"forename": "zebedee", "surname": "frost"}], TOKEN)
    assert rows_of(con, "FROM link") == [(0, 1, 1)]
    change_again = [{"forename": "agatha", "surname": "quill"}]
    con.execute("DELETE FROM new_mention")
    for number, row in enumerate(change_again, start=200):
        con.execute("INSERT INTO record (record_id, source_id) VALUES (?, 0)", [number])
        con.execute("INSERT INTO mention (mention_id, mention_key, record_id, kind) VALUES ($1, $1, $1, 'person')", [number])
        con.execute("INSERT INTO person (mention_id, forename, surname) VALUES (?, ?, ?)", [number, *row.values()])
        con.execute("INSERT INTO new_mention VALUES (?, 'person')", [number])
    place_mentions(con)
    new_pairs.find_new_candidates(con, (TOKEN,))
    assert rows_of(con, "FROM link") == []


def test_those_left_by_one_that_is_gone_are_few_enough_to_be_compared(fill) -> None:
    con = blocked(fill, people("ann", "bo", "cy"), PHONE, 2)
    con.execute("DELETE FROM link")
    change(con, [2], [], PHONE)
    assert rows_of(con, "SELECT node_l, node_r, found_by FROM candidate") == [(0, 1, 1)]


@pytest.mark.parametrize("gone", [0, 1])
def test_links_of_a_gone_node_go_with_it(fill, gone: int) -> None:
    con = blocked(fill, people("ann", "bo", "cy"), PHONE, 3)
    change(con, [gone], [], PHONE)
    assert rows_of(con, "SELECT mention_l, mention_r FROM link") == [(1 - gone, 2)]
    assert len(rows_of(con, "FROM changed_link")) == 2
