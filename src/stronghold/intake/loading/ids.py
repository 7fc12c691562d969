"""Numbers of records and mentions inside one picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

__all__ = ["Ids"]


@dataclass
class Ids:
    """The next numbers to give out; copied before a file and put back where the file is refused."""

    record: int = 1
    mention: int = 1

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
