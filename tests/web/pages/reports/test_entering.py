from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from stronghold.casework.models import Report, ReportVersion
from stronghold.governance.models import AuditEntry

Sent = dict[str, str]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def client(sign_in: Callable[..., Client]) -> Client:
    return sign_in("analyst", "disruption")


def page(client: Client, sent: Sent, path: str = "/reports/new/", status: int = 200) -> str:
    answer = client.post(path, sent)
    assert answer.status_code == status, answer.content.decode()[-3000:]
    return answer.content.decode()


def test_a_report_is_entered_on_one_page_and_shown_as_it_was_understood(client: Client, filled: Callable[..., Sent]) -> None:
    answer = client.post("/reports/new/", filled(client), follow=True)
    report = Report.objects.get()
    assert answer.redirect_chain == [(f"/reports/{report.number}/", 302)]
    html = answer.content.decode()
    for shown in (
        f"Report {report.number} is saved. It will be in the picture after the next build.",
        "Flat 2, 14 Marsh Lane, Harbourton",
        "+447700900123",
        "3 April 1985",
        "Tuesday 12 November 2024, 09:00",
        "AB12CDE",
        "/search/?q=Thomas%20Brown",
        "Waiting",
    ):
        assert shown in html, shown


def test_grades_are_not_chosen_beforehand_and_no_field_asks_for_the_source(client: Client, form_of: Callable[..., Sent]) -> None:
    sent = form_of(client, "/reports/new/")
    assert not {"source_grade", "information_grade", "handling"} & sent.keys()
    assert sent["sensitivity"] == "standard"
    assert "Never say who the source is" in client.get("/reports/new/").content.decode()
    assert [name for name in sent if "source" in name or "informant" in name] == []


