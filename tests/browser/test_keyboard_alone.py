"""From a search to a person, to their network and back, and a report entered, without a mouse."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, expect

Visiting = Callable[..., Any]
FOCUSED = "element => element === document.activeElement"
# What a sighted person goes by: an outline, a shadow or a background that the element has only while it is focused.
LOOK = "element => { const s = getComputedStyle(element); return [s.outline, s.boxShadow, s.backgroundColor].join(' ') }"


def tab_to(v: Any, wanted: Locator, *, key: str = "Tab", at_most: int = 80) -> None:
    """Press Tab (or Shift+Tab) until ``wanted`` is focused, and see that it shows."""
    expect(wanted).to_be_visible()
    before = wanted.evaluate(LOOK)
    for _ in range(at_most):
        if wanted.evaluate(FOCUSED):
            break
        v.page.keyboard.press(key)
    expect(wanted).to_be_focused()
    assert wanted.evaluate(LOOK) != before, "it is focused and does not show it"


def test_the_skip_link_comes_first_and_leads_past_the_menu(visit: Visiting) -> None:
    v = visit("amina")
    v.go("/search/?q=ma")
    v.page.keyboard.press("Tab")
    skip = v.page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    v.page.keyboard.press("Enter")
    v.page.keyboard.press("Tab")
    assert v.page.evaluate("() => document.querySelector('main').contains(document.activeElement)")


def test_from_search_to_a_person_to_their_network_and_back(visit: Visiting, known: Any) -> None:
    v = visit("amina")
    press = v.page.keyboard.press
    v.go("/")
    tab_to(v, v.page.get_by_label("Search the picture"))
    v.page.keyboard.type(known.name)
    press("Enter")
    expect(v.heading("Search")).to_be_visible()
    tab_to(v, v.main.get_by_role("link", name=known.name, exact=True).first)
    press("Enter")
    expect(v.heading(known.name)).to_be_visible()
    tab_to(v, v.page.get_by_role("link", name="Network", exact=True))
    press("Enter")
    drawing = v.page.get_by_role("region", name=re.compile("^Drawing of the network"))
    expect(drawing.locator("canvas").first).to_be_visible()

    tab_to(v, drawing.get_by_label("Find in this network"))
    entities = drawing.get_by_role("listbox", name="Entities in the network")
    tab_to(v, entities)
    press("ArrowDown")
    press("ArrowDown")
    press("Enter")
    chosen = entities.get_by_role("option", selected=True)
    expect(chosen).to_have_count(1)
    tab_to(v, drawing.get_by_role("link", name="Open its page"), key="Shift+Tab")
    press("Enter")
    expect(v.page.get_by_role("heading", name="What records say")).to_be_visible()
    assert v.path != f"/entity/{known.person}/"
    v.page.go_back()  # Alt+Left is the browser's own key: a page never gets it
    expect(v.page.get_by_role("heading", name="Who and what is around")).to_be_visible()
    tab_to(v, v.page.locator(".govuk-back-link"))
    press("Enter")
    expect(v.heading(known.name)).to_be_visible()


def test_a_wide_table_is_scrolled_by_the_arrow_keys(visit: Visiting, known: Any) -> None:
    v = visit("amina", width=320)
    v.go(f"/entity/{known.person}/records/")
    frame = v.page.locator(".sh-scroll").first
    tab_to(v, frame)
    for _ in range(5):
        v.page.keyboard.press("ArrowRight")
    v.page.wait_for_function("() => document.querySelector('.sh-scroll').scrollLeft > 0")
