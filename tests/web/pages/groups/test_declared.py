"""Declared groups: the list, one with all that was said in it, and what is taken back or withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from stronghold.casework.models import DeclaredGroup, DeclaredPerson
from tests.governance.conftest import next_picture

SignIn = Callable[..., Client]
KAY, LEE, MAX, TIA = (f"P-GANG000{n}" for n in range(1, 5))
AMOS = "P-AM000001"


@pytest.fixture
def analyst(sign_in: SignIn) -> Client:
    return sign_in("analyst", "disruption")


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


@pytest.fixture
def ours(analyst: Client, grouped: str) -> str:
    """A declared group of Lee, without Max; the id of the group that was found."""
    sent = {"name": "Mill End", f"said_{LEE}": "yes", f"said_{MAX}": "no", "people": AMOS, "reason": "Seen by the bridge"}
    assert analyst.post(f"/groups/declare/?found={grouped}", sent).status_code == 302
    return grouped


def test_the_list_says_who_declared_it_and_what_it_was_found_as(analyst: Client, ours: str) -> None:
    told = page(analyst, "/groups/declared/")
    assert ">Mill End</a>" in told and "Seen by the bridge" in told and ours in told and "Holds" in told
    assert analyst.get("/groups/declared/?page=9").status_code == 302


def test_the_list_and_the_group_say_who_is_not_as_they_were(analyst: Client, ours: str, store: Path) -> None:
    assert "look again" not in page(analyst, "/groups/declared/")
    keys = DeclaredPerson.objects.get(entity_id=LEE).keys
    next_picture(store, moved=dict.fromkeys(keys, "P-NEW00001"))
    assert "1 person is not as they were: look again" in page(analyst, "/groups/declared/")
    told = page(analyst, "/groups/declared/1/")
    assert "is found as another person now" in told and "Check that this is whom you mean" in told


def test_an_empty_list_says_what_to_do(analyst: Client) -> None:
    assert "No group is declared" in page(analyst, "/groups/declared/")


def test_one_is_shown_beside_what_was_found(analyst: Client, ours: str) -> None:
    told = page(analyst, "/groups/declared/1/")
    for words in (
        "Declared and found (1)",
        "Declared, not found (1)",
        "Found, nothing said (2)",
        "Found, declared not to belong (1)",
    ):
        assert words in told
    assert "The two agree to 33 in 100" in told and "As it stands" in told and f'href="/group/{ours}/"' in told


def test_two_that_are_found_as_one_say_so(analyst: Client, ours: str) -> None:
    analyst.post("/groups/declare/", {"name": "Half of it", "people": KAY, "reason": "They quarrelled"})
    told = page(analyst, "/groups/declared/2/")
    assert "It stands by itself: another declared group is the group that was found." in told and 'href="/group/D-2/"' in told
    assert "It stands by itself" not in page(analyst, "/groups/declared/1/")


def test_what_was_said_is_taken_back_with_a_reason_and_kept(analyst: Client, ours: str) -> None:
    line = DeclaredPerson.objects.get(entity_id=MAX)
    address = f"/groups/declared/1/take-back/?person={line.number}"
    assert "do not belong" in page(analyst, address)
    assert analyst.post(address, {"person": line.number, "reason": ""}).status_code == 400
    told = analyst.post(address, {"person": line.number, "reason": "Mistaken"}, follow=True).content.decode()
    assert "left to the evidence" in told and "Taken back" in told and "Mistaken" in told
    assert analyst.get(address).status_code == 302, "once is enough"


def test_it_is_withdrawn_with_a_reason_and_kept(analyst: Client, ours: str) -> None:
    assert analyst.post("/groups/declared/1/withdraw/", {"reason": ""}).status_code == 400
    told = analyst.post("/groups/declared/1/withdraw/", {"reason": "No more"}, follow=True).content.decode()
    assert "Withdrawn" in told and "Seen by the bridge" in told and "No more" in told
    assert "It is withdrawn already." in page(analyst, "/groups/declared/1/withdraw/")
    assert "As it stands" not in page(analyst, "/groups/declared/1/")
    assert DeclaredGroup.objects.count() == 1


def test_who_may_not_see_everyone_in_it_is_told_nothing(sign_in: SignIn, analyst: Client, ours: str) -> None:
    other = sign_in("data_protection_officer", "data_protection", agency="council")
    assert "Mill End" not in page(other, "/groups/declared/")
    for path in ("", "withdraw/", "take-back/?person=1"):
        assert "Mill End" not in page(other, f"/groups/declared/1/{path}", 404)


def test_a_sergeant_reads_it_and_changes_nothing(sign_in: SignIn, analyst: Client, ours: str) -> None:
    sergeant = sign_in("sergeant", "disruption")
    told = page(sergeant, "/groups/declared/1/")
    assert "Mill End" in told and "Withdraw the group" not in told and "Take back" not in told
    for path, sent in (("withdraw/", {}), ("take-back/?person=1", {"person": "1"})):
        assert sergeant.post(f"/groups/declared/1/{path}", {**sent, "reason": "Why"}).status_code == 403
    assert DeclaredGroup.objects.filter(undone_at=None).count() == 1
    assert DeclaredPerson.objects.filter(undone_at=None).count() == 3
