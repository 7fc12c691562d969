"""Dates and times of events, as :class:`Moment` in UTC.

A day runs from local midnight to the next, so it has 23 or 25 hours when clocks change. A time of day is one minute long from its
start; seconds, where given, are kept in the start.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from stronghold.intake.cleaning.cleaned import Cleaned, Cleaner, CleaningContext, Moment, failure
from stronghold.intake.cleaning.dates import PLACEHOLDER_DAYS, DateRead
from stronghold.intake.cleaning.placeholders import is_no_value, nothing
from stronghold.intake.cleaning.times import Stamp, TimeRead, local_date, midnight, read_stamp, to_utc, zone_of

__all__ = ["date_cleaner", "datetime_cleaner"]

_MINUTE = timedelta(minutes=1)
_FURTHEST = 100  # years from now that an event (a review, the end of a tenancy) may lie ahead
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})[ T]([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?").fullmatch
_DAY_FIRST = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4}) ([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?").fullmatch


def datetime_cleaner(context: CleaningContext) -> Cleaner:
    """A cleaner of dates with or without a time of day: a moment of a minute, a day, a month or a year."""
    today, zone, day_first = context.today, zone_of(context.timezone), context.date_order == "day first"
    known_years = range(1902, today.year)

    def clean(text: str) -> Cleaned:
        if iso := _ISO(text):
            year, month, day, hour, minute, second = iso.groups("0")
        elif day_first and (uk := _DAY_FIRST(text)):
            day, month, year, hour, minute, second = uk.groups("0")
        else:
            return _clean(text, context, zone, with_time=True)
        if int(year) not in known_years or hour == minute == "00":
            return _clean(text, context, zone, with_time=True)
        try:
            wall = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second))  # noqa: DTZ001
        except ValueError:
            return _clean(text, context, zone, with_time=True)
        start, note = to_utc(wall, zone)
        return Cleaned(Moment(start, start + _MINUTE, "minute"), note)

    return clean


def date_cleaner(context: CleaningContext) -> Cleaner:
    """A cleaner of dates: a moment of a day, a month or a year; a time of day in the text is left out."""
    zone = zone_of(context.timezone)

    def clean(text: str) -> Cleaned:
        return _clean(text, context, zone, with_time=False)

    return clean


def _clean(text: str, context: CleaningContext, zone: ZoneInfo, *, with_time: bool) -> Cleaned:
    if is_no_value(text):
        return nothing()
    today = context.today
    found = read_stamp(text, context.date_order, date(today.year + 1, 12, 31))
    if isinstance(found, str):
        return failure(found)
    day = found.day
    if (day.year, day.month, day.day) in PLACEHOLDER_DAYS or day.year == 9999:
        return nothing(f"{day.year:04d}-{day.month:02d}-{day.day:02d} is a placeholder for an unknown date")
    if day.year > today.year + _FURTHEST:
        return failure(f"more than {_FURTHEST} years in the future")
    moment, notes = _moment(found, zone, with_time=with_time)
    if (day.year, day.month, day.day) > (today.year, today.month, today.day):
        notes.append("in the future")
    return Cleaned(moment, "; ".join(notes) or None)


def _moment(stamp: Stamp, zone: ZoneInfo, *, with_time: bool) -> tuple[Moment, list[str]]:
    day, time = stamp
    notes = [day.note] if day.note else []
    if time is None:
        return _whole(day, zone), notes
    if not with_time:
        if time.offset is not None:
            local = local_date(day, time, zone)
            day = DateRead(local.year, local.month, local.day)
        return _whole(day, zone), notes
    start, note = _start(day, time, zone)
    if note:
        notes.append(note)
    if time.hour == time.minute == time.second == 0:
        notes.append("midnight: often means that no time was known")
    return Moment(start, start + _MINUTE, "minute"), notes


def _start(day: DateRead, time: TimeRead, zone: ZoneInfo) -> tuple[datetime, str | None]:
    wall = datetime(day.year, day.month, day.day) + timedelta(hours=time.hour, minutes=time.minute, seconds=time.second)  # noqa: DTZ001
    return (wall - time.offset, None) if time.offset is not None else to_utc(wall, zone)


def _whole(day: DateRead, zone: ZoneInfo) -> Moment:
    if day.precision == "year":
        after = (day.year + 1, 1, 1)
    elif day.precision == "month":
        after = (day.year + day.month // 12, day.month % 12 + 1, 1)
    else:
        following = date(day.year, day.month, day.day) + timedelta(days=1)
        after = (following.year, following.month, following.day)
    return Moment(midnight(day.year, day.month, day.day, zone), midnight(*after, zone), day.precision)
