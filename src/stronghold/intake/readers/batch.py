"""What a reader gives: batches of raw rows as text, column by column, with the line each came from."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from stronghold.intake.readers.limits import Limits

__all__ = ["RawBatch", "RejectedRow", "SourceReader", "Tally", "assemble"]

SHOWN_CHARS = 1_000
"""How much of a cell that is too long is kept in the rejected row."""


@dataclass(frozen=True)
class RejectedRow:
    """A row that could not be read: where it begins (``line``, 1-based), the column at fault if one is, why, and its text."""

    line: int
    column: str | None
    reason: str
    raw: dict[str, str | None]


@dataclass(frozen=True)
class RawBatch:
    """Rows as they were read, column by column.

    ``lines`` and every list in ``columns`` have one item a row. A line is the first physical line of the row in a text file,
    the row number in a sheet, the row's number counted from 1 in Parquet. Empty cells are None; values carry no outer white
    space and no NUL.
    """

    lines: list[int]
    columns: dict[str, list[str | None]]
    rejected: list[RejectedRow]
    sheet: str | None = None


@dataclass
class Tally:
    """Counts things noticed while rows go by, and says each once with the first line where it was seen."""

    counts: dict[str, tuple[int, int]] = field(default_factory=dict)

    def add(self, text: str, line: int, times: int = 1) -> None:
        """``text`` has ``{n}`` where the count belongs."""
        count, first = self.counts.get(text, (0, line))
        self.counts[text] = (count + times, first)

    def notes(self) -> list[str]:
        return [f"{text.format(n=f'{count:,}')} (first: line {first:,})" for text, (count, first) in self.counts.items()]


BLANK = "{n} rows without any value were skipped"


class SourceReader(ABC):
    """One table of one file, open for reading.

    Attributes:
        format: ``csv``, ``xlsx``, ``jsonl`` or ``parquet``.
        encoding: ``utf-8``, ``utf-16``, ``windows-1252``...; None where the format settles it.
        columns: the column names, unique.
        sheet: the sheet's name in a workbook, else None.
        sheets: the names of all sheets of a workbook, in order.
    """

    format: str
    encoding: str | None = None
    columns: list[str]
    sheet: str | None = None
    sheets: tuple[str, ...] = ()

    def __init__(self) -> None:
        self._opening_notes: list[str] = []
        self._tally = Tally()

    @property
    def notes(self) -> list[str]:
        """What a person should know of how the file was read; complete once the last batch has been read."""
        return [*self._opening_notes, *self._tally.notes()]

    def add_note(self, note: str) -> None:
        """Say one more thing of how the file was read."""
        self._opening_notes.append(note)

    @abstractmethod
    def batches(self, size: int = 50_000) -> Iterator[RawBatch]:
        """The rows from the start, about ``size`` at a time. May be called again."""

    def close(self) -> None:
        """Let go of the file. Text readers hold none open between batches."""
        return

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def assemble(
    lines: Sequence[int],
    names: Sequence[str],
    columns: Sequence[Sequence[str | None]],
    limits: Limits,
    tally: Tally,
) -> tuple[list[int], dict[str, list[str | None]], list[RejectedRow]]:
    """Lines, columns and rejected rows of cleaned ``columns``.

    Rows without any value go, and are counted; a too long cell costs its row.
    """
    drop: set[int] = set()
    rejected: list[RejectedRow] = []
    for index, row in enumerate(zip(*columns, strict=True)):
        if not any(row):
            drop.add(index)
            tally.add(BLANK, lines[index])
    for name, column in zip(names, columns, strict=True):
        if max(map(len, filter(None, column)), default=0) <= limits.max_cell_chars:
            continue
        for index, value in enumerate(column):
            if value is not None and len(value) > limits.max_cell_chars and index not in drop:
                drop.add(index)
                raw = dict(zip(names, (shortened(c[index], limits) for c in columns), strict=True))
                rejected.append(RejectedRow(lines[index], name, too_long(len(value), limits), raw))
    if drop:
        keep = [index for index in range(len(lines)) if index not in drop]
        lines = [lines[index] for index in keep]
        columns = [[column[index] for index in keep] for column in columns]
    kept = {name: list(column) for name, column in zip(names, columns, strict=True)}
    return list(lines), kept, sorted(rejected, key=lambda row: row.line)


def too_long(length: int, limits: Limits) -> str:
    """The reason for rejecting a row with a cell of ``length`` characters."""
    return f"has a cell of {length:,} characters; at most {limits.max_cell_chars:,} are read"


def shortened(value: str | None, limits: Limits) -> str | None:
    """``value``, or its beginning if it is longer than a cell may be."""
    if value is None or len(value) <= limits.max_cell_chars:
        return value
    return f"{value[:SHOWN_CHARS]}... ({len(value):,} characters)"
