"""The network around an entity: drawn where there are scripts, and the same facts as two tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path, reverse

from stronghold.casework.decisions import pending
from stronghold.errors import BadInput
from stronghold.governance.gateway import Gateway
from stronghold.governance.neighbourhood import EdgeView, Neighbourhood, NodeView
from stronghold.vocabulary import kinds as all_kinds
from stronghold.vocabulary import mention_kinds
from stronghold.web.doors import Request, reads
from stronghold.web.narrowing import Narrowing, SmallCheckboxes, SmallRadios, iso_day, query_of
from stronghold.web.network_layout import positions
from stronghold.web.paging import Pages, asked_page

__all__ = ["NetworkForm", "network", "network_json", "urlpatterns"]

LIMITS = (50, 150, 500, 2000)
_USUAL = 150
_TIES_ON_A_PAGE = 100


_KINDS = {kind.name: kind.plural for kind in mention_kinds()}
_LAYERS = {
    layer: layer.capitalize()
    for layer in sorted(
        {rule.layer for kind in all_kinds().values() for rule in kind.ties}
        | {part.layer for kind in all_kinds().values() for part in kind.parts.values()}
    )
}


class NetworkForm(Narrowing):
    """What of the network is shown. The choices offered are those the network has; all that there are can be given."""

    columns = (("depth", "since", "until", "limit"), ("kinds",), ("layers",))
    usual = {"depth": "1", "limit": str(_USUAL)}
    narrowing = ("kinds", "layers", "since", "until")

    depth = forms.ChoiceField(
        label="How far",
        required=False,
        widget=SmallRadios,
        choices=[("1", "Tied directly"), ("2", "Up to two ties away")],
        error_messages={"invalid_choice": "Choose how far the network reaches"},
    )
    kinds = forms.MultipleChoiceField(
        label="Show",
        required=False,
        widget=SmallCheckboxes,
        help_text="Tick none for all",
        choices=list(_KINDS.items()),
        error_messages={"invalid_choice": "Choose from the kinds in the list"},
    )
    layers = forms.MultipleChoiceField(
        label="Tied by",
        required=False,
        widget=SmallCheckboxes,
        help_text="Tick none for all",
        choices=list(_LAYERS.items()),
        error_messages={"invalid_choice": "Choose from the ties in the list"},
    )
    limit = forms.TypedChoiceField(
        label="How many at most",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[(number, f"{number:,}") for number in LIMITS],
        error_messages={"invalid_choice": "Choose how many at most from the list"},
    )

    def asked(self) -> dict[str, Any]:
        """What the gateway is asked for."""
        named = {name: self.given(name) for name in ("kinds", "layers", "since", "until")}
        return {**named, "depth": int(self.given("depth") or 1), "limit": self.given("limit") or _USUAL}

    def offer_found(self, found: Neighbourhood) -> None:
        self.offer("kinds", {choice.name: choice.number for choice in found.kinds}, _KINDS)
        self.offer("layers", {choice.name: choice.number for choice in found.layers}, _LAYERS)


@dataclass(frozen=True)
class NodeRow:
    """A line of the table of entities."""

    node: NodeView
    letter: str
    kind_label: str
    ties: int


@dataclass(frozen=True)
class EdgeRow:
    """A line of the table of ties; ``left`` is the end nearer to the entity that the network is around."""

    edge: EdgeView
    left: NodeView
    right: NodeView
    layers: str


@reads
def network(request: Request, gateway: Gateway, entity_id: str) -> HttpResponse:
    form = NetworkForm(request.GET)
    asked = form.asked()
    found = gateway.neighbourhood(entity_id, **asked)
    form.offer_found(found)
    pages = Pages(len(found.edges), asked_page(request), _TIES_ON_A_PAGE)
    if pages.turned_too_far:
        return pages.back(request)
    query = query_of(request.GET)
    wider = [(number, query_of(request.GET, limit=number)) for number in LIMITS if number > asked["limit"]]
    context = {
        "form": form,
        "found": found,
        "pending": pending(gateway, found.focus),
        "focus": found.nodes[0],
        "nodes": _node_rows(found),
        "edges": _edge_rows(found)[pages.page.start_index() - 1 : pages.page.end_index()] if found.edges else [],
        "page": pages.page,
        "before": f"{query}&" if query else "",
        "usable": form.usable(request.GET),
        "wider": wider if found.left_out_nodes else [],
        "depth": asked["depth"],
        "farther": query_of(request.GET, depth=2) if asked["depth"] == 1 else "",
    }
    return render(request, "pages/network.html", context, status=400 if form.errors else 200)


@reads
def network_json(request: Request, gateway: Gateway, entity_id: str) -> JsonResponse:
    form = NetworkForm(request.GET)
    for name, errors in form.errors.items():
        raise BadInput(f"{errors[0]}.", column=name, remedy="Correct it on the page of the network.")
    return JsonResponse(_drawing(gateway.neighbourhood(entity_id, **form.asked())))


def _drawing(found: Neighbourhood) -> dict[str, Any]:
    """What the drawing is made from: the nodes with their places, and the edges."""
    places = positions(
        [node.entity_id for node in found.nodes],
        [(edge.entity_l, edge.entity_r, edge.strength) for edge in found.edges],
        found.focus,
    )
    return {
        "focus": found.focus,
        "nodes": [
            {
                "id": node.entity_id,
                "kind": node.kind,
                "label": node.label,
                "x": places[node.entity_id][0],
                "y": places[node.entity_id][1],
                "url": reverse("entity", args=[node.entity_id]),
                "records": node.records,
            }
            for node in found.nodes
        ],
        "edges": [
            {
                "id": f"{edge.entity_l} {edge.entity_r}",
                "source": edge.entity_l,
                "target": edge.entity_r,
                "layers": edge.layers,
                "strength": edge.strength,
                "records": edge.records,
                "first": iso_day(edge.first_seen),
                "last": iso_day(edge.last_seen),
            }
            for edge in found.edges
        ],
        "layers": [{"name": c.name, "label": _LAYERS.get(c.name, c.name), "edges": c.number} for c in found.layers],
        "kinds": [{"name": c.name, "label": _KINDS[c.name], "nodes": c.number} for c in found.kinds],
        "left_out": {"nodes": found.left_out_nodes, "edges": found.left_out_edges},
        "url_table": reverse("network", args=[found.focus]),
    }


def _node_rows(found: Neighbourhood) -> list[NodeRow]:
    ties = dict.fromkeys((node.entity_id for node in found.nodes), 0)
    for edge in found.edges:
        ties[edge.entity_l] += 1
        ties[edge.entity_r] += 1
    return [
        NodeRow(node, node.entity_id[0], all_kinds()[node.kind].label, ties[node.entity_id])
        for node in found.nodes
        if node.entity_id != found.focus
    ]


def _edge_rows(found: Neighbourhood) -> list[EdgeRow]:
    order = {node.entity_id: place for place, node in enumerate(found.nodes)}
    rows = []
    for edge in found.edges:
        near, far = sorted((edge.entity_l, edge.entity_r), key=lambda end: order[end])
        rows.append(
            EdgeRow(
                edge=edge,
                left=found.nodes[order[near]],
                right=found.nodes[order[far]],
                layers=", ".join(edge.layers),
            )
        )
    return rows


urlpatterns = [
    path("entity/<str:entity_id>/network/", network, name="network"),
    path("entity/<str:entity_id>/network.json", network_json, name="network_json"),
]
