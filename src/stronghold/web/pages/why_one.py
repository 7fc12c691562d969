"""Why the records of a person are taken for one: each link as sentences that can be read out, and as a waterfall with its table."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from stronghold.casework.decisions import pending
from stronghold.charts import Chart, Step, waterfall
from stronghold.governance.bridge import Bridge
from stronghold.governance.gateway import Gateway
from stronghold.governance.why_one import ExplainedLink
from stronghold.linking.explanation import Explanation, odds_in_words
from stronghold.web.doors import Request, reads
from stronghold.web.paging import Pages, asked_page

__all__ = ["bridge_words", "links", "urlpatterns"]

# Each has a chart of its own.
_LINKS_ON_A_PAGE = 5
_LABELS = {"start": "Before looking", "household": "Thinking of one household"}
# Bits: under odds of 16 to 1 a link is called weak, under 128 to 1 fair.
_WEAK, _FAIR = 4.0, 7.0


@reads
def links(request: Request, gateway: Gateway, entity_id: str) -> HttpResponse:
    page = asked_page(request)
    view = gateway.why_one(entity_id, limit=_LINKS_ON_A_PAGE, offset=(page - 1) * _LINKS_ON_A_PAGE)
    pages = Pages(view.total, page, _LINKS_ON_A_PAGE)
    if pages.turned_too_far:
        return pages.back(request)
    context: dict[str, Any] = {
        "entity": view.entity,
        "current": "links",
        "pending": pending(gateway, view.entity.entity_id),
        "view": view,
        "links": [_shown(link, number, view.threshold) for number, link in enumerate(view.links, start=pages.first)],
        "bridge": bridge_words(view.bridge) if view.bridge else None,
        "problem": gateway.model_problem,
        "pages": pages,
        "before": "",
    }
    if view.entity.kind != "person":
        context["ways"] = gateway.entity(view.entity.entity_id, sections=("ways",)).ways
    return render(request, "pages/entity_links.html", context)


def bridge_words(bridge: Bridge) -> dict[str, str]:
    """How strong the weakest link is that the records hang on, and what hangs on it."""
    strength = "weak" if bridge.match_weight < _WEAK else "fair" if bridge.match_weight < _FAIR else "strong"
    smaller, whole = min(bridge.left, bridge.right), bridge.left + bridge.right
    return {
        "strength": strength,
        "odds": odds_in_words(bridge.match_weight),
        "parts": f"{smaller:,} of the {whole:,} records that you may see would be of somebody else"
        if whole > 2
        else "the two records would be of two people",
    }


def _shown(link: ExplainedLink, number: int, threshold: float | None) -> dict[str, Any]:
    told: dict[str, Any] = {"link": link, "number": number, "odds": odds_in_words(link.match_weight)}
    if link.explanation is not None:
        told["short"] = _short(link.explanation)
        told["sentences"] = link.explanation.sentences()
        told["chart"] = _chart(link.explanation, number, threshold)
    return told


def _short(explanation: Explanation) -> str:
    """The link in one line: what was found in each field that says something."""
    found = [f for f in explanation.waterfall() if f.evidence.field not in _LABELS]
    return "; ".join(step.evidence.words.replace("; ", ", ") for step in found)


def _chart(explanation: Explanation, number: int, threshold: float | None) -> Chart:
    steps, before = [], 0.0
    for step in explanation.waterfall():
        field = step.evidence.field
        label = _LABELS.get(field, field[:1].upper() + field[1:])
        words = step.evidence.told[:1].upper() + step.evidence.told[1:]
        steps.append(Step(label, step.running - before, step.running, words))
        before = step.running
    return waterfall(
        steps,
        title=f"Link {number} as a waterfall",
        over="Odds in powers of two",
        threshold=threshold,
        threshold_words="to be taken for one person",
    )


urlpatterns = [path("entity/<str:entity_id>/why-one/", links, name="entity_links")]
