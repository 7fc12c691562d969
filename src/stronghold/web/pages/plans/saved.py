"""Plans that were kept: the list, and one with its state, the checks that it waits for, and every step a person can take with it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from stronghold.casework import plans
from stronghold.casework.plans import NotReleasable, PlanProblem, PlanView, Result
from stronghold.governance.gateway import Gateway
from stronghold.web.doors import Request, reads
from stronghold.web.pages.decisions.forms import ReasonForm
from stronghold.web.pages.plans.words import share_words
from stronghold.web.paging import Pages, asked_page

__all__ = ["StepForm", "saved_plan", "saved_plans", "urlpatterns"]

_DONE = {
    "release": "Plan {0} is released.",
    "withdraw": "Plan {0} is withdrawn.",
}


class StepForm(ReasonForm):
    """Which step is taken with a plan, and why. Asking for checks needs no reason."""

    step = forms.ChoiceField(choices=[("release", ""), ("withdraw", ""), ("ask", "")])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = "In your own words. It is kept with your name, and shown to whoever may see the plan."
        if self.data.get("step") == "ask":
            self.fields["reason"].required = False


@reads
def saved_plans(request: Request, gateway: Gateway) -> HttpResponse:
    found = plans.listed(gateway)
    pages = Pages(len(found), asked_page(request))
    if pages.turned_too_far:
        return pages.back(request)
    shown = [_row(view) for view in pages.of(found)]
    return render(request, "pages/plans/list.html", {"plans": shown, "pages": pages})


@reads
def saved_plan(request: Request, gateway: Gateway, plan_number: int) -> HttpResponse:
    """One plan; what is sent takes a step with it."""
    form = StepForm(request.POST if request.method == "POST" else None)
    stopped: tuple[str, ...] = ()
    if form.is_valid():
        step, reason = form.cleaned_data["step"], form.cleaned_data["reason"]
        try:
            messages.success(request, _take(gateway, plan_number, step, reason))
            return HttpResponseRedirect(reverse("saved_plan", args=[plan_number]))
        except PlanProblem as problem:
            for words in problem.problems.values():
                form.add_error("reason", words)
        except NotReleasable as problem:
            stopped = problem.reasons
            form.add_error("reason", "The plan may not be released: see what keeps it from that")
    view = plans.read(gateway, plan_number)
    told = {**_row(view), "form": form, "stopped": stopped, "step": form.data.get("step", "")}
    if view.is_open:
        told["blocks"] = plans.blocks(gateway, view)
    return render(request, "pages/plans/plan.html", told, status=400 if form.errors else 200)


def _take(gateway: Gateway, number: int, step: str, reason: str) -> str:
    if step == "ask":
        told = plans.ask(gateway, number)
        return (
            f"{told:,} {'person is' if told == 1 else 'people are'} asked for the checks."
            if told
            else "Everybody who may check is asked already."
        )
    verb = plans.release if step == "release" else plans.withdraw
    verb(gateway, number, reason=reason)
    return _DONE[step].format(number)


def _row(view: PlanView) -> dict[str, Any]:
    result = Result(**view.row.result)
    return {
        "view": view,
        "plan": view.row,
        "result": result,
        "left": share_words(result.surviving_pairs, result.pairs_before),
        "query": "&".join([f"people={len(view.people)}", *(f"out={each.row.entity_id}" for each in view.people)]),
    }


urlpatterns = [
    path("plans/", saved_plans, name="saved_plans"),
    path("plans/<int:plan_number>/", saved_plan, name="saved_plan"),
]
