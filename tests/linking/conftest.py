"""Tables as intake leaves them, filled straight from rows: linking is tested without files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

import duckdb
import pytest

from stronghold.engine import connect
from stronghold.intake.loading.schema import create_tables

Row = Mapping[str, object]


class Fill(Protocol):
    """Puts mentions into the tables. A row may name its ``key``, ``agency`` and ``system`` besides the kind's own columns."""

    def __call__(self, rows: Sequence[Row], kind: str = "person") -> duckdb.DuckDBPyConnection: ...


def fill_tables(con: duckdb.DuckDBPyConnection, rows: Sequence[Row], kind: str) -> None:
    """One source per agency and system, one record per row; ids go on from those already there."""
    for row in rows:
        scope = (str(row.get("agency", "police")), str(row.get("system", "crime")))
        found = con.execute("SELECT source_id FROM source WHERE agency = ? AND system = ?", scope).fetchone()
        if found is None:
            found = con.execute(
                "INSERT INTO source (source_id, agency, system) SELECT count(*), ?, ? FROM source RETURNING source_id", scope
            ).fetchone()
        assert found is not None
        new = con.execute("SELECT count(*) FROM mention").fetchone()
        assert new is not None
        number = int(new[0])
        key = str(row.get("key", f"{number:06d}"))
        con.execute("INSERT INTO record (record_id, record_key, source_id) VALUES (?, ?, ?)", [number, key, found[0]])
        con.execute(
            "INSERT INTO mention (mention_id, mention_key, record_id, kind) VALUES (?, ?, ?, ?)", [number, key, number, kind]
        )
        columns = {name: value for name, value in row.items() if name not in ("key", "agency", "system")}
        names = ", ".join(f'"{name}"' for name in ("mention_id", *columns))
        marks = ", ".join("?" for _ in range(len(columns) + 1))
        con.execute(f"INSERT INTO {kind} ({names}) VALUES ({marks})", [number, *columns.values()])


@pytest.fixture
def fill() -> Iterator[Fill]:
    opened: list[duckdb.DuckDBPyConnection] = []

    def filled(rows: Sequence[Row], kind: str = "person") -> duckdb.DuckDBPyConnection:
        con = connect()
        opened.append(con)
        create_tables(con)
        fill_tables(con, rows, kind)
        return con

    yield filled
    for con in opened:
        con.close()
