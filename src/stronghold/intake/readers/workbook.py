"""Workbooks: XLSX, XLSM and the old XLS, read with calamine. Lines are sheet row numbers; values become plain text."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from stronghold.errors import BadInput
from stronghold.intake.readers.batch import RawBatch, RejectedRow, SourceReader, Tally, assemble
from stronghold.intake.readers.header import SAMPLE_ROWS, SampleRow, find_header
from stronghold.intake.readers.limits import Limits
from stronghold.intake.readers.plain import plain_text, plain_texts
from stronghold.intake.readers.stream import file_bytes
from stronghold.intake.readers.workbook_check import check_workbook

__all__ = ["WorkbookReader"]


class WorkbookReader(SourceReader):
    """One sheet of a workbook: the one named ``sheet``, else the first visible one that holds anything.

    A formula gives the value that was saved with it, an error value (#N/A) gives nothing; text that looks like a formula stays
    text. The whole sheet is in memory while open, which is why `Limits` are shorter here.
    """

    format = "xlsx"

    def __init__(self, path: Path, limits: Limits, *, sheet: str | None = None) -> None:
        super().__init__()
        self._path = path
        self._limits = limits
        if file_bytes(path, limits) > limits.max_spreadsheet_bytes:
            raise limits.refusal("max_spreadsheet_bytes", "is a workbook too large to hold in memory", file=path.name)
        if zipfile.is_zipfile(path):
            check_workbook(path, limits)
        self._book = self._opened()
        self._sheet = self._chosen(sheet)
        self.sheet = self._sheet.name
        sample = [
            SampleRow(line, line, [text or "" for text in plain_texts(cells)])
            for line, cells in islice(self._numbered(), SAMPLE_ROWS)
        ]
        header = find_header(sample, file=path.name)
        limits.check_columns(len(header.columns), file=path.name, line=header.line or None)
        self.columns = header.columns
        self._header_line = header.line
        self._opening_notes += header.notes
        if self._sheet.end[0] < header.line:
            self._opening_notes.append("holds column names and no rows")

    def close(self) -> None:
        self._book.close()

    def _opened(self) -> Any:
        try:
            return CalamineWorkbook.from_path(str(self._path))
        except PasswordError as error:
            raise BadInput(
                "is locked with a password.", file=self._path.name, remedy="Save it without a password, then try again."
            ) from error
        except (CalamineError, OSError) as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> BadInput:
        return BadInput(
            f"is damaged or not a workbook: {error}.",
            file=self._path.name,
            remedy="Open it in a spreadsheet program and save it again as XLSX.",
        )

    def _loaded(self, name: str) -> Any:
        try:
            return self._book.get_sheet_by_name(name)
        except (CalamineError, OSError) as error:
            raise self._damaged(error) from error

    def _chosen(self, wanted: str | None) -> Any:
        """The sheet to read; notes the others, so that none is passed over in silence."""
        sheets = [meta for meta in self._book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
        names = [meta.name for meta in sheets]
        self.sheets = tuple(names)
        if wanted is not None:
            if wanted not in names:
                listed = ", ".join(f"'{name}'" for name in names)
                raise BadInput(f"has no sheet '{wanted}'; it has {listed}.", file=self._path.name, remedy="Name one of those.")
            return self._loaded(wanted)
        visible_first = sorted(sheets, key=lambda meta: meta.visible != SheetVisibleEnum.Visible)
        for meta in visible_first:
            sheet = self._loaded(meta.name)
            if sheet.start is not None:
                others = [f"'{name}'" for name in names if name != meta.name]
                if others:
                    self._opening_notes.append(f"sheet '{meta.name}' was read, not {', '.join(others)}")
                return sheet
        raise BadInput("holds no cells in any sheet.", file=self._path.name, remedy="Ask for it to be sent again, or remove it.")

    def _numbered(self) -> Iterator[tuple[int, Sequence[object]]]:
        """(sheet row number, cells) from the first row that holds anything."""
        top = self._sheet.start[0]
        return ((line, cells) for line, cells in enumerate(self._sheet.iter_rows(), 1) if line > top)

    def batches(self, size: int = 50_000) -> Iterator[RawBatch]:
        """See `SourceReader.batches`. A row with a value right of the last named column is rejected."""
        self._tally = Tally()
        rows = ((line, cells) for line, cells in self._numbered() if line > self._header_line)
        while chunk := list(islice(rows, size)):
            kept, rejected = self._within_columns(chunk)
            if kept:
                columns = [plain_texts(column) for column in zip(*(cells for _line, cells in kept), strict=True)]
            else:
                columns = [[] for _name in self.columns]
            lines, named, too_long = assemble([line for line, _cells in kept], self.columns, columns, self._limits, self._tally)
            if lines or rejected or too_long:
                yield RawBatch(lines, named, sorted(rejected + too_long, key=lambda row: row.line), self.sheet)

    def _within_columns(
        self, chunk: list[tuple[int, Sequence[object]]]
    ) -> tuple[list[tuple[int, Sequence[object]]], list[RejectedRow]]:
        width = len(self.columns)
        if not chunk or len(chunk[0][1]) <= width:
            return chunk, []
        kept: list[tuple[int, Sequence[object]]] = []
        rejected = []
        for line, cells in chunk:
            beyond = {column_letters(self._first_column + index): plain_text(cells[index]) for index in range(width, len(cells))}
            filled = {name: text for name, text in beyond.items() if text is not None}
            if filled:
                raw = dict(zip(self.columns, plain_texts(cells[:width]), strict=True)) | filled
                rejected.append(RejectedRow(line, None, f"has a value in column {next(iter(filled))}, which has no name", raw))
            else:
                kept.append((line, cells[:width]))
        return kept, rejected

    @property
    def _first_column(self) -> int:
        return int(self._sheet.start[1]) + 1


def column_letters(number: int) -> str:
    """1 is A, 26 Z, 27 AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
