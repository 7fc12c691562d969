"""Rows that could not be kept: listed with where they lie and why, and exported for a person to correct."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from stronghold.intake.export import write_table

__all__ = ["MARK", "OWN_COLUMNS", "QuarantinedRow", "chosen_rows", "export", "exported_name", "row_mark", "rows"]

MARK = "stronghold_row"
"""The export's first column: which quarantined row it is."""

OWN_COLUMNS = (MARK, "file", "line", "column", "reason", "agency", "handling")
"""The columns of an export that are not the file's."""

HANDLING = "C"
"""The handling code of every quarantined row: shared with conditions."""

_CELL_PREFIX = "cell: "
_BATCH = 10_000
_DIGITS = 12
_SELECT = (
    "SELECT source.name, sha256, sheet, line, column_name, reason, raw, agency FROM quarantine JOIN source USING (source_id)"
)
_ORDER = "ORDER BY source_id, sheet NULLS FIRST, line"


@dataclass(frozen=True)
class QuarantinedRow:
    """One row that was not kept.

    ``file`` is the source's name, ``agency`` who sent it, ``line`` (1-based) and ``sheet`` where the row lies in it. ``column`` is
    the file's column at fault (``None`` where the fault is the row's), ``raw`` its cells as read.
    """

    file: str
    source_sha256: str
    sheet: str | None
    line: int
    column: str | None
    reason: str
    raw: dict[str, str | None]
    agency: str = ""

    @property
    def mark(self) -> str:
        """A name for the row that stays the same however often its file is loaded."""
        return row_mark(self.source_sha256, self.sheet, self.line)


def row_mark(source_sha256: str, sheet: str | None, line: int) -> str:
    """``row-HASH-LINE`` or ``row-HASH-LINE-SHEET``; the word in front keeps spreadsheets from reading it as a number."""
    mark = f"row-{source_sha256[:_DIGITS]}-{line}"
    return mark if sheet is None else f"{mark}-{sheet}"


def exported_name(column: str) -> str:
    """How a column of a quarantined file is named in an export: as it is, unless the export has one of that name itself."""
    return _CELL_PREFIX + column if column in OWN_COLUMNS or column.startswith(_CELL_PREFIX) else column


def rows(con: duckdb.DuckDBPyConnection) -> Iterator[QuarantinedRow]:
    """Every quarantined row, in the order of files, sheets and lines."""
    cursor = con.cursor()
    cursor.execute(f"{_SELECT} {_ORDER}")
    while batch := cursor.fetchmany(_BATCH):
        yield from map(_row, batch)


def chosen_rows(
    con: duckdb.DuckDBPyConnection, where: str, given: Mapping[str, object], *, offset: int = 0, limit: int
) -> list[QuarantinedRow]:
    """At most ``limit`` quarantined rows from the ``offset``-th, in the same order; ``where`` is a condition on the tables
    ``quarantine`` and ``source`` with ``given`` as its parameters."""
    query = f"{_SELECT} WHERE {where} {_ORDER} LIMIT {int(limit)} OFFSET {int(offset)}"
    return [_row(found) for found in con.execute(query, given).fetchall()]


def _row(found: tuple[Any, ...]) -> QuarantinedRow:
    name, digest, sheet, line, column, reason, raw, agency = found
    return QuarantinedRow(name, digest, sheet, line, column, reason, json.loads(raw), agency)


def export(con: duckdb.DuckDBPyConnection, path: Path) -> int:
    """Write the quarantined rows to ``path`` (CSV or XLSX by its name) and return how many.

    Columns: ``stronghold_row`` (which row it is), file, line, column, reason, agency and handling, then every column that any of
    the rows has. The handling code travels with the rows; it is ``C`` for each, because the row's own code may be what could not
    be read. A row of a file that was sent twice is written once. Correct the cells, and load the file as corrections.
    """
    columns: dict[str, None] = {}
    for row in rows(con):
        columns.update(dict.fromkeys(row.raw))
    written: set[str] = set()

    def lines() -> Iterator[list[str | None]]:
        for row in rows(con):
            if row.mark not in written:
                written.add(row.mark)
                cells = [row.raw.get(name) for name in columns]
                yield [row.mark, row.file, str(row.line), row.column, row.reason, row.agency, HANDLING, *cells]

    write_table(path, [*OWN_COLUMNS, *map(exported_name, columns)], lines())
    return len(written)
