"""Which record mapping takes which rows, and which rows the mapping keeps out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from stronghold.intake.loading.cells import Cells, Rows
from stronghold.intake.mapping import RecordMapping
from stronghold.intake.mapping.model import folded

__all__ = ["NO_TAKER", "kept_out", "rows_taken"]

NO_TAKER = "no record section of the mapping takes this row"


def rows_taken(records: Sequence[RecordMapping], columns: Mapping[str, Cells], rows: int) -> tuple[list[Rows], Rows]:
    """For each record mapping the rows (from 0) that it takes, the first that fits; and the rows that none takes."""
    left = np.ones(rows, dtype=bool)
    taken = []
    for record in records:
        fits = left.copy()
        for name, accepted in record.only.items():
            words = {folded(text) for text in accepted}
            fits &= _where(columns[name], _one_of(words))
        taken.append(np.flatnonzero(fits))
        left &= ~fits
    return taken, np.flatnonzero(left)


def kept_out(record: RecordMapping, columns: Mapping[str, Cells], rows: int) -> dict[int, tuple[str | None, str]]:
    """Rows that the mapping quarantines: row from 0 -> (column, reason), by the first rule that fits."""
    out: dict[int, tuple[str | None, str]] = {}
    for rule in record.quarantine_when:
        for row in np.flatnonzero(_where(columns[rule.column], rule.fits)).tolist():
            out.setdefault(row, (rule.column, rule.reason))
    return out


def _one_of(words: set[str]) -> Callable[[str | None], bool]:
    return lambda text: folded(text) in words


def _where(cells: Cells, fits: Callable[[str | None], bool]) -> npt.NDArray[np.bool_]:
    """Per row, whether its text fits; each distinct text is asked once."""
    answers = pa.array([fits(text) for text in cells.distinct.to_pylist()], pa.bool_())
    found = answers.take(cells.indices).fill_null(fits(None))
    result: npt.NDArray[np.bool_] = found.to_numpy(zero_copy_only=False)
    return result
