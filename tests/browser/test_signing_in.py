"""Signing in and out: who comes in, what is said to who does not, and the code of an authenticator app."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page, expect

Visiting = Callable[..., Any]


def code_of(key: str) -> str:
    """What an authenticator app that holds ``key`` shows now."""
    counters = list(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(key, counters[len(counters) // 2])))


@pytest.fixture
def someone(site: Any) -> str:
    """An account of a test's own, which it may close or give a second step."""
    name = f"kim{secrets.token_hex(3)}"
    site.add_account(name, "police", "sergeant")
    return name


def test_after_signing_in_the_purpose_is_asked_for_and_then_the_start_page_comes(visit: Visiting) -> None:
    v = visit("sam", signed_in=False)
    v.go("/")
    expect(v.heading("Sign in")).to_be_visible()
    v.page.get_by_label("Name of your account").fill("sam")
    v.page.get_by_label("Password", exact=True).fill(v.site.passwords["sam"])
    v.press("Sign in")
    expect(v.heading("State your purpose")).to_be_visible()
    v.page.get_by_label("Disrupting drug supply").check()
    v.press("Continue")
    expect(v.heading("Search the picture")).to_be_visible()
    expect(v.page.get_by_role("banner")).to_contain_text("Purpose: Disrupting drug supply")


def test_who_signs_out_has_to_sign_in_again_even_with_the_back_button(visit: Visiting) -> None:
    v = visit("sam", fresh=True)
    v.go("/search/?q=abbey")
    v.press("Sign out")
    expect(v.heading("Sign in")).to_be_visible()
    v.page.go_back()
    expect(v.page.get_by_role("table")).to_have_count(0)
    v.go("/search/?q=abbey")
    expect(v.heading("Sign in")).to_be_visible()


@pytest.mark.parametrize(("name", "password"), [("sam", "not the password"), ("nobody-of-that-name", "not the password")])
def test_a_wrong_name_or_password_is_told_in_the_same_words_and_the_name_stays(visit: Visiting, name: str, password: str) -> None:
    v = visit(name, signed_in=False)
    v.sign_in(password)
    expect(v.page.get_by_role("alert")).to_contain_text("The name or the password is wrong")
    expect(v.page.get_by_label("Name of your account")).to_have_value(name)
    expect(v.page.get_by_label("Password", exact=True)).to_have_value("")
    assert v.page.title().startswith("Error: ")


def test_an_empty_form_says_at_each_field_what_is_missing(visit: Visiting) -> None:
    v = visit("sam", signed_in=False)
    v.go("/account/login/")
    v.press("Sign in")
    alert = v.page.get_by_role("alert")
    for words, label in (("Enter the name of your account", "Name of your account"), ("Enter your password", "Password")):
        alert.get_by_role("link", name=words).click()
        expect(v.page.get_by_label(label, exact=True)).to_be_focused()
        expect(v.page.get_by_label(label, exact=True)).to_have_accessible_description(re.compile(words))


def test_the_purpose_is_changed_where_one_is_and_one_comes_back(visit: Visiting) -> None:
    v = visit("sam", fresh=True)
    v.go("/search/?q=abbey")
    v.page.get_by_role("link", name="Change purpose").click()
    expect(v.page.get_by_label("Disrupting drug supply")).to_be_checked()
    v.page.get_by_label("Safeguarding").check()
    v.press("Continue")
    expect(v.page.get_by_role("banner")).to_contain_text("Purpose: Safeguarding")
    assert v.path == "/search/?q=abbey"


def test_a_purpose_that_the_role_does_not_permit_is_not_offered(visit: Visiting) -> None:
    v = visit("wanda")
    v.go("/purpose/")
    expect(v.page.get_by_role("radio")).to_have_count(1)
    expect(v.page.get_by_label("Safeguarding")).to_be_checked()


def test_a_second_step_is_switched_on_asked_for_at_the_next_sign_in_and_switched_off(
    visit: Visiting, someone: str, accessible: Callable[[Page], None]
) -> None:
    v = visit(someone, "Safeguarding", fresh=True)
    v.go("/own-account/")
    v.follow("Switch on authenticator app")
    expect(v.heading("Confirm that it is you")).to_be_visible()
    v.page.get_by_label("Password", exact=True).fill("not the password")
    v.press("Continue")
    expect(v.page.get_by_role("alert")).to_contain_text("This is not your password")
    v.page.get_by_label("Password", exact=True).fill(v.site.passwords[someone])
    v.press("Continue")
    key = v.main.locator("code").inner_text()
    v.page.get_by_label("Code").fill("000000")
    v.press("Switch on")
    expect(v.page.get_by_role("alert")).to_contain_text("This code is wrong")
    expect(v.main.locator("code")).to_have_text(key)
    v.page.get_by_label("Code").fill(code_of(key))
    v.press("Switch on")
    expect(v.heading("Your recovery codes")).to_be_visible()
    accessible(v.page)
    recovery = v.main.locator("li code").first.inner_text()
    v.press("Sign out")

    v.sign_in()
    expect(v.heading("Enter your code")).to_be_visible()
    accessible(v.page)
    assert v.status("/own-account/") == 302
    v.page.get_by_label("Code").fill("123123")
    v.press("Continue")
    expect(v.page.get_by_role("alert")).to_contain_text("This code is wrong")
    v.page.get_by_label("Code").fill(code_of(key))
    v.press("Continue")
    expect(v.heading("State your purpose")).to_be_visible()
    v.press("Sign out")

    v.sign_in()
    v.page.get_by_label("Code").fill(recovery)
    v.press("Continue")
    expect(v.heading("State your purpose")).to_be_visible()

    v.go("/own-account/")
    accessible(v.page)
    v.follow("Make new ones (recovery codes)")
    v.page.get_by_label("Password", exact=True).fill(v.site.passwords[someone])
    v.press("Continue")
    accessible(v.page)
    v.press("Make new codes")
    expect(v.main.locator("li code")).to_have_count(10)
    v.go("/account/confirm/code/")
    accessible(v.page)
    v.go("/own-account/")
    v.follow("Switch off authenticator app")
    accessible(v.page)
    v.press("Switch off")
    expect(v.main).to_contain_text("Your authenticator app is switched off.")


def test_an_account_that_is_closed_is_out_at_its_next_request(visit: Visiting, someone: str) -> None:
    v = visit(someone, "Safeguarding", fresh=True)
    v.go("/search/?q=abbey")
    expect(v.page.get_by_role("table")).to_be_visible()
    v.site.close_account(someone)
    v.page.reload()
    expect(v.heading("Sign in")).to_be_visible()
    v.sign_in()
    expect(v.heading("Sign in")).to_be_visible()
    expect(v.page.get_by_role("alert")).to_be_visible()
