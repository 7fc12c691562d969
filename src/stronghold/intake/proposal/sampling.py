"""The first rows of a file, by which it is judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stronghold.intake.readers import RawBatch, RejectedRow

__all__ = ["SAMPLE_ROWS", "sample"]

SAMPLE_ROWS = 10_000
"""How many rows, from the start of the file, are looked at."""


def sample(batches: Iterator[RawBatch], columns: Sequence[str]) -> tuple[RawBatch, bool]:
    """The first rows of a file with these columns, and whether they are all of them."""
    lines: list[int] = []
    cells: dict[str, list[str | None]] = {name: [] for name in columns}
    rejected: list[RejectedRow] = []
    for batch in batches:
        if len(lines) >= SAMPLE_ROWS:
            return RawBatch(lines, cells, rejected), False
        lines += batch.lines
        rejected += batch.rejected
        for name in columns:
            cells[name] += batch.columns[name]
    return RawBatch(lines, cells, rejected), True
