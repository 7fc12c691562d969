"""Whether somebody is to be protected: what records say, the answer of those who protect people, and every check that was made."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from stronghold.casework import checks
from stronghold.casework.checks import CheckProblem
from stronghold.concern import STANDS, Outcome
from stronghold.governance.gateway import Gateway
from stronghold.web.doors import Request, reads
from stronghold.web.forms import Hinted
from stronghold.web.pages.decisions.forms import ReasonForm, show_problem
from stronghold.web.paging import PAGE_SIZE, Pages, asked_page

__all__ = ["CheckForm", "UndoCheckForm", "check_protection", "protection_check", "protection_checks", "urlpatterns"]

_ACT = "check_protection"
_KEPT = "In your own words. It is kept with your name, and shown to those who may check people themselves."


class CheckForm(ReasonForm):
    """What somebody found who looked, and why; ``seen`` marks what they were shown."""

    outcome = forms.ChoiceField(
        label="What did you find?",
        widget=forms.RadioSelect,
        choices=[
            (Outcome.PROTECTED.value, Hinted("To be protected", "No plan chooses them, until somebody undoes this.")),
            (
                Outcome.NO_REASON.value,
                Hinted(
                    "No reason found",
                    f"For what you were shown, and for {STANDS} days. A record that comes later counts again at once.",
                ),
            ),
        ],
        error_messages={"required": "Choose what you found", "invalid_choice": "Choose from the list"},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    field_order = ("outcome", "reason", "seen")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "What you looked at, and why you find so"
        self.fields["reason"].help_text = _KEPT


class UndoCheckForm(ReasonForm):
    """Why a check is undone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Why it is undone"
        self.fields["reason"].help_text = _KEPT


@reads
def check_protection(request: Request, gateway: Gateway, entity_id: str) -> HttpResponse:
    """One person: the reasons that records give today; what is sent answers whether they are to be protected."""
    view, mark = checks.looked_up(gateway, entity_id)
    form = CheckForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            row = checks.check(gateway, view.entity_id, Outcome(said["outcome"]), reason=said["reason"], seen=said["seen"])
        except CheckProblem as problem:
            show_problem(form, problem)
        else:
            messages.success(request, f"Check {row.number} is recorded. It holds at once.")
            return HttpResponseRedirect(reverse("protection_check", args=[row.number]))
    told = {"view": view, "mark": mark, "form": form, "may_answer": _ACT in request.acts}
    return render(request, "pages/protection/check_person.html", told, status=400 if form.errors else 200)


@reads
def protection_checks(request: Request, gateway: Gateway) -> HttpResponse:
    page = asked_page(request)
    found = checks.listed(gateway, start=(page - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    pages = Pages(found.found, page)
    if pages.turned_too_far:
        return pages.back(request)
    return render(request, "pages/protection/list.html", {"checks": found.checks, "pages": pages})


@reads
def protection_check(request: Request, gateway: Gateway, check_number: int) -> HttpResponse:
    """One check; what is sent undoes it."""
    view = checks.read(gateway, check_number)
    form = UndoCheckForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            checks.undo(gateway, check_number, reason=form.cleaned_data["reason"])
        except CheckProblem as problem:
            show_problem(form, problem)
        else:
            messages.success(request, f"Check {check_number} is undone, at once.")
            return HttpResponseRedirect(reverse("protection_check", args=[check_number]))
    told = {"view": view, "form": form, "can_undo": _ACT in request.acts and view.row.stands}
    return render(request, "pages/protection/check.html", told, status=400 if form.errors else 200)


urlpatterns = [
    path("protection/", protection_checks, name="protection_checks"),
    path("protection/checks/<int:check_number>/", protection_check, name="protection_check"),
    path("protection/<str:entity_id>/check/", check_protection, name="check_protection"),
]
