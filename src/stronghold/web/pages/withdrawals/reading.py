"""What was withdrawn: the list, and one withdrawal with what rested on the record, which can be undone."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from stronghold.casework import withdrawals
from stronghold.casework.resting import shown_to, what_rests_on
from stronghold.casework.withdrawals import WithdrawalProblem, WithdrawalView
from stronghold.governance.gateway import Gateway
from stronghold.web.doors import Request, reads
from stronghold.web.pages.decisions.forms import show_problem
from stronghold.web.pages.withdrawals.forms import FilterForm, UndoForm
from stronghold.web.paging import PAGE_SIZE, Pages, asked_page

__all__ = ["urlpatterns", "withdrawal", "withdrawal_list"]


@reads
def withdrawal_list(request: Request, gateway: Gateway) -> HttpResponse:
    form = FilterForm(request.GET)
    form.full_clean()
    state = form.cleaned_data.get("state") or None
    page = asked_page(request)
    found = withdrawals.listed(gateway, state=state, start=(page - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    pages = Pages(found.found, page)
    if pages.turned_too_far:
        return pages.back(request)
    context = {
        "form": FilterForm(initial={"state": state or ""}),
        "found": found,
        "pages": pages,
        "narrowed": state,
        "before": urlencode({"state": state}) + "&" if state else "",
    }
    return render(request, "pages/withdrawals/list.html", context)


@reads
def withdrawal(request: Request, gateway: Gateway, withdrawal_number: int) -> HttpResponse:
    """One withdrawal; what is sent undoes it."""
    view = withdrawals.read(gateway, withdrawal_number)
    may = "withdraw" in request.acts and view.agency == request.account.agency.name
    form = UndoForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            withdrawals.undo(gateway, withdrawal_number, reason=form.cleaned_data["reason"])
        except WithdrawalProblem as problem:
            show_problem(form, problem)
        else:
            messages.success(request, f"Withdrawal {withdrawal_number} is undone.")
            return HttpResponseRedirect(reverse("withdrawal", args=[withdrawal_number]))
    context = {**_told(gateway, view), "form": form, "can_undo": may and view.row.stands}
    return render(request, "pages/withdrawals/withdrawal.html", context, status=400 if form.errors else 200)


def _told(gateway: Gateway, view: WithdrawalView) -> dict[str, Any]:
    return {
        "view": view,
        "resting": shown_to(gateway, what_rests_on(view.row.record_key)) if view.row.stands else (),
        "is_shown": not view.row.stands or view.row.effect == "discredited",
    }


urlpatterns = [
    path("withdrawals/", withdrawal_list, name="withdrawals"),
    path("withdrawals/<int:withdrawal_number>/", withdrawal, name="withdrawal"),
]
