"""Typed values of workbooks, JSON and Parquet as the plain text a person would have typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

__all__ = ["plain_text", "plain_texts"]

_HALF_SECOND = dt.timedelta(microseconds=500_000)


def plain_texts(values: Iterable[object]) -> list[str | None]:
    """`plain_text` of each value."""
    return [(value.strip() or None) if type(value) is str and "\0" not in value else plain_text(value) for value in values]


def plain_text(value: object) -> str | None:
    """``value`` as text without outer white space or NUL; None if there is nothing in it.

    12.0 gives '12'; a date '2024-03-01'; a time of day on it '2024-03-01 14:05:00', to the nearest second, with 'Z' after it
    if the value carried a time zone (it is then in UTC); midnight gives the date alone, as Excel does not tell them apart.
    Lists are joined by '; '. Decimals are cut to 15 significant digits, which is what Excel shows.
    """
    if isinstance(value, str):
        return value.replace("\0", "").strip() or None
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, (float, Decimal)):
        return _number(value)
    if isinstance(value, dt.datetime):
        return _moment(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return value.replace(microsecond=0).isoformat()
    if isinstance(value, dt.timedelta):
        return _duration(value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {plain_text(part)}" for key, part in value.items()) or None
    if isinstance(value, (list, tuple)):
        return "; ".join(text for part in value if (text := plain_text(part)) is not None) or None
    raise TypeError(f"no plain text for {type(value).__name__}")


def _number(value: float | Decimal) -> str | None:
    """Without exponent and without zeros after the point; not-a-number is nothing, infinity too."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    number = Decimal(repr(value)) if isinstance(value, float) else value
    if not number.is_finite():
        return None
    if number == number.to_integral_value():
        return format(number.to_integral_value(), "f") if number else "0"
    if isinstance(value, float):
        number = Decimal(f"{value:.15g}")
    return format(number.normalize(), "f")


def _moment(value: dt.datetime) -> str:
    zone = ""
    if value.tzinfo is not None:
        value, zone = value.astimezone(dt.UTC).replace(tzinfo=None), "Z"
    value = (value + _HALF_SECOND).replace(microsecond=0) if value.microsecond else value
    if not zone and value.time() == dt.time.min:
        return value.date().isoformat()
    return value.isoformat(sep=" ") + zone


def _duration(value: dt.timedelta) -> str:
    seconds = round(value.total_seconds())
    sign = "-" if seconds < 0 else ""
    hours, rest = divmod(abs(seconds), 3600)
    return f"{sign}{hours}:{rest // 60:02d}:{rest % 60:02d}"
