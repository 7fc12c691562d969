"""A span of days that a reader asks for, as instants: a day begins at midnight of the zone that a source's times were read in."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from stronghold.errors import BadInput

__all__ = ["IN_SPAN", "SPANS", "span_parameters"]

SPANS = (
    "spans AS (SELECT unnest($zones::VARCHAR[]) AS timezone, unnest($opens::TIMESTAMP[]) AS opens,"
    " unnest($closes::TIMESTAMP[]) AS closes)"
)
"""A common table of the span's ends in each zone, from :func:`span_parameters`; join it on the source's ``timezone``."""

IN_SPAN = (
    "(w.opens IS NULL OR coalesce(r.occurred_to - INTERVAL 1 MICROSECOND, r.occurred_from) >= w.opens)"
    " AND (w.closes IS NULL OR coalesce(r.occurred_from, r.occurred_to - INTERVAL 1 MICROSECOND) < w.closes)"
)
"""Whether record ``r`` may lie in span ``w``: one known by its month alone is in every span that touches the month."""


def span_parameters(con: duckdb.DuckDBPyConnection, since: date | None, until: date | None) -> dict[str, list[Any]]:
    """Parameters for :data:`SPANS`: from the start of ``since`` to the end of ``until``; ``None`` is open.

    ``BadInput`` where the span ends before it begins.
    """
    if since is not None and until is not None and until < since:
        raise BadInput(
            f"{until:%d/%m/%Y} is before {since:%d/%m/%Y}.",
            column="until",
            remedy="Give a last day that is not before the first day.",
        )
    zones = [row[0] for row in con.execute("SELECT DISTINCT timezone FROM source ORDER BY timezone").fetchall()]
    last = until + timedelta(days=1) if until is not None and until < date.max else None
    return {
        "zones": zones,
        "opens": [_midnight(since, zone) for zone in zones],
        "closes": [_midnight(last, zone) for zone in zones],
    }


def _midnight(day: date | None, zone: str) -> datetime | None:
    """The start of ``day`` there, in UTC without a zone, as a snapshot keeps its times."""
    if day is None:
        return None
    # The first and last days that a date can hold have no midnight in UTC in every zone.
    inside = min(max(day, date.min + timedelta(days=2)), date.max - timedelta(days=2))
    return datetime.combine(inside, time(), ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)
