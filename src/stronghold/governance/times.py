"""The snapshot's times as moments: they are kept in UTC without a zone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

__all__ = ["adults_born_until", "in_utc", "is_child", "local_when"]

_FORMATS = {"year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d", "minute": "%Y-%m-%d %H:%M"}


def in_utc(moment: datetime | None) -> datetime | None:
    """A snapshot's time, with its zone."""
    return moment.replace(tzinfo=UTC) if moment else None


def adults_born_until(today: date | None = None) -> date:
    """The last date of birth of those who are 18 ``today``. Ages are worked out to protect children, and for nothing else."""
    day = today or datetime.now(ZoneInfo("Europe/London")).date()
    try:
        return day.replace(year=day.year - 18)
    except ValueError:  # on 29 February those born on 1 March are not 18 yet
        return date(day.year - 18, 2, 28)


def is_child(date_of_birth: str | None) -> bool:
    """Whether a recorded date of birth (YYYY-MM-DD) says under 18 today."""
    return (date_of_birth or "") > adults_born_until().isoformat()


def local_when(moment: datetime | None, precision: str | None, timezone: str) -> str:
    """A moment in the zone of its source and as exactly as the source says; empty where it does not."""
    if moment is None:
        return ""
    return moment.astimezone(ZoneInfo(timezone)).strftime(_FORMATS.get(precision or "", _FORMATS["minute"]))
