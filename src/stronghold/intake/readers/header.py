"""Finding the row of column names: titles above it, no names at all, empty and repeated names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from stronghold.errors import BadInput

__all__ = ["Header", "SampleRow", "find_header", "name_columns"]

SAMPLE_ROWS = 200
_COMPARED_ROWS = 20

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("year", re.compile(r"(19|20)\d\d")),
    ("date", re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T]\d{1,2}:\d\d\S*)?")),
    ("phone", re.compile(r"(\+44|0)[\d ()-]{9,14}")),
    ("number", re.compile(r"[+-]?\d+(\.\d+)?")),
    ("postcode", re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", re.IGNORECASE)),
    ("email", re.compile(r"\S+@\S+\.\S+")),
)
_NEVER_NAMES = {"date", "phone", "postcode", "email"}


@dataclass(frozen=True)
class SampleRow:
    """One of the first rows: its first and last physical line and its cells, stripped."""

    first: int
    last: int
    cells: list[str]

    def filled(self) -> int:
        return sum(map(bool, self.cells))


@dataclass(frozen=True)
class Header:
    """The columns, the last physical line that is not yet data (0 if the first line is data), and notes."""

    columns: list[str]
    line: int
    notes: list[str] = field(default_factory=list)


def find_header(rows: Sequence[SampleRow], *, file: str) -> Header:
    """The header among the first ``rows`` of a table (up to `SAMPLE_ROWS`; blank ones may be among them)."""
    filled = [row for row in rows if row.filled()]
    if not filled:
        raise BadInput("holds no rows, not even column names.", file=file, remedy="Ask for it to be sent again, or remove it.")
    start = _titles_above(filled)
    notes = [
        f"line {row.first} above the column names was skipped: '{' '.join(row.cells).strip()[:80]}'" for row in filled[:start]
    ]
    first, others = filled[start], filled[start + 1 :]
    sign = _looks_like_data(first, others)
    if sign is not None:
        names = [f"column {number}" for number in range(1, len(first.cells) + 1)]
        notes.append(
            f"line {first.first} looks like data ('{sign}'), so the columns are called 'column 1' to '{names[-1]}'; "
            "put a row of column names first if that is not right"
        )
        return Header(names, first.first - 1, notes)
    width = _named_width(first, others)
    columns, naming_notes = name_columns(first.cells[:width])
    return Header(columns, first.last, notes + naming_notes)


def name_columns(cells: Sequence[str]) -> tuple[list[str], list[str]]:
    """Unique names for the header ``cells``, and a note for each one that had to be made up."""
    wanted = [" ".join(cell.split()) for cell in cells]
    taken = set(wanted)
    seen: Counter[str] = Counter()
    names, notes = [], []
    for number, name in enumerate(wanted, 1):
        if not name:
            made = _free(f"column {number}", taken)
            notes.append(f"column {number} has no name; it is called '{made}'")
        elif seen[name]:
            count = seen[name] + 1
            while (made := f"{name} ({count})") in taken:
                count += 1
            notes.append(f"column '{name}' appears more than once; number {seen[name] + 1} is called '{made}'")
        else:
            made = name
        seen[name] += 1
        taken.add(made)
        names.append(made)
    return names, notes


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "'"
    return name


def _titles_above(rows: Sequence[SampleRow]) -> int:
    """How many rows of a single cell stand above a table that is wider: a report's title, its date."""
    widths = Counter(row.filled() for row in rows[1:])
    usual = max(widths, key=lambda width: (widths[width], width), default=0)
    if usual < 3 or rows[0].filled() > 1:
        return 0
    return next(index for index, row in enumerate(rows) if row.filled() > 1 and row.filled() * 2 >= usual)


def _named_width(first: SampleRow, others: Sequence[SampleRow]) -> int:
    """Columns up to the last that has a name, or that has none but holds something in the rows below."""
    last = len(first.cells)
    while last and not first.cells[last - 1] and not any(len(row.cells) >= last and row.cells[last - 1] for row in others):
        last -= 1
    return last


def _kind(text: str) -> str | None:
    return next((name for name, pattern in _KINDS if pattern.fullmatch(text)), None)


def _looks_like_data(first: SampleRow, others: Sequence[SampleRow]) -> str | None:
    """A cell of ``first`` that shows it is data, not names; None if it reads like names.

    Numbers, dates, postcodes above the same kind speak for data, words above them for names.
    """
    signs: list[str] = []
    names = 0
    for index, cell in enumerate(first.cells):
        if not cell:
            continue
        below = Counter(_kind(row.cells[index]) for row in others[:_COMPARED_ROWS] if index < len(row.cells) and row.cells[index])
        kind = _kind(cell)
        usual = below.most_common(1)[0][0] if below else None
        if kind is not None and (kind == usual or (not below and kind in _NEVER_NAMES)):
            signs.append(cell)
        elif kind is None and usual is not None:
            names += 1
    return signs[0] if len(signs) > names else None
