"""One file into the tables: read, corrected, routed, judged, stored; all of it or nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

import duckdb
import pyarrow as pa

from stronghold.errors import BadInput
from stronghold.intake.cleaning import CleaningContext
from stronghold.intake.corrections import Correction
from stronghold.intake.loading.cells import Cells, Cleaners, cells_of, whole_characters
from stronghold.intake.loading.corrected import CORRECTED, Corrected, correct_batch
from stronghold.intake.loading.ids import Ids
from stronghold.intake.loading.keys import Occurrences, escaped
from stronghold.intake.loading.plan import BATCH, plan_record
from stronghold.intake.loading.report import SourceCounts, SourceInput
from stronghold.intake.loading.routing import NO_TAKER, kept_out, rows_taken
from stronghold.intake.loading.rows import RowMaker, notes_table
from stronghold.intake.mapping import Mapping as FileMapping
from stronghold.intake.readers import Limits, RawBatch, SourceReader, open_source

__all__ = ["FileLoad", "digest_of"]

BATCH_ROWS = 50_000
_CHUNK = 1 << 20


def digest_of(source: SourceInput) -> str:
    """The SHA-256 of the file, read in pieces; ``BadInput`` where it cannot be read."""
    digest = sha256()
    try:
        with source.path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise BadInput(f"the file cannot be read: {error.strerror}.", file=source.name) from error
    return digest.hexdigest()


@dataclass
class _Quarantined:
    """Rows on their way to the quarantine, as columns of its table."""

    lines: list[int]
    columns: list[str | None]
    reasons: list[str]
    raw: list[str]

    @classmethod
    def none(cls) -> _Quarantined:
        return cls([], [], [], [])

    def add(self, line: int, column: str | None, reason: str, raw: Mapping[str, str | None]) -> None:
        self.lines.append(line)
        self.columns.append(column)
        self.reasons.append(reason)
        self.raw.append(whole_characters(json.dumps(raw, ensure_ascii=False)))

    def table(self) -> pa.Table:
        strings = [pa.array(texts, pa.string()) for texts in (self.columns, self.reasons, self.raw)]
        return pa.table([pa.array(self.lines, pa.int64()), *strings], names=["line", "column_name", "reason", "raw"])


class FileLoad:
    """The load of one file. The caller opens the transaction around :meth:`run` and rolls it back where that raises."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        source: SourceInput,
        mapping: FileMapping,
        ids: Ids,
        source_id: int,
        corrections: Mapping[tuple[str | None, int], Correction],
        today: date,
    ) -> None:
        self._con = con
        self._source = source
        self._mapping = mapping
        self._ids = ids
        self._source_id = source_id
        self._corrections = corrections
        terms = mapping.source
        cleaners = Cleaners(
            CleaningContext(date_order=terms.date_order, timezone=terms.timezone, country=terms.country, today=today)
        )
        defaults = {
            "source_grade": terms.source_grade,
            "information_grade": terms.information_grade,
            "handling": terms.handling,
            "sensitivity": terms.sensitivity,
        }
        seen: dict[str, Occurrences] = {}
        self._makers = [
            RowMaker(plan_record(record, cleaners, source.name), cleaners, defaults, seen.setdefault(record.kind, Occurrences()))
            for record in mapping.records
        ]
        self._read = self._kept = self._quarantined = self._noted = 0

    def run(self, digest: str, limits: Limits | None, tell: Callable[[int], None]) -> SourceCounts:
        """Load the file, whose SHA-256 is ``digest``; ``tell`` is called with the rows read so far after every batch."""
        with open_source(self._source.path, limits, sheet=self._mapping.source.sheet) as reader:
            self._mapping.check_columns(reader.columns, file=self._source.name)
            for batch in reader.batches(BATCH_ROWS):
                self._batch(batch)
                tell(self._read)
            self._store_source(reader, digest)
        return SourceCounts(
            source_id=self._source_id,
            name=self._source.name,
            sha256=digest,
            read=self._read,
            kept=self._kept,
            quarantined=self._quarantined,
            noted=self._noted,
        )

    def _batch(self, batch: RawBatch) -> None:
        self._read += len(batch.lines) + len(batch.rejected)
        corrected = Corrected([])
        if self._corrections:
            batch, corrected = correct_batch(batch, self._corrections)
        quarantined = _Quarantined.none()
        for rejected in batch.rejected:
            quarantined.add(rejected.line, rejected.column, rejected.reason, rejected.raw)
        columns, broken = cells_of(batch.columns, self._mapping.file_columns)
        taken, left = rows_taken(self._mapping.records, columns, len(batch.lines))
        out: dict[int, tuple[str | None, str]] = dict.fromkeys(left.tolist(), (None, NO_TAKER)) | broken
        for maker, taken_rows in zip(self._makers, taken, strict=True):
            rows = [row for row in taken_rows.tolist() if row not in broken]
            if rows:
                out.update(self._take(maker, batch, columns, rows, corrected))
        for row in sorted(out):
            raw = {name: cells[row] for name, cells in batch.columns.items()}
            quarantined.add(batch.lines[row], *out[row], raw)
        self._store_quarantined(quarantined, batch.sheet)

    def _take(
        self, maker: RowMaker, batch: RawBatch, columns: dict[str, Cells], rows: list[int], corrected: Corrected
    ) -> dict[int, tuple[str | None, str]]:
        """Store those of the rows that one record mapping takes; returns the others with their reasons."""
        whole = len(rows) == len(batch.lines)
        if not whole:
            columns = {name: cells.take(pa.array(rows)) for name, cells in columns.items()}
        out = kept_out(maker.plan.mapping, columns, len(rows))
        if out:
            standing = [at for at in range(len(rows)) if at not in out]
            columns = {name: cells.take(pa.array(standing, pa.int64())) for name, cells in columns.items()}
            out = {rows[at]: reason for at, reason in out.items()}
            rows = [rows[at] for at in standing]
        if not rows:
            return out
        lines = pa.array([batch.lines[row] for row in rows], pa.int64())
        prepared = maker.prepare(lines, columns, self._ids)
        self._store(maker, prepared.table, batch.sheet)
        self._store_notes(prepared.notes)
        self._store_notes(_corrected_notes(corrected, prepared.table))
        out.update({rows[at]: reason for at, reason in prepared.rejected.items()})
        return out

    def _store(self, maker: RowMaker, table: pa.Table, sheet: str | None) -> None:
        terms = self._mapping.source
        given = {
            "prefix": "/".join((escaped(terms.agency), escaped(terms.system), maker.plan.kind.name, "")),
            "source_id": self._source_id,
            "sheet": sheet,
            "operation": terms.operation,
        }
        self._con.register(BATCH, table)
        for statement, names in maker.plan.statements:
            self._con.execute(statement, {name: given[name] for name in names})
        self._con.unregister(BATCH)
        self._kept += len(table)

    def _store_notes(self, notes: pa.Table) -> None:
        if len(notes):
            self._con.register(BATCH, notes)
            self._con.execute(f"INSERT INTO cell_note SELECT record_id, column_name, raw, reason FROM {BATCH}")  # noqa: S608
            self._con.unregister(BATCH)
            self._noted += len(notes)

    def _store_quarantined(self, quarantined: _Quarantined, sheet: str | None) -> None:
        if quarantined.lines:
            self._con.register(BATCH, quarantined.table())
            statement = f"INSERT INTO quarantine SELECT ?, ?, line, column_name, reason, raw FROM {BATCH}"  # noqa: S608
            self._con.execute(statement, [self._source_id, sheet])
            self._con.unregister(BATCH)
            self._quarantined += len(quarantined.lines)

    def _store_source(self, reader: SourceReader, digest: str) -> None:
        terms = self._mapping.source
        values: Sequence[object] = (
            self._source_id,
            self._source.name,
            digest,
            sha256(self._mapping.to_toml().encode()).hexdigest(),
            self._source.path.stat().st_size,
            reader.format,
            reader.encoding,
            terms.agency,
            terms.system,
            terms.purpose,
            terms.lawful_basis,
            terms.handling,
            terms.sensitivity,
            terms.operation,
            terms.timezone,
            self._read,
            self._kept,
            self._quarantined,
            0,
            0,
            self._noted,
            [*reader.notes, *(note for maker in self._makers for note in maker.unread.notes())],
        )
        self._con.execute(f"INSERT INTO source VALUES ({', '.join('?' * len(values))}, 0)", values)  # noqa: S608


def _corrected_notes(corrected: Corrected, table: pa.Table) -> pa.Table:
    """A note on every cell that a person corrected in the rows of a stored table."""
    if not corrected.cells:
        return notes_table([], [], [], [])
    records = dict(zip(table["line"].to_pylist(), table["record_id"].to_pylist(), strict=True))
    told = [(records[line], column, raw) for line, column, raw in corrected.cells if line in records]
    return notes_table([t[0] for t in told], [t[1] for t in told], [t[2] for t in told], [CORRECTED] * len(told))
