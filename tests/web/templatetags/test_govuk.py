"""Filters of templates."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.template.loader import render_to_string

from stronghold.web.templatetags.govuk import elided


def test_pages_far_away_are_left_out() -> None:
    paginator = Paginator(range(200), 10)
    assert list(elided(paginator, 10)) == [1, Paginator.ELLIPSIS, 9, 10, 11, Paginator.ELLIPSIS, 20]


def test_the_list_of_pages_leads_on_and_keeps_the_query() -> None:
    page = Paginator(range(50), 10).page(2)
    made = render_to_string("parts/pagination.html", {"page": page, "before": "q=a%26b&"})
    assert 'href="?q=a%26b&amp;page=1" rel="prev"' in made
    assert 'href="?q=a%26b&amp;page=3" rel="next"' in made
    assert made.count('aria-current="page"') == 1


def test_one_page_needs_no_list() -> None:
    assert render_to_string("parts/pagination.html", {"page": Paginator([], 10).page(1), "before": ""}).strip() == ""
