"""A store in which nothing is yet: every page says what to do next, and from there one comes to the first picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

Visiting = Callable[..., Any]
MENDING = "Checking and mending records"


@pytest.fixture
def empty_site(site: Any, serving: Callable[..., AbstractContextManager[Any]], tmp_path: Path) -> Iterator[Any]:
    with serving(tmp_path / "store", site.town, {"amina": "analyst"}) as served:
        yield served


def test_from_nothing_to_the_first_picture_in_the_browser(
    visit: Visiting, empty_site: Any, accessible: Callable[[Page], None], sightings: Callable[..., dict[str, Any]]
) -> None:
    v = visit("amina", MENDING, at=empty_site)
    for path in ("/search/?q=ma", "/entity/P-00000000/", "/review/", "/data/quarantine/", "/"):
        assert v.go(path) == 404
        expect(v.heading("There is no picture yet")).to_be_visible()
    accessible(v.page)
    for path, words in (
        ("/reports/", "There are no reports to show"),
        ("/data/snapshots/", "There is no snapshot yet"),
        ("/data/builds/", "There is nothing to build from yet"),
        ("/data/", "There is no picture yet"),
    ):
        assert v.go(path) == 200
        expect(v.page.get_by_role("heading", name=words)).to_be_visible()
        accessible(v.page)
    v.follow("Send the first file")
    expect(v.heading("Send a file")).to_be_visible()
    v.accept_file(sightings("first", "FIRSTCOMER", "SECONDARY", "THIRDWAY"))
    v.build("Build the picture")
    accessible(v.page)
    v.search("firstcomer")
    expect(v.main.locator("tbody")).to_contain_text("firstcomer")
    v.go("/")
    expect(v.heading("Search the picture")).to_be_visible()
