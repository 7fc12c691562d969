"""The quarantined rows an account may see: a picture's quarantine with the sources of every other row left out."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from stronghold import engine
from stronghold.errors import BadInput
from stronghold.intake.corrections import Correction, load_corrections, save_corrections
from stronghold.intake.mapping import read_mapping_file
from stronghold.intake.proposal import preview
from stronghold.intake.quarantine import HANDLING, QuarantinedRow, chosen_rows
from stronghold.intake.readers import RawBatch
from stronghold.picture import VisibilityClass
from stronghold.picture.snapshot import PICTURE_FILE, Snapshot
from stronghold.picture.store import Store

__all__ = [
    "QuarantinePage",
    "QuarantinedRowView",
    "count",
    "keep_corrections",
    "page_of",
    "refuse_unless_kept",
    "row_view",
    "source_classes",
    "visible_quarantine",
    "waiting_corrections",
]

_MARK = re.compile(r"row-([0-9a-f]{12})-([0-9]{1,18})(?:-(.*))?", re.DOTALL)


@dataclass(frozen=True)
class QuarantinePage:
    """Some of the quarantined rows, in the order of files and lines, of ``found`` that were asked for.

    ``files`` and ``reasons`` say how many rows each has, the most first, each narrowed by the choice of the other alone.
    ``waiting`` holds the marks of the rows on this page of which a correction waits for the next build.
    """

    rows: tuple[QuarantinedRow, ...]
    found: int
    files: tuple[tuple[str, int], ...]
    reasons: tuple[tuple[str, int], ...]
    waiting: frozenset[str] = frozenset()


@dataclass(frozen=True)
class QuarantinedRowView:
    """One quarantined row; ``cells`` are its file's columns with what the row has in each (``None``: empty).

    ``waiting`` is the correction that the next build will take, if a person has made one.
    """

    row: QuarantinedRow
    cells: dict[str, str | None]
    waiting: Correction | None


def source_classes(con: duckdb.DuckDBPyConnection) -> list[VisibilityClass]:
    """A class per source, with the source's id as its own: as the source is, but shared with conditions (``C``)."""
    found = con.execute("SELECT source_id, agency, sensitivity, operation FROM source ORDER BY source_id").fetchall()
    return [
        VisibilityClass(source_id, agency, HANDLING, sensitivity, operation)
        for source_id, agency, sensitivity, operation in found
    ]


def visible_quarantine(snapshot: Snapshot, sources: Sequence[int]) -> duckdb.DuckDBPyConnection:
    """A connection in which ``source`` and ``quarantine`` hold the given sources alone; the caller closes it.

    Intake's listing, export and corrections work on it as on a whole picture, and have no way to the other rows.
    """
    con = engine.connect()
    path = str(snapshot.path / PICTURE_FILE).replace("'", "''")
    con.execute(f"ATTACH '{path}' AS picture (READ_ONLY)")
    ids = ", ".join(str(int(s)) for s in sources) or "NULL"
    for table in ("source", "quarantine"):
        con.execute(f"CREATE VIEW {table} AS SELECT * FROM picture.{table} WHERE source_id IN ({ids})")  # noqa: S608 - whole numbers
    return con


def keep_corrections(store: Store, corrections: Sequence[Correction]) -> None:
    """Keep corrected rows in the store. Files are named by time: of two corrections of one row, a build takes the later."""
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    save_corrections(store.corrections_folder / f"{moment}-{secrets.token_hex(4)}.jsonl", corrections)


def count(con: duckdb.DuckDBPyConnection) -> int:
    """How many quarantined rows the connection holds."""
    row = con.execute("SELECT count(*) FROM quarantine").fetchone()
    return int(row[0]) if row else 0


