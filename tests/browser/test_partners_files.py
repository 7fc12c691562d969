"""A partner's file goes in: sent, described, looked at, built and found; what cannot be used is told where it was given."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

Visiting = Callable[..., Any]
Sightings = Callable[..., dict[str, Any]]
MENDING = "Checking and mending records"
LARGE = 180_000  # milliseconds for 2 GB to go over


def test_a_file_nobody_has_mapped_is_proposed_corrected_looked_at_built_and_found(
    visit: Visiting, small_site: Any, sightings: Sightings
) -> None:
    v = visit("amina", MENDING, at=small_site)
    file = sightings("patrol", "QUILLFEATHER", "OSTLERBY")
    v.send_file({**file, "buffer": file["buffer"].replace(b"Surname", b"Family name")})
    expect(v.heading("How to read this file")).to_be_visible()
    expect(v.page.get_by_label("What a row is")).to_have_value("sighting")
    expect(v.page.get_by_label("What “Family name” becomes").locator("option:checked")).to_have_text("Person seen: Surname")
    watcher = v.page.get_by_label("What “Watcher” becomes")
    expect(watcher.locator("option:checked")).not_to_have_text("Seen by")
    watcher.select_option("Seen by")

    v.press("Save and look at what would be kept")
    alert = v.page.get_by_role("alert")
    expect(alert).to_contain_text("Say what the records may be used for")
    expect(alert).to_contain_text("Say on what lawful basis they may be used")
    expect(watcher.locator("option:checked")).to_have_text("Seen by")
    alert.get_by_role("link", name="Say on what lawful basis").click()
    expect(v.page.get_by_label("Lawful basis")).to_be_focused()

    v.say_terms()
    v.press("Save and look at what would be kept")
    expect(v.heading("What would be kept")).to_be_visible()
    figures = v.main.locator(".sh-figure")
    expect(figures).to_have_text([re.compile(r"3\s*rows read"), re.compile(r"= 3\s*kept"), re.compile(r"\+ 0\s*left out")])
    expect(v.page.get_by_role("table", name="Cells that need a look")).to_contain_text("There is no day 31 in month 2")
    expect(v.main.locator(".govuk-summary-card").first).to_contain_text("PC 1182")

    v.press("Take it into the next build")
    expect(v.main).to_contain_text("“patrol.csv” is in the next build.")
    v.search("quillfeather")
    expect(v.main).to_contain_text("Nothing that you may see matches")
    v.go("/data/")
    v.build("Build the picture again")
    v.follow("Search the picture")
    v.search("quillfeather")
    v.page.get_by_role("link", name=re.compile("quillfeather", re.IGNORECASE)).click()
    expect(v.heading("Quillfeather")).to_be_visible()
    v.page.get_by_role("link", name=re.compile("^Sighting")).click()
    expect(v.main).to_contain_text("PC 1182")
    expect(v.main).to_contain_text("By the kiosk.")


def test_a_row_left_out_is_corrected_and_the_next_build_has_it(visit: Visiting, small_site: Any, sightings: Sightings) -> None:
    v = visit("amina", MENDING, at=small_site)
    v.send_file(sightings("night", "NIGHTWATCH"))
    v.say_terms()
    v.press("Save and look at what would be kept")
    v.follow("Change how it is read")
    v.follow("Edit the mapping as text")
    text = v.page.get_by_label("Mapping")
    said = text.input_value()
    text.fill(said.replace('kind = "sighting"', 'kind = "sighting'))
    v.press("Save and look at what would be kept")
    expect(v.page.get_by_role("alert")).to_contain_text("Line ")
    text.fill(said.replace('kind = "sighting"', 'kind = "sighting"\nrequired = ["occurred"]'))
    v.press("Save and look at what would be kept")
    expect(v.page.get_by_role("table", name="The first rows left out")).to_contain_text("there is no day 31 in month 2")
    v.press("Take it into the next build")
    v.go("/data/builds/")
    v.build()

    v.go("/data/quarantine/?file=night.csv")
    expect(v.page.get_by_role("row").filter(has_text="night.csv")).to_contain_text("There is no day 31 in month 2")
    v.follow("Correct line 3 of night.csv")
    date = v.page.get_by_label("Date seen")
    expect(date).to_have_value("31/02/2026")
    date.fill("32/02/2026")
    v.page.get_by_label("Remarks").fill("Walked two dogs.")
    v.press("Keep the correction")
    expect(v.page.get_by_role("alert")).to_contain_text("there is no day 32 in month 2")
    expect(date).to_have_accessible_description(re.compile("there is no day 32"))
    expect(v.page.get_by_label("Remarks")).to_have_value("Walked two dogs.")
    date.fill("28/02/2026")
    v.press("Keep the correction")
    expect(v.main).to_contain_text("The correction is kept. The next build takes the row in.")
    expect(v.page.get_by_role("row").filter(has_text="night.csv")).to_contain_text("Corrected")

    v.follow("Build now")
    v.build()
    v.search("nighthobb")
    expect(v.page.get_by_role("row").filter(has_text=re.compile("nighthobb", re.IGNORECASE))).to_contain_text("28 February 2026")
    v.go("/data/quarantine/?file=night.csv")
    expect(v.main).to_contain_text("No row is left out like that")


WRONG = {
    "none chosen": (None, "Choose a file"),
    "empty": ({"name": "empty.csv", "mimeType": "text/csv", "buffer": b""}, "empty"),
    "a picture": ({"name": "photo.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + bytes(200)}, "photo.png"),
    "a broken workbook": (
        {"name": "sheet.xlsx", "mimeType": "application/zip", "buffer": b"PK\x03\x04 not a workbook"},
        "workbook",
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_file_is_told_at_the_field_and_nothing_is_kept(visit: Visiting, small_site: Any, wrong: str) -> None:
    file, words = WRONG[wrong]
    v = visit("omar", MENDING, at=small_site)
    before = set((small_site.store / "incoming").glob("*/data"))
    v.go("/data/upload/")
    if file:
        v.page.get_by_label("Choose a file").set_input_files(file)
    v.press("Send")
    expect(v.page.get_by_role("alert")).to_be_visible()
    expect(v.page.get_by_label("Choose a file")).to_have_accessible_description(re.compile(words))
    assert set((small_site.store / "incoming").glob("*/data")) == before


def test_a_file_sent_twice_is_not_taken_twice(visit: Visiting, small_site: Any, sightings: Sightings) -> None:
    v = visit("amina", MENDING, at=small_site)
    file = sightings("twice", "TWICE")
    v.send_file(file)
    expect(v.heading("How to read this file")).to_be_visible()
    v.send_file(file)
    expect(v.page.get_by_role("alert")).to_be_visible()
    v.follow("Go on with “twice.csv”")
    v.press("Withdraw this file")
    expect(v.main).to_contain_text("“twice.csv” was withdrawn and its contents were removed.")


def test_a_file_of_more_than_2_gb_is_refused_in_words(visit: Visiting, small_site: Any, tmp_path: Path) -> None:
    large = tmp_path / "everything.csv"
    with large.open("wb") as file:
        file.truncate(2**31 + 2**21)  # it takes no room on the disk
    v = visit("amina", MENDING, at=small_site)
    v.go("/data/upload/")
    v.page.get_by_label("Choose a file").set_input_files(large)
    v.page.get_by_role("button", name="Send").click(timeout=LARGE)
    expect(v.main).to_contain_text("at most 2 GB")
    v.go("/data/upload/")
    expect(v.heading("Send a file")).to_be_visible()
    expect(v.main).not_to_contain_text("everything.csv")
