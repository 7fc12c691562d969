"""The snapshot's times as moments: they are kept in UTC without a zone."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from stronghold.concern.childhood import adults_born_until

__all__ = ["in_utc", "is_child", "local_when"]

_FORMATS = {"year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d", "minute": "%Y-%m-%d %H:%M"}


def in_utc(moment: datetime | None) -> datetime | None:
    """A snapshot's time, with its zone."""
    return moment.replace(tzinfo=UTC) if moment else None


def is_child(date_of_birth: str | None) -> bool:
    """Whether a recorded date of birth (YYYY-MM-DD) says under 18 today."""
    return (date_of_birth or "") > adults_born_until().isoformat()


def local_when(moment: datetime | None, precision: str | None, timezone: str) -> str:
    """A moment in the zone of its source and as exactly as the source says; empty where it does not."""
    if moment is None:
        return ""
    return moment.astimezone(ZoneInfo(timezone)).strftime(_FORMATS.get(precision or "", _FORMATS["minute"]))
