"""What exports and trainees do to rows: some come twice, and a few cannot be read at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from stronghold.town.agencies.sheet import Record
from stronghold.town.agencies.spans import Ints

__all__ = ["KEPT", "Spoilt", "spoil"]

Flags = NDArray[np.bool_]

KEPT, TWICE = "kept", 0.003
_CANNOT_BE_READ = 0.0004
_SURELY_FROM = 400  # rows: a file of so many has one of each kind
_NO_DATES = ("31/02/2026", "00/00/0000", "99/99/2025", "not known exactly", "2025-13-41", "32.01.2026")


@dataclass(frozen=True)
class Spoilt:
    """A batch as it leaves the system: ``cells`` with bad dates in some rows; ``broken`` rows are to be written spoilt, as
    happens in files of the form; ``twice`` rows come twice; ``fate`` says of each row ``kept`` or why it cannot be read."""

    cells: pa.Table
    broken: Flags
    twice: Flags
    fate: pa.Array


def _some(rng: np.random.Generator, free: Flags, share: float, *, surely: bool) -> Ints:
    """About that share of the free rows, at least one where ``surely``; they are free no longer."""
    rows = np.flatnonzero(free)
    count = min(len(rows), max(int(surely), int(rng.binomial(len(rows), share))))
    chosen = np.sort(rng.choice(rows, count, replace=False)) if count else np.empty(0, np.int64)
    free[chosen] = False
    return chosen


def _with(cells: pa.Table, column: str, rows: Ints, texts: list[str]) -> pa.Table:
    values = cells[column].to_pylist()
    for row, text in zip(rows.tolist(), texts, strict=True):
        values[row] = text
    return cells.set_column(cells.column_names.index(column), column, pa.array(values, pa.string()))


def spoil(rng: np.random.Generator, record: Record, cells: pa.Table, *, first: bool) -> Spoilt:
    """Spoil a batch; ``first`` of the file's batches has at least one row of each kind if it is not small."""
    rows = cells.num_rows
    surely = first and rows >= _SURELY_FROM
    free = np.ones(rows, bool)
    fate = np.full(rows, KEPT, dtype="<U40")
    dated = next((c.name for c in record.columns if c.to == "occurred" and "occurred" in record.required), None)
    if dated is not None:
        bad = _some(rng, free, _CANNOT_BE_READ, surely=surely)
        cells = _with(cells, dated, bad, [_NO_DATES[place] for place in rng.integers(0, len(_NO_DATES), len(bad))])
        fate[bad] = "a date that is none"
    for rule in record.quarantine_when:
        tests = _some(rng, free, _CANNOT_BE_READ, surely=surely)
        cells = _with(cells, rule.column, tests, [rule.contains or rule.equals or ""] * len(tests))
        fate[tests] = rule.reason
    broken = np.zeros(rows, bool)
    broken[_some(rng, free, _CANNOT_BE_READ, surely=surely)] = True
    fate[broken] = "cells out of place"
    twice = np.zeros(rows, bool)
    twice[_some(rng, free, TWICE, surely=surely)] = True
    return Spoilt(cells, broken, twice, pa.array(fate))
