"""A sergeant plans on the board, with the keyboard and without a mouse; nobody is acted on before a social worker has looked at everybody."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

Visiting = Callable[..., Any]
SAFEGUARDING = "Safeguarding"
LONG = 60_000


@pytest.fixture(scope="module")
def group(site: Any, looking_round: Any) -> str:
    """The smallest group of the town."""
    with looking_round(site, "sam", "Disrupting drug supply") as v:
        v.go("/groups/")
        links = v.main.get_by_role("table", name="Groups").locator("tbody th a").all()
        return str(links[-1].get_attribute("href")).split("/")[2]


def patient(v: Any) -> Any:
    """A plan is worked out for each page: on a busy machine that takes longer than other pages do."""
    v.page.context.set_default_timeout(LONG)
    return v


def pairs_left(page: Page) -> str:
    return page.locator("#after").get_by_role("status").inner_text()


def test_a_plan_is_made_tried_out_kept_checked_and_released(
    visit: Visiting, group: str, accessible: Callable[[Page], None]
) -> None:
    v = patient(visit("sam"))
    v.go(f"/group/{group}/plan/")
    expect(v.main).to_contain_text("Everybody is in")
    v.page.get_by_label("How many people to act on").select_option("2")
    v.press("Make the plan")
    expect(v.page.locator("#made")).to_contain_text("Act on", timeout=LONG)
    expect(v.page.locator(".sh-network canvas").first).to_be_visible()
    accessible(v.page)

    # Somebody else is taken out with the keyboard: the figures change without another page.
    before = pairs_left(v.page)
    box = v.page.locator("input[name=out]:not(:checked)").first
    who = str(box.get_attribute("value"))
    box.focus()
    v.page.keyboard.press("Space")
    expect(v.page.locator("#after").get_by_role("status")).not_to_have_text(before, timeout=LONG)
    v.page.locator(f"#out-{who}").focus()
    v.page.keyboard.press("Space")
    expect(v.page.locator("#after").get_by_role("status")).to_have_text(before, timeout=LONG)

    v.page.get_by_label("What is the plan for?").fill("Weaken the line")
    v.press("Keep it as a draft")
    expect(v.heading("Plan")).to_be_visible(timeout=LONG)
    plan = v.path.partition("?")[0]
    accessible(v.page)

    v.page.get_by_label("Why").fill("Day of action")
    v.press("Release the plan")
    expect(v.page.get_by_role("alert")).to_contain_text("may not be released", timeout=LONG)
    v.press("Ask for these checks")
    expect(v.main).to_contain_text("asked for the checks", timeout=LONG)

    check_everybody(visit, plan, accessible)
    v.go(plan)
    expect(v.main).to_contain_text("Nothing: everybody in the group was checked")
    v.page.get_by_label("Why").fill("Day of action")
    v.press("Release the plan")
    expect(v.main).to_contain_text("is released.", timeout=LONG)
    v.page.get_by_label("Why").fill("The test is over")
    v.press("Withdraw the plan")
    expect(v.main).to_contain_text("is withdrawn.", timeout=LONG)


def check_everybody(visit: Visiting, plan: str, accessible: Callable[[Page], None]) -> None:
    """As a social worker, from what waits on the first page to the last check."""
    v = patient(visit("wanda", SAFEGUARDING))
    v.go("/")
    expect(v.main.get_by_role("link", name=re.compile("^Plan"))).to_be_visible()
    v.go(plan)
    waiting = v.main.locator(".govuk-details__text a").all()
    addresses = [str(link.get_attribute("href")) for link in waiting]
    assert addresses
    for number, address in enumerate(addresses):
        v.go(address)
        if number == 0:
            accessible(v.page)
        v.page.get_by_label("No reason found").check()
        v.page.get_by_label("What you looked at").fill("Looked at all there is")
        v.press("Record this check")
        expect(v.main).to_contain_text("is recorded", timeout=LONG)
    accessible(v.page)
    v.go("/protection/")
    expect(v.main).to_contain_text("No reason found")


def test_the_board_works_without_scripts(visit: Visiting, group: str) -> None:
    v = patient(visit("sam", scripts=False))
    v.go(f"/group/{group}/plan/")
    v.page.locator("input[name=out]").first.check()
    v.press("See what is left")
    expect(v.page.locator("#after")).to_contain_text("The parts that it falls into", timeout=LONG)
    assert v.page.locator("input[name=out]:checked").count() == 1
