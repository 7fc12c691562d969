"""The first page: a search box, and what of the picture one may see."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from stronghold.governance.gateway import Gateway
from stronghold.web.doors import Request, reads

__all__ = ["home", "urlpatterns"]


@reads
def home(request: Request, gateway: Gateway) -> HttpResponse:
    return render(request, "pages/home.html", {"overview": gateway.overview()})


urlpatterns = [path("", home, name="home")]
