"""What became of a person, home or thing from picture to picture: when its records were joined and parted, and who decided."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from stronghold.casework.decisions import about, pending
from stronghold.governance.gateway import Gateway
from stronghold.web.doors import Request, reads

__all__ = ["history", "urlpatterns"]


@reads
def history(request: Request, gateway: Gateway, entity_id: str) -> HttpResponse:
    view = gateway.entity(entity_id, sections=())
    found = gateway.history(view.entity_id)
    decided = about(gateway, view.entity_id)
    numbers = {each.row.number for each in decided}
    context: dict[str, Any] = {
        "entity": view,
        "current": "history",
        "pending": pending(gateway, view.entity_id),
        "history": found,
        # Of what a build obeyed anew, the decisions about these records.
        "events": [(event, [number for number in event.decisions if number in numbers]) for event in found.events],
        "decided": decided,
    }
    return render(request, "pages/entity_history.html", context)


urlpatterns = [path("entity/<str:entity_id>/history/", history, name="entity_history")]
