"""A view is saved as it is drawn, shared with a colleague, and taken back; and a list of ties is planned without being kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

Visiting = Callable[..., Any]
TIES = "source,target\nhub,ann\nhub,ben\nhub,cat\nann,ben\nother,dan\nother,eve\nother,fay\n"


def test_a_view_is_saved_as_it_is_drawn_shared_and_opened_by_a_colleague(visit: Visiting, known: Any) -> None:
    v = visit("amina")
    v.go(f"/entity/{known.person}/network/?depth=2")
    drawing = v.page.get_by_role("region", name=re.compile("^Drawing of the network"))
    expect(drawing.locator("canvas").first).to_be_visible()
    drawing.get_by_label("Strength of evidence").select_option(label="Strong or more")
    v.follow("Save this view")
    expect(v.main).to_contain_text("Chosen: up to two ties away; evidence at least strong.")
    v.page.get_by_label("Title").fill("Strong ties, two steps")
    v.press("Save the view")
    expect(v.main).to_contain_text("It is yours alone until you share it.")
    settings = v.path
    v.page.get_by_label("Name of the account").fill("nobody at all")
    v.press("Share with this person")
    expect(v.page.get_by_role("alert")).to_contain_text("There is no open account")
    v.page.get_by_label("Name of the account").fill("sam")
    v.press("Share with this person")
    expect(v.page.get_by_role("row").filter(has_text="sam")).to_be_visible()

    sam = visit("sam")
    sam.go("/views/")
    sam.follow("Strong ties, two steps")
    assert sam.path == f"/entity/{known.person}/network/?depth=2&least=0.7"
    expect(sam.page.get_by_role("region", name=re.compile("^Drawing of the network")).locator("canvas").first).to_be_visible()

    v.go(settings)
    v.page.get_by_role("button", name="Stop sharing with sam").click()
    expect(v.main).to_contain_text("You alone.")
    assert sam.status(settings) == 404


def test_it_is_saved_and_deleted_without_scripts(visit: Visiting, known: Any) -> None:
    v = visit("amina", scripts=False)
    v.go(f"/entity/{known.person}/network/?layers=home")
    v.follow("Save this view")
    v.page.get_by_label("Title").fill("Homes alone")
    v.press("Save the view")
    v.follow("Delete this view")
    v.press("Delete the view")
    expect(v.main).to_contain_text("The view “Homes alone” is deleted.")
    expect(v.page.get_by_role("link", name="Homes alone")).to_have_count(0)


def test_a_list_of_ties_is_planned_and_drawn(visit: Visiting, accessible: Callable[[Page], None]) -> None:
    v = visit("sam")
    v.go("/ties/")
    v.page.get_by_label("File of ties").set_input_files(
        {"name": "ties.csv", "mimeType": "text/csv", "buffer": b"source,target\nhub,\n"}
    )
    v.press("Make the plan")
    expect(v.page.get_by_role("alert")).to_contain_text("The file says no target (line 2, column target).")
    v.page.get_by_label("File of ties").set_input_files({"name": "ties.csv", "mimeType": "text/csv", "buffer": TIES.encode()})
    v.page.get_by_label("How many people to act on").fill("1")
    v.page.get_by_label("Never to be chosen").fill("other")
    v.press("Make the plan")
    expect(v.heading("Plan for a list of ties")).to_be_visible()
    expect(v.main).to_contain_text("Act on: hub")
    expect(v.main).to_contain_text("Proved: no choice of as many does better.")
    expect(v.page.get_by_role("img", name="The network, and what is left of it")).to_be_visible()
    accessible(v.page)
    v.page.get_by_text("the figures as a table").click()
    expect(v.page.get_by_role("table").filter(has_text="Drawn as")).to_contain_text("ann, ben")
