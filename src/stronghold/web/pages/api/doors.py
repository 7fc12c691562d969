"""The doors of the API: those of the pages. Each view of django-ninja is put behind one of them, with the request's own gateway."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.web.doors import Request, acts, reads

__all__ = ["ApiRequest", "behind_doors"]

View = Callable[..., HttpResponseBase]


class ApiRequest(HttpRequest):
    """A request to the API: ``gateway`` is open for its account and purpose while the view runs."""

    gateway: Gateway


def behind_doors(pattern: URLPattern, before: str, act: str | None) -> URLPattern:
    """The pattern with its address after ``before``, and its view behind the reading door, or behind that of ``act``."""
    view: View = pattern.callback
    return path(f"{before}{pattern.pattern}", _acting(view, act) if act else _reading(view), name=pattern.name)


def _reading(view: View) -> View:
    @reads
    def opened(request: Request, gateway: Gateway, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.gateway = gateway  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return opened


def _acting(view: View, act: str) -> View:
    @acts(act)
    def opened(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with open_gateway(request.store.path, request.account.username, request.purpose or "") as gateway:
            request.gateway = gateway  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

    return opened
