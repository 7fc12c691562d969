"""Times in plain words ("today 14:30", "last Friday 9pm", "2 hours ago") become dates that stay what they are.

Only the day is worked out here; the time of day, and every date that is written out, is left to the cleaning of times.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

__all__ = ["absolute", "is_year"]

_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_AGO = re.compile(
    rf"(?:about |around )?(\d{{1,3}}|{'|'.join(_NUMBERS)})\s+(minute|min|hour|hr|day|week)s?\s+ago(?:\s*,?\s*(?:at\s+)?(.*))?"
).fullmatch
_PART = r"(?:\s+(?:morning|lunchtime|afternoon|evening|night))?"
_DAY_WORDS = (
    (re.compile(rf"\b(?:the\s+)?day before yesterday{_PART}\b"), -2),
    (re.compile(rf"\byesterday{_PART}\b|\blast (?:night|evening)\b"), -1),
    (re.compile(rf"\btoday{_PART}\b|\btonight\b|\bthis (?:morning|lunchtime|afternoon|evening)\b"), 0),
)
_WEEKDAY = re.compile(rf"\b(?:on\s+)?(last\s+)?(mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun|{'|'.join(_WEEKDAYS)})\b{_PART}")
_AROUND_TIME = re.compile(r"^(?:\s|,|-|\bat\b|\bon\b|\babout\b|\baround\b|\bapprox(?:imately)?\b\.?|\bapproximately\b|\bc\.)+")
_TIME = re.compile(
    r"(?:(?:[01]?\d|2[0-4])(?:[:.][0-5]\d)?\s*(?:am|pm|a\.m\.?|p\.m\.?)|(?:[01]?\d|2[0-4])[:.][0-5]\d|(?:[01]\d|2[0-4])[0-5]\d)"
    r"\s*(?:hrs?|hours?|h)?"
).fullmatch
_NOON = frozenset(["noon", "midday", "12 noon", "12 midday"])
# A day and a month, without the year.
_DAY_MONTH = re.compile(
    rf"(?:(\d{{1,2}})\s*[/.-]\s*(\d{{1,2}})(?![\d/.:-])|(?:the\s+)?(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({'|'.join(_MONTHS)})[a-z]*\.?)"
    r"(?:\s*,?\s+(?:at\s+)?(.*))?"
).fullmatch
_SMALL_HOURS = 6


def absolute(text: str, now: datetime) -> str | None:
    """``text`` with its day written out, as ``24/11/2026 14:30`` or ``24/11/2026``; ``None`` where it is not in such words.

    ``now`` is local time. A time alone is today's, a weekday the last one up to today, a day and month the last one up to today.
    "Last night 1am" is early today. What stands beside the day and is no time of day makes the text not in such words.
    """
    lower = " ".join(text.lower().split()).strip(" .")
    if lower in ("now", "just now", "right now"):
        return f"{now:%d/%m/%Y %H:%M}"
    if found := _AGO(lower):
        return _ago(found, now)
    for pattern, days in _DAY_WORDS:
        if found := pattern.search(lower):
            day = now.date() + timedelta(days=days)
            time = _time(lower[: found.start()] + " " + lower[found.end() :])
            if time is not None and found[0] == "last night" and _is_small_hours(time):
                day += timedelta(days=1)
            return _joined(day, time)
    if found := _WEEKDAY.search(lower):
        number = next(i for i, name in enumerate(_WEEKDAYS) if name.startswith(found[2][:3]))
        back = (now.weekday() - number) % 7
        day = now.date() - timedelta(days=back or (7 if found[1] else 0))
        return _joined(day, _time(lower[: found.start()] + " " + lower[found.end() :]))
    if (found := _DAY_MONTH(lower)) and (read := _day_and_month(found, now)):
        return read
    if lower.startswith(("in ", "during ")):
        return lower.partition(" ")[2]
    # Four digits alone may be a year: nobody guesses.
    return _joined(now.date(), _time(lower)) if _time(lower) and not is_year(lower) else None


def is_year(text: str) -> bool:
    """Whether the text is four digits that may be a year or a time of day, such as 2024."""
    return re.fullmatch(r"(?:19|20)\d\d", text.strip()) is not None


def _ago(found: re.Match[str], now: datetime) -> str | None:
    many, unit, rest = found.groups()
    number = _NUMBERS.get(many) or int(many)
    if unit in ("minute", "min", "hour", "hr"):
        moment = now - (timedelta(hours=number) if unit.startswith("h") else timedelta(minutes=number))
        return None if rest else f"{moment:%d/%m/%Y %H:%M}"
    return _joined(now.date() - timedelta(days=number * (7 if unit == "week" else 1)), _time(rest or ""))


def _day_and_month(found: re.Match[str], now: datetime) -> str | None:
    day = int(found[1] or found[3])
    month = int(found[2]) if found[2] else _MONTHS.index(found[4]) + 1
    for year in (now.year, now.year - 1):
        try:
            named = date(year, month, day)
        except ValueError:
            continue  # 29 February may be last year's
        if named <= now.date():
            return _joined(named, _time(found[5] or ""))
    # The cleaning of times says what is wrong with it. A number that can be no month is rather a time: 12.30.
    return f"{day:02d}/{month:02d}/{now.year}" if 1 <= month <= len(_MONTHS) else None


def _time(rest: str) -> str | None:
    """The time of day in what stands beside the day: ``""`` where nothing does, ``None`` where something else does."""
    bare = _AROUND_TIME.sub("", rest.strip()).strip(" ,-")
    bare = re.sub(r"[\s,]+(?:at|on|about|around)$", "", bare)
    if bare in ("", "at", "on"):
        return ""
    if bare in _NOON:
        return "12:00"
    return bare if _TIME(bare) else None


def _is_small_hours(time: str) -> bool:
    found = re.match(r"\d{1,2}", time)
    if not found or (len(time) == 4 and time.isdigit()):
        return bool(found) and int(time[:2]) < _SMALL_HOURS
    hour = int(found[0])
    return hour % 12 < _SMALL_HOURS and ("a" in time if hour >= 12 else "p" not in time)


def _joined(day: date, time: str | None) -> str | None:
    if time is None:
        return None
    return f"{day:%d/%m/%Y} {time}".rstrip()
