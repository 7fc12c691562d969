"""Signing in: by name and password, by the second step where it is on; what is refused, limited and written down."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client

from stronghold.governance import accounts
from stronghold.governance.models import AuditEntry

SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def send(client: Client, name: str, password: str, **more: str) -> Any:
    return client.post("/account/login/", {"login": name, "password": password, **more})


def entries() -> list[tuple[str, str, dict[str, Any]]]:
    return [(e.action, e.account, e.detail) for e in AuditEntry.objects.order_by("sequence")]


@pytest.fixture
def ann(db: None, store: Path) -> str:
    accounts.add("ann", "police", ["analyst"])
    return accounts.make_password("ann")


def test_who_gives_name_and_password_comes_in_and_back_to_where_they_wanted(ann: str) -> None:
    client = Client()
    assert send(client, "ann", ann, next="/own-account/")["Location"] == "/own-account/"
    assert client.get("/own-account/").status_code == 200
    assert entries()[-1] == ("signed in", "ann", {})


def test_nobody_is_sent_to_another_site(ann: str) -> None:
    assert send(Client(), "ann", ann, next="https://evil.example/")["Location"] == "/"


def test_a_wrong_password_is_said_without_saying_what_is_wrong(ann: str) -> None:
    told = {send(Client(), name, "wrong").content.decode().count("The name or the password is wrong") for name in ("ann", "bob")}
    assert told == {1}
    assert [e for e in entries() if e[0] == "sign-in failed"] == [
        ("sign-in failed", "ann", {"reason": "wrong password"}),
        ("sign-in failed", "", {"reason": "no such account"}),
    ]
    assert not AuditEntry.objects.filter(action="sign-in failed").exclude(text="").exists()


def test_a_closed_account_opens_nothing(ann: str) -> None:
    accounts.deactivate("ann")
    assert send(Client(), "ann", ann).status_code == 200
    assert entries()[-1] == ("sign-in failed", "ann", {"reason": "closed account"})


def test_after_five_wrong_passwords_even_the_right_one_has_to_wait(ann: str) -> None:
    for _ in range(5):
        send(Client(), "ann", "wrong")
    answer = send(Client(), "ann", ann)
    assert "Too many wrong attempts" in answer.content.decode()


def test_signing_out_ends_the_session_and_is_written_down(ann: str) -> None:
    client = Client()
    send(client, "ann", ann)
    key = client.session.session_key
    assert client.get("/account/logout/").status_code == 200
    assert client.post("/account/logout/")["Location"] == "/account/login/"
    assert client.session.session_key != key
    assert client.get("/own-account/").status_code == 302
    assert entries()[-1] == ("signed out", "ann", {})


def test_nothing_can_be_signed_up_for_or_reset_by_mail(db: None, store: Path) -> None:
    for address in ("signup/", "password/reset/", "email/", "login/code/request/", "password/set/"):
        assert Client().get(f"/account/{address}").status_code == 404, address


def test_a_new_password_ends_the_sessions_of_the_old_one(ann: str) -> None:
    client = Client()
    send(client, "ann", ann)
    accounts.make_password("ann")
    assert client.get("/own-account/").status_code == 302


def code_of(secret: str) -> str:
    counters = sorted(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


def switched_on(client: Client) -> tuple[str, list[str]]:
    """The secret, and the recovery codes as they are shown."""
    address = "/account/authenticator/on/"
    assert client.get(address)["Location"].startswith("/account/confirm/")
    client.post(f"/account/confirm/?next={address}", {"password": client.password})  # type: ignore[attr-defined]
    page = client.get(address)
    drawn = page.content.decode().partition('src="data:image/svg+xml;base64,')[2].partition('"')[0]
    assert b"<svg" in base64.b64decode(drawn)
    secret = page.context["form"].secret
    assert "This code is wrong" in client.post(address, {"code": "abc"}).content.decode()
    answer = client.post(address, {"code": code_of(secret)}, follow=True)
    return secret, list(answer.context["unused_codes"])


def test_the_second_step_is_switched_on_asked_for_and_switched_off(
    sign_in: SignIn, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    client = sign_in("analyst", "disruption")
    name, password = client.account.username, client.password  # type: ignore[attr-defined]
    with django_capture_on_commit_callbacks(execute=True):
        _, codes = switched_on(client)
    assert len(codes) == 10
    assert codes[0] not in client.get("/account/recovery-codes/").content.decode()

    other = Client()
    assert send(other, name, password)["Location"].startswith("/account/login/code/")
    assert other.get("/own-account/").status_code == 302
    assert "This code is wrong" in other.post("/account/login/code/", {"code": "000"}).content.decode()
    assert entries()[-1] == ("sign-in failed", name, {"reason": "wrong code"})
    other.post("/account/login/code/", {"code": codes[0]})
    assert other.get("/own-account/").status_code == 200
    assert entries()[-1][:2] == ("signed in", name)

    again = Client()
    send(again, name, password)
    again.post("/account/login/code/", {"code": codes[0]})
    assert again.get("/own-account/").status_code == 302  # each code works once

    client.post("/account/authenticator/off/")
    assert not Authenticator.objects.exists()
    written = [(action, detail.get("sort")) for action, _, detail in entries() if action.startswith("second step")]
    assert written[:2] == [("second step added", "totp"), ("second step added", "recovery_codes")]
    assert ("second step removed", "totp") in written
    assert send(Client(), name, password)["Location"] == "/"


def test_the_code_that_the_app_shows_opens_the_account_once(sign_in: SignIn) -> None:
    client = sign_in("analyst", "disruption")
    secret, _ = switched_on(client)
    other = Client()
    send(other, client.account.username, client.password)  # type: ignore[attr-defined]
    code = code_of(secret)
    other.post("/account/login/code/", {"code": code})
    assert other.get("/own-account/").status_code == 200
    third = Client()
    send(third, client.account.username, client.password)  # type: ignore[attr-defined]
    third.post("/account/login/code/", {"code": code})
    assert third.get("/own-account/").status_code == 302


def test_changing_the_password_keeps_this_session_and_says_so(sign_in: SignIn) -> None:
    client = sign_in("analyst", "disruption")
    old = client.password  # type: ignore[attr-defined]
    wrong = {"oldpassword": "no", "password1": "short", "password2": "short"}
    page = client.post("/account/password/", wrong).content.decode()
    assert "This is not your password" in page
    assert "too short" in page
    new = {"oldpassword": old, "password1": "a-long-enough-one", "password2": "a-long-enough-one"}
    page = client.post("/account/password/", new, follow=True).content.decode()
    assert "Your password was changed." in page
    assert "<h1" in page and "Your account" in page
    assert entries()[-1][0] == "password changed"
    assert send(Client(), client.account.username, "a-long-enough-one")["Location"] == "/"  # type: ignore[attr-defined]
