"""What each role sees and may do; what is closed to somebody is said in the same words as what is not there."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

Visiting = Callable[..., Any]


@pytest.mark.parametrize("path", ["/data/upload/", "/data/quarantine/corrected/"])
def test_a_sergeant_is_refused_what_only_analysts_do_and_told_whom_to_ask(visit: Visiting, path: str) -> None:
    v = visit("sam")
    assert v.go(path) == 403
    expect(v.heading("You may not do this")).to_be_visible()
    expect(v.main).to_contain_text("Ask whoever keeps the accounts.")
    v.go("/data/")
    expect(v.heading("Sources")).to_be_visible()
    expect(v.page.get_by_role("link", name="Send a file")).to_have_count(0)
    expect(v.page.get_by_role("button", name=re.compile("Build"))).to_have_count(0)


def test_an_analyst_with_another_purpose_is_told_which_purpose_it_takes_and_led_there(visit: Visiting) -> None:
    v = visit("amina", "Safeguarding", fresh=True)
    assert v.go("/data/upload/") == 403
    expect(v.main).to_contain_text("Change your purpose to: Checking and mending records.")
    v.follow("Change your purpose")
    v.page.get_by_label("Checking and mending records").check()
    v.press("Continue")
    expect(v.heading("Send a file")).to_be_visible()


@pytest.fixture
def hidden_child(visit: Visiting, site: Any) -> tuple[str, str]:
    """Somebody whom children's services alone tell of: id and name, as their social worker finds them."""
    wanda, sam = visit("wanda"), visit("sam")
    with (site.town / "files" / "children_contacts.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        wanda.search(f"{row['Child First name']} {row['Child Last name']}")
        for link in wanda.main.locator("tbody th a").all():
            path = str(link.get_attribute("href"))
            if sam.status(path) == 404:
                return path.split("/")[2], link.inner_text()
    raise AssertionError("a sergeant sees every child")


def test_a_social_worker_sees_a_child_whom_a_sergeant_cannot_tell_from_one_who_is_not_there(
    visit: Visiting, hidden_child: tuple[str, str]
) -> None:
    child, name = hidden_child
    wanda, sam = visit("wanda"), visit("sam")
    wanda.go(f"/entity/{child}/")
    expect(wanda.heading(name)).to_be_visible()
    expect(wanda.main).to_contain_text("children")
    wanda.main.get_by_role("table", name="Latest records").get_by_role("rowheader").get_by_role("link").first.click()
    record = wanda.path
    expect(wanda.main).to_contain_text("Sensitive")

    for page in ("", "records/", "ties/", "why-one/", "network/", "map/", "timeline/"):
        said = []
        for entity in (child, "P-00000000"):
            assert sam.go(f"/entity/{entity}/{page}") == 404
            said.append(sam.main.inner_text().replace(entity, "it"))
        assert said[0] == said[1]
        assert name not in said[0]
    for address in (f"/entity/{child}/network.json", f"/entity/{child}/places.geojson", record):
        assert sam.status(address) == 404
    sam.search(name)
    expect(sam.main.locator(f'a[href="/entity/{child}/"]')).to_have_count(0)


def test_a_social_worker_sees_more_than_an_analyst_for_safeguarding_and_nothing_for_another_purpose(visit: Visiting) -> None:
    kinds = []
    for name in ("wanda", "amina"):
        v = visit(name)
        v.go("/")
        kinds.append(
            set(
                v.page.get_by_role("table", name="Records that you may see, by agency").get_by_role("rowheader").all_inner_texts()
            )
        )
    assert kinds[0] > kinds[1]
    assert {"Children", "Health", "Schools"} <= kinds[0] - kinds[1]


def test_a_data_protection_officer_sees_their_own_agency_and_no_other(visit: Visiting) -> None:
    v = visit("devi")
    v.go("/")
    expect(v.page.get_by_role("table", name="Records that you may see, by agency").get_by_role("rowheader")).to_have_text(
        ["Agency", "Police"][1:]
    )
    assert v.go("/reports/new/") == 403
    assert v.go("/data/upload/") == 403
    assert v.go("/data/quarantine/") == 200


def test_what_one_analyst_has_sent_is_not_another_ones_to_change(
    visit: Visiting, small_site: Any, sightings: Callable[..., dict[str, Any]]
) -> None:
    amina, omar = (visit(name, "Checking and mending records", at=small_site) for name in ("amina", "omar"))
    amina.send_file(sightings("mine", "MINEALONE"))
    expect(amina.heading("How to read this file")).to_be_visible()
    assert omar.go(amina.path) == 404
    said = omar.main.inner_text()
    assert omar.go("/data/upload/00000000-0000-0000-0000-000000000001/") == 404
    assert omar.main.inner_text() == said
    omar.go("/data/")
    expect(omar.page.get_by_role("row").filter(has_text="mine.csv").get_by_role("link")).to_have_count(0)
    amina.press("Withdraw this file")


BAD_LINKS = {
    "/entity/P-00000000/": 404,
    "/entity/P-00000000/network/": 404,
    "/entity/%3Cscript%3E/": 404,
    "/entity/P-6'%20OR%201=1/": 404,
    "/record/police/records/arrest/no-such-one/": 404,
    "/record/%2e%2e/%2e%2e/etc/passwd/": 404,
    "/record/%00/": 404,
    "/data/upload/00000000-0000-0000-0000-000000000001/": 404,
    "/data/upload/not-an-id/": 404,
    "/data/builds/999999/": 404,
    "/data/quarantine/row/none/": 404,
    "/data/snapshots/none/roll-back/": 404,
    "/data/snapshots/compare/?earlier=none&later=none": 400,
    "/reports/POLICE-1999-0001/": 404,
    "/no/such/page/": 404,
}


@pytest.mark.parametrize("path", BAD_LINKS)
def test_a_bad_link_says_what_is_wrong_and_leads_back(visit: Visiting, path: str) -> None:
    v = visit("amina", "Checking and mending records")
    assert v.go(path) == BAD_LINKS[path]
    expect(v.page.get_by_role("heading", level=1)).to_have_count(1)
    for word in ("Traceback", "Exception", "Error at", "sqlite", "duckdb"):
        assert word.lower() not in v.main.inner_text().lower()
    expect(v.page.get_by_role("navigation", name="Menu")).to_be_visible()
    expect(v.page.get_by_role("banner")).to_contain_text("amina")


def test_a_form_of_a_session_that_ended_says_so_and_changes_nothing(visit: Visiting) -> None:
    v = visit("sam", fresh=True)
    v.go("/purpose/")
    v.page.context.clear_cookies()
    v.press("Continue")
    expect(v.main).to_contain_text("Nothing was changed.")
