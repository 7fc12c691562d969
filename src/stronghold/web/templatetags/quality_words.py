"""Shares, intervals and snapshots, in the words of the pages on linking's quality."""

from __future__ import annotations

from datetime import UTC, datetime

from django import template

from stronghold.linking.drift_words import percent
from stronghold.linking.intervals import Interval
from stronghold.web.templatetags.evidence import moment

__all__ = ["register"]

register = template.Library()


@register.filter
def share(value: float) -> str:
    """A share as a percentage, with as many figures as it bears."""
    return percent(value)


@register.filter
def interval(found: Interval | None) -> str:
    """An estimate with the ends of its interval, or that it is not known."""
    return f"{percent(found.value)} ({percent(found.low)} to {percent(found.high)})" if found else "Not known yet"


@register.filter
def snapshot_day(snapshot_id: str) -> str:
    """When a snapshot was built, by its id; an id of another form as it stands."""
    try:
        return moment(datetime.strptime(snapshot_id.split("-")[0], "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC))
    except ValueError:
        return snapshot_id
