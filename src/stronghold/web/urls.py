"""The URL table: what each module of ``stronghold.web.pages`` says in its own ``urlpatterns``, and the error pages."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

from django.urls import URLPattern, URLResolver

from stronghold.web import pages

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500", "urlpatterns"]

handler400 = "stronghold.web.errors.bad_request"
handler403 = "stronghold.web.errors.forbidden"
handler404 = "stronghold.web.errors.not_found"
handler429 = "stronghold.web.errors.too_many"  # allauth's, for attempts to sign in
handler500 = "stronghold.web.errors.server_error"


def _collected() -> Iterator[URLPattern | URLResolver]:
    for found in walk_packages(pages.__path__, f"{pages.__name__}."):
        yield from getattr(import_module(found.name), "urlpatterns", ())


urlpatterns = list(_collected())
