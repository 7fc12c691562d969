"""One's own account."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client


def test_it_says_who_one_is_here(sign_in: Callable[..., Client]) -> None:
    client = sign_in(["analyst", "conditional_reader"], None, operations=["ash"])
    page = client.get("/own-account/").content.decode()
    for said in (client.account.username, "police", "Analyst", "Cleared for conditional sharing", "ash"):  # type: ignore[attr-defined]
        assert said in page
    assert 'href="/account/password/"' in page
    assert 'href="/account/authenticator/on/"' in page
    assert "Recovery codes" not in page


def test_a_role_that_is_no_longer_one_does_not_stop_the_page(sign_in: Callable[..., Client]) -> None:
    client = sign_in("analyst", None)
    client.account.roles = ["wizard"]  # type: ignore[attr-defined]
    client.account.save()  # type: ignore[attr-defined]
    assert client.get("/own-account/").status_code == 200
