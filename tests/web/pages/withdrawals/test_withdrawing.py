"""Withdrawing a record on its page: what rests on it is shown first, nothing typed is lost, and it is gone at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

KEY = "police/rms/meeting/m1"
ADDRESS = f"/withdraw/?key={KEY}"
SignIn = Callable[..., Client]


def page(client: Client, address: str, sent: dict[str, str] | None = None, status: int = 200) -> str:
    answer = client.get(address) if sent is None else client.post(address, sent, follow=True)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.fixture
def client(sign_in: SignIn) -> Client:
    return sign_in("analyst", "disruption")


def test_from_the_record_to_the_withdrawal_and_back(client: Client) -> None:
    assert f"/withdraw/?key={KEY.replace('/', '%2F')}" in page(client, f"/record/{KEY}/")
    form = page(client, ADDRESS)
    assert "Vanishes: no other record that you may see speaks of it" in form and "Beth Cole" in form
    assert "Ties that lose half of their strength or more" in form
    done = page(client, ADDRESS, {"effect": "withdrawn", "reason": "Sent by mistake"})
    assert "Withdrawal 1" in done and "Sent by mistake" in done and "for good with the next build" in done
    page(client, f"/record/{KEY}/", status=404)
    page(client, ADDRESS, status=404)
    listed = page(client, "/withdrawals/")
    assert KEY in listed and "1 of these waits for the next build" in listed
    undone = page(client, "/withdrawals/1/", {"reason": "It was right"})
    assert "Withdrawal 1 is undone" in undone and "It was right" in undone
    page(client, f"/record/{KEY}/")
    assert "No withdrawn record fits" in page(client, "/withdrawals/?state=waiting")


def test_whom_it_was_part_of_says_that_a_record_is_gone_until_it_is_undone(client: Client) -> None:
    assert "withdrawn since the picture was built" not in page(client, "/entity/P-AM000001/")
    page(client, ADDRESS, {"effect": "withdrawn", "reason": "Sent by mistake"})
    assert "1 record of this person was withdrawn since the picture was built" in page(client, "/entity/P-AM000001/")
    page(client, "/withdrawals/1/", {"reason": "It was right"})
    assert "withdrawn since the picture was built" not in page(client, "/entity/P-AM000001/")


def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(client: Client) -> None:
    said = page(client, ADDRESS, {"reason": "Sent by mistake"}, status=400)
    assert "Choose what is wrong with the record" in said and "Sent by mistake" in said
    assert "Say why, for whoever reads this later" in page(client, ADDRESS, {"effect": "withdrawn", "reason": " "}, status=400)
    page(client, ADDRESS, {"effect": "discredited", "reason": "Made up"})
    assert "has done this already" in page(client, ADDRESS, {"effect": "discredited", "reason": "Made up"}, status=400)


def test_a_false_record_is_shown_with_a_warning(client: Client) -> None:
    page(client, ADDRESS, {"effect": "discredited", "reason": "Made up by a rival"})
    told = page(client, f"/record/{KEY}/")
    assert "This record was found false by" in told and "Made up by a rival" in told
    assert "Suspected to be false" in told


def test_another_agency_is_not_offered_it_and_may_not(sign_in: SignIn) -> None:
    council = sign_in("analyst", "disruption", agency="council")
    assert "/withdraw/" not in page(council, f"/record/{KEY}/")
    assert "another agency" in page(council, ADDRESS, status=403)
    assert "another agency" in page(council, ADDRESS, {"effect": "withdrawn", "reason": "x"}, status=403)


def test_the_owner_of_what_rests_on_it_finds_it_on_the_first_page(client: Client, sign_in: SignIn) -> None:
    other = sign_in("analyst", "disruption")
    decided = other.post("/compare/?left=P-AM000001&right=P-BE000001", {"judgement": "not_same", "reason": "Two people"})
    assert decided.status_code == 302
    assert "For you" not in page(other, "/")
    key = page(other, "/decisions/1/").split('sh-key">')[1].split("#")[0]
    page(client, f"/withdraw/?key={key}", {"effect": "withdrawn", "reason": "Sent by mistake"})
    waiting = page(other, "/")
    assert "For you" in waiting and "Decision 1" in waiting and "was withdrawn by police" in waiting
    number = waiting.split("/for-you/")[1].split("/")[0]
    assert client.post(f"/for-you/{number}/done/").status_code == 404
    assert "Marked as looked at" in page(other, f"/for-you/{number}/done/", {})
    assert "For you" not in page(other, "/")
