"""Plans on their pages: the list, the checks one waits for, asking for them, release, suspension in red, withdrawal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests.governance.conftest import next_picture

KAY, LEE, MAX = (f"P-GANG000{n}" for n in range(1, 4))
SignIn = Callable[..., Client]


def page(client: Client, address: str, sent: dict[str, str] | None = None, status: int = 200) -> str:
    answer = client.get(address) if sent is None else client.post(address, sent, follow=True)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


@pytest.fixture
def sergeant(sign_in: SignIn, grouped: str) -> Client:
    """A sergeant who has kept plan 1, which chose Kay."""
    client = sign_in("sergeant", "disruption")
    page(client, f"/group/{grouped}/plan/?out={KAY}", {"aim": "Weaken the line"})
    return client


@pytest.fixture
def social_worker(sign_in: SignIn, sergeant: Client) -> Client:
    return sign_in("social_worker", "safeguarding", agency="children")


def check(client: Client, who: str, outcome: str = "no reason found") -> None:
    page(client, f"/protection/{who}/check/", {"outcome": outcome, "reason": "Looked at all there is"})


def test_the_list_leads_to_the_plan_and_says_its_state(sergeant: Client) -> None:
    told = page(sergeant, "/plans/")
    assert "Plan 1" in told and "Weaken the line" in told and "Draft" in told and "50 in every 100" in told


def test_it_says_what_keeps_it_from_release_and_refuses_until_then(sergeant: Client, social_worker: Client) -> None:
    told = page(sergeant, "/plans/1/")
    assert "Nobody has checked 3 people of the group" in told and f"/protection/{LEE}/check/" in told
    refused = page(sergeant, "/plans/1/", {"step": "release", "reason": "Day of action"}, status=400)
    assert "The plan may not be released" in refused and "Day of action" in refused
    for who in (KAY, LEE, MAX):
        check(social_worker, who)
    assert "Plan 1 is released." in page(sergeant, "/plans/1/", {"step": "release", "reason": "Day of action"})


def test_those_who_protect_people_are_asked_for_the_checks(sergeant: Client, social_worker: Client) -> None:
    assert "1 person is asked for the checks." in page(sergeant, "/plans/1/", {"step": "ask"})
    assert "Everybody who may check is asked already." in page(sergeant, "/plans/1/", {"step": "ask"})
    assert "/plans/1/" in page(social_worker, "/")
    assert "Lee Ganger" in page(social_worker, "/plans/1/")
    assert "Release the plan" not in page(social_worker, "/plans/1/")


def test_once_somebody_has_to_be_protected_it_is_suspended_in_red_and_its_owner_told(
    sergeant: Client, social_worker: Client
) -> None:
    for who in (KAY, LEE, MAX):
        check(social_worker, who)
    page(sergeant, "/plans/1/", {"step": "release", "reason": "Day of action"})
    check(social_worker, KAY, "protected")
    told = page(sergeant, "/plans/1/")
    assert "Suspended" in told and "Do not act on this plan." in told and "has to be protected" in told
    assert "The plan is suspended." in page(sergeant, "/")
    refused = page(sergeant, "/plans/1/", {"step": "release", "reason": "All the same"}, status=400)
    assert "The plan chose 1 person who has to be protected" in refused


def test_once_somebody_it_chose_is_not_who_they_were_it_is_suspended_and_says_how(
    sergeant: Client, social_worker: Client, store: Path
) -> None:
    for who in (KAY, LEE, MAX):
        check(social_worker, who)
    page(sergeant, "/plans/1/", {"step": "release", "reason": "Day of action"})
    next_picture(store, moved={"police/rms/arrest/g1#arrested.1": "P-NEW00001"})
    listed = page(sergeant, "/plans/")
    assert "Suspended" in listed and "somebody it chose is not as they were" in listed
    told = page(sergeant, "/plans/1/")
    assert "Do not act on this plan: it is suspended." in told and "Not as they were" in told
    assert f"{KAY} was parted: their records are of several people now" in told and "Make another plan." in told
    assert "Somebody whom the plan chose was parted" in page(sergeant, "/")


def test_it_is_withdrawn_with_the_reason_and_no_step_is_offered_then(sergeant: Client) -> None:
    told = page(sergeant, "/plans/1/", {"step": "withdraw", "reason": "The line has moved on"})
    assert "Plan 1 is withdrawn." in told and "The line has moved on" in told and "Take a step" not in told


def test_an_analyst_keeps_plans_and_does_not_release_them(sign_in: SignIn, sergeant: Client) -> None:
    analyst = sign_in("analyst", "disruption")
    assert "Release the plan" not in page(analyst, "/plans/1/")
    page(analyst, "/plans/1/", {"step": "release", "reason": "Day of action"}, status=403)


def test_there_is_no_plan_and_it_says_what_to_do(sign_in: SignIn, grouped: str) -> None:
    client = sign_in("sergeant", "disruption")
    assert "No plan was kept" in page(client, "/plans/")
    page(client, "/plans/1/", status=404)
