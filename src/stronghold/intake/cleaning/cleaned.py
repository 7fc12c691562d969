"""What cleaning gives back, and what it needs to know of the source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

__all__ = ["UNKNOWN_COUNTRY", "Cleaned", "Cleaner", "CleaningContext", "DateOrder", "Moment", "Precision", "failure"]

DateOrder = Literal["day first", "month first", "year first"]
Precision = Literal["minute", "day", "month", "year"]

UNKNOWN_COUNTRY = "ZZ"
"""Stands for a country other than the United Kingdom that is not known: ISO 3166 leaves the code to its users."""


class Cleaned(NamedTuple):
    """The text of one cell, read as a type.

    ``value`` is a ``str``, ``int``, ``float``, ``bool``, :class:`Moment` or ``list[str]``; for a composite type a ``dict`` of
    target column to value (only the columns that the text gives); ``None`` where the text says that there is no value.
    ``note`` is what a person should know although the value is used, or why there is none. ``failed`` means that the text
    could not be read as the type: ``value`` is then ``None`` and ``note`` the reason.
    """

    value: Any | None
    note: str | None = None
    failed: bool = False


class Moment(NamedTuple):
    """A time as exact as its source gave it: from ``start`` up to, not including, ``end``; both UTC without a zone."""

    start: datetime
    end: datetime
    precision: Precision


@dataclass(frozen=True, kw_only=True)
class CleaningContext:
    """How a source writes: order of day and month, time zone (IANA name), country (ISO 3166 alpha-2, or
    :data:`UNKNOWN_COUNTRY`), and what day it is now."""

    date_order: DateOrder = "day first"
    timezone: str = "Europe/London"
    country: str = "GB"
    today: date


Cleaner = Callable[[str], Cleaned]


def failure(reason: str) -> Cleaned:
    """The text could not be read, for this reason."""
    return Cleaned(None, reason, True)
