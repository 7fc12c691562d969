"""Search: what is found, what is said where nothing is, and how pages turn."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from stronghold.governance import finding
from stronghold.governance.models import AuditEntry
from stronghold.web.pages import search as search_page

SignIn = Callable[..., Client]


@pytest.fixture
def analyst(sign_in: SignIn) -> Client:
    return sign_in("analyst", "disruption")


def text(client: Client, **query: str) -> str:
    answer = client.get("/search/", query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_person_is_found_with_what_matched_marked(analyst: Client) -> None:
    page = text(analyst, q="perry 1/2/1990")
    assert '<a class="govuk-link" href="/entity/P-AM000001/">Amos Perry</a>' in page
    assert "AMOS <mark>PERRY</mark> <mark>1990-02-01</mark>" in page
    assert "1 found" in page
    assert "5 January 2024 to 1 July 2024" in page


def test_a_record_is_found_by_its_key(analyst: Client) -> None:
    page = text(analyst, q="m1x")
    assert "Nothing that you may see matches" in page
    page = text(analyst, q="police/rms/meeting/m1")
    assert "Records with this key or reference" in page
    assert 'href="/record/police/rms/meeting/m1/"' in page


def test_a_hidden_record_is_neither_found_nor_counted(analyst: Client) -> None:
    for hidden in ("voss", "elizabeth", "police/covert/meeting/c1", "council/asb/meeting/a1"):
        page = text(analyst, q=hidden)
        assert "Nothing that you may see matches" in page
        assert "All (0)" in page


def test_kinds_are_filters_with_counts(analyst: Client) -> None:
    page = text(analyst, q="police/rms/person/1")
    assert "All (2)" in page and "People (1)" in page and "Homes and places (1)" in page
    only = text(analyst, q="police/rms/person/1", kind="address")
    assert "14 High Street" in only and "/entity/P-AM000001/" not in only
    assert "1 found" in only


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter what you are looking for"),
        ("   ", "Enter what you are looking for"),
        ("?!... --", "Enter at least one letter or figure"),
        ("\N{GRINNING FACE}\N{HEAVY BLACK HEART}", "Enter at least one letter or figure"),
        ("x" * 10_000, "must be 200 characters or fewer"),
        ("a\0b", "Enter letters and figures alone"),
    ],
)
def test_absurd_text_is_answered_at_the_field_and_kept(analyst: Client, typed: str, said: str) -> None:
    before = AuditEntry.objects.count()
    page = text(analyst, q=typed)
    assert page.count(said) == 2  # in the summary, and at the field
    assert '<a href="#id_q">' in page
    assert 'aria-invalid="true"' in page
    if typed.strip() and "\0" not in typed:
        assert f'value="{typed}"' in page
    assert not AuditEntry.objects.filter(action="find").exists() and AuditEntry.objects.count() == before


def test_a_kind_that_is_none_is_said(analyst: Client) -> None:
    assert text(analyst, q="perry", kind="ghost").count("Choose one of the kinds below") == 2


def test_the_page_without_a_query_asks_for_one(analyst: Client) -> None:
    page = text(analyst)
    assert "There is a problem" not in page and 'name="q"' in page
    assert '<option value="phone" selected>' in text(analyst, kind="phone")


def test_pages_turn_and_one_too_far_goes_back(analyst: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_page, "PAGE_SIZE", 1)
    monkeypatch.setattr("stronghold.web.paging.Pages.__init__.__defaults__", (1,))
    first, second = (text(analyst, q="police/rms/meeting/m1", page=str(number)) for number in (1, 2))
    assert "1 to 1 of 2" in first and 'rel="next"' in first and "2 to 2 of 2" in second
    assert ("/entity/P-AM000001/" in first) and ("/entity/P-BE000001/" in second)
    answer = analyst.get("/search/", {"q": "police/rms/meeting/m1", "page": "99"})
    assert answer.status_code == 302 and answer.headers["Location"].endswith("page=2")


def test_where_too_much_matches_the_page_says_so(analyst: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "LOOKED_THROUGH", 1)
    monkeypatch.setattr(search_page, "LOOKED_THROUGH", 1)
    page = text(analyst, q="police/rms/meeting/m1")
    assert "of at least 1" in page and "Add a word" in page
