"""The truth beside the files: who every mention truly is, why every record is there, and the world they were written from."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from stronghold.town.agencies.mentions import Named

__all__ = ["MENTION", "RECORD", "TruthFiles"]

MENTION = pa.schema([("mention_key", pa.string()), ("kind", pa.string()), ("true_id", pa.int64()), ("table", pa.string())])
_AT_ONCE = 100_000
_WHY = ("group", "cuckooing", "exploitation", "operation", "twin")
RECORD = pa.schema(
    [("record_key", pa.string()), ("kind", pa.string()), ("event", pa.int64()), ("file", pa.string()), ("fate", pa.string())]
    + [(name, pa.int32()) for name in _WHY]
)


class _Gathered:
    """A Parquet file written in large groups of rows, however small the tables that come."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._writer = pq.ParquetWriter(path, schema)
        self._waiting: list[pa.Table] = []
        self._rows = 0

    def add(self, table: pa.Table) -> None:
        self._waiting.append(table)
        self._rows += table.num_rows
        if self._rows >= _AT_ONCE:
            self._write()

    def _write(self) -> None:
        if self._waiting:
            self._writer.write_table(pa.concat_tables(self._waiting))
        self._waiting, self._rows = [], 0

    def close(self) -> None:
        self._write()
        self._writer.close()


class TruthFiles:
    """Writes ``mention.parquet`` and ``record.parquet`` a batch at a time; counts what it wrote."""

    def __init__(self, folder: Path) -> None:
        self._mention = _Gathered(folder / "mention.parquet", MENTION)
        self._record = _Gathered(folder / "record.parquet", RECORD)
        self.mentions: dict[str, int] = {}
        self.records = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._mention.close()
        self._record.close()

    def add_records(self, keys: pa.Array, kind: str, file: str, happenings: pa.Table, fate: pa.Array) -> None:
        """One row for each row of a file; ``fate`` is ``kept``, or why the row cannot be read."""
        rows = len(keys)
        why = {name: happenings[name] if name in happenings.column_names else pa.nulls(rows, pa.int32()) for name in _WHY}
        columns = {"record_key": keys, "kind": pa.repeat(kind, rows), "event": happenings["event"].cast(pa.int64())}
        columns |= {"file": pa.repeat(file, rows), "fate": fate}
        self._record.add(pa.table({**columns, **why}, schema=RECORD))
        self.records += rows

    def add_mentions(self, keys: pa.Array, named: Iterable[Named]) -> None:
        """``keys`` are record keys, of shape (rows,) as the columns of ``named``."""
        for one in named:
            there = keys.filter(one.there)
            if not len(there):
                continue
            columns = {
                "mention_key": pc.binary_join_element_wise(there, one.end, ""),
                "kind": pa.repeat(one.kind, len(there)),
                "true_id": one.true_id.filter(one.there),
                "table": pa.repeat(one.table, len(there)),
            }
            self._mention.add(pa.table(columns, schema=MENTION))
            self.mentions[one.kind] = self.mentions.get(one.kind, 0) + len(there)
