"""How good the linking is, as an analyst finds out: a sample is drawn, judged with keys, left, gone on with, and read."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

Visiting = Callable[..., Any]
ANSWER = "same person? (yes, no, unsure)"


def judged(v: Any) -> int:
    """How many pairs have an answer, by the caption of the pair that is asked about."""
    return int(v.main.locator(".govuk-caption-l").inner_text().split("; ")[1].split()[0].replace(",", ""))


def test_a_sample_is_judged_with_keys_left_gone_on_with_and_read(visit: Visiting, accessible: Any) -> None:
    v = visit("amina")
    v.go("/review/")
    v.follow("Quality of linking")
    v.press("Draw a sample to judge")
    v.page.get_by_label("How many pairs").fill("20")
    v.page.get_by_label("Number of the draw").fill("5")
    v.press("Draw the sample")
    sample = v.path
    v.press("Begin judging")
    v.page.wait_for_load_state()  # the keys work once the script is there
    for number, key in enumerate("yns", start=1):
        v.page.keyboard.press(key)
        expect(v.main.locator(".govuk-caption-l")).to_contain_text(f"; {number} of")
    v.page.keyboard.press("u")
    expect(v.main.locator(".govuk-caption-l")).to_contain_text("; 2 of")
    # Another day, in another browser: nothing is lost, and one goes on where one was.
    again = visit("amina", fresh=True)
    again.go(sample)
    again.press("Go on judging")
    assert judged(again) == 2
    again.go(sample)
    with again.page.expect_download() as waiting:
        again.follow("The sample as CSV")
    rows = list(csv.DictReader(io.StringIO(waiting.value.path().read_text(encoding="utf-8-sig"))))
    into = io.StringIO()
    writer = csv.DictWriter(into, rows[0].keys())
    writer.writeheader()
    writer.writerows({**row, ANSWER: "yes"} for row in rows)
    file = {"name": "filled.csv", "mimeType": "text/csv", "buffer": into.getvalue().encode()}
    again.page.get_by_label("Choose the file that was filled in").set_input_files(file)
    again.press("Send the answers")
    expect(again.main).to_contain_text("Kept from the file")
    expect(again.page.get_by_role("img", name="Precision and recall of the links")).to_be_visible()
    expect(again.main).to_contain_text("Precision: 100.0%, from ")
    accessible(again.page)
    again.go("/quality/")
    expect(again.main).to_contain_text(f"By {len(rows)} judged pairs")


def test_why_records_are_one_is_read_seen_and_printed(visit: Visiting, known: Any) -> None:
    v = visit("amina")
    v.go(f"/entity/{known.person}/")
    v.follow("Why these are one")
    card = v.main.locator(".govuk-summary-card").first
    expect(card).to_contain_text("Before looking")
    expect(card).to_contain_text("to take them for one person")
    expect(card.get_by_role("img", name="Link 1 as a waterfall")).to_be_visible()
    v.page.emulate_media(media="print")
    expect(card.get_by_role("table")).to_be_visible()
    expect(v.main.get_by_role("link", name="Same as another")).to_be_hidden()
