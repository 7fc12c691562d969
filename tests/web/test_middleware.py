"""Headers, limits of sessions, bodies that are too large."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from stronghold.governance.models import AuditEntry

SignIn = Callable[..., Client]


@pytest.mark.parametrize("address", ["/own-account/", "/account/login/", "/health", "/none-such/"])
def test_every_answer_has_its_headers(sign_in: SignIn, address: str) -> None:
    answer = (Client() if "login" in address else sign_in("analyst", "disruption")).get(address)
    said = dict(part.split(" ", 1) for part in answer["Content-Security-Policy"].split("; "))
    assert said == {
        "default-src": "'none'",
        **dict.fromkeys(("script-src", "style-src", "font-src", "connect-src", "worker-src", "form-action"), "'self'"),
        "img-src": "'self' data: blob:",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert "no-store" in answer["Cache-Control"]


def test_cookies_are_not_for_scripts_or_other_sites(sign_in: SignIn) -> None:
    client = sign_in("analyst", None)
    client.get("/purpose/")
    client.post("/purpose/", {"purpose": "disruption"})
    assert {"sessionid", "csrftoken"} <= set(client.cookies)
    assert all(c["httponly"] and c["samesite"] in ("Lax", "Strict") for c in client.cookies.values())


def aged(client: Client, **ago: timedelta) -> Client:
    """The client, some time later."""
    session = client.session
    for name, by in ago.items():
        session[name] -= by.total_seconds()
    session.save()
    return client


def test_a_session_left_alone_ends_and_says_why(sign_in: SignIn) -> None:
    client = aged(sign_in("analyst", "disruption"), used_at=timedelta(minutes=31))
    answer = client.get("/own-account/", follow=True)
    assert answer.redirect_chain == [("/account/login/?next=%2Fown-account%2F", 302)]
    assert "You were signed out, because nothing was asked for during 30 minutes." in answer.content.decode()
    assert client.get("/own-account/").status_code == 302
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.detail) == ("signed out", {"reason": "nothing was asked for during 30 minutes"})


def test_a_session_that_is_used_goes_on_but_not_for_ever(sign_in: SignIn) -> None:
    client = sign_in("analyst", "disruption")
    for _ in range(3):
        aged(client, used_at=timedelta(minutes=29), signed_in_at=timedelta(minutes=29))
        assert client.get("/own-account/").status_code == 200
    aged(client, signed_in_at=timedelta(hours=11))
    answer = client.get("/own-account/", follow=True)
    assert "because you had been signed in for 12 hours" in answer.content.decode()


def test_a_page_that_refreshes_itself_does_not_keep_a_session_open(sign_in: SignIn) -> None:
    client = sign_in("analyst", "disruption")
    aged(client, used_at=timedelta(minutes=20))
    before = client.session["used_at"]
    client.get("/own-account/", headers={"sec-fetch-mode": "cors"})
    assert client.session["used_at"] == before
    client.get("/own-account/", headers={"sec-fetch-mode": "navigate"})
    assert client.session["used_at"] > before


def test_a_session_whose_beginning_is_not_known_is_over(sign_in: SignIn) -> None:
    client = sign_in("analyst", "disruption")
    session = client.session
    del session["signed_in_at"]
    session.save()
    assert client.get("/own-account/")["Location"].startswith("/account/login/")


def test_a_body_that_is_too_large_is_refused_before_it_is_read(sign_in: SignIn, settings: Any) -> None:
    settings.STRONGHOLD_LARGEST_FILE = 1000
    client = sign_in("analyst", "disruption")
    file = SimpleUploadedFile("list.csv", b"x" * (1024**2 + 2000))
    answer = client.post("/purpose/", {"file": file})
    assert answer.status_code == 413
    assert "This is too large" in answer.content.decode()
    assert client.account.username in answer.content.decode()  # type: ignore[attr-defined]


def test_a_body_that_the_server_read_past_is_refused(sign_in: SignIn) -> None:
    client = sign_in("analyst", "disruption")
    assert client.post("/purpose/", {}, headers={"stronghold-too-large": "1"}).status_code == 413
    assert client.get("/x.json", headers={"stronghold-too-large": "1"}).json()["remedy"].startswith("Split the file")


def test_a_form_with_too_much_text_is_too_large_and_not_broken(sign_in: SignIn, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    client = sign_in("analyst", "disruption")
    assert client.post("/purpose/", {"purpose": "x" * 2000}).status_code == 413


def test_a_form_that_could_not_have_come_from_here_is_refused(sign_in: SignIn) -> None:
    client = sign_in("analyst", None)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    answer = strict.post("/purpose/", {"purpose": "disruption"})
    assert answer.status_code == 403
    assert "The form could not be taken" in answer.content.decode()
    assert "purpose" not in client.session


def test_a_host_that_is_not_ours_is_refused(store: Path, db: None) -> None:
    answer = Client().get("/health", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()
