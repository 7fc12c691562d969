"""The URL table is collected from the pages."""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages

from stronghold.web import pages, urls


def test_every_module_of_pages_adds_its_own() -> None:
    modules = [import_module(m.name) for m in walk_packages(pages.__path__, f"{pages.__name__}.") if not m.ispkg]
    collected = {id(p) for p in urls.urlpatterns}
    assert all({id(p) for p in getattr(m, "urlpatterns", ())} <= collected for m in modules)
    assert len(urls.urlpatterns) == sum(len(getattr(m, "urlpatterns", ())) for m in modules)


def test_names_lead_to_one_address_each() -> None:
    named = [(p.name, str(p.pattern)) for p in urls.urlpatterns]
    assert len({name for name, _ in named}) == len(named)
