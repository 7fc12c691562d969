"""Declaring a group, amending it, and saying of one person whether they belong."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from stronghold.casework.models import DeclaredGroup, DeclaredPerson

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


def declare(client: Client, **fields: str) -> None:
    sent = {"name": "Ours", "people": LEE, "reason": "Seen so"} | fields
    assert client.post("/groups/declare/", sent).status_code == 302


def test_the_members_found_are_offered_and_left_to_the_evidence(analyst: Client, grouped: str) -> None:
    told = page(analyst, f"/groups/declare/?found={grouped}")
    assert f'name="said_{KAY}"' in told and "in 100 by all records" in told and "under 18" in told
    assert "selected" not in told.partition('name="said_')[2].replace('<option value="" selected>Left to the evidence', "")


def test_it_is_declared_and_shown_beside_what_was_found(analyst: Client, grouped: str) -> None:
    sent = {"name": "Mill End", f"said_{KAY}": "yes", f"said_{MAX}": "no", "people": AMOS.lower(), "reason": "Seen so"}
    answer = analyst.post(f"/groups/declare/?found={grouped}", sent, follow=True)
    assert answer.redirect_chain == [("/groups/declared/1/", 302)]
    told = answer.content.decode()
    assert "is declared. It holds at once." in told and "Amos Perry" in told and "Kay Ganger" in told
    assert DeclaredGroup.objects.get().found_id == grouped
    assert set(DeclaredPerson.objects.values_list("entity_id", "belongs")) == {(KAY, True), (MAX, False), (AMOS, True)}


def test_what_is_wrong_is_told_and_what_was_typed_stays(analyst: Client, grouped: str) -> None:
    answer = analyst.post("/groups/declare/", {"name": "Ours", "people": "P-NOBODY", "reason": "Seen by the bridge"})
    told = answer.content.decode()
    assert answer.status_code == 400 and "There is no person P-NOBODY that you may see" in told and "Seen by the bridge" in told
    assert not DeclaredGroup.objects.exists()


def test_one_that_is_declared_already_is_amended(analyst: Client, grouped: str) -> None:
    declare(analyst)
    answer = analyst.get(f"/groups/declare/?found={grouped}")
    assert (answer.status_code, answer["Location"]) == (302, "/groups/declared/1/amend/")
    told = page(analyst, "/groups/declared/1/amend/")
    assert f'name="said_{KAY}"' in told and f'name="said_{LEE}"' not in told, "of Lee something was said"
    answer = analyst.post("/groups/declared/1/amend/", {f"said_{KAY}": "no", "reason": "Her cousin"}, follow=True)
    assert "The declared group is amended" in answer.content.decode()
    assert analyst.post("/groups/declared/1/amend/", {"reason": "Nobody"}).status_code == 400


def test_it_is_said_from_the_page_of_a_person(analyst: Client, grouped: str) -> None:
    assert "No group is declared yet" in page(analyst, f"/entity/{AMOS}/group/")
    declare(analyst)
    assert "Kay Ganger" in page(analyst, f"/entity/{KAY}/group/")
    answer = analyst.post(f"/entity/{KAY}/group/", {"group": "1", "belongs": "no", "reason": "Her cousin"}, follow=True)
    assert answer.redirect_chain == [("/groups/declared/1/", 302)]
    assert DeclaredPerson.objects.get(entity_id=KAY).belongs is False
    assert "Choose a group" in analyst.post(f"/entity/{KAY}/group/", {}).content.decode()
    assert "Only people belong to groups" in page(analyst, "/entity/A-H0000001/group/", 404)


@pytest.mark.parametrize("address", ["/groups/declare/", "/groups/declared/1/amend/", f"/entity/{KAY}/group/"])
def test_only_an_analyst_declares(analyst: Client, sign_in: SignIn, grouped: str, address: str) -> None:
    declare(analyst)
    sergeant = sign_in("sergeant", "disruption")
    for answer in (sergeant.get(address), sergeant.post(address, {"name": "Ours", "people": KAY, "reason": "Why"})):
        assert answer.status_code == 403 and "may not declare groups" in answer.content.decode()
    assert DeclaredPerson.objects.count() == 1
