"""The review: links that are uncertain and that matter, as a list in order and one at a time, side by side."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from stronghold.casework import decisions
from stronghold.casework.decisions import Contradicted, DecisionProblem, DecisionView, Wanted
from stronghold.casework.models import Decision
from stronghold.governance.consequences import RULES
from stronghold.governance.gateway import Gateway
from stronghold.governance.link_quality import figures
from stronghold.governance.refusals import NotVisible
from stronghold.governance.reviewing import Question, Split
from stronghold.linking.bridges import UNCERTAIN
from stronghold.linking.decisions import Judgement
from stronghold.linking.drift_words import findings
from stronghold.web.doors import Request, reads
from stronghold.web.pages.decisions.forms import ReasonForm, UndoForm, show_problem
from stronghold.web.paging import PAGE_SIZE, Pages, asked_page

__all__ = ["AnswerForm", "question", "review", "urlpatterns"]

_SKIPPED, _LAST = "review_skipped", "review_last"
_MOST_SKIPPED = 500
_SPLITS = 20
_REASON = "Compared side by side in the review."
_UNDO_REASON = "Answered by mistake in the review."


class AnswerForm(ReasonForm):
    """The answer, and its reason, which is filled in with a usual one."""

    answer = forms.CharField(required=False, widget=forms.HiddenInput)


@reads
def review(request: Request, gateway: Gateway) -> HttpResponse:
    page = asked_page(request)
    decided = decisions.decided_pairs()
    found = gateway.questions(decided, limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE, splits=_SPLITS if page == 1 else 0)
    pages = Pages(found.total, page)
    if pages.turned_too_far:
        return pages.back(request)
    rows = [(each, _query(each)) for each in found.questions]
    context = {
        "rows": rows,
        "splits": [(each, _query(each)) for each in found.splits.splits],
        "splits_total": found.splits.total,
        "problem": gateway.model_problem,
        "drifted": _drifted(request, gateway) if page == 1 else 0,
        "pages": pages,
        "before": "",
        "rules": RULES.values(),
        "odds": 2 ** int(UNCERTAIN),
        "skipped": len(request.session.get(_SKIPPED, [])),
    }
    return render(request, "pages/review/list.html", context)


def _drifted(request: Request, gateway: Gateway) -> int:
    """How much the last load changed in the linking beyond what chance explains: before its links are judged, look at that."""
    drift = figures(gateway, request.store.path).drift
    return len(findings(drift)) if drift else 0


def _query(each: Question | Split) -> str:
    return urlencode({"left": each.left, "right": each.right})


@reads
def question(request: Request, gateway: Gateway) -> HttpResponse:
    """The first question that was not skipped, or the one asked for; what is sent answers it, skips it or undoes the last."""
    if request.method == "POST":
        if "decide" not in request.acts:
            decisions.refuse(gateway)
        if request.POST.get("answer") == "undo":
            return _undo_last(request, gateway)
        if request.POST.get("answer") == "again":
            request.session.pop(_SKIPPED, None)
            return HttpResponseRedirect(reverse("review_question"))
        if request.POST.get("answer") == "skip":
            skipped = [*_skipped(request), [request.POST.get("left", ""), request.POST.get("right", "")]]
            request.session[_SKIPPED] = skipped[-_MOST_SKIPPED:]
            return HttpResponseRedirect(reverse("review_question"))
        return _answer(request, gateway)
    asked = request.GET.get("left", ""), request.GET.get("right", "")
    return _page(request, gateway, asked if all(asked) else None)


def _answer(request: Request, gateway: Gateway) -> HttpResponse:
    left, right = request.POST.get("left", ""), request.POST.get("right", "")
    form = AnswerForm(request.POST)
    conflicts: Any = ()
    if form.is_valid():
        answer = form.cleaned_data["answer"]
        try:
            if answer not in ("same", "not_same"):
                raise DecisionProblem({"reason": "Choose an answer: the same, not the same, or skip"})
            made = decisions.decide(
                gateway,
                [Wanted(Judgement(answer), left, right)],
                reason=form.cleaned_data["reason"],
                origin=Decision.Origin.REVIEW,
            )
        except Contradicted as contradiction:
            conflicts = contradiction.conflicts
            form.add_error("reason", "Earlier decisions say otherwise. Undo one of them first, if it is wrong")
        except DecisionProblem as problem:
            show_problem(form, problem)
        else:
            if made[0].by_id == request.account.pk:
                request.session[_LAST] = made[0].number
            return HttpResponseRedirect(reverse("review_question"))
    return _page(request, gateway, (left, right), form=form, conflicts=conflicts)


def _undo_last(request: Request, gateway: Gateway) -> HttpResponse:
    number = request.session.get(_LAST)
    form = UndoForm(request.POST, prefix="undo")
    if number is None:
        return HttpResponseRedirect(reverse("review_question"))
    if form.is_valid():
        try:
            row = decisions.undo(gateway, number, reason=form.cleaned_data["reason"])
        except DecisionProblem as problem:
            show_problem(form, problem)
        else:
            del request.session[_LAST]
            again = urlencode({"left": row.left, "right": row.right})
            return HttpResponseRedirect(f"{reverse('review_question')}?{again}")
    return _page(request, gateway, None, undo_form=form)


def _page(
    request: Request,
    gateway: Gateway,
    pair: tuple[str, str] | None,
    *,
    form: AnswerForm | None = None,
    undo_form: UndoForm | None = None,
    conflicts: Any = (),
) -> HttpResponse:
    skipped = _skipped(request)
    found = gateway.questions(decisions.decided_pairs(), limit=1, without=[(left, right) for left, right in skipped])
    first = next(iter(found.questions), None)
    if pair is None and first is not None:
        pair = (first.left, first.right)
    context: dict[str, Any] = {
        "both": gateway.side_by_side(*pair) if pair else None,
        "pair": pair,
        "why": first.reasons_in_words if first and pair == (first.left, first.right) else (),
        "left_to_do": found.total,
        "problem": gateway.model_problem,
        "skipped": len(skipped),
        "form": form or AnswerForm(initial={"reason": _REASON}),
        "undo_form": undo_form or UndoForm(prefix="undo", initial={"reason": _UNDO_REASON}),
        "conflicts": conflicts,
        "last": _last(request, gateway),
    }
    wrong = bool((form and form.errors) or (undo_form and undo_form.errors))
    return render(request, "pages/review/question.html", context, status=400 if wrong else 200)


def _skipped(request: Request) -> list[list[str]]:
    skipped: list[list[str]] = request.session.get(_SKIPPED, [])
    return skipped


def _last(request: Request, gateway: Gateway) -> DecisionView | None:
    """What was answered last, where it still stands and may still be seen."""
    number = request.session.get(_LAST)
    if number is None:
        return None
    try:
        view = decisions.read(gateway, number)
    except NotVisible:  # the purpose was changed since
        return None
    return view if view.row.stands else None


urlpatterns = [
    path("review/", review, name="review"),
    path("review/next/", question, name="review_question"),
]
