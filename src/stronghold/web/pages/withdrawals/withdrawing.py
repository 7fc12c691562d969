"""Withdrawing a record: what is wrong with it, why, and what rests on it, before anything is done."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from stronghold.casework import withdrawals
from stronghold.casework.withdrawals import WithdrawalProblem
from stronghold.governance.gateway import Gateway
from stronghold.governance.refusals import NotVisible
from stronghold.intake.withdrawals import Effect
from stronghold.web.doors import Request, reads
from stronghold.web.pages.decisions.forms import show_problem
from stronghold.web.pages.withdrawals.forms import WithdrawForm

__all__ = ["urlpatterns", "withdraw"]


@reads
def withdraw(request: Request, gateway: Gateway) -> HttpResponse:
    """One record, named by its key; what is sent withdraws it or says that it is false."""
    key = request.GET.get("key", "").strip()
    if not key:
        raise NotVisible("No record was asked for.", remedy="Start at the page of the record that is wrong.")
    view = withdrawals.readied(gateway, key)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = withdrawals.withdraw(
                gateway, view.record_key, Effect(form.cleaned_data["effect"]), reason=form.cleaned_data["reason"]
            )
        except WithdrawalProblem as problem:
            show_problem(form, problem)
        else:
            messages.success(request, f"The record is {made.row.get_effect_display()}, at once and for everybody.")
            return HttpResponseRedirect(reverse("withdrawal", args=[made.row.number]))
    told = {
        "record": view,
        "form": form,
        "bearing": gateway.bearing(view.record_key),
        "back": f"{reverse('record_by_key')}?{urlencode({'key': view.record_key})}",
    }
    return render(request, "pages/withdrawals/withdraw.html", told, status=400 if form.errors else 200)


urlpatterns = [path("withdraw/", withdraw, name="withdraw")]