def page_of(
    con: duckdb.DuckDBPyConnection,
    waiting: Sequence[Correction],
    *,
    file: str | None = None,
    reason: str | None = None,
    offset: int = 0,
    limit: int = 50,
) -> QuarantinePage:
    """At most ``limit`` rows from the ``offset``-th, of one file (by its name) and for one reason where those are given."""
    asked = {"file": file, "reason": reason}
    of_file, for_reason = "($file::VARCHAR IS NULL OR source.name = $file)", "($reason::VARCHAR IS NULL OR reason = $reason)"
    tables = "FROM quarantine JOIN source USING (source_id)"
    found = con.execute(f"SELECT count(*) {tables} WHERE {of_file} AND {for_reason}", asked).fetchone()
    files = con.execute(
        f"SELECT source.name, count(*) AS n {tables} WHERE {for_reason} GROUP BY ALL ORDER BY n DESC, 1",
        {"reason": reason},
    ).fetchall()
    reasons = con.execute(
        f"SELECT reason, count(*) AS n {tables} WHERE {of_file} GROUP BY ALL ORDER BY n DESC, 1",
        {"file": file},
    ).fetchall()
    rows = chosen_rows(con, f"{of_file} AND {for_reason}", asked, offset=offset, limit=limit)
    corrected = {(c.source_sha256, c.sheet, c.line) for c in waiting}
    marks = frozenset(row.mark for row in rows if (row.source_sha256, row.sheet, row.line) in corrected)
    return QuarantinePage(tuple(rows), found[0] if found else 0, tuple(files), tuple(reasons), marks)


def row_view(con: duckdb.DuckDBPyConnection, waiting: Sequence[Correction], mark: str) -> QuarantinedRowView | None:
    """The row of that mark, with every column that the quarantined rows of its file have; ``None`` where there is none."""
    named = _MARK.fullmatch(mark)
    if named is None:
        return None
    wanted = {"digest": named[1], "line": int(named[2]), "sheet": named[3]}
    where = "starts_with(sha256, $digest) AND line = $line AND sheet IS NOT DISTINCT FROM $sheet::VARCHAR"
    row = next(iter(chosen_rows(con, where, wanted, limit=1)), None)
    if row is None:
        return None
    columns = con.execute(
        "SELECT DISTINCT unnest(json_keys(raw)) FROM quarantine JOIN source USING (source_id) WHERE sha256 = $digest ORDER BY 1",
        {"digest": row.source_sha256},
    ).fetchall()
    cells: dict[str, str | None] = dict(row.raw)
    cells.update({name: None for (name,) in columns if name not in cells})
    own = [c for c in waiting if (c.source_sha256, c.sheet, c.line) == (row.source_sha256, row.sheet, row.line)]
    return QuarantinedRowView(row, cells, own[-1] if own else None)


def waiting_corrections(store: Store, snapshot: Snapshot, con: duckdb.DuckDBPyConnection) -> list[Correction]:
    """The corrections that no build has taken yet, of rows that ``con`` holds, in the order they were made."""
    taken = {file.name for file in snapshot.manifest.corrections}
    made = [
        correction
        for path in sorted(store.corrections_folder.glob("*.jsonl"))
        if path.name not in taken
        for correction in load_corrections(path)
    ]
    if not made:
        return []
    held = set(con.execute("SELECT DISTINCT sha256, sheet, line FROM quarantine JOIN source USING (source_id)").fetchall())
    return [c for c in made if (c.source_sha256, c.sheet, c.line) in held]


def refuse_unless_kept(store: Store, con: duckdb.DuckDBPyConnection, correction: Correction) -> None:
    """``BadInput`` with the column and the reason where the corrected row would be quarantined again.

    It is tried with the mapping that its file was read by, as the store keeps it; without that, nothing is said.
    """
    path = _mapping_file(store, con, correction.source_sha256)
    if path is None:
        return
    mapping = read_mapping_file(path)
    columns = list(dict.fromkeys([*mapping.file_columns, *correction.raw]))
    batch = RawBatch([correction.line], {name: [correction.raw.get(name)] for name in columns}, [], correction.sheet)
    tried = preview(mapping, columns, batch, is_whole=True)
    for row in tried.left_out:
        raise BadInput(f"The row would be left out again: {row.reason}.", column=row.column, remedy="Correct it further.")


def _mapping_file(store: Store, con: duckdb.DuckDBPyConnection, digest: str) -> Path | None:
    row = con.execute("SELECT mapping_sha256 FROM source WHERE sha256 = ? LIMIT 1", [digest]).fetchone()
    path = store.sources_folder / digest / f"{row[0]}.toml" if row and row[0] else None
    return path if path is not None and path.is_file() else None
