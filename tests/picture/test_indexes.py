"""A few rows are found without going through a table; a picture that is to change has no indexes."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from stronghold.picture.indexes import drop_indexes, index_tables

LOOK_UP = "SELECT mention_id, record_id FROM mention WHERE mention_id IN $ids ORDER BY mention_id"
JOINED = """
    WITH r AS MATERIALIZED (FROM record WHERE record_id IN $ids) SELECT record_id, class_id FROM r SEMI JOIN visible USING (class_id)
"""


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as made:
        made.execute("CREATE TABLE mention AS SELECT range AS mention_id, range // 2 AS record_id FROM range(5000)")
        made.execute("CREATE TABLE record AS SELECT range AS record_id, range % 3 AS class_id FROM range(2500)")
        made.execute("CREATE TEMP TABLE visible AS SELECT 1::BIGINT AS class_id")
        yield made


def is_by_index(con: duckdb.DuckDBPyConnection, query: str) -> bool:
    return "Index Scan" in str(con.execute(f"EXPLAIN ANALYZE {query}", {"ids": [4, 4000]}).fetchall())


@pytest.mark.parametrize("query", [LOOK_UP, JOINED])
def test_rows_are_found_by_their_index_and_are_the_same(con: duckdb.DuckDBPyConnection, query: str) -> None:
    asked = {"ids": [1, 4, 999, 4000]}
    before = con.execute(query, asked).fetchall()
    assert before and not is_by_index(con, query)
    index_tables(con)
    assert is_by_index(con, query)
    assert con.execute(query, asked).fetchall() == before


def test_tables_that_are_not_there_are_passed_over_and_all_indexes_go(con: duckdb.DuckDBPyConnection) -> None:
    index_tables(con)
    tables = {row[0] for row in con.execute("SELECT table_name FROM duckdb_indexes()").fetchall()}
    assert tables == {"mention", "record"}
    drop_indexes(con)
    assert con.execute("FROM duckdb_indexes()").fetchall() == []
    index_tables(con)  # and may be made again


def test_an_empty_list_finds_nothing(con: duckdb.DuckDBPyConnection) -> None:
    index_tables(con)
    assert con.execute(LOOK_UP, {"ids": []}).fetchall() == []
