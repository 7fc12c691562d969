"""Numbers that stand for one person or thing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.intake.cleaning.identifiers import clean_email, clean_identifier, clean_nhs_number, clean_nino


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (" 12/345678a", "12/345678A"),
        ("12345.0", "12345"),
        ("ab 12", "AB12"),
        ("\uff11\uff12a", "12A"),
        ("none", None),
        ("12.5", "12.5"),
    ],
)
def test_identifiers_are_capitals_without_blanks(text: str, value: str | None) -> None:
    assert clean_identifier(text).value == value


def test_an_identifier_that_a_spreadsheet_rounded_is_noted() -> None:
    assert clean_identifier("1.23E+11") == ("1.23E+11", "perhaps a number rounded by a spreadsheet", False)


@pytest.mark.parametrize("text", ["AB123457C", "ab 12 34 57 c", "AB-12-34-57-C"])
def test_a_national_insurance_number_has_one_form(text: str) -> None:
    assert clean_nino(text) == ("AB123457C", None, False)


@pytest.mark.parametrize(
    ("text", "value", "note"),
    [
        ("AB12345OC", "AB123450C", "'AB12345OC' read as 'AB123450C'"),
        ("AB123457", "AB123457", "the last letter is missing"),
        ("AB123456C", None, "AB123456C is an example or a placeholder"),
        ("AA000000A", None, "AA000000A is an example or a placeholder"),
    ],
)
def test_national_insurance_numbers_with_something_to_know(text: str, value: str | None, note: str) -> None:
    assert clean_nino(text) == (value, note, False)


@pytest.mark.parametrize("text", ["QQ123457C", "AO123457C", "BG123457C", "AB123457E", "AB12345C", "hello"])
def test_what_is_no_national_insurance_number_fails(text: str) -> None:
    assert clean_nino(text).failed


@pytest.mark.parametrize("text", ["9434765919", "943 476 5919", "943-476-5919", "9434765919.0"])
def test_an_nhs_number_has_one_form(text: str) -> None:
    assert clean_nhs_number(text) == ("9434765919", None, False)


def test_an_nhs_number_that_lost_its_first_nought_gets_it_back() -> None:
    # A Scottish CHI number begins with the day of birth.
    restored = [n for n in range(101580000, 101580100) if not clean_nhs_number(str(n)).failed]
    assert restored
    assert clean_nhs_number(str(restored[0])) == (f"0{restored[0]}", "leading 0 restored", False)


@settings(deadline=None, max_examples=200)
@given(st.integers(10**8, 10**9 - 1))
def test_at_most_one_check_digit_is_right_and_one_slip_is_always_found(first_nine: int) -> None:
    valid = [f"{first_nine}{d}" for d in range(10) if clean_nhs_number(f"{first_nine}{d}").value]
    assert len(valid) <= 1
    for number in valid:
        for at in range(10):
            slipped = f"{number[:at]}{(int(number[at]) + 1) % 10}{number[at + 1 :]}"
            assert clean_nhs_number(slipped).value is None


@pytest.mark.parametrize(("text", "failed"), [("9434765918", True), ("12345", True), ("9.43E+09", True), ("0000000000", False)])
def test_what_is_no_nhs_number(text: str, failed: bool) -> None:
    value, note, has_failed = clean_nhs_number(text)
    assert value is None
    assert note
    assert has_failed is failed


@pytest.mark.parametrize(
    ("text", "value", "note"),
    [
        ("Mailto:Jo.Bloggs@Example.com", "jo.bloggs@example.com", None),
        ("Jo <jo@example.org>", "jo@example.org", None),
        ("a@b.com; c@d.org", "a@b.com", "more than one address: left out c@d.org"),
        ("none@none.com", None, "none@none.com is a placeholder"),
        ("n/a", None, None),
    ],
)
def test_email_addresses(text: str, value: str | None, note: str | None) -> None:
    assert clean_email(text) == (value, note, False)


@pytest.mark.parametrize("text", ["jo", "jo@", "@example.com", "jo at example.com", "jo@example"])
def test_what_is_no_email_address_fails(text: str) -> None:
    assert clean_email(text).failed
