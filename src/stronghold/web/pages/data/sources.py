"""Every file of the served picture: whose it is, on what terms, and what became of its rows; and what waits for the next build."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from stronghold.casework import builds, decisions, uploads
from stronghold.casework.models import Build, Upload
from stronghold.governance.gateway import open_gateway
from stronghold.web.doors import Request, signed_in

__all__ = ["sources", "urlpatterns"]


@signed_in
def sources(request: Request) -> HttpResponse:
    """The page is there before the first picture too: it says how to make one."""
    if request.purpose is None:
        return HttpResponseRedirect(f"{reverse('purpose')}?{urlencode({'next': request.path})}")
    builds.settle(request.store)
    context: dict[str, Any] = {
        "section": "sources",
        "waiting": uploads.of_agency(request.account) if "load" in request.acts else [],
        "running": Build.objects.filter(slot__isnull=False).first(),
    }
    if request.store.current() is not None:
        with open_gateway(request.store.path, request.account.username, request.purpose) as gateway:
            context |= {"picture": gateway.sources(), "corrections": gateway.waiting_corrections()}
            context["decided"] = bool(decisions.waiting(gateway.decisions_obeyed))
    accepted = Upload.objects.filter(status=Upload.Status.ACCEPTED).exists()
    context["to_take_in"] = accepted or bool(context.get("corrections") or context.get("decided"))
    return render(request, "pages/data/sources.html", context)


urlpatterns = [path("data/", sources, name="data")]
