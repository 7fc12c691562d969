"""Rows of a delimited text with the exact physical lines they come from, and what to do when the quoting is broken.

Python's csv module does the parsing. It is fed block by block, so that a quote which is never closed can be told from a long
cell, reported at the line where it opened, and the lines it would have swallowed read again as rows.
"""

from __future__ import annotations

import csv
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass

from stronghold.intake.readers.batch import too_long
from stronghold.intake.readers.limits import Limits

__all__ = ["Fault", "csv_rows"]

# What the csv module says when the lines end inside quotes; a test holds it to that.
END_OF_DATA = "unexpected end of data"


@dataclass(frozen=True)
class Fault:
    """A row that could not be split into cells, or that has a too long cell (``cells`` is then set, ``index`` says which)."""

    reason: str
    text: str
    cells: list[str] | None = None
    index: int | None = None


def csv_rows(blocks: Iterable[Sequence[str]], delimiter: str, limits: Limits) -> Iterator[tuple[int, int, list[str] | Fault]]:
    """(first line, last line, cells or fault) of every row in ``blocks`` of physical lines. A blank line is a row of no cells."""
    splitter = _Splitter(delimiter, limits)
    rest: list[str] = []
    before = 0
    for block in blocks:
        lines = [*rest, *block] if rest else list(block)
        used = yield from splitter.split(lines, before, last=False)
        rest = lines[used:]
        before += used
    if rest:
        yield from splitter.split(rest, before, last=True)


class _Splitter:
    def __init__(self, delimiter: str, limits: Limits) -> None:
        self._delimiter = delimiter
        self._limits = limits
        # A cell may run over its limit (its row is then rejected) up to this length; beyond it its quote counts as unclosed.
        self._open_chars = 16 * limits.max_cell_chars
        # The module's limit is one for the whole process, so it is only ever raised.
        if csv.field_size_limit() < self._open_chars:
            csv.field_size_limit(self._open_chars)

    def split(self, lines: list[str], before: int, *, last: bool) -> Generator[tuple[int, int, list[str] | Fault], None, int]:
        """Yield the rows of ``lines``, ``before`` being the lines gone by. Returns how many lines were used up: a row that may go
        on in the next block is left, unless this is the ``last``."""
        longest = max(map(len, lines)) > self._limits.max_cell_chars
        at = 0
        while at < len(lines):
            reader = csv.reader(lines[at:] if at else lines, delimiter=self._delimiter, strict=True, skipinitialspace=True)
            offset = before + at
            done = 0
            while done >= 0:
                try:
                    for row in reader:
                        first, done = done + 1, reader.line_num
                        if longest or done > first:
                            yield offset + first, offset + done, self._measured(row)
                        else:
                            yield offset + first, offset + done, row
                    return len(lines)
                except csv.Error as error:
                    broke = reader.line_num
                    rest = lines[at + done : at + broke]
                    if str(error) == END_OF_DATA and not last and sum(map(len, rest)) <= self._open_chars:
                        return at + done
                    yield offset + done + 1, offset + broke, self._fault(error, rest, offset + done + 1)
                    if broke > done + 1:
                        # The quote swallowed whole lines: read them again, from the one after the quote.
                        at += done + 1
                        done = -1
                    else:
                        done = broke
        return len(lines)

    def _measured(self, row: list[str]) -> list[str] | Fault:
        length = max(map(len, row), default=0)
        if length <= self._limits.max_cell_chars:
            return row
        index = next(index for index, cell in enumerate(row) if len(cell) == length)
        return Fault(too_long(length, self._limits), "", row, index)

    def _fault(self, error: csv.Error, rest: Sequence[str], line: int) -> Fault:
        text = rest[0].rstrip("\r\n")
        if "field larger" in str(error) and len(rest) == 1:
            return Fault(too_long(len(text), self._limits), text)
        if str(error) == END_OF_DATA or "field larger" in str(error):
            return Fault(f"a quote that opens on line {line} is never closed", text)
        if len(rest) == 1:
            return Fault("a quote inside a quoted cell is not doubled", text)
        return Fault(f"a quote that opens on line {line} is not closed before the next one, on line {line + len(rest) - 1}", text)
