"""Who is the same is reviewed with keys, decided side by side, built, and undone: each as an analyst does it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

Visiting = Callable[..., Any]
DISRUPTING, MENDING = "Disrupting drug supply", "Checking and mending records"
FILES = ("council_gazetteer.csv", "police_custody.csv", "police_stops_2026.csv.gz", "police_intelligence.xlsx")
TAKEN_FOR_TWO = re.compile("Taken for two")


@pytest.fixture(scope="module")
def desk(
    site: Any,
    serving: Callable[..., AbstractContextManager[Any]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Any]:
    """A store of some of the town's files, which an analyst may decide about and build."""
    folder = tmp_path_factory.mktemp("deciding")
    files, store = folder / "files", folder / "store"
    files.mkdir()
    for name in (*FILES, *(f"{name}.mapping.toml" for name in FILES)):
        shutil.copy(Path(site.town) / "files" / name, files)
    command = str(Path(sys.executable).with_name("stronghold"))
    subprocess.run([command, "build", files, "--store", store], check=True, capture_output=True, timeout=600)
    with serving(store, site.town, {"amina": "analyst"}) as served:
        yield served


def left_to_review(v: Any) -> int:
    return int(v.main.locator(".govuk-caption-l").inner_text().split()[0])


def asked(v: Any) -> list[str]:
    """The two that the question is about."""
    return [v.main.locator(f"input[name={side}]").input_value() for side in ("left", "right")]


def test_questions_are_answered_skipped_and_taken_back_with_single_keys(visit: Visiting, desk: Any, accessible: Any) -> None:
    v = visit("amina", DISRUPTING, at=desk)
    v.go("/review/")
    accessible(v.page)
    v.press("Review one at a time")
    accessible(v.page)
    before, first = left_to_review(v), asked(v)
    v.page.keyboard.press("n")
    expect(v.main).to_contain_text("Your last answer")
    accessible(v.page)
    assert asked(v) != first
    v.page.keyboard.press("u")
    expect(v.main).not_to_contain_text("Your last answer")
    assert (left_to_review(v), sorted(asked(v))) == (before, sorted(first))
    # What is typed into a field is no answer, and nor is any key once they are switched off.
    v.page.get_by_label("Why").first.fill("yes, no, skip")
    v.page.get_by_label("Answer with single keys").uncheck()
    v.page.locator("h1").click()
    v.page.keyboard.press("y")
    expect(v.page.get_by_label("Why").first).to_have_value("yes, no, skip")
    v.page.get_by_label("Answer with single keys").check()
    v.page.locator("h1").click()
    v.page.keyboard.press("s")
    expect(v.main).to_contain_text("1 skipped")
    v.press("Ask the skipped ones again")
    expect(v.main).not_to_contain_text("skipped")


def test_two_are_joined_by_a_decision_and_parted_again_by_undoing_it(visit: Visiting, desk: Any, accessible: Any) -> None:
    v = visit("amina", DISRUPTING, at=desk, fresh=True)
    v.go("/review/")
    row = v.main.locator("tbody tr").filter(has_text=TAKEN_FOR_TWO).first
    pages = [row.locator("th a").nth(n).get_attribute("href") for n in (0, 1)]
    row.get_by_role("link", name="Review").click()
    v.page.get_by_label("Why").first.fill("Both gave the same tattoo.")
    v.press("Yes, the same (y)")
    number = v.main.get_by_role("link", name=re.compile(r"^Decision \d+$")).inner_text()
    for page in pages:
        v.go(page)
        expect(v.main).to_contain_text("amina decided on")
        expect(v.main).to_contain_text("The picture shows it after the next build.")

    def built() -> None:
        v.state_purpose(MENDING)
        v.go("/data/")
        v.build("Build the picture again")
        v.state_purpose(DISRUPTING)

    def belong_to() -> list[str | None]:
        """The pages of those that the two records are of now."""
        links = v.main.locator("dd").first.locator("a")
        return [links.nth(n).get_attribute("href") for n in (0, 1)]

    built()
    v.go("/decisions/")
    v.follow(number.removeprefix("Decision "))
    expect(v.main).to_contain_text("Both gave the same tattoo.")
    expect(v.main).to_contain_text("In the picture")
    assert len(set(belong_to())) == 1
    accessible(v.page)
    v.press("Undo the decision")
    expect(v.page.get_by_role("alert")).to_contain_text("Say why, for whoever reads this later")
    v.page.get_by_label("Why it is undone").fill("The tattoo is a common one.")
    v.press("Undo the decision")
    expect(v.main).to_contain_text("Undone, until the next build in the picture")
    address = v.path
    built()
    v.go(address)
    assert set(belong_to()) == set(pages)


def test_records_are_parted_and_a_contradiction_is_shown_without_scripts(visit: Visiting, desk: Any) -> None:
    v = visit("amina", DISRUPTING, at=desk, scripts=False)
    v.go("/review/")
    row = v.main.locator("tbody tr").filter(has_text="Taken for one").first
    v.go(row.locator("th a").first.get_attribute("href"))
    v.follow("Why these are one")
    v.page.get_by_role("link", name=re.compile("^Not the same person")).first.click()
    v.press("They are not the same")
    expect(v.main).to_contain_text("Say why, for whoever reads this later")
    v.page.get_by_label("Why").fill("Two brothers.")
    v.press("They are not the same")
    expect(v.main).to_contain_text("not all the same")
    expect(v.main).to_contain_text("every warning on it stands for both")
    notice = v.main.locator(".govuk-inset-text").filter(has_text="these records are not the same person")
    notice.get_by_role("link", name=re.compile(r"^Decision \d+$")).first.click()
    v.follow("See the two side by side")
    v.page.get_by_label("Yes, they are the same").check()
    v.page.get_by_label("Why").fill("One man.")
    v.press("Decide")
    expect(v.main).to_contain_text("Nothing was decided.")
    expect(v.main).to_contain_text("Two brothers.")
    expect(v.page.get_by_label("Why")).to_have_value("One man.")
