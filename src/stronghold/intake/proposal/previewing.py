"""What would be kept of a file under a mapping: its first rows are loaded into a database in memory, by intake itself."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from stronghold.engine import connect
from stronghold.intake.load import load
from stronghold.intake.loading.cells import whole_characters
from stronghold.intake.loading.report import SourceInput
from stronghold.intake.loading.schema import kept_columns, quoted
from stronghold.intake.mapping import Mapping
from stronghold.intake.proposal.model import LeftOut, Preview
from stronghold.intake.proposal.sampling import SAMPLE_ROWS, sample
from stronghold.intake.readers import RawBatch, open_source
from stronghold.vocabulary import kind

__all__ = ["preview", "preview_file"]

_SHOWN = 5
_LEFT_OUT_SHOWN = 20
_FORMATS = {"minute": "%Y-%m-%d %H:%M", "month": "%Y-%m", "year": "%Y"}


def preview(mapping: Mapping, columns: Sequence[str], batch: RawBatch, *, is_whole: bool, today: date | None = None) -> Preview:
    """Load the rows of ``batch`` under ``mapping`` and say what became of them. Its source terms need not be complete."""
    trial = mapping.for_trial()
    # The rows are handed over as a Parquet file: it has no sheets, and its lines count the rows from 1.
    trial = replace(trial, source=replace(trial.source, sheet=None))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.parquet"
        pq.write_table(_table(columns, batch), path)
        connection = connect()
        try:
            report = load(connection, [SourceInput(path, path.name, trial)], today=today)
            if report.refused:
                raise report.refused[0]
            return Preview(
                read=report.read + len(batch.rejected),
                kept=report.kept,
                quarantined=_quarantined(connection, batch),
                noted=_noted(connection),
                sample=tuple(_sample(connection, trial)),
                left_out=tuple(_left_out(connection, batch)),
                is_whole=is_whole,
            )
        finally:
            connection.close()


def preview_file(path: Path, mapping: Mapping, *, today: date | None = None) -> Preview:
    """What would be kept of the file ``path`` under ``mapping``, by its first rows; ``BadInput`` where it cannot be read so."""
    with open_source(path, sheet=mapping.source.sheet) as reader:
        columns = list(reader.columns)
        mapping.check_columns(columns, file=path.name)
        batch, is_whole = sample(reader.batches(SAMPLE_ROWS), columns)
    return preview(mapping, columns, batch, is_whole=is_whole, today=today)


def _table(columns: Sequence[str], batch: RawBatch) -> pa.Table:
    """The rows as text. A row without any value would be skipped, but a reader has skipped those already."""
    texts = {
        name: pa.array((None if cell is None else whole_characters(cell) for cell in batch.columns[name]), pa.string())
        for name in columns
    }
    return pa.table(texts)


def _left_out(connection: duckdb.DuckDBPyConnection, batch: RawBatch) -> Iterator[LeftOut]:
    """The first rows that would be quarantined, by line of the file: those the reader rejected among them."""
    found = connection.execute(
        "SELECT line, column_name, reason, raw FROM quarantine ORDER BY line LIMIT ?", [_LEFT_OUT_SHOWN]
    ).fetchall()
    rows = [LeftOut(batch.lines[line - 1], column, reason, json.loads(raw)) for line, column, reason, raw in found]
    rows += [LeftOut(row.line, row.column, row.reason, row.raw) for row in batch.rejected[:_LEFT_OUT_SHOWN]]
    yield from sorted(rows, key=lambda row: row.line)[:_LEFT_OUT_SHOWN]


def _quarantined(connection: duckdb.DuckDBPyConnection, batch: RawBatch) -> dict[str, int]:
    counts = Counter(row.reason for row in batch.rejected)
    counts.update(dict(connection.execute("SELECT reason, count(*) FROM quarantine GROUP BY reason").fetchall()))
    return dict(counts.most_common())


def _noted(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    query = "SELECT column_name, reason, count(*) AS cells FROM cell_note GROUP BY ALL ORDER BY cells DESC, column_name, reason"
    for column, reason, cells in connection.execute(query).fetchall():
        found.setdefault(column, {})[reason] = cells
    return found


def _sample(connection: duckdb.DuckDBPyConnection, mapping: Mapping) -> Iterator[dict[str, str]]:
    """The first records kept: their own columns, and those of each mention under its role."""
    zone = ZoneInfo(mapping.source.timezone)
    records = connection.execute(
        "SELECT record_id, kind, occurred_from, occurred_to, occurred_precision FROM record ORDER BY line LIMIT ?", [_SHOWN]
    ).fetchall()
    for record_id, kind_name, start, end, precision in records:
        row: dict[str, str] = {}
        if start is not None:
            row["occurred"] = _local(start, zone, precision)
        if end is not None and any("occurred_to" in record.columns for record in mapping.records):
            last = _local(end - timedelta(microseconds=1), zone, precision)
            if last != row.get("occurred"):
                row["occurred_to"] = last
        if kind(kind_name).is_event:
            row.update(_values(connection, kind_name, "record_id", record_id))
        mentions = connection.execute(
            "SELECT mention_id, kind, mention_key FROM mention WHERE record_id = ? AND belongs_to IS NULL ORDER BY mention_id",
            [record_id],
        ).fetchall()
        for mention_id, mention_kind, key in mentions:
            who = key.rpartition("#")[2]
            prefix = f"{who}." if kind(kind_name).is_event else ""
            found = _values(connection, mention_kind, "mention_id", mention_id)
            row.update({prefix + name: text for name, text in found.items()})
        yield row


def _local(moment: datetime, zone: ZoneInfo, precision: str | None) -> str:
    """A time of the database (UTC) as the source's zone has it, no more exact than the source gave it."""
    return f"{moment.replace(tzinfo=UTC).astimezone(zone):{_FORMATS.get(precision or '', '%Y-%m-%d')}}"


def _values(connection: duckdb.DuckDBPyConnection, kind_name: str, id_column: str, row_id: int) -> dict[str, str]:
    """The filled columns of one row of a kind's table, as text."""
    names = [column.name for column in kept_columns(kind(kind_name))]
    if not names:
        return {}
    selected = ", ".join(quoted(name) for name in names)
    found = connection.execute(f"SELECT {selected} FROM {quoted(kind_name)} WHERE {id_column} = ?", [row_id]).fetchone()  # noqa: S608
    return {name: _text(value) for name, value in zip(names, found or (), strict=False) if value is not None}


def _text(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
