"""Telephone numbers."""

from __future__ import annotations

from datetime import date

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.intake.cleaning.cleaned import CleaningContext
from stronghold.intake.cleaning.phones import phone_cleaner

CONTEXT = CleaningContext(today=date(2026, 5, 1))
CLEAN = phone_cleaner(CONTEXT)


@pytest.mark.parametrize(
    "text",
    ["07700 900123", "07700900123", "+44 7700 900123", "+44 (0)7700 900123", "+4407700900123", "0044 7700 900123", "447700900123"]
    + ["(07700) 900-123", "07700.900.123", "mob: 07700 900123", "07700 900123 (mum)", "07700 900123 home", "tel +44 7700 900123"],
)
def test_one_number_has_one_form(text: str) -> None:
    assert CLEAN(text) == ("+447700900123", None, False)


@pytest.mark.parametrize(
    ("text", "number", "note"),
    [
        ("7700900123", "+447700900123", "leading 0 restored"),
        ("7700900123.0", "+447700900123", "leading 0 restored"),
        ("07700 9OO123", "+447700900123", "letters O and I read as digits"),
        ("01865 123456 ext 12", "+441865123456", "extension 12 left out"),
        ("01865 123456 x12", "+441865123456", "extension 12 left out"),
        ("07700 900123 / 01865 123456", "+447700900123", "more than one number: left out 01865 123456"),
        ("999", "999", "a short code"),
        ("118118", "118118", "a short code"),
        ("60777", "60777", "a short code"),
    ],
)
def test_numbers_with_something_to_know(text: str, number: str, note: str) -> None:
    assert CLEAN(text) == (number, note, False)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("01865 123456", "+441865123456"),
        ("020 7946 0123", "+442079460123"),
        ("0800 1111", "+448001111"),
        ("0300 123 4567", "+443001234567"),
        ("0800 FLOWERS", "+448003569377"),
        ("+33 6 12 34 56 78", "+33612345678"),
        ("00 353 1 234 5678", "+35312345678"),
    ],
)
def test_landlines_services_and_other_countries(text: str, number: str) -> None:
    assert CLEAN(text).value == number


@pytest.mark.parametrize("text", ["07700 900000", "07700 900999", "01632 960000", "01632 960999", "020 7946 0000"])
def test_the_numbers_kept_for_drama_are_numbers(text: str) -> None:
    value, note, failed = CLEAN(text)
    assert (value or "").startswith("+44")
    assert (note, failed) == (None, False)


@pytest.mark.parametrize(
    "text", ["07000000000", "01234567890", "00000000000", "11111111111", "07777777777", "07123456789", "0000"]
)
def test_numbers_that_stand_for_none_are_no_value(text: str) -> None:
    value, note, failed = CLEAN(text)
    assert value is None
    assert "placeholder" in (note or "")
    assert not failed


@pytest.mark.parametrize("text", ["withheld", "Number withheld", "No caller ID", "Private"])
def test_a_hidden_number_is_no_value_and_noted(text: str) -> None:
    assert CLEAN(text) == (None, f"the number was not given: {text.lower()}", False)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("7.7009E+09", "a number rounded by a spreadsheet: its last digits are lost"),
        ("123456", "a local number without its area code"),
        ("07700 900", "a British mobile number has eleven digits"),
        ("07700 900123 456 789 012", "not a telephone number"),
        ("see notes", "not a telephone number"),
    ],
)
def test_what_is_no_number_fails(text: str, reason: str) -> None:
    assert CLEAN(text) == (None, reason, True)


def test_another_country_dials_its_own_numbers() -> None:
    irish = phone_cleaner(CleaningContext(today=CONTEXT.today, country="IE"))
    assert irish("087 123 4567").value == "+353871234567"
    assert irish("+44 7700 900123").value == "+447700900123"


@settings(deadline=None, max_examples=200)
@given(st.from_regex(r"07[1-5789][0-9]{8}|01[2-9][0-9]{8}|02[0389][0-9]{8}", fullmatch=True))
def test_the_fast_way_agrees_with_the_library(text: str) -> None:
    value = CLEAN(text).value
    if value is not None:
        number = phonenumbers.parse(text, "GB")
        assert value == phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
