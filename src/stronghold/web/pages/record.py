"""One record: everything it says, everyone and everything it names, where it comes from and under what rules it is held."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path

from stronghold.casework import withdrawals
from stronghold.governance.answers import EntityView
from stronghold.governance.gateway import Gateway
from stronghold.governance.refusals import NotVisible
from stronghold.web.doors import Request, reads

__all__ = ["record", "record_by_key", "urlpatterns"]


@reads
def record(request: Request, gateway: Gateway, key: str) -> HttpResponse:
    return _page(request, gateway, key)


@reads
def record_by_key(request: Request, gateway: Gateway) -> HttpResponse:
    """For keys that no path can hold."""
    key = request.GET.get("key", "")
    if not key:
        raise NotVisible("No record was asked for.", remedy="Look for it by its key or reference.")
    return _page(request, gateway, key)


def _page(request: Request, gateway: Gateway, key: str) -> HttpResponse:
    view = gateway.show(key)
    if isinstance(view, EntityView):
        return HttpResponseRedirect(f"/entity/{view.entity_id}/")
    owners = {m.mention_key: m for m in view.mentions if m.part is None}
    named = [{"mention": m, "owner": owners.get(m.mention_key.split(">", 1)[0]) if m.part else None} for m in view.mentions]
    told = {
        "record": view,
        "named": named,
        "records": (view,),
        "withdrawal": withdrawals.of_record(gateway, view.record_key),
        "can_withdraw": "withdraw" in request.acts and view.agency == request.account.agency.name,
    }
    return render(request, "pages/record.html", told)


urlpatterns = [
    path("record/", record_by_key, name="record_by_key"),
    path("record/<path:key>/", record, name="record"),
]
