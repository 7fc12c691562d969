"""CSV and its kin: text tables separated by commas, semicolons, tabs or pipes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from stronghold.errors import BadInput
from stronghold.intake.readers.batch import BLANK, RawBatch, RejectedRow, SourceReader, Tally, shortened
from stronghold.intake.readers.csvrows import Fault, csv_rows
from stronghold.intake.readers.dialect import sniff
from stronghold.intake.readers.header import SAMPLE_ROWS, SampleRow, find_header
from stronghold.intake.readers.limits import Limits
from stronghold.intake.readers.lines import TextLines

__all__ = ["DelimitedReader"]

_EXTRA = "{n} rows have empty cells after the last column"
_SWALLOWED = "{n} quoted cells hold lines that look like rows of their own; check for a quote that is not closed"


class DelimitedReader(SourceReader):
    """A text table. ``text`` is the file's lines; the name's last suffix helps where the content leaves the delimiter open."""

    format = "csv"

    def __init__(self, path: Path, limits: Limits, text: TextLines) -> None:
        super().__init__()
        self._path = path
        self._limits = limits
        self._text = text
        self.encoding = text.encoding
        opening = next(text.blocks(), [])
        suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
        self._dialect = sniff(opening, suffixes[-1] if suffixes else "")
        rows: list[SampleRow] = []
        for first, last, cells in islice(self._rows(), SAMPLE_ROWS):
            if not isinstance(cells, Fault):
                rows.append(SampleRow(first, last, [cell.strip() for cell in cells]))
            elif not any(row.filled() for row in rows):
                remedy = "Correct that line and try again."
                raise BadInput(f"the first row cannot be read: {cells.reason}.", file=path.name, line=first, remedy=remedy)
        header = find_header(rows, file=path.name)
        limits.check_columns(len(header.columns), file=path.name, line=header.line or None)
        self.columns = header.columns
        self._header_line = header.line
        self._opening_notes = [*text.notes, *self._dialect.notes(), *header.notes]
        if not any(row.first > header.line and row.filled() for row in rows) and len(rows) < SAMPLE_ROWS:
            self._note_if_no_rows()

    def _note_if_no_rows(self) -> None:
        if not any(first > self._header_line and cells for first, _last, cells in self._rows()):
            self._opening_notes.append("holds column names and no rows")

    def _rows(self) -> Iterator[tuple[int, int, list[str] | Fault]]:
        skip = self._dialect.skip
        rows = csv_rows(self._text.blocks(), self._dialect.delimiter, self._limits)
        return rows if not skip else (row for row in rows if row[0] > skip)

    def batches(self, size: int = 50_000) -> Iterator[RawBatch]:
        """See `SourceReader.batches`. A row whose cells do not match the header is rejected, as is one with broken quoting."""
        self._tally = tally = Tally()
        width = len(self.columns)
        header_line = self._header_line
        batch = _Growing(self.columns)
        for first, last, cells in self._rows():
            if first <= header_line:
                continue
            if type(cells) is list and len(cells) == width and (cells[0].strip() or any(map(str.strip, cells))):
                batch.add(first, cells)
                if last > first:
                    self._look_for_swallowed(cells, first, tally)
            else:
                self._take_odd(first, cells, batch, tally)
            if len(batch.lines) + len(batch.rejected) >= size:
                yield batch.finished()
                batch = _Growing(self.columns)
        if batch.lines or batch.rejected:
            yield batch.finished()

    def _take_odd(self, line: int, cells: list[str] | Fault, batch: _Growing, tally: Tally) -> None:
        """A blank row is counted, one with empty cells too many is cut, any other is rejected."""
        width = len(self.columns)
        if isinstance(cells, Fault):
            batch.rejected.append(self._rejected_fault(line, cells))
        elif not any(map(str.strip, cells)):
            tally.add(BLANK, line)
        elif len(cells) > width and not any(map(str.strip, cells[width:])):
            batch.add(line, cells[:width])
            tally.add(_EXTRA, line)
        else:
            reason = f"has {_cells(len(cells))} where the header has {width:,}"
            batch.rejected.append(RejectedRow(line, None, reason, self._raw(cells)))

    def _rejected_fault(self, line: int, fault: Fault) -> RejectedRow:
        if fault.cells is None:
            return RejectedRow(line, None, fault.reason, {"line": shortened(fault.text, self._limits)})
        index = fault.index or 0
        column = self.columns[index] if index < len(self.columns) else None
        return RejectedRow(line, column, fault.reason, self._raw(fault.cells))

    def _raw(self, cells: Sequence[str]) -> dict[str, str | None]:
        """The cells by column; those beyond the header by their number."""
        names = [*self.columns, *(f"cell {number}" for number in range(len(self.columns) + 1, len(cells) + 1))]
        return {name: shortened(cell.strip(), self._limits) or None for name, cell in zip(names, cells, strict=False)}

    def _look_for_swallowed(self, cells: Sequence[str], line: int, tally: Tally) -> None:
        """A cell over several lines is kept as it is; if its inner lines have a row's delimiters, a person should look."""
        delimiters = len(self.columns) - 1
        if delimiters < 2:
            return
        for cell in cells:
            if any(inner.count(self._dialect.delimiter) == delimiters for inner in cell.splitlines()[1:-1]):
                tally.add(_SWALLOWED, line)


class _Growing:
    """A batch that grows row by row. Rows become columns a few thousand at a time: that keeps them in the processor's cache and
    the garbage collector away from them, which halves the time of a large file."""

    _TURNED = 1_000

    def __init__(self, names: Sequence[str]) -> None:
        self.lines: list[int] = []
        self.rejected: list[RejectedRow] = []
        self._columns: dict[str, list[str | None]] = {name: [] for name in names}
        self._rows: list[list[str]] = []

    def add(self, line: int, cells: list[str]) -> None:
        self.lines.append(line)
        self._rows.append(cells)
        if len(self._rows) >= self._TURNED:
            self._turn()

    def _turn(self) -> None:
        for column, cells in zip(self._columns.values(), zip(*self._rows, strict=True), strict=bool(self._rows)):
            column += [cell or None for cell in map(str.strip, cells)]
        self._rows = []

    def finished(self) -> RawBatch:
        self._turn()
        return RawBatch(self.lines, self._columns, self.rejected)


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count:,} cells"
