"""What a group is like as a whole and over time, what became of it from picture to picture, and which groups it is tied to."""

from __future__ import annotations

from dataclasses import fields

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from stronghold.charts import Chart, share_lines, stacked_bars
from stronghold.governance.gateway import Gateway
from stronghold.governance.group_measures import MeasuresView
from stronghold.network.measures import MEANINGS, GroupMeasures
from stronghold.web.doors import Request, reads

__all__ = ["group_changes", "urlpatterns"]

_OVER_TIME = {
    "connectedness": "Connectedness",
    "decentralisation": "Decentralisation",
    "reach": "Reach",
}
_COUNTS = ("people", "ties", "parts", "largest_part")


@reads
def group_changes(request: Request, gateway: Gateway, group_id: str) -> HttpResponse:
    view = gateway.group(group_id)
    found = gateway.group_measures(group_id)
    told = {
        "view": view,
        "group": view.summary,
        "current": "changes",
        "found": found,
        "measures": _rows(found.measured),
        "shares": _shares(found),
        "activity": _activity(found),
    }
    return render(request, "pages/groups/changes.html", told)


def _rows(measured: GroupMeasures) -> list[tuple[str, str, str]]:
    """Name, value in words, and meaning of each measure."""
    rows = []
    for field in fields(measured):
        value = getattr(measured, field.name)
        shown = f"{value:,}" if field.name in _COUNTS else f"{value:.0%}"
        rows.append((field.name.replace("_", " ").capitalize(), shown, MEANINGS[field.name]))
    return rows


def _shares(found: MeasuresView) -> Chart:
    series = {label: [getattr(span.measured, name) for span in found.spans] for name, label in _OVER_TIME.items()}
    over = [span.label for span in found.spans]
    return share_lines(series, over=over, title="The group over time", over_title="Period", of="In 100")


def _activity(found: MeasuresView) -> Chart:
    over = [span.label for span in found.spans]
    lines = {(span.label, "Calls and messages"): span.line_activity for span in found.spans}
    return stacked_bars(lines, over=over, title="Activity of its lines", over_title="Period", of="calls and messages")


urlpatterns = [path("group/<str:group_id>/changes/", group_changes, name="group_changes")]
