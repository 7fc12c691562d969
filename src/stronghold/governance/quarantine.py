"""The quarantined rows an account may see: a picture's quarantine with the sources of every other row left out."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime

import duckdb

from stronghold import engine
from stronghold.intake.corrections import Correction, save_corrections
from stronghold.intake.quarantine import HANDLING
from stronghold.picture import VisibilityClass
from stronghold.picture.snapshot import PICTURE_FILE, Snapshot
from stronghold.picture.store import Store

__all__ = ["count", "keep_corrections", "source_classes", "visible_quarantine"]


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
