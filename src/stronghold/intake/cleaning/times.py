"""Time of day beside a date, and the way from a source's local time to UTC."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from stronghold.errors import BadInput
from stronghold.intake.cleaning.cleaned import DateOrder
from stronghold.intake.cleaning.dates import DateRead, read_date
from stronghold.intake.cleaning.folding import to_ascii

__all__ = ["Stamp", "TimeRead", "local_date", "midnight", "read_stamp", "to_utc", "zone_of"]


class TimeRead(NamedTuple):
    """A time of day; ``hour`` 24 is the end of the day. ``offset`` is the time's distance from UTC where the text gives it."""

    hour: int
    minute: int
    second: int
    offset: timedelta | None


class Stamp(NamedTuple):
    """A date, and the time of day where the text gives one (then the date is exact to the day)."""

    day: DateRead
    time: TimeRead | None


_LONGEST = 80  # characters: no layout of a date and a time needs more
_TIME = (
    r"(?:(\d{1,2})(?:[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d{1,9})?)?)?\s*(am|pm|a\.m\.?|p\.m\.?)?|(\d{2})(\d{2}))"
    r"\s*(?:hrs?|hours?|h)?\s*(z|utc|gmt|bst|[+-]\d{2}(?::?\d{2})?)?"
)
_DATE_TIME = re.compile(rf"(.{{4,40}}?)(?:\s*(?<=\d)t|\s*,\s*|\s+at\s+|\s+-\s+|\s+){_TIME}").fullmatch
_TIME_DATE = re.compile(rf"{_TIME}\s*(?:,|\bon\b)?\s+(?P<date>.{{4,40}})").fullmatch
_ONLY_TIME = re.compile(_TIME).fullmatch
_NAMED_OFFSETS = {"z": 0, "utc": 0, "gmt": 0, "bst": 60}


def read_stamp(text: str, order: DateOrder, latest: date) -> Stamp | str:
    """The date and time that the text names, or the reason why none; ``latest`` as in :func:`read_date`."""
    if len(text) > _LONGEST:
        return "too long for a date"
    found = read_date(text, order, latest)
    if isinstance(found, DateRead):
        return Stamp(found, None)
    lower = " ".join(to_ascii(text).lower().split())
    reason = "a time without a date" if ":" in lower and _ONLY_TIME(lower) else found
    for day_text, parts in _splits(lower):
        day = read_date(day_text, order, latest)
        if isinstance(day, str):
            reason = reason if day == "not a date" else day
            continue
        if day.precision != "day":
            return "a time without a day"
        time = _time(parts)
        return time if isinstance(time, str) else Stamp(day, time)
    return reason


def _splits(lower: str) -> Iterator[tuple[str, tuple[str | None, ...]]]:
    """The ways to part a text into a date and the seven pieces of a time."""
    if split := _DATE_TIME(lower):
        yield split[1], split.groups()[1:]
    if split := _TIME_DATE(lower):
        yield split["date"], split.groups()[:7]


def _time(parts: tuple[str | None, ...]) -> TimeRead | str:
    hours, minutes, seconds, half, bare_hours, bare_minutes, zone = parts
    if hours is not None and minutes is None and half is None:
        return "not a time: an hour needs minutes, am or pm"
    hour, minute, second = int(hours or bare_hours or 0), int(minutes or bare_minutes or 0), int(seconds or 0)
    if half:
        if not 1 <= hour <= 12:
            return f"there is no hour {hour} {half}"
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and (minute or second)):
        return f"there is no time {hour:02d}:{minute:02d}:{second:02d}"
    return TimeRead(hour, minute, second, _offset(zone))


def _offset(zone: str | None) -> timedelta | None:
    if not zone:
        return None
    if zone in _NAMED_OFFSETS:
        return timedelta(minutes=_NAMED_OFFSETS[zone])
    digits = zone[1:].replace(":", "").ljust(4, "0")
    distance = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -distance if zone[0] == "-" else distance


@lru_cache(maxsize=64)
def zone_of(name: str) -> ZoneInfo:
    """The zone rule of an IANA name; ``BadInput`` where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInput(f"there is no time zone '{name}'", remedy="Use an IANA name such as Europe/London.") from error


def to_utc(wall: datetime, zone: ZoneInfo) -> tuple[datetime, str | None]:
    """A local wall time (without a zone) as UTC (without a zone), and a note where clocks were changed.

    A time that happened twice (clocks put back) is taken the first time; one that never happened (clocks put forward) is read as
    if the clock had not been changed, which is the time that the clock then showed an hour later.
    """
    before, after = zone.utcoffset(wall), zone.utcoffset(wall.replace(fold=1))
    if before is None or after is None:  # a ZoneInfo always gives an offset for a full date and time
        raise ValueError(f"no offset for {wall} in {zone.key}")
    if before == after:
        return wall - before, None
    if before > after:
        return wall - before, "this time happened twice, as clocks were put back: the first is taken"
    shown = (wall - before + after).strftime("%H:%M")
    return wall - before, f"this time never happened, as clocks were put forward: read as {shown}"


@lru_cache(maxsize=1 << 16)
def midnight(year: int, month: int, day: int, zone: ZoneInfo) -> datetime:
    """The UTC time at which a local day begins."""
    return to_utc(datetime(year, month, day), zone)[0]  # noqa: DTZ001 - a wall time has no zone yet


def local_date(day: DateRead, time: TimeRead, zone: ZoneInfo) -> date:
    """The local date of a time that is given with its distance from UTC."""
    wall = datetime(day.year, day.month, day.day) + timedelta(hours=time.hour, minutes=time.minute)  # noqa: DTZ001
    return (wall - (time.offset or timedelta())).replace(tzinfo=UTC).astimezone(zone).date()
