"""The groups that were found: as a list, and drawn as nodes with the ties between them."""

from __future__ import annotations

import math
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path, reverse

from stronghold.governance.gateway import Gateway
from stronghold.governance.groups import GroupSummary
from stronghold.web.doors import Request, reads
from stronghold.web.pages.network import drawing
from stronghold.web.paging import Pages, asked_page

__all__ = ["group_list", "groups_json", "urlpatterns"]


class AreaForm(forms.Form):
    """The area that the list is narrowed to; one that no group is active in narrows nothing."""

    area = forms.ChoiceField(label="Active in", required=False)

    def __init__(self, areas: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", "Every area"), *((area, area) for area in areas)]  # type: ignore[attr-defined]


@reads
def group_list(request: Request, gateway: Gateway) -> HttpResponse:
    every = gateway.groups()
    areas = sorted({area for group in every for area in group.areas})
    form = AreaForm(areas, request.GET)
    form.full_clean()
    area = form.cleaned_data.get("area") or ""
    found = [group for group in every if not area or area in group.areas]
    pages = Pages(len(found), asked_page(request))
    if pages.turned_too_far:
        return pages.back(request)
    told = {
        "form": AreaForm(areas, initial={"area": area}),
        "found": pages.of(found),
        "every": len(every),
        "area": area,
        "pages": pages,
        "before": urlencode({"area": area}) + "&" if area else "",
        "linked": _linked(gateway, every),
    }
    return render(request, "pages/groups/list.html", told)


def _linked(gateway: Gateway, every: tuple[GroupSummary, ...]) -> list[dict[str, Any]]:
    """The ties between groups, as lines of a table."""
    if len(every) < 2:
        return []
    labels = {group.group_id: group.label for group in every}
    return [
        {"edge": edge, "left": labels[edge.entity_l], "right": labels[edge.entity_r]} for edge in gateway.groups_network().edges
    ]


@reads
def groups_json(request: Request, gateway: Gateway) -> JsonResponse:
    found = gateway.groups_network()
    addresses = {"table": reverse("groups"), "notice": reverse("groups_notice")}
    if not found.nodes:
        return JsonResponse({"nodes": []})
    places = dict(zip((node.entity_id for node in found.nodes), _ring(len(found.nodes)), strict=True))
    return JsonResponse(drawing(found, places, **addresses))


def _ring(number: int) -> list[tuple[float, float]]:
    """Places on a circle: most groups have no tie to another, and are to be seen all the same."""
    angles = [2 * math.pi * place / max(number, 1) for place in range(number)]
    return [(round(math.sin(angle), 4), round(math.cos(angle), 4)) for angle in angles]


@reads
def groups_notice(request: Request, gateway: Gateway) -> JsonResponse:
    """The words that go with a picture of the groups, which is made where it is drawn."""
    return JsonResponse({"notice": gateway.export_groups_network().notice})


urlpatterns = [
    path("groups/", group_list, name="groups"),
    path("groups/network.json", groups_json, name="groups_json"),
    path("groups/network/notice.json", groups_notice, name="groups_notice"),
]
