"""What every page shows around its content."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory

from stronghold.web.navigation import navigation


@pytest.mark.parametrize(
    ("address", "current"),
    [
        ("/", "Search"),
        ("/search/", "Search"),
        ("/entity/P-AM000001/", "Search"),
        ("/record/police/rms/person/1/", "Search"),
        ("/views/", "Search"),
        ("/view/3/settings/", "Search"),
        ("/group/G-00000001/people/", "Groups"),
        ("/ties/", "Groups"),
        ("/plans/3/", "Plans"),
        ("/protection/P-AM000001/check/", "Protection"),
        ("/review/next/", "Review"),
        ("/decisions/3/", "Review"),
        ("/reports/new/", "Reports"),
        ("/data/upload/", "Data"),
        ("/own-account/", None),
        ("/database/", None),
    ],
)
def test_the_place_one_is_at_is_marked(sign_in: Callable[..., Client], address: str, current: str | None) -> None:
    client = sign_in("analyst", "disruption")
    request = RequestFactory().get(address)
    request.user = client.account  # type: ignore[attr-defined]
    request.session = client.session
    told = navigation(request)
    assert [p.label for p in told["places"]] == ["Search", "Groups", "Plans", "Protection", "Review", "Reports", "Data"]
    assert [p.label for p in told["places"] if p.current] == ([current] if current else [])
    assert told["purpose"].label == "Disrupting drug supply"


def test_who_is_not_signed_in_is_shown_nothing() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert navigation(request) == {"account": None, "purpose": None, "acts": (), "places": ()}


def test_pages_have_one_heading_a_skip_link_and_the_language(sign_in: Callable[..., Client]) -> None:
    page = sign_in("analyst", "disruption").get("/own-account/").content.decode()
    assert page.count("<h1") == 1
    assert '<a href="#main-content" class="govuk-skip-link"' in page
    assert 'id="main-content"' in page
    assert '<html lang="en-GB"' in page
    assert "<style" not in page
    assert "style=" not in page
    assert " on" + "click" not in page
