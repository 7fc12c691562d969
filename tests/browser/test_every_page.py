"""Every page that can be shown: no fault that axe finds, room on a small screen, nothing from another host, no script that complains.

The pages come from the URL table, so that a new one fails here until an example of it is given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import URLPattern
from playwright.sync_api import Page, expect

from stronghold.web.urls import urlpatterns

Visiting = Callable[..., Any]
MENDING, DISRUPTION = "Checking and mending records", "Disrupting drug supply"
# Answer with data, or only take what a form sends.
NO_PAGES = {
    "accept_file", "ask_for_build", "base_map", "build_progress", "cancel_build", "correct_row", "export_link_sample",
    "export_quarantine", "health", "group_plan_json", "groups_json", "groups_notice", "group_network_json", "group_network_notice",
    "group_network_file", "group_places_geojson",
    "keep_file_beside", "network_json", "places_geojson", "report_draft", "take_back_file", "take_in_link_sample", "throw_report_draft_away",
    "withdraw_file", "network_file", "network_notice", "notice_done",
    "api_decide", "api_decision", "api_decision_undo", "api_decisions", "api_entity", "api_find", "api_openapi", "api_pending", "api_record",
    "api_withdraw", "api_withdrawal", "api_withdrawal_undo", "api_withdrawals",
}  # fmt: skip
# Would take a record out of the town that every other page is looked at in: its own tests read it (tests/web/pages/withdrawals).
WITHDRAWN = {"withdrawal"}
# Shown where somebody was checked and a plan was kept: looked at where that is done (test_board.py).
PLANNED = {"group_plan", "saved_plan", "protection_check"}
SIGNED_OUT = {"account_login": "/account/login/", "account_inactive": "/account/closed/"}
OWN = {
    "account_logout": "/account/logout/",
    "account_reauthenticate": "/account/confirm/",
    "account_change_password": "/account/password/",
    "mfa_activate_totp": "/account/authenticator/on/",
    "own_account": "/own-account/",
    "purpose": "/purpose/",
}
# Shown to whom has switched on an authenticator app: looked at where that is tested.
WITH_AUTHENTICATOR = {
    "mfa_authenticate", "mfa_reauthenticate", "mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_view_recovery_codes",
}  # fmt: skip
READ = {
    "home": "/",
    "search": "/search/?q=ma",
    "entity": "/entity/{person}/",
    "entity_records": "/entity/{person}/records/",
    "entity_ties": "/entity/{person}/ties/",
    "entity_links": "/entity/{person}/why-one/",
    "entity_history": "/entity/{person}/history/",
    "network": "/entity/{person}/network/?depth=2",
    "map": "/entity/{person}/map/",
    "timeline": "/entity/{person}/timeline/",
    "record": "{record}",
    "record_by_key": "/record/?key={key}",
    "review": "/review/",
    "review_question": "/review/next/",
    "compare": "/compare/?left={person}&right={other}",
    "same_as": "/entity/{person}/same-as/?q=ma",
    "not_the_same": "/entity/{person}/not-the-same/",
    "link_quality": "/quality/",
    "draw_link_sample": "/quality/samples/draw/",
    "link_sample": "/quality/samples/{sample}/",
    "judge_link_sample": "/quality/samples/{sample}/next/",
    "withdraw": "/withdraw/?key={key}",
    "withdrawals": "/withdrawals/",
    "decisions": "/decisions/",
    "groups": "/groups/",
    "group": "/group/{group}/",
    "group_evidence": "/group/{group}/evidence/",
    "group_network": "/group/{group}/network/",
    "group_places": "/group/{group}/places/",
    "group_changes": "/group/{group}/changes/",
    "declared_groups": "/groups/declared/",
    "declare_group": "/groups/declare/?found={group}",
    "declared_group": "/groups/declared/{declared}/",
    "amend_declared_group": "/groups/declared/{declared}/amend/",
    "take_back_declared_person": "/groups/declared/{declared}/take-back/?person={line}",
    "withdraw_declared_group": "/groups/declared/{declared}/withdraw/",
    "declare_person": "/entity/{person}/group/",
    "saved_plans": "/plans/",
    "protection_checks": "/protection/",
    "check_protection": "/protection/{person}/check/",
    "decision": "/decisions/1/",
    "ties_plan": "/ties/",
    "views": "/views/",
    "save_view": "/views/save/?of={person}&depth=2",
    "view": "/view/{view}/",
    "view_settings": "/view/{view}/settings/",
    "delete_view": "/view/{view}/delete/",
}
WORKED = {
    "data": "/data/",
    "send_file": "/data/upload/",
    "described_file": "/data/upload/{upload}/",
    "described_text": "/data/upload/{upload}/text/",
    "look_at_file": "/data/upload/{upload}/preview/",
    "quarantine": "/data/quarantine/",
    "quarantined_row": "/data/quarantine/row/{mark}/",
    "send_corrected": "/data/quarantine/corrected/",
    "builds": "/data/builds/",
    "build": "/data/builds/{build}/",
    "snapshots": "/data/snapshots/",
    "compare_snapshots": "/data/snapshots/compare/?earlier={snapshot}&later={served}",
    "roll_back": "/data/snapshots/{snapshot}/roll-back/",
}
REPORTS = {
    "reports": "/reports/",
    "new_report": "/reports/new/",
    "report": "/reports/{number}/",
    "amend_report": "/reports/{number}/amend/",
    "withdraw_report": "/reports/{number}/withdraw/",
}
TROUBLES = [
    "/no/such/page/",
    "/entity/P-00000000/",
    "/search/?q=",
    "/search/?q=zzzyyyxxx",
    "/data/upload/",
    "/entity/{person}/network/?depth=9",
]


def test_of_every_page_there_is_an_example() -> None:
    names = {pattern.name for pattern in urlpatterns if isinstance(pattern, URLPattern)} - {"mfa_index"}
    given = (
        NO_PAGES | WITHDRAWN | SIGNED_OUT.keys() | OWN.keys() | WITH_AUTHENTICATOR | READ.keys() | WORKED.keys() | REPORTS.keys()
    )
    assert names == given | PLANNED


@pytest.fixture(scope="module")
def seen(site: Any, known: Any, looking_round: Any) -> Iterator[dict[str, str]]:
    """Of the town: an entity of each sort, a record, a decision about two people, and a sample of links. The group that is declared is
    withdrawn at the end: who is in it would be in the groups of other tests."""
    with looking_round(site, "amina", DISRUPTION) as v:
        v.go(f"/entity/{known.person}/")
        record = v.main.get_by_role("table", name="Latest records").get_by_role("rowheader").get_by_role("link").first
        key = v.main.get_by_role("table", name="Latest records").get_by_role("rowheader").locator(".govuk-visually-hidden").first
        v.go("/search/?q=mar&kind=person")
        others = [str(link.get_attribute("href")).split("/")[2] for link in v.main.locator("tbody th a").all()]
        other = next(one for one in others if one != known.person)
        v.go(f"/entity/{known.person}/")
        found = {"record": str(record.get_attribute("href")), "key": key.text_content() or "", "other": other}
        v.go(f"/compare/?left={known.person}&right={other}")
        v.page.get_by_role("radio").last.check()
        v.page.get_by_label("Why").fill("Different dates of birth.")
        v.main.get_by_role("button").last.click()
        expect(v.main).to_contain_text("Decided:")
        v.go("/quality/samples/draw/")
        v.press("Draw the sample")
        found["sample"] = v.path.split("/")[3]
        v.go("/groups/")
        found["group"] = str(v.main.locator("tbody th a").first.get_attribute("href")).split("/")[2]
        v.go("/groups/declare/")
        v.page.get_by_label("What do you call the group?").fill("Bridge people")
        v.page.get_by_label("Others who belong to it").fill(f"{known.person} {other}")
        v.page.get_by_label("Why").fill("Seen together by the bridge.")
        v.press("Declare the group")
        expect(v.main).to_contain_text("is declared.")
        found["declared"] = v.path.split("/")[3]
        back = v.main.get_by_role("link", name=re.compile("^Take back")).first
        found["line"] = str(back.get_attribute("href")).partition("person=")[2]
        v.go(f"/views/save/?of={known.person}")
        v.page.get_by_label("Title").fill("Around")
        v.press("Save the view")
        found["view"] = v.path.split("/")[2]
    yield {"person": known.person, "home": known.home, "vehicle": known.vehicle, "phone": known.phone, **found}
    with looking_round(site, "amina", DISRUPTION) as v:
        v.go(f"/groups/declared/{found['declared']}/withdraw/")
        v.page.get_by_label("Why it is withdrawn").fill("The tests are over.")
        v.press("Withdraw the group")
        expect(v.main).to_contain_text("is withdrawn")


@pytest.fixture(scope="module")
def worked(small_site: Any, looking_round: Any, sightings: Any) -> dict[str, str]:
    """Of the small store: a file that is being described, a build, a snapshot before the served one, a row left out, a report."""
    with looking_round(small_site, "omar", MENDING) as v:
        bad = sightings("ragged", "RAGGEDY")
        v.accept_file({**bad, "buffer": bad["buffer"] + b"ragged-Y,1,2,3,4,5,6,7,8,9,10,11\n"})
        v.go("/data/builds/")
        v.build()
        made = {"build": v.path.split("/")[3]}
        v.go("/data/quarantine/?file=ragged.csv")
        made["mark"] = str(v.main.locator("tbody a").first.get_attribute("href")).split("/")[4]
        v.send_file(sightings("described", "DESCRIBED"))
        v.say_terms()
        v.press("Save and look at what would be kept")
        expect(v.heading("What would be kept")).to_be_visible()
        made["upload"] = v.path.split("/")[3]
        v.go("/data/snapshots/")
        ids = v.page.get_by_role("table", name="All snapshots").locator(".sh-key").all_inner_texts()
        made |= {"served": ids[0], "snapshot": ids[1]}
        v.state_purpose(DISRUPTION)
        v.go("/reports/new/")
        v.page.get_by_label("What happened").fill("Seen by the bridge.")
        v.page.get_by_label("When", exact=True).fill("12/11/2025")
        v.page.get_by_label("Name of person 1").fill("Orson Bridger")
        v.page.get_by_label("Part in it of person 1").select_option(index=1)
        for label in ("1: Reliable", "A: Known directly to the source"):
            v.page.get_by_label(label).check()
        v.page.get_by_label("P: Lawful sharing permitted", exact=True).check()
        v.page.get_by_label("Protective marking").select_option("OFFICIAL")
        v.page.get_by_label("I have taken out").check()
        v.press("Save the report")
        expect(v.main).to_contain_text("is saved.")
        made["number"] = v.path.split("/")[2]
    return made


def look(v: Any, path: str, accessible: Callable[[Page], None], *, status: tuple[int, ...] = (200,)) -> None:
    assert v.go(path) in status, path
    islands = v.page.locator(".sh-network, .sh-map")
    if islands.count():
        expect(islands.locator("canvas").first).to_be_visible()
    accessible(v.page)
    for tag in ("h1", "main"):
        assert v.page.locator(tag).count() == 1, f"{tag} on {path}"


@pytest.mark.parametrize("page", SIGNED_OUT)
def test_a_page_for_those_not_signed_in(visit: Visiting, accessible: Callable[[Page], None], page: str) -> None:
    look(visit("sam", signed_in=False), SIGNED_OUT[page], accessible)


@pytest.mark.parametrize("page", OWN)
def test_a_page_of_ones_own_account(visit: Visiting, accessible: Callable[[Page], None], page: str) -> None:
    look(visit("sam"), OWN[page], accessible)


@pytest.mark.parametrize("page", READ)
def test_a_page_that_reads(visit: Visiting, accessible: Callable[[Page], None], seen: dict[str, str], page: str) -> None:
    look(visit("amina", DISRUPTION), READ[page].format(**seen), accessible)


@pytest.mark.parametrize("sort", ["home", "vehicle", "phone"])
def test_the_page_of_an_entity_of_each_sort(
    visit: Visiting, accessible: Callable[[Page], None], seen: dict[str, str], sort: str
) -> None:
    look(visit("amina", DISRUPTION), f"/entity/{seen[sort]}/", accessible)


@pytest.mark.parametrize("page", WORKED)
def test_a_page_that_works_on_data(
    visit: Visiting, small_site: Any, accessible: Callable[[Page], None], worked: dict[str, str], page: str
) -> None:
    look(visit("omar", MENDING, at=small_site), WORKED[page].format(**worked), accessible)


@pytest.mark.parametrize("page", REPORTS)
def test_a_page_of_reports(
    visit: Visiting, small_site: Any, accessible: Callable[[Page], None], worked: dict[str, str], page: str
) -> None:
    look(visit("omar", DISRUPTION, at=small_site), REPORTS[page].format(**worked), accessible)


@pytest.mark.parametrize("path", TROUBLES)
def test_a_page_that_tells_of_trouble(visit: Visiting, accessible: Callable[[Page], None], known: Any, path: str) -> None:
    look(visit("sam"), path.format(person=known.person), accessible, status=(200, 400, 403, 404))


def test_a_form_with_errors(visit: Visiting, small_site: Any, accessible: Callable[[Page], None]) -> None:
    v = visit("omar", DISRUPTION, at=small_site)
    v.go("/reports/new/")
    v.page.get_by_label("Phone of person 1").fill("12")
    v.press("Save the report")
    expect(v.page.get_by_role("alert")).to_be_visible()
    accessible(v.page)
