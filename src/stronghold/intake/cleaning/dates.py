"""Reading of dates: which year, month and day a text names, without guessing.

The order of day and month comes from the source's mapping (``CleaningContext.date_order``), never from the single cell: a date
that is impossible in that order fails. A four-digit year in front is always year, month, day (ISO 8601).
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from stronghold.intake.cleaning.cleaned import DateOrder, Precision
from stronghold.intake.cleaning.folding import to_ascii

__all__ = ["PLACEHOLDER_DAYS", "DateRead", "read_date"]


class DateRead(NamedTuple):
    """A date as exact as the text: ``month`` and ``day`` are 1 where ``precision`` says that they were not given."""

    year: int
    month: int
    day: int
    precision: Precision = "day"
    note: str | None = None


# Days that systems write where no date is known: the zero day of spreadsheets, and the first day of a century.
PLACEHOLDER_DAYS = frozenset([(1899, 12, 30), (1899, 12, 31), (1900, 1, 1), (1901, 1, 1), (1111, 11, 11)])

_FIRST_YEAR = 1000
_EXCEL_ZERO = date(1899, 12, 30)
# Day numbers of spreadsheets that are taken for dates: 18 May 1927 to 31 December 2099.
_EXCEL_RANGE = range(10_000, 73_051)

_NUMERIC = re.compile(r"(\d{1,4})\s*([-/. ])\s*(\d{1,2})\s*\2\s*(\d{1,4})").fullmatch
_YEAR_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})").fullmatch
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})").fullmatch
_NAMES = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTHS = {name[:n]: i for i, name in enumerate(_NAMES, 1) for n in range(3, len(name) + 1)}
_MONTH = r"([a-z]{3,9})\.?"
_DAY = r"(\d{1,2})\s*(?:st|nd|rd|th)?"
_GAP = r"[\s,./-]*(?:of\s+)?"
_DAY_MONTH_YEAR = re.compile(rf"(?:the\s+)?{_DAY}{_GAP}{_MONTH}{_GAP}(\d{{4}}|\d{{2}})").fullmatch
_MONTH_DAY_YEAR = re.compile(rf"{_MONTH}\s*{_DAY}(?:\s*,\s*|\s+)(\d{{4}}|\d{{2}})").fullmatch
_YEAR_MONTH_DAY = re.compile(rf"(\d{{4}}){_GAP}{_MONTH}{_GAP}{_DAY}").fullmatch
_NAMED_MONTH_YEAR = re.compile(rf"{_MONTH}[\s,./-]*(\d{{4}}|\d{{2}})").fullmatch
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(r"(mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b[\s,.]*")


def read_date(text: str, order: DateOrder, latest: date) -> DateRead | str:
    """The date that the text names, or the reason why none.

    ``latest`` closes the hundred years in which a two-digit year is looked for: the result is never after it.
    """
    lower = " ".join(to_ascii(text).lower().split())
    weekday = _WEEKDAY.match(lower)
    if weekday:
        found = _read(lower[weekday.end() :], order, latest)
        if isinstance(found, DateRead) and found.precision == "day":
            real = _WEEKDAYS[date(found.year, found.month, found.day).weekday()]
            if not real.startswith(weekday[1][:3]):
                found = found._replace(note=_both(found.note, f"that day was a {real.capitalize()}"))
        return found
    return _read(lower, order, latest)


def _read(text: str, order: DateOrder, latest: date) -> DateRead | str:
    if text.isdigit():
        return _digits(text, order)
    if m := _NUMERIC(text):
        return _numeric(m[1], m[3], m[4], order, latest)
    if m := _YEAR_MONTH(text):
        return _month(int(m[1]), int(m[2]))
    if m := _MONTH_YEAR(text):
        return _month(int(m[2]), int(m[1]))
    if m := _DAY_MONTH_YEAR(text):
        return _named(m[3], m[2], m[1], latest)
    if m := _MONTH_DAY_YEAR(text):
        return _named(m[3], m[1], m[2], latest)
    if m := _YEAR_MONTH_DAY(text):
        return _named(m[1], m[2], m[3], latest)
    if (m := _NAMED_MONTH_YEAR(text)) and m[1] in _MONTHS:
        year, note = _year(m[2], _MONTHS[m[1]], 1, latest)
        return _with_note(_month(year, _MONTHS[m[1]]), note)
    return "not a date"


def _digits(text: str, order: DateOrder) -> DateRead | str:
    if len(text) == 4:
        year = int(text)
        return DateRead(year, 1, 1, "year") if year >= _FIRST_YEAR else f"year {year} is before {_FIRST_YEAR}"
    if len(text) == 8:
        if (
            "10" <= text[:2] <= "21"
            and "01" <= text[4:6] <= "12"
            and not isinstance(day := _day(text[:4], text[4:6], text[6:]), str)
        ):
            return day
        if order == "month first":
            return _day(text[4:], text[:2], text[2:4])
        return _day(text[4:], text[2:4], text[:2])
    if len(text) == 5 and int(text) in _EXCEL_RANGE:
        real = _EXCEL_ZERO + timedelta(days=int(text))
        return DateRead(real.year, real.month, real.day, "day", f"read as a spreadsheet's day number: {real.isoformat()}")
    return "an age or a number, not a date" if len(text) < 4 else "a number, not a date"


def _numeric(first: str, second: str, third: str, order: DateOrder, latest: date) -> DateRead | str:
    if len(first) == 4:
        return _day(first, second, third)
    if len(first) > 2 or len(third) == 3:
        return "not a date"
    if order == "year first" and len(third) < 4:
        year, month, day = first, second, third
    elif order == "month first":
        year, month, day = third, first, second
    else:
        year, month, day = third, second, first
    full, note = _year(year, int(month), int(day), latest)
    found = _day(str(full), month, day)
    if isinstance(found, str) and int(month) > 12 and order != "year first":
        return f"{found} (read {order})"
    return _with_note(found, note)


def _named(year: str, month: str, day: str, latest: date) -> DateRead | str:
    number = _MONTHS.get(month)
    if number is None:
        return f"no month is called '{month}'"
    full, note = _year(year, number, int(day), latest)
    return _with_note(_day(str(full), str(number), day), note)


def _year(text: str, month: int, day: int, latest: date) -> tuple[int, str | None]:
    """The year in full; of two digits, the last year with these digits in which the day is not after ``latest``."""
    if len(text) > 2:
        return int(text), None
    year = latest.year // 100 * 100 + int(text)
    if (year, month, day) > (latest.year, latest.month, latest.day):
        year -= 100
    return year, f"two-digit year read as {year}"


def _month(year: int, month: int) -> DateRead | str:
    if year < _FIRST_YEAR:
        return f"year {year} is before {_FIRST_YEAR}"
    return DateRead(year, month, 1, "month") if 1 <= month <= 12 else f"there is no month {month}"


def _day(year: str, month: str, day: str) -> DateRead | str:
    y, m, d = int(year), int(month), int(day)
    if not 1 <= m <= 12:
        return f"there is no month {m}"
    if y < _FIRST_YEAR:
        return f"year {y} is before {_FIRST_YEAR}"
    if not 1 <= d <= monthrange(y, m)[1]:
        return f"there is no day {d} in month {m} of {y}"
    return DateRead(y, m, d)


def _with_note(found: DateRead | str, note: str | None) -> DateRead | str:
    return found._replace(note=note) if note and isinstance(found, DateRead) else found


def _both(first: str | None, second: str) -> str:
    return f"{first}; {second}" if first else second
