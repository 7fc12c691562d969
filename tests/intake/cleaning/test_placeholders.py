"""Words typed where there is no value."""

from __future__ import annotations

from datetime import date

import pytest

from stronghold.intake.cleaning import CleaningContext, cleaner
from stronghold.intake.cleaning.placeholders import as_cleaned, is_blank_mark, is_no_value, nothing


@pytest.mark.parametrize(
    "text", ["n/a", "N/A", "Unknown", "not known", "NK", "none", "NULL", "-", ".", "TBC", "refused", "Not Stated"]
)
def test_words_that_say_there_is_no_value(text: str) -> None:
    assert is_no_value(text)
    assert as_cleaned(text) == nothing()


@pytest.mark.parametrize("text", ["NaN", "NaT"])
def test_what_programs_write_for_an_empty_cell_is_blank(text: str) -> None:
    assert is_blank_mark(text) and is_no_value(text)


@pytest.mark.parametrize("text", ["Nan", "Nat", "nan", "NAT"])
def test_names_that_look_like_it_are_names(text: str) -> None:
    assert not is_no_value(text)


@pytest.mark.parametrize("text", ["none", "unknown", "refused", "not known"])
def test_words_that_may_be_an_answer_are_no_blank_mark(text: str) -> None:
    assert not is_blank_mark(text)


@pytest.mark.parametrize("text", ["Nolan", "Unknown Road", "nonesuch", "12", "refused entry to officers"])
def test_words_that_only_look_like_it_are_values(text: str) -> None:
    assert not is_no_value(text)
    assert not is_blank_mark(text)
    assert as_cleaned(text).value == text


@pytest.mark.parametrize("name", ["forename", "surname", "full_name"])
def test_names_tell_the_two_apart(name: str) -> None:
    clean = cleaner(name, CleaningContext(today=date(2026, 11, 24)))
    assert clean("NaN").value is None
    assert clean("Nan").value in ("nan", {"forename": "nan"})
