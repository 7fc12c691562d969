"""What became of a group, and what it is like over time."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

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


def test_it_is_told_what_became_of_it_and_what_it_is_like(analyst: Client, grouped: str) -> None:
    told = page(analyst, f"/group/{grouped}/changes/")
    assert "Found for the first time" in told and "None of these figures says that supply rose or fell" in told
    for measure in ("Connectedness", "Decentralisation", "Reach", "Line activity"):
        assert measure in told
    assert told.count("<svg") == 2 and told.count("the figures as a table") == 2 and "Mar 2024" in told
    assert "20 calls and messages" in told
    assert "No visible record ties its members to those of another group." in told


def test_a_declared_group_has_no_past_that_was_found(analyst: Client, grouped: str) -> None:
    analyst.post("/groups/declare/", {"name": "Bridge people", "people": AMOS, "reason": "Seen so"})
    told = page(analyst, "/group/D-1/changes/")
    assert "Nothing was found of it before: a person declared it." in told
