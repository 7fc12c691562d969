"""The list of decisions, and one of them, which can be undone."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.test import Client

from stronghold.casework.models import Decision

SignIn = Callable[..., Client]
KEY, KEY_TOO, ONLY_WORKER = "police/rms/person/1#subject.1", "council/housing/person/7#subject.1", "health/ed/person/h1#subject.1"


def decide(client: Client, left: str, right: str, judgement: str = "same") -> None:
    address = "/compare/?" + urlencode({"left": left, "right": right})
    assert client.post(address, {"judgement": judgement, "reason": f"Reason <{judgement}>"}).status_code == 302


@pytest.fixture
def analyst(sign_in: SignIn) -> Client:
    return sign_in("analyst", "disruption")


@pytest.fixture
def worker(sign_in: SignIn) -> Client:
    return sign_in("social_worker", "safeguarding", agency="council")


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def test_an_empty_list_says_what_to_do(analyst: Client) -> None:
    told = page(analyst, "/decisions/")
    assert "Nothing has been decided yet" in told and 'href="/review/"' in told


def test_each_sees_what_was_decided_about_what_they_may_see(analyst: Client, worker: Client) -> None:
    decide(analyst, KEY, KEY_TOO)
    decide(worker, KEY, ONLY_WORKER, "not_same")
    assert 'href="/decisions/1/"' in page(analyst, "/decisions/") and "/decisions/2/" not in page(analyst, "/decisions/")
    assert "/decisions/2/" in page(worker, "/decisions/")
    assert page(analyst, "/decisions/2/", 404).count("Reason") == 0
    assert "Amos Perry is the same as Amos Perry" in page(analyst, "/decisions/1/")
    assert "Reason &lt;same&gt;" in page(analyst, "/decisions/1/")
    assert "/decisions/1/" not in page(worker, "/decisions/?mine=on")
    assert "No decision fits" in page(analyst, "/decisions/?state=undone")
    assert "page=1" in analyst.get("/decisions/?page=7")["Location"]


def test_undoing_asks_for_a_reason_and_keeps_the_decision(analyst: Client) -> None:
    decide(analyst, KEY, KEY_TOO)
    answer = analyst.post("/decisions/1/", {"reason": ""})
    assert answer.status_code == 400 and "Say why" in answer.content.decode()
    told = analyst.post("/decisions/1/", {"reason": "Mixed up"}, follow=True).content.decode()
    assert "Decision 1 is undone." in told and "Mixed up" in told and "Undo the decision" not in told
    answer = analyst.post("/decisions/1/", {"reason": "Again"})
    assert answer.status_code == 400 and "has undone this decision already" in answer.content.decode()
    assert "Undone" in page(analyst, "/decisions/?state=undone")


def test_who_may_not_decide_may_read_but_not_undo(analyst: Client, sign_in: SignIn) -> None:
    decide(analyst, KEY, KEY_TOO)
    sergeant = sign_in("sergeant", "disruption")
    assert "Undo" not in page(sergeant, "/decisions/1/")
    assert sergeant.post("/decisions/1/", {"reason": "Why"}).status_code == 403
    assert Decision.objects.get().stands


def test_a_decision_whose_record_has_gone_is_told_and_can_be_undone(analyst: Client) -> None:
    decide(analyst, KEY, KEY_TOO)
    Decision.objects.update(left="council/housing/person/gone#subject.1")
    told = page(analyst, "/decisions/1/")
    assert "no longer in the picture" in told and "side by side" not in told
    assert analyst.post("/decisions/1/", {"reason": "Its record has gone"}).status_code == 302
