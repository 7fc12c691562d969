"""Trouble as a page, in the look of the others, and never a traceback."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.views.decorators.http import require_POST

from stronghold.web import errors, urls
from stronghold.web.doors import open_door


@open_door
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("secret-of-the-house")


@open_door
@require_POST
def forms_only(request: HttpRequest) -> HttpResponse:
    return HttpResponse("taken")


class Pages:
    handler400, handler404, handler500 = urls.handler400, urls.handler404, urls.handler500
    urlpatterns = [*urls.urlpatterns, path("t/broken/", broken), path("t/broken.json", broken), path("t/forms-only/", forms_only)]


@pytest.fixture
def client(sign_in: Callable[..., Client], settings: Any) -> Client:
    settings.ROOT_URLCONF = Pages
    made = sign_in("analyst", "disruption")
    made.raise_request_exception = False
    return made


def test_a_page_that_does_not_exist(client: Client) -> None:
    answer = client.get("/none/such/")
    assert answer.status_code == 404
    assert '<h1 class="govuk-heading-l">Page not found</h1>' in answer.content.decode()
    assert client.get("/none.json").json()["error"] == "There is no page at this address."


def test_a_fault_of_ours_tells_nothing_of_itself(client: Client) -> None:
    answer = client.get("/t/broken/")
    assert answer.status_code == 500
    assert "Something went wrong" in answer.content.decode()
    assert "secret-of-the-house" not in answer.content.decode()
    assert client.get("/t/broken.json").json()["error"].startswith("The fault is ours")


def test_a_fault_is_answered_also_where_the_look_is_broken(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_page(*args: object, **kwargs: object) -> None:
        raise RuntimeError("secret-of-the-house")

    monkeypatch.setattr(errors, "render", no_page)
    answer = client.get("/t/broken/")
    assert answer.status_code == 500
    assert "<h1>Something went wrong</h1>" in answer.content.decode()
    assert "secret-of-the-house" not in answer.content.decode()


def test_an_address_that_only_takes_what_a_form_sends(client: Client) -> None:
    answer = client.get("/t/forms-only/")
    assert answer.status_code == 405
    assert "Nothing to show here" in answer.content.decode()
    assert client.post("/t/forms-only/").content == b"taken"


def test_text_of_a_message_is_never_markup(rf: Any) -> None:
    request = rf.get("/")
    page = errors.trouble_page(request, 400, "<b>title</b>", "<script>", "<i>").content.decode()
    assert "<script>" not in page.replace('<script type="module"', "")
    assert "&lt;script&gt;" in page


def test_too_many_attempts_to_sign_in(store: Any, db: None, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    client = Client()
    client.get("/account/login/")
    codes = {client.post("/account/login/", {"login": "x", "password": "y"}).status_code for _ in range(3)}
    assert 429 in codes