@pytest.mark.parametrize(
    ("name", "typed", "said", "control"),
    [
        ("narrative", " ", "Say what happened", "id_narrative"),
        ("when", "31/02/2026", "there is no day 31 in month 2 of 2026", "id_when"),
        ("when", "1/1/2099", "This is in the future: Thursday 1 January 2099", "id_when"),
        ("people-0-phone", "12", "Not a phone number: ", "id_people-0-phone"),
        (
            "people-0-date_of_birth",
            "99/99/1990",
            "Person 1: Not a date of birth: there is no month 99",
            "id_people-0-date_of_birth",
        ),
        ("people-0-role", "", "Choose this person&#x27;s part in the report", "id_people-0-role"),
        ("people-1-address", "1 High Street", "Give a name, or a phone number", "id_people-1-name"),
        ("vehicles-0-registration", "AB?2 CDE", "only a part of a registration", "id_vehicles-0-registration"),
        ("handling", "C", "Say on which conditions it may be shared", "id_conditions"),
        ("conditions", "Ask first.", "Conditions go with handling code C", "id_conditions"),
        ("source_grade", "", "Choose how reliable the source is", "id_source_grade_0"),
        ("source_grade", "7", "Choose how reliable the source is", "id_source_grade_0"),
        ("information_grade", "", "Choose how the source knows it", "id_information_grade_0"),
        ("protective_marking", "", "Choose a protective marking", "id_protective_marking"),
        ("sensitivity", "", "Choose how closely it is kept", "id_sensitivity_0"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    client: Client,
    filled: Callable[..., Sent],
    controls_of: Callable[[str], Sent],
    name: str,
    typed: str,
    said: str,
    control: str,
) -> None:
    sent = filled(client) | {name: typed}
    html = page(client, sent, status=400)
    assert said in html
    assert f'<a href="#{control}">' in html
    assert f'id="{control}"' in html
    assert "Error: Enter a report" in html
    again = controls_of(html)
    # A radio button that is not on the page cannot be chosen again; blanks around a text are not kept.
    expected = {n: v.strip() for n, v in sent.items() if v.strip() and (n, v) != ("source_grade", "7")}
    assert {n: v.strip() for n, v in again.items() if v.strip()} == expected
    assert not Report.objects.exists()


def test_everything_wrong_is_said_at_once_in_the_order_of_the_page(client: Client, form_of: Callable[..., Sent]) -> None:
    html = page(client, form_of(client, "/reports/new/"), status=400)
    said = ["Say what happened", "Say when it happened", "how reliable", "how the source knows", "Choose a handling code"]
    places = [html.index(message) for message in said]
    assert places == sorted(places)


def test_another_row_keeps_everything_typed_and_saves_nothing(
    client: Client, filled: Callable[..., Sent], controls_of: Callable[[str], Sent]
) -> None:
    sent = filled(client, handling="", narrative="Two lines\nof words & <marks>.")
    html = page(client, sent | {"add": "people"})
    assert "There is a problem" not in html
    again = controls_of(html)
    assert again["people-TOTAL_FORMS"] == "3"
    assert {n: v for n, v in again.items() if n in sent and not n.endswith("TOTAL_FORMS")} == {
        n: v for n, v in sent.items() if n in again and not n.endswith("TOTAL_FORMS")
    }
    assert 'name="people-2-name"' in html and html.count("autofocus") == 1
    third = again | {"people-2-name": "Leo Marsh", "people-2-role": "at_risk", "handling": "P"}
    client.post("/reports/new/", third)
    assert [p["name"] for p in ReportVersion.objects.get().content["people"]] == ["Thomas 'Fish' Brown", "Leo Marsh"]


def test_an_error_in_a_later_row_is_said_there_though_the_row_before_is_empty(
    client: Client, filled: Callable[..., Sent]
) -> None:
    sent = page(client, filled(client) | {"add": "people"})
    assert sent
    typed = filled(client) | {
        "people-TOTAL_FORMS": "3",
        "people-2-name": "Ann Fry",
        "people-2-phone": "x",
        "people-2-role": "subject",
    }
    assert '<a href="#id_people-2-phone">' in page(client, typed, status=400)


def test_the_kind_can_be_changed_with_everything_kept(
    client: Client, filled: Callable[..., Sent], controls_of: Callable[[str], Sent]
) -> None:
    again = controls_of(page(client, filled(client) | {"change_kind": "community_report"}))
    assert (again["kind"], again["people-0-role"], again["people-0-name"]) == ("community_report", "about", "Thomas 'Fish' Brown")
    assert "channel" in again
    client.post("/reports/new/", again | {"channel": "telephone", "protective_marking": ""})
    assert Report.objects.get().kind == "community_report"
    back = controls_of(page(client, again | {"change_kind": "intelligence_report"}))
    assert (back["kind"], back["people-0-role"]) == ("intelligence_report", "subject")


def test_a_form_sent_twice_is_one_report(client: Client, filled: Callable[..., Sent]) -> None:
    sent = filled(client)
    first, second = client.post("/reports/new/", sent), client.post("/reports/new/", sent)
    assert first.headers["Location"] == second.headers["Location"]
    assert Report.objects.count() == 1
    html = page(client, sent | {"narrative": "Something else."}, status=400)
    assert "This form has already been saved as POLICE-" in html and "Something else." in html


def test_a_report_kept_too_closely_for_the_purpose_is_saved_and_not_shown(client: Client, filled: Callable[..., Sent]) -> None:
    answer = client.post("/reports/new/", filled(client, sensitivity="restricted"), follow=True)
    assert answer.redirect_chain == [("/reports/", 302)]
    html = answer.content.decode()
    assert f"Report {Report.objects.get().number} is saved" in html and "kept too closely" in html
    assert "Fish" not in html


def test_only_members_are_asked_for_an_operation(
    sign_in: Callable[..., Client], client: Client, filled: Callable[..., Sent], form_of: Callable[..., Sent]
) -> None:
    assert "operation" not in form_of(client, "/reports/new/")
    page(client, filled(client) | {"operation": "ash"}, status=302)
    member = sign_in("sergeant", "disruption", operations=["ash"])
    assert form_of(member, "/reports/new/")["operation"] == ""
    client.post("/reports/new/", filled(client) | {"operation": "ash"})
    member.post("/reports/new/", filled(member) | {"operation": "ash"})
    assert [v.operation for v in ReportVersion.objects.order_by("id")] == ["", "", "ash"]


@pytest.mark.parametrize(
    ("roles", "purpose", "status"),
    [
        ("analyst", "data_quality", 403),
        ("data_protection_officer", "data_protection", 403),
        ("council_lead", "reporting", 403),
        ("social_worker", "safeguarding", 200),
        ("sergeant", "disruption", 200),
        ("analyst", None, 302),
    ],
)
def test_the_policy_says_who_may_enter(sign_in: Callable[..., Client], roles: str, purpose: str | None, status: int) -> None:
    assert sign_in(roles, purpose).get("/reports/new/").status_code == status


def test_a_damaged_form_is_no_server_error(client: Client, filled: Callable[..., Sent]) -> None:
    for change in (
        {"people-TOTAL_FORMS": "-1"},
        {"people-TOTAL_FORMS": "x", "add": "people"},
        {"people-TOTAL_FORMS": "99999999"},
        {"kind": "person"},
        {"add": "token"},
        {"change_kind": "person"},
        {"token": "x" * 500},
        {"narrative": "nul \0 here"},
    ):
        answer = client.post("/reports/new/", filled(client) | change)
        assert answer.status_code in (200, 302, 400), change


def test_what_is_typed_is_kept_and_there_again_after_signing_in_anew(
    client: Client, filled: Callable[..., Sent], form_of: Callable[..., Sent], sign_in: Callable[..., Client]
) -> None:
    typed = {n: v for n, v in filled(client, narrative="Half a").items() if n != "handling"}
    answer = client.post("/reports/draft/", typed)
    assert answer.status_code == 200 and "Draft kept at" in answer.content.decode()
    client.logout()
    client.force_login(client.account)  # type: ignore[attr-defined]
    session = client.session
    session["purpose"] = "disruption"
    session.save()
    html = client.get("/reports/new/").content.decode()
    assert "This is your unfinished report" in html and "There is a problem" not in html
    assert form_of(client, "/reports/new/") == typed
    assert "Half a" not in sign_in("analyst", "disruption").get("/reports/new/").content.decode()
    client.post("/reports/new/", typed | {"handling": "P"})
    assert Report.objects.get().versions.get().content["narrative"] == "Half a"
    assert form_of(client, "/reports/new/")["narrative"] == ""


def test_a_draft_is_kept_without_script_too_and_can_be_thrown_away(
    client: Client, filled: Callable[..., Sent], form_of: Callable[..., Sent]
) -> None:
    page(client, filled(client, narrative="First") | {"add": "people"})
    assert form_of(client, "/reports/new/")["people-TOTAL_FORMS"] == "3"
    page(client, filled(client, narrative="Second", when="soon"), status=400)
    assert form_of(client, "/reports/new/")["narrative"] == "Second"
    assert client.get("/reports/draft/throw-away/").status_code == 405
    assert "thrown away" in client.post("/reports/draft/throw-away/", follow=True).content.decode()
    assert form_of(client, "/reports/new/")["narrative"] == ""


class TestAmending:
    @pytest.fixture
    def number(self, client: Client, filled: Callable[..., Sent]) -> str:
        client.post("/reports/new/", filled(client))
        return Report.objects.get().number

    def test_the_form_has_what_holds_and_a_change_needs_a_reason(
        self, client: Client, number: str, form_of: Callable[..., Sent], controls_of: Callable[[str], Sent]
    ) -> None:
        path = f"/reports/{number}/amend/"
        sent = form_of(client, path)
        assert (sent["people-0-name"], sent["when"], sent["seen"]) == ("Thomas 'Fish' Brown", "12/11/2024 9am", "1")
        html = page(client, sent | {"narrative": "It was three boys."}, path, status=400)
        assert "Say why the report is changed" in html
        answer = client.post(path, controls_of(html) | {"reason": "Counted again"}, follow=True)
        shown = answer.content.decode()
        assert "It was three boys." in shown and "Counted again" in shown
        assert "A man known as Fish" in client.get(f"/reports/{number}/?version=1").content.decode()

    def test_two_people_who_change_it_at_once_are_told(
        self, client: Client, number: str, sign_in: Callable[..., Client], form_of: Callable[..., Sent]
    ) -> None:
        path, other = f"/reports/{number}/amend/", sign_in("analyst", "disruption")
        mine, theirs = form_of(client, path), form_of(other, path)
        other.post(path, theirs | {"narrative": "Theirs.", "reason": "theirs"})
        html = page(client, mine | {"narrative": "Mine.", "reason": "mine"}, path, status=400)
        assert "meanwhile" in html and "Mine." in html
        assert ReportVersion.objects.count() == 2

    def test_a_row_can_be_added_and_one_taken_out(self, client: Client, number: str, form_of: Callable[..., Sent],
                                                   controls_of: Callable[[str], Sent]) -> None:  # fmt: skip
        path = f"/reports/{number}/amend/"
        sent = controls_of(page(client, form_of(client, path) | {"add": "phones"}, path))
        sent |= {name: "" for name in sent if name.startswith("vehicles-0-")}
        client.post(path, sent | {"phones-1-number": "01632 960001", "reason": "Heard again"})
        content = ReportVersion.objects.get(version=2).content
        assert content["phones"] == [{"number": "01632 960001"}] and "vehicles" not in content

    def test_a_withdrawn_report_is_shown_with_its_reason_and_not_changed(self, client: Client, number: str) -> None:
        path = f"/reports/{number}/withdraw/"
        assert "Say why the report is withdrawn" in page(client, {"reason": " "}, path, status=400)
        html = client.post(path, {"reason": "Wrong man"}, follow=True).content.decode()
        assert "is withdrawn" in html and "Wrong man" in html
        assert "Change the report" not in html
        for again in (path, f"/reports/{number}/amend/"):
            assert client.get(again).status_code == 400

    def test_another_agency_does_not_change_it(self, number: str, sign_in: Callable[..., Client]) -> None:
        council = sign_in("analyst", "disruption", agency="council")
        assert "Change the report" not in council.get(f"/reports/{number}/").content.decode()
        path = f"/reports/{number}/amend/"
        assert council.get(path).status_code == 403
        assert council.post(f"/reports/{number}/withdraw/", {"reason": "x"}).status_code == 403
        assert ReportVersion.objects.count() == 1
        assert AuditEntry.objects.filter(action="report read", agency="council").count() == 3
