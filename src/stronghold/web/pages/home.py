"""The first page: a search box, what waits for the one who is signed in, and what of the picture one may see."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from stronghold.casework import notices, plans
from stronghold.governance.gateway import Gateway
from stronghold.web.doors import Request, reads

__all__ = ["home", "urlpatterns"]


@reads
def home(request: Request, gateway: Gateway) -> HttpResponse:
    plans.watch(request.store)
    for_you, total = notices.waiting_for(request.account)
    told = {"overview": gateway.overview(), "for_you": for_you, "for_you_total": total}
    return render(request, "pages/home.html", told)


urlpatterns = [path("", home, name="home")]
