"""The views that one may open, and opening one: by what of the network the reader may see, not whoever saved it."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path

from stronghold.casework import views
from stronghold.casework.models import SavedView
from stronghold.governance.gateway import Gateway
from stronghold.web.doors import Request, reads
from stronghold.web.pages.views.choices import address_of, in_words, shown_by

__all__ = ["open_view", "urlpatterns", "view_list"]


@reads
def view_list(request: Request, gateway: Gateway) -> HttpResponse:
    found = views.listed(gateway)
    told = {"own": [_line(view) for view in found.own], "shared": [_line(view) for view in found.shared]}
    return render(request, "pages/views/list.html", told)


@reads
def open_view(request: Request, gateway: Gateway, view_number: int) -> HttpResponse:
    """To the network as it was chosen; where the records that were meant belong to others now, those are offered."""
    found = views.opened(gateway, view_number)
    if found.focus:
        return HttpResponseRedirect(address_of(found.view, found.focus))
    sides = [(side, address_of(found.view, side.entity_id)) for side in found.sides]
    return render(request, "pages/views/changed.html", {"view": found.view, "sides": sides})


def _line(view: SavedView) -> dict[str, object]:
    with_whom = [account.username for account in view.shared_with.all()]
    return {
        "view": view,
        "sort": shown_by(view),
        "words": in_words(view.choices, of_group=view.is_of_group),
        "with_whom": [*([f"everybody of {view.owner.agency.name}"] if view.for_agency else []), *with_whom],
    }


urlpatterns = [
    path("views/", view_list, name="views"),
    path("view/<int:view_number>/", open_view, name="view"),
]
