"""The addresses of signing in: what is open, and what allauth has that is left out."""

from __future__ import annotations

from pathlib import Path

from django.test import Client

from stronghold.web.pages.sign_in import urlpatterns


def test_who_watches_the_server_gets_an_answer_without_an_account(db: None, store: Path) -> None:
    assert Client().get("/health").json() == {"status": "ok"}


def test_only_what_is_needed_before_signing_in_is_open() -> None:
    opened = {p.name for p in urlpatterns if p.callback.door == "open_door"}  # type: ignore[attr-defined]
    assert opened == {"health", "account_login", "mfa_authenticate", "account_logout", "account_inactive"}


def test_the_page_of_signing_in_asks_browsers_to_fill_it_in(db: None, store: Path) -> None:
    page = Client().get("/account/login/").content.decode()
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert "placeholder" not in page
    assert "Menu" not in page
