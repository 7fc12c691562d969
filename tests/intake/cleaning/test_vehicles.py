"""Registration marks."""

from __future__ import annotations

from datetime import date

import pytest

from stronghold.intake.cleaning.cleaned import CleaningContext
from stronghold.intake.cleaning.vehicles import registration_cleaner

CONTEXT = CleaningContext(today=date(2026, 5, 1))
CLEAN = registration_cleaner(CONTEXT)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("ab12 cde", "AB12CDE"),
        ("AB-12-CDE", "AB12CDE"),
        ("A123 BCD", "A123BCD"),
        ("Q123 ABC", "Q123ABC"),
        ("ABC 123D", "ABC123D"),
        ("ABC 123", "ABC123"),
        ("1234 AB", "1234AB"),
        ("A 1", "A1"),
        ("ABZ 1234", "ABZ1234"),
        ("1234 AIB", "1234AIB"),
        ("123 D 456", "123D456"),
        ("OO12 OOO", "OO12OOO"),
    ],
)
def test_british_formats(text: str, mark: str) -> None:
    assert CLEAN(text) == (mark, None, False)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("AB5I CDE", "AB51CDE"),
        ("ABI2 CDE", "AB12CDE"),
        ("AB 1O CDE", "AB10CDE"),
        ("0X18 ABC", "OX18ABC"),
        ("AB12 C0E", "AB12COE"),
    ],
)
def test_letters_and_digits_are_put_right_where_one_reading_fits(text: str, mark: str) -> None:
    written = text.replace(" ", "")
    assert CLEAN(text) == (mark, f"'{written}' read as '{mark}'", False)


@pytest.mark.parametrize(("text", "mark"), [("B-MW 1234", "BMW1234"), ("WA 12345", "WA12345"), ("1-ABC-234", "1ABC234")])
def test_other_countries_marks_are_kept_with_a_note(text: str, mark: str) -> None:
    assert CLEAN(text) == (mark, "not a British format: kept as it is", False)


def test_a_source_of_another_country_needs_no_note() -> None:
    german = registration_cleaner(CleaningContext(today=CONTEXT.today, country="DE"))
    assert german("B-MW 1234") == ("BMW1234", None, False)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("AB12 ???", "only a part of a registration"),
        ("AB12*", "only a part of a registration"),
        ("silver saloon", "not a registration: no digit"),
        ("7", "not a registration: it needs two to 12 letters and digits"),
    ],
)
def test_what_is_no_mark_fails(text: str, reason: str) -> None:
    assert CLEAN(text) == (None, reason, True)


@pytest.mark.parametrize("text", ["unknown", "FOREIGN", "no plates", "n/a"])
def test_no_mark_is_no_value(text: str) -> None:
    assert CLEAN(text)[::2] == (None, False)
