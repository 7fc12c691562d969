"""Pages of a list that is read a page at a time."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from stronghold.web.paging import Pages, asked_page


@pytest.mark.parametrize(
    ("asked", "page"),
    [("1", 1), ("7", 7), ("0", 1), ("-3", 1), ("", 1), ("x", 1), ("1.5", 1), ("\u0667", 1), ("\u00b2", 1), ("9" * 30, 1)],
)
def test_what_is_no_page_is_the_first(asked: str, page: int) -> None:
    assert asked_page(RequestFactory().get("/", {"page": asked})) == page


def test_no_page_is_the_first() -> None:
    assert asked_page(RequestFactory().get("/")) == 1


@given(st.integers(0, 500), st.integers(1, 60), st.integers(1, 25))
def test_every_thing_is_on_one_page(total: int, number: int, size: int) -> None:
    pages = Pages(total, number, size)
    if not pages.turned_too_far:
        assert pages.last - pages.first + 1 == min(size, total - (number - 1) * size) or (total, pages.first, pages.last) == (
            0,
            0,
            0,
        )
    else:
        assert (number - 1) * size >= total


def test_back_is_to_the_last_page_and_keeps_what_was_asked() -> None:
    request = RequestFactory().get("/search/", {"q": "a b", "page": "9"})
    answer = Pages(41, 9).back(request)
    assert answer.headers["Location"] == "/search/?q=a+b&page=3"
