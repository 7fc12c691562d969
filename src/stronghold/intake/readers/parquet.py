"""Parquet, batch by batch. Lines are row numbers counted from 1; values become plain text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from stronghold.errors import BadInput
from stronghold.intake.readers.batch import RawBatch, RejectedRow, SourceReader, Tally, assemble
from stronghold.intake.readers.header import name_columns
from stronghold.intake.readers.limits import Limits
from stronghold.intake.readers.plain import plain_text, plain_texts
from stronghold.intake.readers.stream import file_bytes

__all__ = ["ParquetReader"]


class ParquetReader(SourceReader):
    """A Parquet file. Nested fields become columns with dots; a list is joined by '; '; bytes are read as UTF-8, else the row
    is rejected."""

    format = "parquet"

    def __init__(self, path: Path, limits: Limits) -> None:
        super().__init__()
        self._path = path
        self._limits = limits
        size = file_bytes(path, limits)
        try:
            self._file = pq.ParquetFile(path)
            metadata = self._file.metadata
            declared = sum(metadata.row_group(index).total_byte_size for index in range(metadata.num_row_groups))
            names = self._flat(self._file.schema_arrow.empty_table()).column_names
        except (pa.ArrowException, UnicodeDecodeError, OSError) as error:
            raise self._damaged(error) from error
        limits.check_expansion(declared, size, file=path.name)
        if metadata.num_rows > limits.max_rows:
            raise limits.refusal("max_rows", f"declares {metadata.num_rows:,} rows", file=path.name)
        limits.check_columns(len(names), file=path.name)
        if not names:
            raise BadInput("has no columns.", file=path.name, remedy="Ask for it to be sent again, or remove it.")
        self.columns, self._opening_notes = name_columns(names)
        if metadata.num_rows == 0:
            self._opening_notes.append("holds column names and no rows")

    def close(self) -> None:
        self._file.close()

    def _damaged(self, error: Exception) -> BadInput:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        return BadInput(f"is damaged: {reason}.", file=self._path.name, remedy="Ask for it to be sent again.")

    @staticmethod
    def _flat(table: pa.Table) -> pa.Table:
        while any(pa.types.is_struct(kind) for kind in table.schema.types):
            table = table.flatten()
        return table

    def batches(self, size: int = 50_000) -> Iterator[RawBatch]:
        """See `SourceReader.batches`."""
        self._tally = Tally()
        done = 0
        batches = self._file.iter_batches(batch_size=size)
        while True:
            try:
                batch = next(batches, None)
            except (pa.ArrowException, UnicodeDecodeError, OSError) as error:
                raise self._damaged(error) from error
            if batch is None:
                return
            lines = list(range(done + 1, done + batch.num_rows + 1))
            done += batch.num_rows
            try:
                raw = self._batch(lines, self._flat(pa.Table.from_batches([batch])))
            except (pa.ArrowException, UnicodeDecodeError) as error:
                raise self._damaged(error) from error
            if raw.lines or raw.rejected:
                yield raw

    def _batch(self, lines: list[int], table: pa.Table) -> RawBatch:
        columns = []
        bad: dict[int, str] = {}
        for name, column in zip(self.columns, table.columns, strict=True):
            texts, unread = _texts(column)
            columns.append(texts)
            bad.update(dict.fromkeys(unread, name))
        rejected = [
            RejectedRow(
                lines[index],
                name,
                "holds bytes that are not text",
                {n: c[index] for n, c in zip(self.columns, columns, strict=True)},
            )
            for index, name in bad.items()
        ]
        if bad:
            keep = [index for index in range(len(lines)) if index not in bad]
            lines = [lines[index] for index in keep]
            columns = [[column[index] for index in keep] for column in columns]
        kept, named, too_long = assemble(lines, self.columns, columns, self._limits, self._tally)
        return RawBatch(kept, named, sorted(rejected + too_long, key=lambda row: row.line))


def _texts(column: pa.ChunkedArray) -> tuple[list[str | None], list[int]]:
    """The values as plain text, and the places of those that are bytes but not text (their text is then their hexadecimal)."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
        kind = column.type
    if pa.types.is_timestamp(kind):
        # Python's times have no nanoseconds.
        column = column.cast(pa.timestamp("us", tz=kind.tz), safe=False)
    elif pa.types.is_duration(kind):
        column = column.cast(pa.duration("us"), safe=False)
    elif pa.types.is_time64(kind):
        column = column.cast(pa.time64("us"), safe=False)
    try:
        values = column.to_pylist()
    except UnicodeDecodeError:
        # A file may call its bytes text without that being so.
        if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
            raise
        kind = pa.binary()
        values = column.cast(kind).to_pylist()
    if not (pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind)):
        return plain_texts(values), []
    texts: list[str | None] = []
    unread = []
    for index, value in enumerate(values):
        try:
            texts.append(None if value is None else plain_text(value.decode("utf-8")))
        except UnicodeDecodeError:
            texts.append(value.hex())
            unread.append(index)
    return texts, unread
