"""What was decided: the list, and one decision with its history, which can be undone."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from stronghold.casework import decisions
from stronghold.casework.decisions import DecisionProblem
from stronghold.governance.gateway import Gateway
from stronghold.web.doors import Request, reads
from stronghold.web.pages.decisions.forms import FilterForm, UndoForm, show_problem
from stronghold.web.paging import PAGE_SIZE, Pages, asked_page

__all__ = ["decision", "decision_list", "urlpatterns"]


@reads
def decision_list(request: Request, gateway: Gateway) -> HttpResponse:
    form = FilterForm(request.GET)
    form.full_clean()
    chosen: dict[str, Any] = {"state": "", "mine": False} | form.cleaned_data
    page = asked_page(request)
    found = decisions.listed(
        gateway,
        state=chosen["state"] or None,
        only_own=chosen["mine"],
        start=(page - 1) * PAGE_SIZE,
        limit=PAGE_SIZE,
    )
    pages = Pages(found.found, page)
    if pages.turned_too_far:
        return pages.back(request)
    narrowed = {name: "on" if value is True else value for name, value in chosen.items() if value}
    context = {
        "form": FilterForm(initial=chosen),
        "found": found,
        "pages": pages,
        "narrowed": narrowed,
        "before": urlencode(narrowed) + "&" if narrowed else "",
    }
    return render(request, "pages/decisions/list.html", context)


@reads
def decision(request: Request, gateway: Gateway, decision_number: int) -> HttpResponse:
    """One decision; what is sent undoes it."""
    view = decisions.read(gateway, decision_number)
    sent = request.method == "POST" and "decide" in request.acts
    form = UndoForm(request.POST if sent else None)
    if sent and form.is_valid():
        try:
            decisions.undo(gateway, decision_number, reason=form.cleaned_data["reason"])
        except DecisionProblem as problem:
            show_problem(form, problem)
        else:
            messages.success(request, f"Decision {decision_number} is undone. The picture is without it after the next build.")
            return HttpResponseRedirect(reverse("decision", args=[decision_number]))
    elif request.method == "POST" and not sent:
        decisions.refuse(gateway)
    context = {"view": view, "form": form, "can_undo": "decide" in request.acts and view.row.stands}
    return render(request, "pages/decisions/decision.html", context, status=400 if form.errors else 200)


urlpatterns = [
    path("decisions/", decision_list, name="decisions"),
    path("decisions/<int:decision_number>/", decision, name="decision"),
]
