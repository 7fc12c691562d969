"""Filters of the data pages."""

from __future__ import annotations

import pytest

from stronghold.web.templatetags.data_words import cell, number, term


@pytest.mark.parametrize(("value", "shown"), [(0, "0"), (1234567, "1,234,567"), (None, "")])
def test_numbers_have_commas(value: int | None, shown: str) -> None:
    assert number(value) == shown


@pytest.mark.parametrize(
    ("name", "listed", "shown"),
    [
        ("P", "handling", "P: Lawful sharing permitted"),
        ("standard", "sensitivities", "Standard"),
        ("odd", "handling", "odd"),
        (None, "handling", "not stated"),
    ],
)
def test_terms_are_told_in_words(name: str | None, listed: str, shown: str) -> None:
    assert term(name, listed) == shown


def test_a_cell_that_is_not_there_is_empty() -> None:
    assert (cell({"a": "1"}, "a"), cell({"a": None}, "a"), cell({}, "a")) == ("1", "", "")
