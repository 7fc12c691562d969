"""Files as partners send them: text tables in several dialects, a workbook, JSON lines; written a batch at a time."""

from __future__ import annotations

import codecs
import gzip
import json
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.csv
import xlsxwriter

from stronghold.town.agencies.sheet import Sheet

__all__ = ["Output", "open_output"]

_ALWAYS_THEN = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the same bytes whenever a workbook is made


class Output(Protocol):
    """A file of text columns as it grows."""

    def write(self, table: pa.Table) -> None:
        """Add the rows of a table of text columns, null for an empty cell."""

    def write_broken(self, cells: Sequence[str | None]) -> None:
        """Add one row spoilt, as happens in files of this form: it cannot be kept as a record."""

    def close(self) -> None:
        """Finish the file."""


class _TextTable:
    """CSV and its kin, with the delimiter, encoding and line ends of the system that wrote it."""

    def __init__(self, sheet: Sheet, path: Path) -> None:
        self._sheet = sheet
        self._stack = ExitStack()
        plain = self._stack.enter_context(path.open("wb"))
        packed = sheet.form == "csv.gz"
        self._file = self._stack.enter_context(gzip.GzipFile("", "wb", 6, plain, mtime=0)) if packed else plain
        self._encode = codecs.getincrementalencoder(sheet.encoding)(errors="replace").encode
        if sheet.title:
            self._write(f"{sheet.title}\n")
        self._write(f"{sheet.delimiter.join(sheet.column_names())}\n")

    def _write(self, text: str) -> None:
        ended = text if self._sheet.line_end == "\n" else text.replace("\n", self._sheet.line_end)
        self._file.write(self._encode(ended))

    def write(self, table: pa.Table) -> None:
        buffer = pa.BufferOutputStream()
        options = pa.csv.WriteOptions(include_header=False, delimiter=self._sheet.delimiter)
        pa.csv.write_csv(table, buffer, options)
        self._write(buffer.getvalue().to_pybytes().decode())

    def write_broken(self, cells: Sequence[str | None]) -> None:
        """A cell that holds the delimiter and was not quoted: from there on every cell stands one too far to the right."""
        plain = [(cell or "").replace('"', "").replace("\n", " ") for cell in cells]
        middle = max(1, len(plain) // 2)
        self._write(self._sheet.delimiter.join([*plain[:middle], "see notes", *plain[middle:]]) + "\n")

    def close(self) -> None:
        self._stack.close()


class _JsonLines:
    """One object a line; a dot in a column's name makes an object inside."""

    def __init__(self, sheet: Sheet, path: Path) -> None:
        self._names = sheet.column_names()
        self._file = path.open("w", encoding="utf-8", newline="\n")

    def _line(self, cells: Sequence[str | None]) -> str:
        found: dict[str, Any] = {}
        for name, cell in zip(self._names, cells, strict=True):
            *outer, last = name.split(".")
            inside = found
            for key in outer:
                inside = inside.setdefault(key, {})
            inside[last] = cell
        return json.dumps(found, ensure_ascii=False)

    def write(self, table: pa.Table) -> None:
        columns = [column.to_pylist() for column in table.columns]
        self._file.writelines(self._line(cells) + "\n" for cells in zip(*columns, strict=True))

    def write_broken(self, cells: Sequence[str | None]) -> None:
        """A line cut off where the connection broke."""
        line = self._line(cells)
        self._file.write(line[: len(line) * 2 // 3] + "\n")

    def close(self) -> None:
        self._file.close()


class _Workbook:
    """One sheet under a line that says what it is."""

    def __init__(self, sheet: Sheet, path: Path) -> None:
        self._book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_numbers": False})
        self._book.set_properties({"created": _ALWAYS_THEN})
        self._page = self._book.add_worksheet("Export")
        self._line = 0
        if sheet.title:
            self._row([sheet.title])
        self._row(sheet.column_names())

    def _row(self, cells: Sequence[str | None]) -> None:
        for place, cell in enumerate(cells):
            if cell is not None:
                self._page.write_string(self._line, place, cell)
        self._line += 1

    def write(self, table: pa.Table) -> None:
        for cells in zip(*(column.to_pylist() for column in table.columns), strict=True):
            self._row(cells)

    def write_broken(self, cells: Sequence[str | None]) -> None:
        """A row that was never filled in."""
        self._row([cells[0], "see paper file"])

    def close(self) -> None:
        self._book.close()


def open_output(sheet: Sheet, path: Path) -> Output:
    """The file at ``path`` in the form of the sheet, its column names written."""
    if sheet.form == "jsonl":
        return _JsonLines(sheet, path)
    return _Workbook(sheet, path) if sheet.form == "xlsx" else _TextTable(sheet, path)
