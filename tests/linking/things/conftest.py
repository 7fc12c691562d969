"""Mentions of one kind, put into tables and resolved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import duckdb
import pytest

from stronghold.engine import connect
from stronghold.intake.loading.schema import create_tables
from stronghold.linking.things import KINDS, resolve_things

Rows = Sequence[Mapping[str, object]]


@pytest.fixture(scope="module")
def tables() -> Iterator[duckdb.DuckDBPyConnection]:
    with connect() as con:
        create_tables(con)
        yield con


@pytest.fixture(scope="module")
def resolved(tables: duckdb.DuckDBPyConnection) -> Callable[[str, Rows], list[int]]:
    """By row, the number of the first row that is the same thing."""

    def resolve(kind: str, rows: Rows) -> list[int]:
        for table in KINDS:
            tables.execute(f"DELETE FROM {table}")
        for number, row in enumerate(rows):
            columns = ", ".join(("mention_id", *row))
            tables.execute(f"INSERT INTO {kind} ({columns}) VALUES (?{', ?' * len(row)})", [number, *row.values()])
        resolve_things(tables)
        found = tables.execute("SELECT cluster FROM thing_cluster WHERE kind = ? ORDER BY mention_id", [kind]).fetchall()
        return [row[0] for row in found]

    return resolve
