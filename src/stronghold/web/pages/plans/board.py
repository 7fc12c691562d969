"""The board of a group: who should be acted on so that it falls apart, with proof; who is never chosen; and what would be if."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import path, reverse

from stronghold.casework import plans
from stronghold.casework.plans import PlanProblem
from stronghold.errors import BadInput
from stronghold.governance.gateway import Gateway
from stronghold.governance.planning import GroupPlan, SourceDropped, WhatIf, what_if
from stronghold.governance.sources_behind import doubted
from stronghold.web.doors import Request, reads
from stronghold.web.pages.network import drawing, placed
from stronghold.web.pages.plans.asked import Asked, BoardForm, SaveForm
from stronghold.web.pages.plans.words import comparison, next_places, part_rows, person_rows, proof_words

__all__ = ["group_plan", "group_plan_json", "urlpatterns"]

_SECONDS, _SECONDS_EACH = 5.0, 1.0
_PARTS_APART = 8
"""So many parts have a colour and a number of their own in the drawing; the others share one."""


@reads
def group_plan(request: Request, gateway: Gateway, group_id: str) -> HttpResponse:
    """The board; what is sent keeps the choice that it shows."""
    asked = Asked.of(request.GET)
    save = SaveForm(request.POST if request.method == "POST" else None)
    if save.is_valid():
        try:
            plan = plans.save(
                gateway, group_id, asked.out, aim=save.cleaned_data["aim"], excluded=asked.excluded, false=asked.false,
                uncertain=asked.uncertain, seconds=_SECONDS,
            )  # fmt: skip
        except PlanProblem as problem:
            for words in problem.problems.values():
                save.add_error("aim", words)
        else:
            messages.success(request, f"Plan {plan.number} is kept as a draft.")
            return HttpResponseRedirect(reverse("saved_plan", args=[plan.number]))
    made, problem_words = _made(gateway, group_id, asked)
    out = made.plan.chosen if made else asked.out
    seen = what_if(made.standing, out) if made else gateway.group_without(group_id, out, **doubted(asked.false))
    dropped = _dropped(gateway, group_id, asked, out) if asked.do == "each" and out else ()
    told = _told(gateway, group_id, asked, made, seen, dropped)
    board = _form(asked, "" if save.errors else problem_words)
    told |= {"save": save, "board": board, "form": save if save.errors else board, "problem": problem_words}
    failed = save.errors or problem_words
    return render(request, "pages/plans/board.html", told, status=400 if failed else 200)


@reads
def group_plan_json(request: Request, gateway: Gateway, group_id: str) -> JsonResponse:
    """The group drawn as it would be: who is out without ties, the parts apart by number and colour, who is never chosen marked."""
    asked = Asked.of(request.GET)
    seen = gateway.group_without(group_id, asked.out, **doubted(asked.false))
    found = gateway.group_network(group_id)
    network = seen.standing.network
    tied = {(network.ids[a], network.ids[b]) for a, b in zip(network.left.tolist(), network.right.tolist(), strict=True)}
    if not found.nodes:
        return JsonResponse({})
    own = [reverse(page, args=[found.focus]) for page in ("group_network", "group_network_notice")]
    middle = max(node.entity_id for node in found.nodes)
    drawn = drawing(found, placed(found, middle), table=own[0], notice=own[1])
    looks = _looks(seen)
    drawn["nodes"] = [node | looks.get(node["id"], {}) for node in drawn["nodes"]]
    gone = set(asked.out)
    drawn["edges"] = [
        edge
        for edge in drawn["edges"]
        if not {edge["source"], edge["target"]} & gone and tuple(sorted((edge["source"], edge["target"]))) in tied
    ]
    return JsonResponse(drawn)


def _made(gateway: Gateway, group_id: str, asked: Asked) -> tuple[GroupPlan | None, str]:
    """The plan, where one is asked for; or why there can be none."""
    if asked.problems:
        return None, next(iter(asked.problems.values()))
    if asked.do != "plan":
        return None, ""
    try:
        return gateway.group_plan(
            group_id, asked.people, excluded=asked.excluded, uncertain=asked.uncertain, seconds=_SECONDS, **doubted(asked.false)
        ), ""
    except BadInput as problem:
        if problem.__class__ is not BadInput:
            raise
        return None, problem.message.rstrip(".")


def _dropped(gateway: Gateway, group_id: str, asked: Asked, out: tuple[str, ...]) -> tuple[SourceDropped, ...]:
    return gateway.plan_without_each_source(
        group_id, len(out), planned=out, excluded=asked.excluded, uncertain=False, seconds=_SECONDS_EACH, **doubted(asked.false)
    )


def _form(asked: Asked, problem: str) -> BoardForm:
    form = BoardForm({"people": str(asked.people), **({"uncertain": "on"} if asked.uncertain else {})})
    form.full_clean()
    if problem:
        form.add_error("people", problem)
    return form


def _told(
    gateway: Gateway,
    group_id: str,
    asked: Asked,
    made: GroupPlan | None,
    seen: WhatIf,
    dropped: tuple[SourceDropped, ...],
) -> dict[str, Any]:
    standing = seen.standing
    out = tuple(person.entity_id for person in seen.out)
    tried = {each.name: each for each in dropped}
    return {
        "group": standing.group,
        "current": "plan",
        "asked": asked,
        "made": made,
        "proof": proof_words(made.plan) if made else (),
        "alternatives": [
            {"people": [standing.called(who) for who in other.chosen], "pairs": other.surviving_pairs, "out": other.chosen}
            for other in (made.alternatives if made else ())
        ],
        "standing": standing,
        "people": person_rows(standing, out, seen.after, asked.excluded, made),
        "seen": seen,
        "rows": comparison(seen),
        "parts": part_rows(standing, seen.after),
        "next": next_places(seen),
        "sources": [(source, tried.get(source.name)) for source in gateway.sources_behind_group(group_id)],
        "dropped": bool(dropped),
        "out": out,
        "query": _query(asked, out),
    }


def _query(asked: Asked, out: tuple[str, ...]) -> str:
    """The address of the board as it is shown, to be kept from."""
    query = QueryDict(mutable=True)
    query.setlist("out", list(out))
    query.setlist("excluded", list(asked.excluded))
    query.setlist("false", list(asked.false))
    query["people"] = str(asked.people)
    if asked.uncertain:
        query["uncertain"] = "on"
    return query.urlencode()


def _looks(seen: WhatIf) -> dict[str, dict[str, str]]:
    """How each person is drawn: a look, and the letter that stands for it."""
    looks = {}
    for number, part in enumerate(seen.after.parts, start=1):
        look = (f"part-{number}", str(number)) if number <= _PARTS_APART and len(part) > 1 else ("part-other", "\N{MIDDLE DOT}")
        looks.update({who: {"look": look[0], "letter": look[1]} for who in part})
    looks |= {each.entity_id: {"look": "never", "letter": "!"} for each in seen.standing.never}
    return looks | {each.entity_id: {"look": "out", "letter": "\N{MULTIPLICATION SIGN}"} for each in seen.out}


urlpatterns = [
    path("group/<str:group_id>/plan/", group_plan, name="group_plan"),
    path("group/<str:group_id>/plan/network.json", group_plan_json, name="group_plan_json"),
]
