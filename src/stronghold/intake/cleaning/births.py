"""A date of birth, as ``YYYY-MM-DD`` text.

Kept as text because a source's exactness differs: a year alone becomes its 1 January, with a note. Every note on a date that
may stand in for an unknown one holds the word "placeholder".
"""

from __future__ import annotations

from calendar import isleap
from datetime import date

from stronghold.intake.cleaning.cleaned import Cleaned, Cleaner, CleaningContext, failure
from stronghold.intake.cleaning.dates import PLACEHOLDER_DAYS, DateRead
from stronghold.intake.cleaning.placeholders import is_no_value, nothing
from stronghold.intake.cleaning.times import local_date, read_stamp, zone_of

__all__ = ["birth_date_cleaner"]

_OLDEST_LIVING = 120  # years; an older date is kept, with a note: records of the past are real input
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def birth_date_cleaner(context: CleaningContext) -> Cleaner:
    """A cleaner of dates of birth; none is after ``context.today``."""
    today, order, zone = context.today, context.date_order, zone_of(context.timezone)
    first_plain = f"{max(today.year - _OLDEST_LIVING, 1902):04d}"
    today_text = today.isoformat()
    day_first = order == "day first"

    def clean(text: str) -> Cleaned:
        # The two layouts that nearly every source uses, without regular expressions.
        if len(text) == 10 and text.isascii():
            if text[4] == "-" == text[7]:
                year, month, day = text[:4], text[5:7], text[8:]
            elif day_first and text[2] == text[5] and text[2] in "/.-":
                year, month, day = text[6:], text[3:5], text[:2]
            else:
                return _clean(text)
            if (
                year.isdigit()
                and month.isdigit()
                and day.isdigit()
                and first_plain < year
                and _is_day(int(year), int(month), int(day))
            ):
                value = f"{year}-{month}-{day}"
                if value <= today_text and month + day != "0101":
                    return Cleaned(value)
        return _clean(text)

    def _clean(text: str) -> Cleaned:
        if is_no_value(text):
            return nothing()
        found = read_stamp(text, order, today)
        if isinstance(found, str):
            return failure(found)
        day, time = found
        if time is not None and time.offset is not None:
            local = local_date(day, time, zone)
            if local != date(day.year, day.month, day.day):
                day = DateRead(local.year, local.month, local.day, note=f"the UTC time given is {local.isoformat()} local time")
        return _checked(day, today)

    return clean


def _is_day(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and day >= 1 and (day <= _LENGTHS[month - 1] or (month == 2 and day == 29 and isleap(year)))


def _checked(found: DateRead, today: date) -> Cleaned:
    born = (found.year, found.month, found.day)
    if born in PLACEHOLDER_DAYS or found.year == 9999:
        return nothing(f"{found.year:04d}-{found.month:02d}-{found.day:02d} is a placeholder for an unknown date")
    if born > (today.year, today.month, today.day):
        return failure("a date of birth in the future")
    notes = [found.note] if found.note else []
    if found.precision == "year":
        notes.append("only the year is given: 1 January is a placeholder")
    elif found.precision == "month":
        notes.append("only the month is given: its first day is a placeholder")
    elif born[1:] == (1, 1):
        notes.append("1 January: often a placeholder")
    if found.year < today.year - _OLDEST_LIVING:
        notes.append(f"more than {_OLDEST_LIVING} years ago")
    return Cleaned(f"{found.year:04d}-{found.month:02d}-{found.day:02d}", "; ".join(notes) or None)
