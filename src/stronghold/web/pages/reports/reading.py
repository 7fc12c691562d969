"""The list of entered reports, and one of them as it was understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from stronghold.casework import reports
from stronghold.casework.reports import ReportView
from stronghold.casework.reports.content import GROUPS, KINDS, ROLES
from stronghold.casework.reports.reading import STATES
from stronghold.casework.reports.understanding import Field
from stronghold.vocabulary import kind, terms
from stronghold.web.doors import Request, reads_casework

__all__ = ["FilterForm", "report", "report_list", "urlpatterns"]

_A_PAGE = 25
_STATE_LABELS = {"waiting": "Waiting for a build", "in picture": "In the picture", "withdrawn": "Withdrawn"}
_GROUP_LABELS = {"places": "Place", "people": "Person", "vehicles": "Vehicle", "phones": "Phone", "organisations": "Organisation"}
# What is looked for in the picture, of each group.
_LOOKED_FOR = {"places": "address", "people": "name", "vehicles": "registration", "phones": "number", "organisations": "name"}


class FilterForm(forms.Form):
    """What the list is narrowed to; a value that is not offered narrows nothing."""

    kind = forms.ChoiceField(label="Kind", required=False)
    state = forms.ChoiceField(label="State", required=False)
    mine = forms.BooleanField(label="Only reports I entered", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "kind": [("", "Every kind"), *((name, kind(name).label) for name in KINDS)],
            "state": [("", "Every state"), *((state, _STATE_LABELS[state]) for state in STATES)],
        }
        for name, offered in choices.items():
            cast("forms.ChoiceField", self.fields[name]).choices = offered


@reads_casework
def report_list(request: Request) -> HttpResponse:
    form = FilterForm(request.GET)
    form.full_clean()
    chosen: dict[str, Any] = {"kind": "", "state": "", "mine": False} | form.cleaned_data
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isdecimal() and len(asked) < 7 else 1
    found = reports.listed(
        request.account,
        request.purpose or "",
        store=request.store,
        kind=chosen["kind"],
        state=chosen["state"] or None,
        only_own=chosen["mine"],
        start=(max(number, 1) - 1) * _A_PAGE,
        limit=_A_PAGE,
    )
    narrowed = {name: value for name, value in chosen.items() if value}
    query = urlencode({name: "on" if value is True else value for name, value in narrowed.items()})
    context = {
        "form": FilterForm(initial=chosen),
        "found": found,
        "lines": [(line, kind(line.kind).label) for line in found.lines],
        "page": Paginator(range(found.found), _A_PAGE).get_page(number),
        "before": f"{query}&" if query else "",
        "narrowed": bool(narrowed),
        "agency": request.account.agency,
    }
    return render(request, "pages/reports/list.html", context)


@reads_casework
def report(request: Request, number: str) -> HttpResponse:
    asked = request.GET.get("version", "")
    version = int(asked) if asked.isdecimal() and len(asked) < 9 else None
    view = reports.read(request.account, request.purpose or "", number, store=request.store, version=version)
    context = {
        "view": view,
        "kind": kind(view.kind),
        "when": view.understood.field("when"),
        "parties": list(_parties(view)),
        "grading": _grading(view),
        "notes": [field for field in view.understood.notes if "." not in field.path],
        "other_version": view.version != view.latest,
        "changeable": "report" in request.acts and view.own and not view.withdrawn,
    }
    return render(request, "pages/reports/report.html", context)


@dataclass(frozen=True)
class Party:
    """Someone or something that the report names: its fields as they were understood, and what to look for in the picture."""

    heading: str
    fields: tuple[Field, ...]
    look_for: str


def _parties(view: ReportView) -> list[Party]:
    found = []
    for group in GROUPS:
        for number, row in enumerate(getattr(view.content, group)):
            beginning = f"{group}.{number}."
            fields = tuple(f for f in view.understood.fields if f.path.startswith(beginning))
            role = getattr(row, "role", "")
            heading = kind(view.kind).roles[role].label if role in ROLES[view.kind] else _GROUP_LABELS[group]
            key = view.understood.field(beginning + _LOOKED_FOR[group])
            found.append(Party(heading, fields, _look_for(group, key)))
    return found


def _look_for(group: str, key: Field | None) -> str:
    """The words to search the picture for: a name without its other names; nothing where the field was not read."""
    if key is None or key.read_as is None:
        return ""
    return key.read_as.partition(", also known as ")[0] if group == "people" else key.read_as


def _grading(view: ReportView) -> list[tuple[str, str]]:
    content, columns = view.content, kind(view.kind).columns
    shown = []
    lists = {"source_grade": "source_grades", "information_grade": "information_grades", "handling": "handling"}
    for name, list_name in lists.items():
        value = getattr(content, name)
        shown.append((columns[name].label, f"{value}: {terms(list_name).terms[value].label}"))
    if content.conditions:
        shown.append((columns["conditions"].label, content.conditions))
    shown.append((columns["sensitivity"].label, terms("sensitivities").terms[content.sensitivity].label))
    for label, value in (("Protective marking", content.protective_marking), ("Operation", content.operation)):
        if value:
            shown.append((label, value))
    if "sanitised" in columns:
        shown.append((columns["sanitised"].label, "Yes" if content.sanitised else "Not stated"))
    return shown


urlpatterns = [
    path("reports/", report_list, name="reports"),
    path("reports/<str:number>/", report, name="report"),
]
