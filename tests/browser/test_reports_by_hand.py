"""A report is entered in one go, by mouse or by keyboard; what is wrong is said at its field, and what was typed stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

Visiting = Callable[..., Any]
MENDING, DISRUPTION = "Checking and mending records", "Disrupting drug supply"


@pytest.fixture
def writing(visit: Visiting, small_site: Any) -> Iterator[Callable[[str], Any]]:
    """Somebody with an empty form of a report before them; drafts that a test leaves are thrown away."""
    opened = []

    def begun(name: str) -> Any:
        v = visit(name, DISRUPTION, at=small_site)
        opened.append(v)
        start_afresh(v)
        return v

    yield begun
    for v in opened:
        start_afresh(v)


def start_afresh(v: Any) -> None:
    v.go("/reports/new/")
    again = v.page.get_by_role("button", name="Throw it away and start afresh")
    if again.is_visible():
        again.click()
        expect(again).to_have_count(0)


def grade(page: Page) -> None:
    page.get_by_label("2: Untested").check()
    page.get_by_label("B: Known indirectly to the source but corroborated").check()
    page.get_by_label("P: Lawful sharing permitted", exact=True).check()
    page.get_by_label("Protective marking").select_option("OFFICIAL-SENSITIVE")
    page.get_by_label("I have taken out whatever could point to the source").check()


def test_a_report_is_entered_in_one_go_and_after_a_build_its_people_are_found(
    visit: Visiting, small_site: Any, writing: Callable[[str], Any]
) -> None:
    v = writing("amina")
    v.page.get_by_label("What happened").fill("Two men carried bags into the flat and stayed for ten minutes.")
    v.page.get_by_label("When", exact=True).fill("12/11/2025 9pm")
    v.page.get_by_label("Address of place 1").fill("Flat 2, 14 Marsh Lane, Ravenmouth")
    v.page.get_by_label("Name of person 1").fill("Crispin Featherstonehaugh-Vane")
    v.page.get_by_label("Date of birth of person 1").fill("3/4/1985")
    v.page.get_by_label("Part in it of person 1").select_option(index=1)
    v.press("Add another person")
    v.page.get_by_label("Name of person 3").fill("Peregrine Oakapple")
    v.page.get_by_label("Part in it of person 3").select_option(index=1)
    expect(v.page.get_by_label("Name of person 1")).to_have_value("Crispin Featherstonehaugh-Vane")
    grade(v.page)
    v.press("Save the report")
    expect(v.main).to_contain_text("is saved. It will be in the picture after the next build.")
    number = v.page.get_by_role("heading", level=1).inner_text().split("\n")[-1]
    for words in ("3 April 1985", "Flat 2, 14 Marsh Lane", "Peregrine Oakapple", "12 November 2025", "2: Untested"):
        expect(v.main).to_contain_text(words)

    builder = visit("amina", MENDING, at=small_site)
    builder.go("/data/builds/")
    builder.build()
    v.search("featherstonehaugh")
    v.page.get_by_role("link", name=re.compile("Featherstonehaugh", re.IGNORECASE)).click()
    expect(v.page.get_by_role("table", name="Latest records")).to_contain_text("Two men carried bags into the flat")
    v.go(f"/reports/{number}/")
    expect(v.main).to_contain_text("In the picture")
    v.follow("See it in the picture")
    expect(v.main).to_contain_text("Peregrine Oakapple")


def test_each_wrong_value_is_told_at_its_field_and_everything_typed_is_still_there(writing: Callable[[str], Any]) -> None:
    v = writing("omar")
    wrong = {
        "When": ("31/2/2026", "This is not a date that can be used"),
        "Date of birth of person 1": ("99/99/1985", "Not a date of birth"),
        "Phone of person 1": ("12", "Not a phone number"),
        "Registration of vehicle 1": ("!", "Not a registration"),
        "Number of phone 1": ("abc", "Not a phone number"),
    }
    right = {"Name of person 1": "Ned Larkspur", "Address of place 1": "14 Marsh Lane", "Name of organisation 1": "Harbour Cars"}
    for label, text in ({label: text for label, (text, _) in wrong.items()} | right).items():
        v.page.get_by_label(label, exact=True).fill(text)
    v.page.get_by_label("C: Lawful sharing permitted with conditions").check()
    v.press("Save the report")
    alert = v.page.get_by_role("alert")
    expect(alert).to_contain_text("Nothing is saved yet. What you typed is all here.")
    assert v.page.title().startswith("Error: ")
    for label, (text, message) in wrong.items():
        field = v.page.get_by_label(label, exact=True)
        expect(field).to_have_value(text)
        expect(field).to_have_accessible_description(re.compile(re.escape(message)))
    for label, text in right.items():
        expect(v.page.get_by_label(label, exact=True)).to_have_value(text)
    expect(v.page.get_by_label("C: Lawful sharing permitted with conditions")).to_be_checked()
    for message in (
        "Say what happened",
        "Choose how reliable the source is",
        "Choose how the source knows it",
        "Say on which conditions",
    ):
        alert.get_by_role("link", name=re.compile(message)).click()
        focused = v.page.evaluate("() => document.activeElement.closest('.govuk-form-group').innerText")
        assert message in focused
    v.go("/reports/")
    expect(v.main).not_to_contain_text("Larkspur")


def test_a_report_sent_twice_is_one_report(writing: Callable[[str], Any]) -> None:
    v = writing("amina")
    v.page.get_by_label("What happened").fill("Sent twice by an impatient hand.")
    v.page.get_by_label("When", exact=True).fill("11/11/2025 10am")
    grade(v.page)
    form = v.page.locator("#report-form").evaluate("form => Object.fromEntries(new FormData(form))")
    address = f"{v.site.address}/reports/new/"
    answers = [v.page.context.request.post(address, form=form, headers={"Referer": address}, max_redirects=0) for _ in range(2)]
    assert [answer.status for answer in answers] == [302, 302]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    v.go("/reports/")
    expect(v.page.get_by_role("row").filter(has_text="Sent twice by an impatient hand.")).to_have_count(1)


def test_a_report_is_entered_by_keyboard_alone(writing: Callable[[str], Any]) -> None:
    v = writing("amina")
    press, type_ = v.page.keyboard.press, v.page.keyboard.type

    def tab_to(label: str, role: str | None = None) -> None:
        wanted = v.page.get_by_role(role, name=label, exact=True) if role else v.page.get_by_label(label, exact=True)
        for _ in range(80):
            if wanted.evaluate("element => element === document.activeElement"):
                return
            press("Tab")
        raise AssertionError(f"{label} is not reached by the Tab key")

    for label, text in (
        ("What happened", "Entered without a mouse."),
        ("When", "10/11/2025"),
        ("Name of person 1", "Tabitha Keys"),
    ):
        tab_to(label)
        type_(text)
    tab_to("Part in it of person 1")
    press("ArrowDown")
    for label in ("1: Reliable", "A: Known directly to the source"):
        tab_to(label)
        press("Space")
    tab_to("P: Lawful sharing permitted")
    press("Space")
    tab_to("Protective marking")
    press("ArrowDown")
    tab_to("I have taken out whatever could point to the source")
    press("Space")
    tab_to("Save the report", "button")
    press("Enter")
    expect(v.main).to_contain_text("is saved.")
    expect(v.main).to_contain_text("Tabitha Keys")


def test_an_unfinished_report_is_kept_for_the_next_time(writing: Callable[[str], Any]) -> None:
    v = writing("omar")
    v.page.get_by_label("What happened").press_sequentially("Half a sentence about")
    expect(v.page.get_by_role("status")).to_contain_text("Draft kept")
    v.go("/")
    v.go("/reports/new/")
    expect(v.main).to_contain_text("This is your unfinished report")
    expect(v.page.get_by_label("What happened")).to_have_value("Half a sentence about")


def test_a_report_is_changed_with_a_reason_and_withdrawn_and_its_history_stays(writing: Callable[[str], Any]) -> None:
    v = writing("amina")
    v.page.get_by_label("What happened").fill("A blue car stood by the bridge.")
    v.page.get_by_label("When", exact=True).fill("9/11/2025")
    grade(v.page)
    v.press("Save the report")
    v.main.get_by_role("button", name="Change the report").click()
    v.page.get_by_label("What happened").fill("A green car stood by the bridge.")
    v.press("Save the change")
    expect(v.page.get_by_label("Why the report is changed")).to_have_accessible_description(re.compile("."))
    expect(v.page.get_by_label("What happened")).to_have_value("A green car stood by the bridge.")
    v.page.get_by_label("Why the report is changed").fill("The colour was wrong.")
    v.press("Save the change")
    expect(v.main).to_contain_text("A green car stood by the bridge.")
    expect(v.main).to_contain_text("“The colour was wrong.”")
    v.follow("Show version 1")
    expect(v.main).to_contain_text("A blue car stood by the bridge.")
    v.follow("Show what holds")
    v.follow("Withdraw it")
    v.press("Withdraw the report")
    expect(v.page.get_by_role("alert")).to_be_visible()
    v.page.get_by_label("Why the report is withdrawn").fill("It was of another town.")
    v.press("Withdraw the report")
    expect(v.main).to_contain_text("Withdrawn")
