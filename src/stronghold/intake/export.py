"""Writing tables for people: CSV and XLSX that no spreadsheet program takes for formulas, and that come back as they were."""

from __future__ import annotations

import csv
import datetime as dt
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import IO

import xlsxwriter

from stronghold.errors import BadInput

__all__ = ["HANDLING_COLUMN", "defuse", "require_room", "undefuse", "write_table"]

HANDLING_COLUMN = "handling"
# What makes a spreadsheet program read a cell as a formula or command (OWASP, "CSV Injection"), with the full-width forms.
_RISKY = "=+-@\t\r\n＝＋－＠"  # noqa: RUF001
# '+447700900123', '-1.25', '+3.5e-7': a number can do nothing, and a phone number must stay one.
_NUMBER = re.compile(r"[+-][0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_SHEET_ROWS = 1_048_576
_SHEET_COLUMNS = 16_384
_SHEET_CELL_CHARS = 32_767
_EXACT_INTEGER = 10**15

Cell = str | int | float | None


def defuse(text: str) -> str:
    """``text`` with an apostrophe before it if a spreadsheet program might run it; `undefuse` takes it off again.

    Begins with ``= + - @``, a tab or a line break: defused, except a number with its sign and mere white space. A text that is
    only apostrophes before such a beginning gets one more, so that ``undefuse(defuse(text)) == text`` for every text.
    """
    return f"'{text}" if _risky(text.lstrip("'")) else text


def undefuse(text: str) -> str:
    """What was exported as ``text``: without the apostrophe that `defuse` put before it. Other texts are left alone."""
    return text[1:] if text.startswith("'") and _risky(text.lstrip("'")) else text


def _risky(text: str) -> bool:
    return text[:1] in _RISKY and bool(text.strip()) and not _NUMBER.fullmatch(text)


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]], *, handling: str | None = None) -> None:
    """Write ``rows`` under ``columns`` to ``path`` (``.csv`` or ``.xlsx``), whole or not at all.

    CSV is UTF-8 with a byte-order mark (Excel needs it) and cells are defused; in XLSX every text is written as a text, which no
    program runs, so only the apostrophes that `undefuse` would take off are doubled. ``handling``, a handling code, goes into
    every row as the column ``handling`` (where there is one already, into its empty cells), and on the pages of a printed XLSX.
    Times are written as 2024-03-01 14:05:00, lists joined by '; '. The file is readable by its owner alone.

    Raises `BadInput` for another ending and for what a sheet cannot hold; ValueError for a row of the wrong length.
    """
    suffix = path.suffix.lower()
    if suffix not in (".csv", ".xlsx"):
        raise BadInput("cannot be written: only .csv and .xlsx can.", file=path.name, remedy="Choose one of those endings.")
    names, table = _with_handling(list(columns), rows, handling)
    # mkstemp makes a file that its owner alone may read, beside the old one so that the swap is one step.
    handle, temporary_name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    temporary = Path(temporary_name)
    try:
        with os.fdopen(handle, "w+b") as file:
            if suffix == ".csv":
                _write_csv(file, names, table)
            else:
                _write_xlsx(file, names, table, handling, path.name)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _with_handling(
    columns: list[str], rows: Iterable[Sequence[object]], handling: str | None
) -> tuple[list[str], Iterator[list[Cell]]]:
    at = columns.index(HANDLING_COLUMN) if HANDLING_COLUMN in columns else None
    add = handling is not None and at is None
    width = len(columns)

    def table() -> Iterator[list[Cell]]:
        for row in rows:
            if len(row) != width:
                raise ValueError(f"a row has {len(row)} cells for {width} columns")
            cells = [_cell(value) for value in row]
            if add:
                cells.append(handling)
            elif handling is not None and at is not None and cells[at] in (None, ""):
                cells[at] = handling
            yield cells

    return [*columns, HANDLING_COLUMN] if add else columns, table()


def _cell(value: object) -> Cell:
    """Numbers stay numbers (unless a sheet would round them), all else becomes text."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return value if abs(value) < _EXACT_INTEGER else str(value)
    if isinstance(value, float):
        return value if value - value == 0 else None
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        parts = sorted(map(str, value)) if isinstance(value, set | frozenset) else map(str, value)
        return "; ".join(parts)
    return str(value)


def _write_csv(file: IO[bytes], columns: Sequence[str], rows: Iterator[list[Cell]]) -> None:
    file.write(b"\xef\xbb\xbf")
    writer = csv.writer(_Encoded(file))
    writer.writerow([defuse(name) for name in columns])
    for cells in rows:
        writer.writerow([defuse(cell) if isinstance(cell, str) else cell for cell in cells])


class _Encoded:
    """Takes the text that csv writes and puts it into a binary file as UTF-8."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, text: str) -> int:
        return self._file.write(text.encode())


def _write_xlsx(file: IO[bytes], columns: Sequence[str], rows: Iterator[list[Cell]], handling: str | None, name: str) -> None:
    if len(columns) > _SHEET_COLUMNS:
        raise BadInput(f"cannot hold {len(columns):,} columns.", file=name, remedy="Export it as CSV.")
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet("data")
        bold = book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        if handling is not None:
            sheet.set_header(f"&C{handling.replace('&', '&&')}")
            sheet.set_footer(f"&C{handling.replace('&', '&&')}")
        for column, text in enumerate(columns):
            sheet.write_string(0, column, _kept_apostrophes(text), bold)
        for row, cells in enumerate(rows, 1):
            if row >= _SHEET_ROWS:
                raise BadInput(f"cannot hold more than {_SHEET_ROWS - 1:,} rows.", file=name, remedy="Export it as CSV.")
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    text = _kept_apostrophes(cell)
                    require_room(text, file=name, line=row + 1, column=columns[column], remedy="Export it as CSV.")
                    sheet.write_string(row, column, text)
                elif cell is not None:
                    sheet.write_number(row, column, cell)


def require_room(text: str, *, file: str, line: int, column: str, remedy: str) -> None:
    """`BadInput` where a cell of a sheet is too small for ``text``."""
    if len(text) > _SHEET_CELL_CHARS:
        message = f"cannot hold a cell of {len(text):,} characters; a sheet ends at {_SHEET_CELL_CHARS:,}."
        raise BadInput(message, file=file, line=line, column=column, remedy=remedy)


def _kept_apostrophes(text: str) -> str:
    """A text that begins with an apostrophe which `undefuse` would take off gets one more."""
    return defuse(text) if text.startswith("'") else text
