"""Snapshots: the pictures that were built, what changed between two of them, and going back to one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from stronghold.casework.rolling_back import roll_back
from stronghold.errors import BadInput
from stronghold.governance.comparing import compared
from stronghold.governance.refusals import NotVisible
from stronghold.picture import Comparison
from stronghold.picture.store import SnapshotInfo
from stronghold.vocabulary import kinds
from stronghold.web.doors import Request, acts, signed_in

__all__ = ["CompareForm", "ReasonForm", "all_snapshots", "compare", "go_back", "urlpatterns"]

_COUNTED = (
    ("Records", "New", "records_added"),
    ("Records", "Gone", "records_removed"),
    ("Records", "Changed", "records_changed"),
    ("People, homes, phones, vehicles, organisations", "New", "entities_new"),
    ("People, homes, phones, vehicles, organisations", "Gone", "entities_gone"),
    ("People, homes, phones, vehicles, organisations", "Made of several that were apart", "entities_merged"),
    ("People, homes, phones, vehicles, organisations", "Split into several", "entities_split"),
    ("People, homes, phones, vehicles, organisations", "The same under another id", "entities_renamed"),
    ("Ties", "New", "ties_added"),
    ("Ties", "Gone", "ties_removed"),
)


@dataclass(frozen=True)
class Listed:
    """A snapshot as a page shows it."""

    info: SnapshotInfo
    created: datetime

    @property
    def label(self) -> str:
        """When it was made, and whether it is the served one, for a choice of snapshots."""
        served = ", served now" if self.info.served else ""
        return f"{self.created:%-d %B %Y, %H:%M:%S} UTC{served}"


class CompareForm(forms.Form):
    """Two snapshots to compare."""

    earlier = forms.ChoiceField(label="From the snapshot of")
    later = forms.ChoiceField(label="To the snapshot of")

    def __init__(self, listed: list[Listed], data: Any = None) -> None:
        newest = [one.info.id for one in listed[:2]]
        initial = {"earlier": newest[-1], "later": newest[0]} if newest else {}
        super().__init__(data, initial=initial)
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                field.choices = [(one.info.id, one.label) for one in listed]
                field.error_messages = {**field.error_messages, "invalid_choice": "Choose one of the snapshots"}


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Why is it to be served again?",
        help_text="It is kept in the audit.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why it is to be served again"},
    )


def _listed(request: Request) -> list[Listed]:
    """Every snapshot, newest first."""
    return [Listed(info, datetime.fromisoformat(info.created)) for info in reversed(request.store.snapshots())]


@signed_in
def all_snapshots(request: Request) -> HttpResponse:
    listed = _listed(request)
    return render(
        request, "pages/data/snapshots.html", {"section": "snapshots", "snapshots": listed, "compare": CompareForm(listed)}
    )


@signed_in
def compare(request: Request) -> HttpResponse:
    """What changed between two snapshots, in counts. Only files that the account may know of are named."""
    listed = _listed(request)
    form = CompareForm(listed, request.GET)
    context: dict[str, Any] = {"section": "snapshots", "form": form}
    if form.is_valid():
        by_id = {one.info.id: one for one in listed}
        earlier, later = by_id[form.cleaned_data["earlier"]], by_id[form.cleaned_data["later"]]
        context |= {"earlier": earlier, "later": later, **_difference(request, earlier, later)}
    return render(request, "pages/data/comparison.html", context, status=400 if form.errors else 200)


def _difference(request: Request, earlier: Listed, later: Listed) -> dict[str, Any]:
    found = compared(request.store, earlier.info.id, later.info.id, request.account, request.purpose or "")
    changed = set(found.sources_added) & set(found.sources_removed)
    return {
        "sources": [
            *(("Changed" if name in changed else "New", name) for name in found.sources_added),
            *(("Gone", name) for name in found.sources_removed if name not in changed),
        ],
        "counted": _counted(found),
    }


def _counted(found: Comparison) -> list[tuple[str, list[tuple[str, str, int]]]]:
    """Of each group of counts, (what, of which kind, how many), without those that are none."""
    groups: dict[str, list[tuple[str, str, int]]] = {title: [] for title, _, _ in _COUNTED}
    labels = kinds()
    for title, what, name in _COUNTED:
        for kind, count in getattr(found, name).items():
            if count:
                groups[title].append((what, labels[kind].plural if kind in labels else kind.capitalize(), count))
    return list(groups.items())


@acts("roll_back")
def go_back(request: Request, snapshot_id: str) -> HttpResponse:
    """Asks for the reason and shows what would change, then serves the snapshot again."""
    by_id = {one.info.id: one for one in _listed(request)}
    if snapshot_id not in by_id:
        raise NotVisible("There is no such snapshot.", remedy="See the list of snapshots.")
    chosen = by_id[snapshot_id]
    if chosen.info.served:
        messages.info(request, "That snapshot is served already.")
        return HttpResponseRedirect(reverse("snapshots"))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            roll_back(request.store, snapshot_id, request.account, request.purpose or "", form.cleaned_data["reason"])
        except BadInput as error:
            form.add_error(None, f"{error.message[:1].upper()}{error.message[1:]} {error.remedy or ''}".strip())
        else:
            messages.success(request, f"The picture of {chosen.label} is served again.")
            return HttpResponseRedirect(reverse("snapshots"))
    context: dict[str, Any] = {"section": "snapshots", "form": form, "chosen": chosen}
    served = next((one for one in by_id.values() if one.info.served), None)
    if served is not None:
        context |= {"served": served, **_difference(request, served, chosen)}
    return render(request, "pages/data/roll_back.html", context, status=400 if form.errors else 200)


urlpatterns = [
    path("data/snapshots/", all_snapshots, name="snapshots"),
    path("data/snapshots/compare/", compare, name="compare_snapshots"),
    path("data/snapshots/<str:snapshot_id>/roll-back/", go_back, name="roll_back"),
]
