"""Entering a report by hand, amending it, withdrawing it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import fields

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from stronghold.casework import reports
from stronghold.casework.reports import Content, Draft, ReportProblems, ReportView
from stronghold.casework.reports.content import GROUPS, KINDS
from stronghold.errors import BadInput
from stronghold.governance.refusals import Refused
from stronghold.vocabulary import kind
from stronghold.web.doors import Request, acts
from stronghold.web.forms import GovukBoundField
from stronghold.web.pages.reports.forms import GroupForms, ReasonForm, ReportForm, add_row, change_kind

__all__ = ["amend", "draft", "new", "throw_draft_away", "urlpatterns", "withdraw"]

_OF_ONE_SENDING = frozenset(["csrfmiddlewaretoken", "add", "change_kind"])
_BLOCKS: Mapping[str, Mapping[str, str]] = {
    "places": {"heading": "Where", "label": "place", "hint": "Like Flat 2, 14 Marsh Lane, Harbourton"},
    "people": {
        "heading": "Who",
        "label": "person",
        "hint": "As much as is known; rows left empty are left out. Dates of birth like 3/4/1985, or the year alone.",
    },
    "vehicles": {"heading": "Vehicles", "label": "vehicle", "hint": ""},
    "phones": {"heading": "Phones", "label": "phone", "hint": "Numbers that belong to none of the people above."},
    "organisations": {"heading": "Organisations", "label": "organisation", "hint": ""},
}


@acts("report")
def new(request: Request) -> HttpResponse:
    if request.method != "POST":
        draft = reports.draft_of(request.account, request.purpose or "")
        return _page(request, _Filled.kept(request, draft) if draft else _Filled(request, KINDS[0]), draft=draft)
    filled = _Filled.sent(request)
    if filled.is_draft:
        reports.keep_draft(request.account, _fields(filled.data))
        return _page(request, filled)
    try:
        report = reports.enter(request.account, request.purpose or "", filled.kind, filled.content(), token=filled.token)
    except ReportProblems as wrong:
        reports.keep_draft(request.account, _fields(filled.data))
        filled.say(wrong.problems)
        return _page(request, filled, status=400)
    return _saved(request, report.number, f"Report {report.number} is saved. It will be in the picture after the next build.")


@acts("report")
@require_POST
def draft(request: Request) -> HttpResponse:
    """Keep what has been typed so far; a few words that say so."""
    kept_at = reports.keep_draft(request.account, _fields(request.POST))
    return render(request, "pages/reports/draft_kept.html", {"kept_at": kept_at})


@acts("report")
@require_POST
def throw_draft_away(request: Request) -> HttpResponse:
    reports.throw_draft_away(request.account)
    messages.success(request, "The unfinished report is thrown away.")
    return HttpResponseRedirect(reverse("new_report"))


@acts("report")
def amend(request: Request, number: str) -> HttpResponse:
    view = reports.read(request.account, request.purpose or "", number, store=request.store)
    _require_changeable(view)
    if request.method != "POST":
        return _page(request, _Filled(request, view.kind, view), view=view)
    filled = _Filled.sent(request, view)
    if filled.is_draft:
        return _page(request, filled, view=view)
    try:
        reports.amend(
            request.account,
            request.purpose or "",
            view.number,
            filled.content(),
            reason=filled.form.cleaned_data["reason"],
            seen=filled.seen,
        )
    except ReportProblems as wrong:
        filled.say(wrong.problems)
        return _page(request, filled, view=view, status=400)
    return _saved(
        request, view.number, f"Report {view.number} is changed. The change will be in the picture after the next build."
    )


@acts("report")
def withdraw(request: Request, number: str) -> HttpResponse:
    view = reports.read(request.account, request.purpose or "", number, store=request.store)
    _require_changeable(view)
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        form.full_clean()
        try:
            reports.withdraw(request.account, request.purpose or "", view.number, reason=form.cleaned_data.get("reason", ""))
        except ReportProblems as wrong:
            for message in wrong.problems.values():
                form.add_error("reason", message)
        else:
            said = "The next build takes it out of the picture." if view.state == "in picture" else "No build will take it in."
            return _saved(request, view.number, f"Report {view.number} is withdrawn. {said}")
    return render(request, "pages/reports/withdraw.html", {"form": form, "view": view}, status=400 if form.errors else 200)


class _Filled:
    """The form of a report and its lists, empty, as sent, or as a report says."""

    def __init__(self, request: Request, report_kind: str, view: ReportView | None = None, data: QueryDict | None = None) -> None:
        self.kind = report_kind
        self.view = view
        self.data = data
        self.is_draft = False
        operations = sorted({*request.account.operations, *([view.content.operation] if view and view.content.operation else [])})
        initial: dict[str, object] = {"kind": report_kind, "token": secrets.token_urlsafe(24), "sensitivity": "standard"}
        if view is not None:
            initial |= {**ReportForm.initial_of(view.content), "seen": view.version}
        self.form = ReportForm(data, initial=initial, report_kind=report_kind, operations=operations, amending=view is not None)
        self.groups = GroupForms(report_kind, data, view.content if view else None)
        self.form.full_clean()

    @classmethod
    def kept(cls, request: Request, draft: Draft) -> _Filled:
        """As it was when the draft was kept."""
        data = QueryDict(mutable=True)
        data.update(draft.fields)
        report_kind = draft.fields.get("kind", "")
        return cls(request, report_kind if report_kind in KINDS else KINDS[0], None, data)

    @classmethod
    def sent(cls, request: Request, view: ReportView | None = None) -> _Filled:
        """As sent. A button other than that for saving makes it a draft: another row, or another kind of report."""
        data: QueryDict = request.POST
        added, wanted = data.get("add", ""), data.get("change_kind", "")
        report_kind = view.kind if view else data.get("kind", "")
        if report_kind not in KINDS:
            report_kind = KINDS[0]
        if added in GROUPS:
            data = add_row(data, added)
        elif wanted in KINDS and view is None:
            data, report_kind = change_kind(data, wanted), wanted
        filled = cls(request, report_kind, view, data)
        filled.is_draft = added in GROUPS or (wanted in KINDS and view is None)
        if added in GROUPS:
            filled.groups.focus_on_last(added)
        return filled

    @property
    def token(self) -> str:
        return str(self.form.cleaned_data["token"])[:64]

    @property
    def seen(self) -> int:
        seen = str(self.form.cleaned_data["seen"])
        return int(seen) if seen.isdecimal() and len(seen) < 9 else 0

    def content(self) -> Content:
        typed = self.form.cleaned_data
        known = {f.name for f in fields(Content)} - {"occurred", *GROUPS}
        rows = self.groups.rows()
        return Content(**{name: value for name, value in typed.items() if name in known}, **rows)  # type: ignore[arg-type]

    def say(self, problems: Mapping[str, str]) -> None:
        """Put each message at its field; what belongs to none is said above the form."""
        for path_, message in problems.items():
            group, _, rest = path_.partition(".")
            number, _, name = rest.partition(".")
            if group in GROUPS:
                rows = self.groups.filled(group)
                rows[int(number)].add_error(name, message)
            else:
                self.form.add_error(group if group in self.form.fields else None, message)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(id of the control, message) in the order of the page."""
        found = _problems_of(self.form, ("narrative", "when", "channel", "nature"))
        for group in GROUPS:
            for number, form in enumerate(self.groups[group], 1):
                row = f"{_BLOCKS[group]['label'].capitalize()} {number}"
                found += [(control, f"{row}: {said}") for control, said in _problems_of(form, tuple(form.fields))]
        said = {control for control, _message in found}
        found += [one for one in _problems_of(self.form, tuple(self.form.fields)) if one[0] not in said]
        return found


