"""Checking on a page whether somebody is to be protected: what records say is shown first, and only those who protect people answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests.governance.conftest import next_picture

KAY, LEE, TIA = "P-GANG0001", "P-GANG0002", "P-GANG0004"
SignIn = Callable[..., Client]

pytestmark = pytest.mark.usefixtures("grouped")


def page(client: Client, address: str, sent: dict[str, str] | None = None, status: int = 200) -> str:
    answer = client.get(address) if sent is None else client.post(address, sent, follow=True)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


@pytest.fixture
def social_worker(sign_in: SignIn) -> Client:
    return sign_in("social_worker", "safeguarding", agency="children")


def test_from_the_person_to_the_check_and_back(social_worker: Client) -> None:
    assert "Nobody has looked whether they are to be protected" in page(social_worker, f"/entity/{LEE}/")
    form = page(social_worker, f"/protection/{LEE}/check/")
    assert "No record that you may see gives a reason" in form
    done = page(social_worker, f"/protection/{LEE}/check/", {"outcome": "protected", "reason": "He told me that he is made to"})
    assert "Check 1 is recorded" in done and "He told me that he is made to" in done and "Holds" in done
    assert "To be protected" in page(social_worker, f"/entity/{LEE}/")
    listed = page(social_worker, "/protection/")
    assert "Lee Ganger" in listed and "To be protected" in listed
    undone = page(social_worker, "/protection/checks/1/", {"reason": "It was his brother"})
    assert "Check 1 is undone" in undone and "It was his brother" in undone
    assert "Undo the check" not in undone


def test_live_reasons_are_shown_with_their_records_before_they_are_outweighed(social_worker: Client) -> None:
    form = page(social_worker, f"/protection/{TIA}/check/")
    assert "police/rms/arrest/g1" in form and "under 18" in form and "outweighs what records say" in form
    said = page(social_worker, f"/protection/{TIA}/check/", {"outcome": "no reason found", "reason": "Passport"}, status=400)
    assert "look at it again" in said and "Passport" in said
    mark = re.findall(r'name="seen" value="(\w+)"', form)[0]
    answer = {"outcome": "no reason found", "reason": "Her passport says 1990", "seen": mark}
    assert "Records gave a reason, and it was found to be none" in page(social_worker, f"/protection/{TIA}/check/", answer)
    assert "looked at, and found to be none" in page(social_worker, f"/protection/{TIA}/check/")


def test_a_check_says_what_became_of_whom_it_is_about_and_whether_it_still_holds(social_worker: Client, store: Path) -> None:
    for who, outcome in ((LEE, "protected"), (KAY, "no reason found")):
        page(social_worker, f"/protection/{who}/check/", {"outcome": outcome, "reason": "Looked"})
    assert "Not as they were" not in page(social_worker, "/protection/checks/1/")
    next_picture(store, moved={f"police/rms/arrest/g1#arrested.{n}": f"P-NEW0000{n}" for n in (1, 2)})
    listed = page(social_worker, "/protection/")
    assert f"{LEE} was parted" in listed and f"{KAY} was parted" in listed
    protected, checked = page(social_worker, "/protection/checks/1/"), page(social_worker, "/protection/checks/2/")
    assert "P-NEW00002" in protected and "The check holds for everyone who has a record of theirs" in protected
    assert "P-NEW00001" in checked and "The check does not hold any more: check each of them again." in checked


def test_what_is_missing_is_said_at_its_field(social_worker: Client) -> None:
    said = page(social_worker, f"/protection/{LEE}/check/", {"reason": "He told me"}, status=400)
    assert "Choose what you found" in said and "He told me" in said


def test_a_sergeant_reads_and_never_answers(sign_in: SignIn, social_worker: Client) -> None:
    page(social_worker, f"/protection/{LEE}/check/", {"outcome": "protected", "reason": "He told me"})
    sergeant = sign_in("sergeant", "disruption")
    told = page(sergeant, f"/protection/{LEE}/check/")
    assert "Record this check" not in told and "never answers them" in told
    page(sergeant, f"/protection/{KAY}/check/", {"outcome": "no reason found", "reason": "In the way"}, status=403)
    page(sergeant, "/protection/checks/1/", {"reason": "In the way"}, status=403)
    read = page(sergeant, "/protection/checks/1/")
    assert "He told me" not in read and "Undo the check" not in read


def test_whom_one_may_not_see_is_not_there(social_worker: Client) -> None:
    page(social_worker, "/protection/P-DA000001/check/", status=404)
    page(social_worker, "/protection/checks/7/", status=404)
    assert "Nobody was checked yet" in page(social_worker, "/protection/")
