"""A group's ties: drawn where there are scripts, as two tables, and as files for other programs."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path, reverse

from stronghold.errors import BadInput
from stronghold.governance.gateway import Gateway
from stronghold.governance.neighbourhood import Neighbourhood
from stronghold.web.doors import Request, reads
from stronghold.web.narrowing import query_of
from stronghold.web.pages.network import FILES, LAYERS, NetworkForm, chosen, drawing, edge_rows, file_of, placed
from stronghold.web.paging import Pages, asked_page

__all__ = ["GroupNetworkForm", "group_network", "group_network_file", "group_network_json", "urlpatterns"]

_TIES_ON_A_PAGE = 100


class GroupNetworkForm(NetworkForm):
    """Which of the group's ties are shown."""

    columns = (("since", "until"), ("layers",), ("least",))
    usual = {"least": "0"}
    narrowing = ("layers", "least", "since", "until")
    depth = kinds = agencies = limit = None  # type: ignore[assignment]

    def asked(self) -> dict[str, Any]:
        """What the gateway is asked for."""
        return {**{name: self.given(name) for name in ("layers", "since", "until")}, "least": self.given("least") or 0.0}

    def offer_found(self, found: Neighbourhood) -> None:
        self.offer("layers", {choice.name: choice.number for choice in found.layers}, LAYERS)


@reads
def group_network(request: Request, gateway: Gateway, group_id: str) -> HttpResponse:
    view = gateway.group(group_id)
    form = GroupNetworkForm(request.GET)
    found = gateway.group_network(group_id, **form.asked())
    form.offer_found(found)
    pages = Pages(len(found.edges), asked_page(request), _TIES_ON_A_PAGE)
    if pages.turned_too_far:
        return pages.back(request)
    ties = _ties(found)
    query = query_of(request.GET)
    told = {
        "form": form,
        "view": view,
        "group": view.summary,
        "current": "ties",
        "found": found,
        "nodes": [{"node": node, "ties": ties[node.entity_id]} for node in found.nodes],
        "edges": pages.of(edge_rows(found)),
        "page": pages.page,
        "before": f"{query}&" if query else "",
        "files": [(ending, label) for ending, (label, _, _) in FILES.items()],
        "usable": form.usable(request.GET),
    }
    return render(request, "pages/groups/ties.html", told, status=400 if form.errors else 200)


@reads
def group_network_json(request: Request, gateway: Gateway, group_id: str) -> JsonResponse:
    found = gateway.group_network(group_id, **chosen(GroupNetworkForm(request.GET)))
    ties = _ties(found)
    middle = max(found.nodes, key=lambda node: (ties[node.entity_id], node.entity_id)).entity_id if found.nodes else ""
    own = [reverse(page, args=[found.focus]) for page in ("group_network", "group_network_notice")]
    return JsonResponse(drawing(found, placed(found, middle), table=own[0], notice=own[1]) if found.nodes else {})


@reads
def group_network_notice(request: Request, gateway: Gateway, group_id: str) -> JsonResponse:
    """The words that go with a picture of the group, which is made where it is drawn."""
    drawn = gateway.export_group_network(group_id, **chosen(GroupNetworkForm(request.GET)))
    return JsonResponse({"notice": drawn.notice})


@reads
def group_network_file(request: Request, gateway: Gateway, group_id: str, form_of: str) -> HttpResponse:
    """The group's network as chosen, as a file for another program."""
    if form_of not in FILES:
        raise BadInput(f"There is no export as {form_of!r}.", remedy=f"Choose one of: {', '.join(FILES)}.")
    drawn = gateway.export_group_network(group_id, **chosen(GroupNetworkForm(request.GET)))
    return file_of(drawn, f"group-{group_id.strip().upper()}", form_of)


def _ties(found: Neighbourhood) -> Counter[str]:
    """How many ties each member has of those shown."""
    return Counter(end for edge in found.edges for end in (edge.entity_l, edge.entity_r))


urlpatterns = [
    path("group/<str:group_id>/network/", group_network, name="group_network"),
    path("group/<str:group_id>/network.json", group_network_json, name="group_network_json"),
    path("group/<str:group_id>/network/notice.json", group_network_notice, name="group_network_notice"),
    path("group/<str:group_id>/network/export.<str:form_of>", group_network_file, name="group_network_file"),
]
