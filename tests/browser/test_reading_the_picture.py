"""An analyst looks through the picture: what is found, what is known of it, and the records that say so."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

Visiting = Callable[..., Any]
ENTITY_PAGES = {
    "Records": "Records, the latest first",
    "Ties": "Ties, by what ties them",
    "Why these are one": "Why these records are",
    "Network": "Who and what is around",
    "Map": "Places",
    "Time line": "Everything recorded, in time order",
    "Summary": "What records say",
}


def test_a_person_is_found_by_part_of_a_name_and_every_page_of_theirs_is_one_link_away(visit: Visiting, known: Any) -> None:
    v = visit("amina")
    v.go("/")
    v.page.get_by_label("Search the picture").fill(known.name)
    v.press("Search")
    v.follow(known.name)
    expect(v.heading(known.name)).to_be_visible()
    for link, heading in ENTITY_PAGES.items():
        v.page.get_by_role("navigation", name="Pages of this entity").get_by_role("link", name=link).click()
        expect(v.main.locator("h2").filter(has_text=re.compile(rf"^\s*{heading}"))).to_be_visible()
        expect(v.heading(known.name)).to_be_visible()


def test_what_is_said_of_a_person_leads_to_the_record_that_says_it(visit: Visiting, known: Any) -> None:
    v = visit("amina")
    v.go(f"/entity/{known.person}/")
    latest = v.page.get_by_role("table", name="Latest records").get_by_role("row").nth(1)
    source = latest.get_by_role("cell").nth(2).inner_text()
    latest.get_by_role("rowheader").get_by_role("link").click()
    expect(v.heading(",")).to_be_visible()
    expect(v.page.get_by_role("table", name=re.compile("Who and what the record names"))).to_contain_text(known.name)
    file = re.search(r"\S+\.(csv|xlsx|jsonl)\S*?(?=,)", source)
    assert file is not None, source
    expect(v.main).to_contain_text(file[0])
    expect(v.main).to_contain_text(re.compile("Source grade\\s*[123]: "))


@pytest.mark.parametrize("sort", ["home", "vehicle", "phone"])
def test_a_home_a_vehicle_and_a_phone_have_the_same_pages(visit: Visiting, known: Any, sort: str) -> None:
    v = visit("amina")
    v.go(f"/entity/{getattr(known, sort)}/")
    expect(v.page.get_by_role("table", name="Latest records")).to_be_visible()
    expect(v.page.get_by_role("heading", name="Tied by records")).to_be_visible()
    v.page.get_by_role("link", name="Network", exact=True).click()
    expect(v.page.get_by_role("region", name=re.compile("^Drawing of the network"))).to_be_visible()
    v.page.get_by_role("link", name="Time line", exact=True).click()
    expect(v.page.locator("figure svg").first).to_be_visible()


def test_the_network_is_drawn_and_opens_who_is_chosen_in_it(visit: Visiting, known: Any) -> None:
    v = visit("amina")
    v.go(f"/entity/{known.person}/network/")
    drawing = v.page.get_by_role("region", name=re.compile("^Drawing of the network"))
    expect(drawing.locator("canvas").first).to_be_visible()
    drawing.get_by_label("Find in this network").fill(known.name)
    drawing.get_by_role("option", name=re.compile(re.escape(known.name))).first.click()
    drawing.get_by_role("link", name="Open its page").click()
    expect(v.page.get_by_role("heading", name="What records say")).to_be_visible()
    expect(v.heading(known.name)).to_be_visible()


def test_the_network_is_narrowed_by_a_kind_and_widened_again(visit: Visiting, known: Any) -> None:
    v = visit("amina")
    v.go(f"/entity/{known.person}/network/")
    rows = v.page.get_by_role("table", name=re.compile("^Who and what is around")).locator("tbody tr")
    before = rows.count()
    v.page.get_by_text("Choose what is shown").click()
    v.page.get_by_label(re.compile("^Vehicles")).first.check()
    v.press("Show this network")
    expect(v.main).to_contain_text("Only what you chose is shown.")
    for kind in rows.locator("td").nth(0).all_inner_texts():
        assert "Vehicle" in kind
    assert 0 < rows.count() < before
    v.follow("Clear all choices")
    expect(rows).to_have_count(before)


def test_a_narrowing_that_cannot_be_used_is_told_at_its_field(visit: Visiting, known: Any) -> None:
    v = visit("amina")
    for page in ("network", "timeline"):
        v.go(f"/entity/{known.person}/{page}/?since_day=31&since_month=2&since_year=2026")
        expect(v.page.get_by_role("alert")).to_be_visible()
        assert v.page.title().startswith("Error: ")
        expect(v.page.get_by_role("group", name=re.compile("From|Since|after", re.IGNORECASE)).get_by_label("Day")).to_have_value(
            "31"
        )


def test_places_are_on_the_map_and_in_the_table_under_the_same_number(visit: Visiting, known: Any) -> None:
    v = visit("amina")
    v.go(f"/entity/{known.person}/map/")
    shown = v.page.get_by_role("region", name=re.compile("^Map of the places"))
    expect(shown.locator("canvas")).to_be_visible()
    row = v.page.get_by_role("row").filter(has=v.page.get_by_role("button", name=re.compile("^Show on map"))).first
    place = row.get_by_role("rowheader").inner_text()
    row.get_by_role("button").click()
    expect(shown).to_contain_text(place)


def test_the_chart_of_the_time_line_has_its_figures_as_a_table(visit: Visiting, known: Any) -> None:
    v = visit("amina")
    v.go(f"/entity/{known.person}/timeline/")
    expect(v.page.locator("figure svg").first).to_be_visible()
    v.page.get_by_text(re.compile("the figures as a table$")).click()
    figures = v.page.locator("details[open] table")
    expect(figures).to_be_visible()
    said = re.search(r"([\d,]+) records from", v.page.locator("figure").first.inner_text())
    assert said is not None
    expect(figures.locator("thead th").last).to_have_text("All")
    counted = sum(int(cell.replace(",", "")) for cell in figures.locator("tbody td:last-child").all_inner_texts())
    assert counted == int(said[1].replace(",", ""))


def test_a_long_list_is_turned_page_by_page_and_no_entry_comes_twice(visit: Visiting) -> None:
    v = visit("amina")
    v.go("/search/?q=ma")
    first = v.main.locator("tbody a").evaluate_all("links => links.map(link => link.href)")
    v.page.get_by_role("navigation", name="Pages").get_by_role("link", name="Next page").click()
    expect(v.page.get_by_role("link", name="Page 2")).to_have_attribute("aria-current", "page")
    second = v.main.locator("tbody a").evaluate_all("links => links.map(link => link.href)")
    assert len(first) == len(set(first)) == 20
    assert not set(first) & set(second)
    v.go("/search/?q=ma&page=9999")
    assert v.main.locator("tbody tr").count() > 0


def test_a_search_is_narrowed_to_a_kind_and_an_empty_one_says_what_to_do(visit: Visiting) -> None:
    v = visit("amina")
    v.search("abbey")
    v.page.get_by_role("navigation", name="Kinds found").get_by_role("link", name=re.compile("^Homes and places")).click()
    expect(v.main.locator("tbody .sh-kind--address").first).to_be_visible()
    assert v.main.locator("tbody .sh-kind--person").count() == 0
    v.search("zzzyyyxxx")
    expect(v.page.get_by_role("heading", name="Nothing that you may see matches")).to_be_visible()
    expect(v.main).to_contain_text("Try fewer words")
    v.search("")
    expect(v.main.get_by_text(re.compile("^Error:|Enter|Type")).first).to_be_visible()


def test_without_scripts_the_pages_hold_the_same_facts(visit: Visiting, known: Any) -> None:
    with_scripts, without = visit("amina"), visit("amina", scripts=False)
    for page in ("", "records/", "ties/", "network/", "map/", "timeline/"):
        told = []
        for v in (with_scripts, without):
            v.go(f"/entity/{known.person}/{page}")
            expect(v.heading(known.name)).to_be_visible()
            told.append(v.main.locator("table a, .moj-timeline a").all_inner_texts())
        assert told[0] == told[1]
        assert len(told[1]) > 1, page