def _problems_of(form: Form, names: tuple[str, ...]) -> list[tuple[str, str]]:
    found = []
    for name in names:
        if name in form.fields:
            bound = form[name]
            control = bound.first_id if isinstance(bound, GovukBoundField) else bound.id_for_label
            found += [(control, str(message)) for message in bound.errors]
    return found


def _fields(data: QueryDict | None) -> dict[str, str]:
    """What a form sent, without what is only of that one sending."""
    return {name: str(value).replace("\0", "") for name, value in (data or {}).items() if name not in _OF_ONE_SENDING}


def _page(
    request: Request, filled: _Filled, *, view: ReportView | None = None, draft: Draft | None = None, status: int = 200
) -> HttpResponse:
    other = next(name for name in KINDS if name != filled.kind)
    context = {
        "form": filled.form,
        "groups": filled.groups,
        "blocks": [{"group": group, **words, "forms": filled.groups[group].forms} for group, words in _BLOCKS.items()],
        "problems": filled.problems,
        "view": view,
        "draft": draft,
        "kind": kind(filled.kind),
        "other_kind": kind(other),
    }
    return render(request, "pages/reports/form.html", context, status=status)


def _require_changeable(view: ReportView) -> None:
    if not view.own:
        raise Refused(f"{view.number} is another agency's report.", remedy=f"Ask {view.agency_label} to change it.")
    if view.withdrawn:
        raise BadInput(f"Report {view.number} is withdrawn, and a withdrawn report is not changed.", remedy="Enter a new report.")


def _saved(request: Request, number: str, said: str) -> HttpResponse:
    """To the report, or to the list where its terms close it for the purpose stated."""
    if reports.may_read(request.account, request.purpose or "", number):
        messages.success(request, said)
        return HttpResponseRedirect(reverse("report", args=[number]))
    messages.success(
        request, f"{said} Note the number: the report is kept too closely to be opened for the purpose you have stated."
    )
    return HttpResponseRedirect(reverse("reports"))


urlpatterns = [
    path("reports/draft/", draft, name="report_draft"),
    path("reports/draft/throw-away/", throw_draft_away, name="throw_report_draft_away"),
    path("reports/new/", new, name="new_report"),
    path("reports/<str:number>/amend/", amend, name="amend_report"),
    path("reports/<str:number>/withdraw/", withdraw, name="withdraw_report"),
]
