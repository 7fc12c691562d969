"""What a manifest says of a build: its sources, the files that could not be used, and its counts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import duckdb

from stronghold.errors import BadInput
from stronghold.intake.load import LoadReport
from stronghold.linking.model import PersonModel
from stronghold.network.ties import TieReport
from stronghold.picture.manifest import ModelEntry, RefusedFile, SourceEntry

__all__ = ["counts_of", "model_entry", "refused_file", "source_entries"]


def refused_file(error: BadInput) -> RefusedFile:
    """Why a file could not be used, as the manifest keeps it."""
    return RefusedFile(name=error.file or "", reason=error.message, line=error.line, column=error.column, remedy=error.remedy)


def model_entry(model: PersonModel, sha256: str) -> ModelEntry:
    """The linking model that was used; ``sha256`` is of its file."""
    return ModelEntry(sha256, "shipped" if model.origin == "shipped" else "trained")


def source_entries(con: duckdb.DuckDBPyConnection) -> tuple[SourceEntry, ...]:
    """The sources of the picture in ``con``, by name."""
    rows = con.execute(
        "SELECT name, sha256, mapping_sha256, bytes, format, agency, system, read_rows, kept_rows, quarantined_rows,"
        " repeated_rows, replaced_rows, withdrawn_rows, noted_cells, notes FROM source ORDER BY name, source_id"
    ).fetchall()
    return tuple(replace(SourceEntry(*counted), notes=tuple(notes)) for *counted, notes in rows)


def counts_of(con: duckdb.DuckDBPyConnection, loaded: LoadReport, ties: TieReport) -> dict[str, Any]:
    """The counts of the manifest, by name."""

    def by_kind(table: str) -> dict[str, int]:
        return dict(con.execute(f"SELECT kind, count(*) FROM {table} GROUP BY kind ORDER BY kind").fetchall())  # noqa: S608

    return {
        "read": loaded.read,
        "kept": loaded.kept,
        "quarantined": loaded.quarantined_rows,
        "withdrawn": sum(source.withdrawn for source in loaded.sources),
        "records": by_kind("record"),
        "mentions": by_kind("mention"),
        "entities": by_kind("entity"),
        "ties": dict(ties.ties),
        "evidence": ties.evidence,
        "uncounted_records": dict(ties.uncounted),
    }
