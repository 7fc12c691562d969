"""Who had what from when to when: homes, phones, surnames, schools."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

__all__ = ["NONE", "Ints", "Spans", "day_numbers", "ints"]

Ints = NDArray[np.int64]

NONE = -1
"""Stands for nothing in arrays of row numbers."""

_DAYS = 1 << 18
_ZERO = 1 << 17  # days before 1970 count from here
_NEVER = _ZERO - 1


def ints(column: pa.ChunkedArray) -> Ints:
    """Numbers of a column, ``NONE`` where it is null."""
    return np.asarray(column.fill_null(NONE).to_numpy().astype(np.int64))


def day_numbers(column: pa.ChunkedArray, missing: int) -> Ints:
    """Days from 1970 of a column of dates or times, ``missing`` where it is null."""
    days = column.to_numpy().astype("datetime64[D]")
    return np.where(np.isnat(days), missing, days.astype(np.int64))


class Spans:
    """Rows of (who, what, from, to), asked by person and day."""

    def __init__(self, who: Ints, what: Ints, start: Ints, end: Ints) -> None:
        key = self._key(who, start)
        order = np.argsort(key, kind="stable")
        self._keys, self._who, self._what, self._end = key[order], who[order], what[order], end[order]

    @classmethod
    def of(cls, table: pa.Table, who: str, what: str) -> Spans:
        """From a table with the columns ``from`` and ``to``; rows in which ``who`` or ``what`` is null count for nothing."""
        kept = table.filter(pa.compute.and_(table[who].is_valid(), table[what].is_valid()))
        return cls(ints(kept[who]), ints(kept[what]), day_numbers(kept["from"], -_ZERO), day_numbers(kept["to"], _NEVER))

    @staticmethod
    def _key(who: Ints, day: Ints) -> Ints:
        return who * _DAYS + np.clip(day + _ZERO, 0, _DAYS - 1)

    def _row(self, who: Ints, day: Ints) -> Ints:
        return np.searchsorted(self._keys, self._key(who, day), side="right") - 1

    def at(self, who: Ints, day: Ints) -> Ints:
        """What each had on that day; ``NONE`` for nothing. Where several overlap, the one begun last."""
        if not len(self._keys):
            return np.full(len(who), NONE)
        row = self._row(who, day)
        held = (row >= 0) & (self._who[row] == who) & (self._end[row] > day)
        return np.where(held, self._what[row], NONE)

    def before(self, who: Ints, day: Ints) -> Ints:
        """What each had before what they had on that day; ``NONE`` for nothing."""
        if not len(self._keys):
            return np.full(len(who), NONE)
        row = self._row(who, day) - 1
        return np.where((row >= 0) & (self._who[row] == who), self._what[row], NONE)
