"""Stating a purpose."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from stronghold.governance.models import AuditEntry

SignIn = Callable[..., Client]


def test_the_purposes_of_ones_roles_are_offered_with_their_meanings(sign_in: SignIn) -> None:
    page = sign_in("analyst", None).get("/purpose/").content.decode()
    for label in ("Disrupting drug supply", "Safeguarding", "Checking and mending records"):
        assert label in page
    assert "Data protection and audit" not in page
    assert "whose homes may be taken over" in page


def test_the_purpose_is_kept_shown_and_written_down(sign_in: SignIn) -> None:
    client = sign_in("analyst", None)
    answer = client.post("/purpose/", {"purpose": "safeguarding", "next": "/own-account/"})
    assert answer["Location"] == "/own-account/"
    page = client.get("/own-account/").content.decode()
    assert "Purpose: <strong>Safeguarding</strong>" in page
    assert 'href="/purpose/?next=%2Fown-account%2F"' in page
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.purpose, entry.account) == (
        "purpose stated",
        "safeguarding",
        client.account.username,  # type: ignore[attr-defined]
    )


def test_it_can_be_changed_and_the_one_stated_is_marked(sign_in: SignIn) -> None:
    client = sign_in("analyst", "disruption")
    assert 'value="disruption" class="govuk-radios__input" id="id_purpose_1" checked' in client.get("/purpose/").content.decode()
    client.post("/purpose/", {"purpose": "data_quality"})
    assert client.session["purpose"] == "data_quality"


@pytest.mark.parametrize(("purpose", "said"), [("", "Choose what you read for"), ("data_protection", "Choose one of these")])
def test_one_that_is_not_permitted_is_refused_at_the_field(sign_in: SignIn, purpose: str, said: str) -> None:
    client = sign_in("analyst", None)
    answer = client.post("/purpose/", {"purpose": purpose, "next": "/own-account/"})
    page = answer.content.decode()
    assert page.count(said) == 2  # at the top and at the field
    assert '<input type="hidden" name="next" value="/own-account/">' in page
    assert "purpose" not in client.session
    assert not AuditEntry.objects.filter(action="purpose stated").exists()


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "http:evil"])
def test_nobody_is_sent_to_another_site(sign_in: SignIn, address: str) -> None:
    answer = sign_in("analyst", None).post("/purpose/", {"purpose": "disruption", "next": address})
    assert answer["Location"] == "/"


def test_who_may_read_for_nothing_is_told_so(sign_in: SignIn) -> None:
    page = sign_in("restricted_reader", None).get("/purpose/").content.decode()
    assert "Your roles permit no purpose" in page
    assert '<input type="radio"' not in page
