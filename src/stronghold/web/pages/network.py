"""The network around an entity: drawn where there are scripts, and the same facts as two tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
from stronghold.network.formats import DrawnNetwork, to_followthemoney, to_geojson, to_graphml, to_xlsx
from stronghold.vocabulary import kinds as all_kinds
from stronghold.vocabulary import mention_kinds
from stronghold.web.doors import Request, reads
from stronghold.web.narrowing import Narrowing, SmallCheckboxes, SmallRadios, iso_day, query_of
from stronghold.web.network_layout import Point, positions
from stronghold.web.paging import Pages, asked_page

__all__ = [
    "FILES",
    "KINDS",
    "LAYERS",
    "EdgeRow",
    "NetworkForm",
    "chosen",
    "drawing",
    "edge_rows",
    "file_of",
    "network",
    "network_file",
    "network_json",
    "network_notice",
    "placed",
    "urlpatterns",
]

LIMITS = (50, 150, 500, 2000)
_USUAL = 150
_TIES_ON_A_PAGE = 100
FILES: dict[str, tuple[str, str, Callable[[DrawnNetwork], bytes]]] = {
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", to_xlsx),
    "graphml": ("GraphML", "application/graphml+xml", to_graphml),
    "ftm.json": ("FollowTheMoney", "application/x-ndjson", to_followthemoney),
    "geojson": ("GeoJSON", "application/geo+json", to_geojson),
}
"""Ending of an export -> its name, its content type, and what writes it."""
_LONGEST_NAME = 200


KINDS = {kind.name: kind.plural for kind in mention_kinds()}
LAYERS = {
    layer: layer.capitalize()
    for layer in sorted(
        {rule.layer for kind in all_kinds().values() for rule in kind.ties}
        | {part.layer for kind in all_kinds().values() for part in kind.parts.values()}
    )
}


class _Agencies(forms.MultipleChoiceField):
    """Any names: whose records there are is only known once they were looked for, and is nothing to be guessed from."""

    def valid_value(self, value: Any) -> bool:
        return len(str(value)) <= _LONGEST_NAME


class NetworkForm(Narrowing):
    """What of the network is shown. The choices offered are those the network has; all that there are can be given."""

    columns: Sequence[Sequence[str]] = (("depth", "since", "until", "limit"), ("kinds", "agencies", "least"), ("layers",))
    usual: Mapping[str, str] = {"depth": "1", "limit": str(_USUAL), "least": "0"}
    narrowing: Sequence[str] = ("kinds", "layers", "agencies", "least", "since", "until")

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
        choices=list(KINDS.items()),
        error_messages={"invalid_choice": "Choose from the kinds in the list"},
    )
    layers = forms.MultipleChoiceField(
        label="Tied by",
        required=False,
        widget=SmallCheckboxes,
        help_text="Tick none for all",
        choices=list(LAYERS.items()),
        error_messages={"invalid_choice": "Choose from the ties in the list"},
    )
    agencies = _Agencies(
        label="Records of",
        required=False,
        widget=SmallCheckboxes,
        help_text="Tick none for all",
        error_messages={"invalid_choice": "Choose from the agencies in the list"},
    )
    least = forms.TypedChoiceField(
        label="Evidence at least",
        required=False,
        coerce=float,
        empty_value=None,
        widget=SmallRadios,
        choices=[("0", "Any"), ("0.4", "Moderate"), ("0.7", "Strong"), ("0.9", "Very strong")],
        error_messages={"invalid_choice": "Choose how strong the evidence is at least"},
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
        named = {name: self.given(name) for name in ("kinds", "layers", "agencies", "since", "until")}
        asked = {
            "depth": int(self.given("depth") or 1),
            "limit": self.given("limit") or _USUAL,
            "least": self.given("least") or 0.0,
        }
        return {**named, **asked}

    def offer_found(self, found: Neighbourhood) -> None:
        self.offer("kinds", {choice.name: choice.number for choice in found.kinds}, KINDS)
        self.offer("layers", {choice.name: choice.number for choice in found.layers}, LAYERS)
        self.offer(
            "agencies", {choice.name: choice.number for choice in found.agencies}, {a.name: a.name for a in found.agencies}
        )


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
        "in_groups": gateway.groups_of(found.focus) if found.nodes[0].kind == "person" else (),
        "nodes": _node_rows(found),
        "edges": pages.of(edge_rows(found)),
        "page": pages.page,
        "before": f"{query}&" if query else "",
        "wider": wider if found.left_out_nodes else [],
        "depth": asked["depth"],
        "files": [(ending, label) for ending, (label, _, _) in FILES.items()],
        "usable": form.usable(request.GET),
        "farther": query_of(request.GET, depth=2) if asked["depth"] == 1 else "",
    }
    return render(request, "pages/network.html", context, status=400 if form.errors else 200)


@reads
def network_json(request: Request, gateway: Gateway, entity_id: str) -> JsonResponse:
    found = gateway.neighbourhood(entity_id, **chosen(NetworkForm(request.GET)))
    own = [reverse(page, args=[found.focus]) for page in ("network", "network_notice")]
    return JsonResponse(drawing(found, placed(found, found.focus), table=own[0], notice=own[1]))


@reads
def network_notice(request: Request, gateway: Gateway, entity_id: str) -> JsonResponse:
    """The words that go with a picture of the network, which is made where it is drawn."""
    return JsonResponse({"notice": gateway.export_neighbourhood(entity_id, **chosen(NetworkForm(request.GET))).notice})


def chosen(form: NetworkForm) -> dict[str, Any]:
    """What the gateway is asked for; ``BadInput`` for a choice that cannot be used, where no page can say so at the field."""
    for name, errors in form.errors.items():
        raise BadInput(f"{errors[0]}.", column=name, remedy="Correct it on the page of the network.")
    return form.asked()


@reads
def network_file(request: Request, gateway: Gateway, entity_id: str, form_of: str) -> HttpResponse:
    """The network as chosen, as a file for another program."""
    if form_of not in FILES:
        raise BadInput(f"There is no export as {form_of!r}.", remedy=f"Choose one of: {', '.join(FILES)}.")
    drawn = gateway.export_neighbourhood(entity_id, **chosen(NetworkForm(request.GET)))
    return file_of(drawn, f"network-{entity_id.upper()}", form_of)


def file_of(drawn: DrawnNetwork, name: str, form_of: str) -> HttpResponse:
    """The network as a download of that ``name``, in a form of :data:`FILES`."""
    _, content_type, write = FILES[form_of]
    answer = HttpResponse(write(drawn), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form_of}"'
    return answer


def placed(found: Neighbourhood, middle: str) -> dict[str, Point]:
    """A place for each node, the node ``middle`` in the middle."""
    edges = [(edge.entity_l, edge.entity_r, edge.strength) for edge in found.edges]
    return positions([node.entity_id for node in found.nodes], edges, middle)


def drawing(found: Neighbourhood, places: Mapping[str, Point], *, table: str, notice: str) -> dict[str, Any]:
    """What the drawing is made from: the nodes at their ``places``, and the edges.

    ``table`` and ``notice`` are the addresses of the same as a table, and of the words that go with a picture.
    """
    return {
        "focus": found.focus,
        "nodes": [
            {
                "id": node.entity_id,
                "kind": node.kind,
                "label": node.label,
                "x": places[node.entity_id][0],
                "y": places[node.entity_id][1],
                "url": reverse("group" if node.kind == "group" else "entity", args=[node.entity_id]),
                "records": node.records,
                "child": node.child,
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
        "layers": [{"name": c.name, "label": LAYERS.get(c.name, c.name.capitalize()), "edges": c.number} for c in found.layers],
        "kinds": [
            {"name": c.name, "label": KINDS.get(c.name, f"{c.name.capitalize()}s"), "nodes": c.number} for c in found.kinds
        ],
        "left_out": {"nodes": found.left_out_nodes, "edges": found.left_out_edges},
        "url_table": table,
        "url_notice": notice,
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


def edge_rows(found: Neighbourhood) -> list[EdgeRow]:
    """The ties as lines of a table."""
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
    path("entity/<str:entity_id>/network/notice.json", network_notice, name="network_notice"),
    path("entity/<str:entity_id>/network/export.<str:form_of>", network_file, name="network_file"),
]
