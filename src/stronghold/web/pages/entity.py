"""A person, home, phone, vehicle or organisation: what visible records say of it, and its ties."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from stronghold.casework.decisions import pending
from stronghold.governance.answers import EntityView, Fact
from stronghold.governance.gateway import Gateway
from stronghold.vocabulary import mention_kinds
from stronghold.web.doors import Request, reads
from stronghold.web.pages.why_one import bridge_words
from stronghold.web.paging import PAGE_SIZE, Pages, asked_page

__all__ = ["records", "summary", "ties", "urlpatterns"]

_LATEST = 10
_TIES_OF_A_LAYER = 5
_TIES_AT_MOST = 200

# Of these there are often several, so that several are no contradiction.
_MANY = frozenset({"name", "alias", "email", "local_id", "occupation", "postcode", "imei", "network"})
# What those of a kind are, to an entity of a kind.
_TIED_HEADINGS = {
    ("person", "person"): "People tied to this person",
    ("person", "address"): "Addresses and places",
    ("address", "person"): "Who is tied to this place",
    ("phone", "person"): "Holders, and people tied to this phone",
    ("phone", "phone"): "Phones in contact with this phone",
    ("vehicle", "person"): "Keepers, and people tied to this vehicle",
    ("organisation", "person"): "People tied to this organisation",
}
# What a period in which a thing was a person's is, on the page of each.
_BELONGINGS_HEADINGS = {
    "person": "Homes, phones and vehicles",
    "address": "Who has lived here, and when",
    "phone": "Who has held it, and when",
    "vehicle": "Who has had it, and when",
}


@reads
def summary(request: Request, gateway: Gateway, entity_id: str) -> HttpResponse:
    view = gateway.entity(entity_id, sections=("facts", "records", "bridge", "belongings", "ways"), limit=_LATEST)
    told: dict[str, Any] = {"facts": _facts(view), "tied": _tied(view), "latest": len(view.records)}
    if view.kind == "person":
        told["bridge"] = bridge_words(view.bridge) if view.bridge else None
        told["in_groups"] = gateway.groups_of(view.entity_id)
        told["protection"] = next(iter(gateway.protection_of([view.entity_id])), None)
    told["belongings_heading"] = _BELONGINGS_HEADINGS.get(view.kind, "")
    told["several"] = any(part.times != part.records for part in view.parts)
    return render(request, "pages/entity.html", _context(gateway, view, "summary", **told))


@reads
def records(request: Request, gateway: Gateway, entity_id: str) -> HttpResponse:
    page = asked_page(request)
    other = request.GET.get("with", "").strip().upper()[:20] or None
    view = gateway.entity(entity_id, sections=("records",), limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE, records_tied_to=other)
    pages = Pages(view.records_matching, page)
    if pages.turned_too_far:
        return pages.back(request)
    before = urlencode({"with": other}) + "&" if other else ""
    return render(
        request, "pages/entity_records.html", _context(gateway, view, "records", pages=pages, before=before, other=other)
    )


@reads
def ties(request: Request, gateway: Gateway, entity_id: str) -> HttpResponse:
    """Grouped by layer, the strongest of each; or one layer, page by page."""
    layer = request.GET.get("layer") or None
    page = asked_page(request)
    narrowed: dict[str, Any] = {"each": _TIES_OF_A_LAYER, "limit": _TIES_AT_MOST}
    if layer:
        narrowed = {"layer": layer, "limit": PAGE_SIZE, "offset": (page - 1) * PAGE_SIZE}
    view = gateway.entity(entity_id, sections=("ties",), **narrowed)
    told: dict[str, Any] = {"layer": layer, "all_ties": sum(view.ties_visible.values())}
    if layer:
        pages = Pages(view.ties_visible.get(layer, 0), page)
        if pages.turned_too_far:
            return pages.back(request)
        told |= {"pages": pages, "before": urlencode({"layer": layer}) + "&"}
    chosen = {layer: view.ties_visible.get(layer, 0)} if layer else view.ties_visible
    told["groups"] = [
        {"layer": name, "count": count, "ties": [tie for tie in view.ties if tie.layer == name]} for name, count in chosen.items()
    ]
    return render(request, "pages/entity_ties.html", _context(gateway, view, "ties", **told))


def _context(gateway: Gateway, view: EntityView, current: str, **more: Any) -> dict[str, Any]:
    return {"entity": view, "current": current, "pending": pending(gateway, view.entity_id), **more}


def _facts(view: EntityView) -> list[dict[str, Any]]:
    """The facts by what they are about; ``differ`` where records contradict one another."""
    groups: dict[str, list[Fact]] = {}
    for fact in view.facts:
        groups.setdefault(fact.column, []).append(fact)
    return [
        {"label": facts[0].label, "facts": facts, "differ": column not in _MANY and len({f.value for f in facts}) > 1}
        for column, facts in groups.items()
    ]


def _tied(view: EntityView) -> list[dict[str, Any]]:
    """Other entities by kind: the heading, those shown, and how many there are."""
    return [
        {
            "kind": kind.name,
            "heading": _TIED_HEADINGS.get((view.kind, kind.name), kind.plural),
            "tied": [tied for tied in view.tied if tied.kind == kind.name],
            "count": count,
        }
        for kind in mention_kinds()
        if (count := view.tied_visible.get(kind.name, 0))
    ]


urlpatterns = [
    path("entity/<str:entity_id>/", summary, name="entity"),
    path("entity/<str:entity_id>/records/", records, name="entity_records"),
    path("entity/<str:entity_id>/ties/", ties, name="entity_ties"),
]
