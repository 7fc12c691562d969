from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from stronghold.casework.models import Report
from stronghold.governance.models import AuditEntry

Sent = dict[str, str]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def client(sign_in: Callable[..., Client]) -> Client:
    return sign_in("analyst", "disruption")


def shown(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_an_empty_list_says_what_to_do_next(client: Client, sign_in: Callable[..., Client]) -> None:
    assert "There are no reports yet" in shown(client, "/reports/")
    officer = shown(sign_in("data_protection_officer", "data_protection"), "/reports/")
    assert "There are no reports to show" in officer and "Enter a report" not in officer


def test_the_list_shows_state_and_is_narrowed(
    client: Client, sign_in: Callable[..., Client], filled: Callable[..., Sent]
) -> None:
    client.post("/reports/new/", filled(client, narrative="The first."))
    other = sign_in("sergeant", "disruption")
    other.post("/reports/new/", filled(other, narrative="The second."))
    first, second = Report.objects.order_by("id")
    client.post(f"/reports/{first.number}/withdraw/", {"reason": "Wrong"})
    html = shown(client, "/reports/")
    assert html.index("The second.") < html.index("The first.")
    assert "Waiting<" in html and "Withdrawn" in html and "2 reports" in html
    assert second.number not in shown(client, "/reports/?mine=on")
    assert first.number not in shown(client, "/reports/?state=waiting")
    narrowed = shown(client, "/reports/?kind=community_report")
    assert "No report fits" in narrowed and 'value="community_report" selected' in narrowed
    for nonsense in ("?state=nonsense&kind=x", "?page=x", "?page=-1", "?page=" + "9" * 40):
        assert "2 reports" in shown(client, f"/reports/{nonsense}")
    assert "There is no such page" in shown(client, "/reports/?page=9")


def test_a_long_list_has_pages(client: Client, filled: Callable[..., Sent]) -> None:
    for _ in range(26):
        client.post("/reports/new/", filled(client))
    first, second = shown(client, "/reports/?mine=on"), shown(client, "/reports/?mine=on&page=2")
    assert "POLICE-" in second and "-0026</a>" in first and "-0001</a>" in second and "-0001</a>" not in first
    assert "?mine=on&amp;page=2" in first


def test_every_read_is_in_the_audit_and_what_is_hidden_is_not_found(
    client: Client, sign_in: Callable[..., Client], filled: Callable[..., Sent]
) -> None:
    member = sign_in("analyst", "disruption", operations=["ash"])
    member.post("/reports/new/", filled(member) | {"operation": "ash"})
    number = Report.objects.get().number
    before = AuditEntry.objects.filter(action="report read").count()
    assert "Fish" in shown(member, f"/reports/{number}/")
    hidden, absent = (shown(client, f"/reports/{n}/", 404) for n in (number, "POLICE-2026-9999"))
    assert "Fish" not in hidden and "Nothing to show" in hidden and "Nothing to show" in absent
    assert number not in shown(client, "/reports/")
    assert AuditEntry.objects.filter(action="report read").count() == before + 3
    assert shown(member, f"/reports/{number.lower()}/")
    shown(member, f"/reports/{number}/?version=7", 404)
    assert shown(member, f"/reports/{number}/?version=x")


def test_what_people_typed_is_never_markup(client: Client, filled: Callable[..., Sent]) -> None:
    evil = "<script>alert(1)</script>"
    client.post("/reports/new/", filled(client, narrative=evil, people__0__name=f"Ann {evil}", places__0__description=evil))
    html = shown(client, f"/reports/{Report.objects.get().number}/") + shown(client, "/reports/")
    assert "<script>alert" not in html and "&lt;script&gt;alert" in html


def test_reports_are_read_before_there_is_any_picture(
    client: Client, filled: Callable[..., Sent], settings: object, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from stronghold.picture import Store

    settings.STRONGHOLD_STORE = Store.create(tmp_path_factory.mktemp("new") / "store").path  # type: ignore[attr-defined]
    client.post("/reports/new/", filled(client))
    assert "Waiting<" in shown(client, f"/reports/{Report.objects.get().number}/")
