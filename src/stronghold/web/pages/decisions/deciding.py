"""Two beside each other with what differs, looking for another that is the same, and parting the records of one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from stronghold.casework import decisions
from stronghold.casework.decisions import Contradicted, DecisionProblem, Wanted
from stronghold.errors import BadInput
from stronghold.governance.answers import EntityView, RecordView
from stronghold.governance.gateway import Gateway
from stronghold.governance.side_by_side import SideBySide
from stronghold.linking.decisions import Judgement
from stronghold.web.doors import Request, reads
from stronghold.web.pages.decisions.forms import DecisionForm, PartingForm, show_problem
from stronghold.web.pages.search import SearchForm
from stronghold.web.paging import PAGE_SIZE, Pages, asked_page
from stronghold.web.templatetags.evidence import kind_label, role_label, span

__all__ = ["beside", "not_the_same", "same_as", "tell_decided", "urlpatterns"]

_RECORDS_TO_PART = 100


@reads
def beside(request: Request, gateway: Gateway) -> HttpResponse:
    """Two entities or mentions side by side; what is sent is decided about the two records that stand for them."""
    left, right = (request.GET.get(side, "").strip() for side in ("left", "right"))
    if not left or not right:
        raise BadInput("Two are needed to compare.", remedy="Start at the page of a person, home or thing: “Same as another”.")
    both = gateway.side_by_side(left, right)
    sent = request.method == "POST" and "decide" in request.acts
    form = DecisionForm(request.POST if sent else None, kind_name=both.left.kind)
    told: dict[str, Any] = {"both": both, "form": form, "one_record": both.left.anchor == both.right.anchor}
    if sent and form.is_valid():
        wanted = Wanted(Judgement(form.cleaned_data["judgement"]), both.left.anchor, both.right.anchor)
        try:
            made = decisions.decide(gateway, [wanted], reason=form.cleaned_data["reason"])
        except Contradicted as contradiction:
            told["conflicts"] = contradiction.conflicts
            form.add_error("judgement", "Earlier decisions say otherwise. Undo one of them first, if it is wrong")
        except DecisionProblem as problem:
            show_problem(form, problem)
        else:
            tell_decided(request, both, made[0].judgement == "same")
            return HttpResponseRedirect(reverse("entity", args=[both.left.entity_id]))
    elif request.method == "POST" and not sent:
        decisions.refuse(gateway)
    return render(request, "pages/decisions/beside.html", told, status=400 if form.errors else 200)


def tell_decided(request: Request, both: SideBySide, same: bool) -> None:
    verb = "are the same" if same else "are not the same"
    messages.success(
        request, f"Decided: {both.left.label} and {both.right.label} {verb}. The picture shows it after the next build."
    )


@reads
def same_as(request: Request, gateway: Gateway, entity_id: str) -> HttpResponse:
    """Look for another entity of the same kind, to compare the two."""
    view = gateway.entity(entity_id, sections=())
    form = SearchForm(request.GET if {"q", "page"} & set(request.GET) else None)
    told: dict[str, Any] = {"entity": view, "form": form, "text": request.GET.get("q", "")}
    if form.is_bound and form.is_valid():
        page = asked_page(request)
        findings = gateway.find(form.cleaned_data["q"], PAGE_SIZE, [view.kind], offset=(page - 1) * PAGE_SIZE)
        pages = Pages(findings.total, page)
        if pages.turned_too_far:
            return pages.back(request)
        others = [each for each in findings.found if each.entity_id != view.entity_id]
        told |= {"found": others, "pages": pages, "before": urlencode({"q": form.cleaned_data["q"]}) + "&"}
    return render(request, "pages/decisions/same_as.html", told, status=400 if form.errors else 200)


@reads
def not_the_same(request: Request, gateway: Gateway, entity_id: str) -> HttpResponse:
    """Choose which records of an entity go together, where they are of two."""
    view = gateway.entity(entity_id, sections=("records",), limit=_RECORDS_TO_PART)
    first, second = (request.GET.get(side, "") for side in ("left", "right"))
    mentions = _mentions(gateway, view, [key for key in (first, second) if key])
    sent = request.method == "POST" and "decide" in request.acts
    form = PartingForm(request.POST if sent else None, mentions=mentions, first=first, second=second)
    told: dict[str, Any] = {"entity": view, "form": form, "left_out": view.records_matching > len(view.records)}
    if sent and form.is_valid():
        try:
            decisions.decide(gateway, _parted(form), reason=form.cleaned_data["reason"])
        except Contradicted as contradiction:
            told["conflicts"] = contradiction.conflicts
            form.add_error(next(iter(form.keys)), "Earlier decisions say otherwise. Undo one of them first, if it is wrong")
        except DecisionProblem as problem:
            show_problem(form, problem)
        else:
            messages.success(request, "Decided: the records are not all the same. The picture shows it after the next build.")
            return HttpResponseRedirect(reverse("entity", args=[view.entity_id]))
    elif request.method == "POST" and not sent:
        decisions.refuse(gateway)
    return render(request, "pages/decisions/not_the_same.html", told, status=400 if form.errors else 200)


def _parted(form: PartingForm) -> list[Wanted]:
    """The first of each side are not the same; the others of a side are the same as its first."""
    first, second = form.chosen("first"), form.chosen("second")
    together = [Wanted(Judgement.SAME, side[0], other) for side in (first, second) for other in side[1:]]
    return [Wanted(Judgement.NOT_SAME, first[0], second[0]), *together]


def _mentions(gateway: Gateway, view: EntityView, asked: list[str]) -> list[tuple[str, str]]:
    """Key and words of the entity's mentions in the records shown; those asked for first, wherever they are."""
    found = {
        mention.mention_key: _words(record, mention.mention_key)
        for record in view.records
        for mention in record.mentions
        if mention.entity_id == view.entity_id
    }
    if missing := [key for key in asked if key not in found]:
        for key, side in gateway.mentions(missing).items():
            if side.entity_id == view.entity_id:
                found[key] = _words(side.record, key)
    return [(key, found[key]) for key in dict.fromkeys([*asked, *found]) if key in found]


def _words(record: RecordView, key: str) -> str:
    mention = next(m for m in record.mentions if m.mention_key == key)
    when = span(record) or "no date"
    return f"{mention.label}: {kind_label(record.kind)}, {when}, as {role_label(mention, record.kind).lower()}; {record.agency}"


urlpatterns = [
    path("compare/", beside, name="compare"),
    path("entity/<str:entity_id>/same-as/", same_as, name="same_as"),
    path("entity/<str:entity_id>/not-the-same/", not_the_same, name="not_the_same"),
]
