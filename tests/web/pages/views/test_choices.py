"""What a view keeps of an address is what its page understands; and it says so in words."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from stronghold.casework.models import SavedView
from stronghold.web.pages.views.choices import address_of, choices_in, in_words, shown_by

DAYS = "since_day=3&since_month=2&since_year=2024&until_day=31&until_month=2&until_year=2024"


def test_what_cannot_be_used_and_what_is_no_choice_is_left_out() -> None:
    kept = choices_in(QueryDict(f"layers=home&layers=call&{DAYS}&limit=7&page=2&of=P-1&evil=%3Cb%3E"), of_group=False)
    assert kept == {"layers": ["home", "call"], "since_day": ["3"], "since_month": ["2"], "since_year": ["2024"]}


def test_of_a_group_only_what_its_page_chooses_is_kept() -> None:
    query = QueryDict("layers=home&depth=2&kinds=phone&least=0.4")
    assert choices_in(query, of_group=True) == {"layers": ["home"], "least": ["0.4"]}


@given(
    st.dictionaries(
        st.sampled_from(["depth", "layers", "kinds", "least", "limit", "since_day", "agencies", "x"]), st.text(max_size=8)
    )
)
def test_what_was_kept_once_is_kept_again_and_can_always_be_told(asked: dict[str, str]) -> None:
    query = QueryDict(mutable=True)
    query.update(asked)
    kept = choices_in(query, of_group=False)
    again = QueryDict(mutable=True)
    for name, values in kept.items():
        again.setlist(name, values)
    assert choices_in(again, of_group=False) == kept
    assert all(isinstance(word, str) for word in in_words(kept, of_group=False))


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({}, []),
        ({"depth": ["1"], "least": ["0"], "limit": ["500"]}, []),
        ({"depth": ["2"], "kinds": ["phone", "person"]}, ["up to two ties away", "phones, people"]),
        ({"agencies": ["police"], "least": ["0.9"]}, ["records of police", "evidence at least very strong"]),
    ],
)
def test_choices_are_told_in_words(choices: dict[str, list[str]], words: list[str]) -> None:
    assert in_words(choices, of_group=False) == words


@pytest.mark.parametrize(
    ("focus", "sort", "address"),
    [
        ("P-1", "Network around a person", "/entity/P-1/network/?depth=2"),
        ("O-1", "Network around an organisation", "/entity/O-1/network/?depth=2"),
        ("G-1", "Ties of a group", "/group/G-1/network/?depth=2"),
        ("D-1", "Ties of a group", "/group/D-1/network/?depth=2"),
    ],
)
def test_each_sort_of_view_has_its_page(focus: str, sort: str, address: str) -> None:
    view = SavedView(focus=focus, choices={"depth": ["2"]})
    assert (shown_by(view), address_of(view, focus)) == (sort, address)
