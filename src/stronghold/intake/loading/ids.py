"""Numbers of records and mentions inside one picture."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

__all__ = ["Ids"]


@dataclass
class Ids:
    """The next numbers to give out; copied before a file and put back where the file is refused."""

    record: int = 1
    mention: int = 1
    source: int = 1

    @classmethod
    def after(cls, con: duckdb.DuckDBPyConnection) -> Ids:
        """The next ones after those that the tables hold, also of rows that stand behind others or are withdrawn."""
        row = con.execute(
            """SELECT greatest((SELECT max(record_id) FROM record), (SELECT max(record_id) FROM record_behind),
                    (SELECT max(record_id) FROM withdrawn_record)),
                (SELECT max(mention_id) FROM mention), (SELECT max(source_id) FROM source)"""
        ).fetchone()
        assert row is not None  # noqa: S101 - an aggregate always has a row
        return cls(*(int(largest or 0) + 1 for largest in row))

    def records(self, count: int) -> pa.Array:
        """The next ``count`` record ids."""
        self.record += count
        return pa.array(np.arange(self.record - count, self.record, dtype=np.int64))

    def mentions(self, present: pa.Array) -> pa.Array:
        """A mention id for every row that is present; null for the others."""
        mask = present.to_numpy(zero_copy_only=False)
        count = int(np.count_nonzero(mask))
        ids = np.zeros(len(mask), dtype=np.int64)
        ids[mask] = np.arange(self.mention, self.mention + count)
        self.mention += count
        return pa.array(ids, mask=~mask)
