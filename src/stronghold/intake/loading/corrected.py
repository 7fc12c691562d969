"""Corrections in their place: the corrected cells of a row before it is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stronghold.intake.corrections import Correction
from stronghold.intake.readers import RawBatch

__all__ = ["CORRECTED", "Corrected", "correct_batch"]

CORRECTED = "corrected by hand"


@dataclass(frozen=True)
class Corrected:
    """Cells that a person corrected: line, the file's column, what it held before."""

    cells: list[tuple[int, str | None, str | None]]


def correct_batch(batch: RawBatch, corrections: Mapping[tuple[str | None, int], Correction]) -> tuple[RawBatch, Corrected]:
    """The batch with corrected rows in the place of those read or rejected, and which cells were changed.

    Corrected rows that the reader had rejected take their place by line, so that keys are numbered as if they had been right.
    """
    cells: list[tuple[int, str | None, str | None]] = []
    columns = {name: list(values) for name, values in batch.columns.items()}
    for row, line in enumerate(batch.lines):
        correction = corrections.get((batch.sheet, line))
        if correction is not None:
            before = {name: values[row] for name, values in columns.items()}
            cells.extend(_changed(line, before, correction))
            for name, values in columns.items():
                values[row] = correction.raw.get(name, values[row])
    lines = list(batch.lines)
    rejected = []
    for one in batch.rejected:
        correction = corrections.get((batch.sheet, one.line))
        if correction is None:
            rejected.append(one)
            continue
        cells.extend(_changed(one.line, one.raw, correction))
        lines.append(one.line)
        for name, values in columns.items():
            values.append(correction.raw.get(name))
    if len(lines) > len(batch.lines):
        order = sorted(range(len(lines)), key=lines.__getitem__)
        lines = [lines[row] for row in order]
        columns = {name: [values[row] for row in order] for name, values in columns.items()}
    return RawBatch(lines, columns, rejected, batch.sheet), Corrected(cells)


def _changed(line: int, before: Mapping[str, str | None], correction: Correction) -> list[tuple[int, str | None, str | None]]:
    """The cells that differ; one for the whole row where the reader could make out none of them."""
    changed = [(line, name, before.get(name)) for name, text in correction.raw.items() if text != before.get(name)]
    return list(changed) or [(line, None, None)]
