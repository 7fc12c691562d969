"""The time line of an entity: every visible record in time order, and how many there are in each month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from stronghold.casework.decisions import pending
from stronghold.governance.gateway import Gateway
from stronghold.governance.timeline import Entry, Timeline
from stronghold.vocabulary import kinds as all_kinds
from stronghold.web.doors import Request, reads
from stronghold.web.month_chart import month_chart, not_drawn
from stronghold.web.narrowing import Narrowing, SmallCheckboxes, SmallRadios, query_of
from stronghold.web.paging import Pages, asked_page

__all__ = ["TimelineForm", "timeline", "urlpatterns"]

_ON_A_PAGE = 100
_KINDS = {kind.name: kind.plural for kind in all_kinds().values()}


class TimelineForm(Narrowing):
    """Which records are shown, and from which end."""

    columns = (("order", "since", "until"), ("kinds",))
    usual = {"order": "latest"}
    narrowing = ("kinds", "since", "until")

    kinds = forms.MultipleChoiceField(
        label="Show",
        required=False,
        widget=SmallCheckboxes,
        help_text="Tick none for all",
        choices=list(_KINDS.items()),
        error_messages={"invalid_choice": "Choose from the kinds in the list"},
    )
    order = forms.ChoiceField(
        label="Order",
        required=False,
        widget=SmallRadios,
        choices=[("latest", "Latest first"), ("earliest", "Earliest first")],
        error_messages={"invalid_choice": "Choose an order from the list"},
    )

    def asked(self) -> dict[str, Any]:
        """What the gateway is asked for."""
        named = {name: self.given(name) for name in ("kinds", "since", "until")}
        return {**named, "order": self.given("order") or "latest"}


@dataclass(frozen=True)
class Item:
    """One record on the page. ``iso`` is the date as machines read it, as exactly as it is known."""

    entry: Entry
    kind: str
    when: str
    iso: str


@dataclass(frozen=True)
class Month:
    """The records of one month, or of a year of which the month is not known. ``gap`` says what lies between this and the one
    above it; empty where nothing does."""

    title: str
    gap: str
    items: tuple[Item, ...]


@reads
def timeline(request: Request, gateway: Gateway, entity_id: str) -> HttpResponse:
    form = TimelineForm(request.GET)
    number = asked_page(request)
    found = gateway.timeline(entity_id, **form.asked(), limit=_ON_A_PAGE, offset=(number - 1) * _ON_A_PAGE)
    pages = Pages(found.total, number, _ON_A_PAGE)
    if pages.turned_too_far:
        return pages.back(request)
    form.offer("kinds", found.kinds, _KINDS)
    chart = month_chart(found.months)
    year_only, undated = not_drawn(found.months, chart)
    query = query_of(request.GET)
    context = {
        "form": form,
        "found": found,
        "pending": pending(gateway, found.entity_id),
        "months": _months(found),
        "chart": chart,
        "year_only": year_only,
        "undated": undated,
        "page": pages.page,
        "before": f"{query}&" if query else "",
    }
    return render(request, "pages/timeline.html", context, status=400 if form.errors else 200)


def _months(found: Timeline) -> list[Month]:
    made: list[Month] = []
    before: tuple[int, int] | None = None
    for (title, month), entries in groupby(found.entries, key=_month_of):
        gap = _gap(before, month) if before and month else ""
        made.append(Month(title, gap, tuple(_items(entries))))
        before = month or before
    return made


def _month_of(entry: Entry) -> tuple[str, tuple[int, int] | None]:
    """The heading it comes under, and its month where that is known."""
    start = entry.occurred_from
    if start is None:
        return "No date", None
    if entry.precision == "year":
        return f"{start:%Y}, month not known", None
    return f"{start:%B %Y}", (start.year, start.month)


def _gap(above: tuple[int, int], below: tuple[int, int]) -> str:
    """What is said between two months that do not follow each other."""
    early, late = sorted((above, below))
    between = (late[0] - early[0]) * 12 + late[1] - early[1] - 1
    if between < 1:
        return ""
    return "No records for a month" if between == 1 else f"No records for {between} months"


def _items(entries: Iterable[Entry]) -> list[Item]:
    return [Item(entry, all_kinds()[entry.kind].label, *_when(entry)) for entry in entries]


def _when(entry: Entry) -> tuple[str, str]:
    """In words, and as machines read it."""
    start, end = entry.occurred_from, entry.occurred_to
    if start is None:
        return "No date", ""
    if entry.precision == "year":
        return f"Some time in {start:%Y}", f"{start:%Y}"
    if entry.precision == "month":
        return f"Some day in {start:%B %Y}", f"{start:%Y-%m}"
    if entry.precision == "day":
        return _day(start), f"{start:%Y-%m-%d}"
    words = f"{_day(start)} at {start:%H:%M}"
    # An end is exclusive: what is known to the minute ends a minute later.
    if end is not None and end - start > timedelta(minutes=1):
        words += f" to {end:%H:%M}" if end.date() == start.date() else f" to {_day(end)} at {end:%H:%M}"
    return words, f"{start:%Y-%m-%dT%H:%M}"


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


urlpatterns = [path("entity/<str:entity_id>/timeline/", timeline, name="timeline")]
