"""An analyst reads a group, moves through its time by keyboard, and has the last word on who is in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, expect

Visiting = Callable[..., Any]
GROUP_PAGES = {
    "Why they belong": "Why they belong",
    "Ties": "Ties among the members",
    "Places and lines": "Where it is active",
    "Changes": "What it is like as a whole",
    "People": "By part in supply",
}


def open_group(v: Any) -> str:
    """Open the first group of the list; its id."""
    v.go("/groups/")
    v.page.get_by_role("region", name="Groups").get_by_role("rowheader").get_by_role("link").first.click()
    expect(v.page.get_by_role("navigation", name="Pages of this group")).to_be_visible()
    return str(v.path.split("/")[2])


def drawn(drawing: Locator) -> tuple[int, int]:
    """How many people and ties the drawing says that it shows."""
    said = drawing.get_by_role("status").inner_text()
    found = re.match(r"([\d,]+) entit(?:y|ies)(?: of [\d,]+)? and ([\d,]+) tie", said)
    assert found is not None, said
    people, ties = (int(number.replace(",", "")) for number in found.groups())
    return people, ties


def test_a_group_is_found_in_the_menu_and_every_page_of_it_is_one_link_away(visit: Visiting) -> None:
    v = visit("amina")
    v.go("/")
    v.page.get_by_role("navigation", name=re.compile("Menu|Service", re.IGNORECASE)).get_by_role("link", name="Groups").click()
    expect(v.heading("Groups")).to_be_visible()
    open_group(v)
    for link, heading in GROUP_PAGES.items():
        v.page.get_by_role("navigation", name="Pages of this group").get_by_role("link", name=link, exact=True).click()
        expect(v.page.get_by_role("heading", level=2, name=heading)).to_be_visible()


def test_a_member_leads_to_the_records_that_say_so_and_back_to_the_group(visit: Visiting) -> None:
    v = visit("amina")
    group = open_group(v)
    v.main.get_by_role("link", name=re.compile("^Why .* belongs")).first.click()
    member = v.main.locator("h3 a").first
    name = member.inner_text()
    expect(v.main.locator("table a[href^='/record/']").first).to_be_visible()
    member.click()
    expect(v.heading(name)).to_be_visible()
    v.main.locator(f"a[href='/group/{group}/']").first.click()
    expect(v.page.get_by_role("navigation", name="Pages of this group")).to_be_visible()


def test_the_time_slider_is_moved_by_keyboard_and_says_the_same_as_the_date(visit: Visiting) -> None:
    v = visit("amina")
    v.go(f"/group/{open_group(v)}/network/")
    drawing = v.page.get_by_role("region", name="Drawing of the ties among the members")
    expect(drawing.locator("canvas").first).to_be_visible()
    people, ties = drawn(drawing)
    assert people > 2 and ties > 2
    since = drawing.get_by_role("slider", name="Seen since: slider")
    until = drawing.get_by_role("slider", name="Seen until: slider")
    date = drawing.get_by_label("Seen since", exact=True)
    since.focus()
    v.page.keyboard.press("ArrowRight")
    expect(date).to_have_value(str(since.get_attribute("aria-valuetext")))
    v.page.keyboard.press("End")
    assert drawn(drawing)[1] < ties, "of the last day alone"
    v.page.keyboard.press("Home")
    expect(date).to_have_value("")
    assert drawn(drawing) == (people, ties)
    until.focus()
    v.page.keyboard.press("PageDown")
    day = str(until.get_attribute("aria-valuetext"))
    since.focus()
    v.page.keyboard.press("End")
    # An end takes the other along rather than past it.
    assert str(until.get_attribute("aria-valuetext")) >= day
    assert until.get_attribute("aria-valuetext") == since.get_attribute("aria-valuetext")
    v.press("Show everything")
    assert drawn(drawing) == (people, ties)


def test_a_group_is_declared_holds_at_once_and_is_withdrawn(visit: Visiting) -> None:
    v = visit("amina")
    group = open_group(v)
    before = v.main.locator("p").filter(has_text=re.compile(r"^\d+ members?,")).inner_text()
    v.main.get_by_role("link", name="Say who is in this group and who is not").click()
    expect(v.heading("Declare a group")).to_be_visible()
    v.press("Declare the group")
    expect(v.page.get_by_role("alert")).to_contain_text("Give the group a name")
    v.page.get_by_label("What do you call the group?").fill("Our group")
    choices = v.page.locator("select[name^='said_']")
    choices.nth(0).select_option("yes")
    choices.nth(1).select_option("no")
    in_it, out_of_it = (str(choices.nth(n).get_attribute("name")).removeprefix("said_") for n in (0, 1))
    v.page.get_by_label("Why").fill("The second is a cousin who was only visiting.")
    v.press("Declare the group")
    expect(v.main).to_contain_text("is declared. It holds at once.")
    address = v.path
    v.go(f"/group/{group}/")
    expect(v.main.locator(f"a[href='/entity/{out_of_it}/']")).to_have_count(0)
    expect(v.main.get_by_role("row").filter(has=v.page.locator(f"a[href='/entity/{in_it}/']"))).to_contain_text(
        "A person says so"
    )
    v.go(address)
    v.follow("Withdraw the group")
    v.page.get_by_label("Why it is withdrawn").fill("Said to try it.")
    v.press("Withdraw the group")
    expect(v.main).to_contain_text("The evidence alone says who is in it.")
    v.go(f"/group/{group}/")
    expect(v.main).to_contain_text(before)


def test_without_scripts_the_tables_hold_what_is_drawn(visit: Visiting) -> None:
    v, plain = visit("amina"), visit("amina", scripts=False)
    group = open_group(v)
    told = []
    for one in (v, plain):
        one.go(f"/group/{group}/network/")
        told.append(one.main.locator("table a").all_inner_texts())
    assert told[0] == told[1] and len(told[0]) > 3
