"""Folding of free words."""

from __future__ import annotations

import pytest

from stronghold.intake.cleaning.folding import clean_narrative, clean_text, clean_words, to_ascii


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("St. Mary's", "st marys"),
        ("Zürich", "zurich"),
        ("  Stoke-on-Trent ", "stoke on trent"),
        ("VW   Golf", "vw golf"),
        ("Łódź", "lodz"),
        ("Ciarán\u2019s", "ciarans"),
        ("(unknown)", None),
        ("n/a", None),
    ],
)
def test_words_for_comparison(text: str, words: str | None) -> None:
    assert clean_words(text).value == words


def test_other_alphabets_are_spelt_in_latin_letters() -> None:
    assert to_ascii("Иван") == "Ivan"
    assert to_ascii("plain") == "plain"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("None", "None"),
        ("Charged / summonsed", "Charged / summonsed"),
        ("a \t b\x00", "a b"),
        ("Cafe\u0301", "Café"),
        ("N/A", None),
        ("-", None),
    ],
)
def test_free_words_keep_case_and_accents(text: str, value: str | None) -> None:
    assert clean_text(text).value == value


def test_a_narrative_keeps_its_lines() -> None:
    assert clean_narrative("Seen at 9.  \r\nLeft\x07 at 10.\r\n").value == "Seen at 9.\nLeft at 10."
