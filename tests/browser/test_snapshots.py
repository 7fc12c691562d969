"""Builds and snapshots: one build at a time, what changed between two pictures, and going back to the one before."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

Visiting = Callable[..., Any]
MENDING = "Checking and mending records"


def test_two_pictures_are_compared_and_the_earlier_one_served_again(
    visit: Visiting, small_site: Any, sightings: Callable[..., dict[str, Any]]
) -> None:
    v = visit("amina", MENDING, at=small_site)

    def of_this_test(file: dict[str, Any]) -> dict[str, Any]:
        """In a layout of its own: one that was loaded before is read as it was then, which other tests may have changed."""
        return {**file, "buffer": file["buffer"].replace(b"Remarks", b"Comments")}

    v.accept_file(of_this_test(sightings("before", "BEFOREHAND")))
    v.go("/data/builds/")
    v.build()
    v.accept_file(of_this_test(sightings("after", "AFTERWARDS", "AFTERALL")))
    v.go("/data/builds/")
    v.build()

    v.follow("What changed since the picture before")
    expect(v.heading("What changed")).to_be_visible()
    expect(v.page.get_by_role("table", name="Files that changed")).to_contain_text("after.csv")
    expect(v.page.get_by_role("table", name="Records").get_by_role("row").filter(has_text="Sightings")).to_contain_text("3")

    v.go("/data/snapshots/")
    # The newest first, however many were built before this test.
    newest, before = (v.page.get_by_role("table", name="All snapshots").locator("tbody tr").nth(at) for at in (0, 1))
    again = re.compile("^Serve it again")
    expect(newest.get_by_text("Served", exact=True)).to_be_visible()
    before.get_by_role("link", name=again).click()
    expect(v.page.get_by_role("table", name="Files that changed")).to_contain_text("after.csv")
    v.press("Serve it again")
    expect(v.page.get_by_role("alert")).to_contain_text("Say why it is to be served again")
    v.page.get_by_label("Why is it to be served again?").fill("The file was of another town.")
    v.press("Serve it again")
    expect(v.main).to_contain_text("is served again.")
    v.search("afterwards")
    expect(v.page.get_by_role("table")).to_have_count(0)
    v.search("beforehand")
    expect(v.page.get_by_role("link", name=re.compile("Beforehand"))).to_be_visible()

    v.go("/data/snapshots/")
    expect(before.get_by_text("Served", exact=True)).to_be_visible()
    newest.get_by_role("link", name=again).click()
    v.page.get_by_label("Why is it to be served again?").fill("It was the right town after all.")
    v.press("Serve it again")
    v.search("afterwards")
    expect(v.page.get_by_role("link", name=re.compile("Afterwards"))).to_be_visible()


def test_who_asks_for_a_second_build_is_told_of_the_first(visit: Visiting, small_site: Any) -> None:
    first, second = visit("amina", MENDING, at=small_site), visit("omar", MENDING, at=small_site)
    for v in (first, second):
        v.go("/data/builds/")
    first.press("Build now")
    second.press("Build now")
    expect(second.heading("A build is open already")).to_be_visible()
    expect(second.main).to_contain_text("A build asked for by amina")
    second.follow("See how far that build is")
    for v in (first, second):
        expect(v.main).to_contain_text("The build is done, and the new picture is served.", timeout=180_000)


def test_a_build_tells_how_far_it_is_where_there_are_no_scripts(visit: Visiting, small_site: Any) -> None:
    v = visit("omar", MENDING, at=small_site, scripts=False)
    v.go("/data/builds/")
    v.press("Build now")
    expect(v.heading("Build of")).to_be_visible()
    done = v.main.get_by_text("The build is done, and the new picture is served.")
    again = v.main.get_by_role("link", name="Look again", exact=True)
    for _ in range(200):
        # A page that is still coming shows neither.
        expect(done.or_(again).first).to_be_visible()
        if done.is_visible():
            break
        v.follow("Look again")
    expect(done).to_be_visible()
