"""Counts, numbers, money, degrees, yes and no, and sex."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.intake.cleaning.cleaned import Cleaned
from stronghold.intake.cleaning.numbers import (
    clean_boolean,
    clean_count,
    clean_latitude,
    clean_longitude,
    clean_money,
    clean_number,
    clean_sex,
)

Clean = Callable[[str], Cleaned]


@pytest.mark.parametrize(
    ("clean", "text", "value"),
    [
        (clean_count, "12", 12),
        (clean_count, "1,234", 1234),
        (clean_count, "12.0", 12),
        (clean_count, "1e3", 1000),
        (clean_number, "-2.5", -2.5),
        (clean_number, "1,234.5", 1234.5),
        (clean_number, "+.5", 0.5),
        (clean_money, "£1,250.50", 1250.5),
        (clean_money, "1250", 1250.0),
        (clean_money, "£5k", 5000.0),
        (clean_money, "50p", 0.5),
        (clean_money, "GBP 1000", 1000.0),
        (clean_money, "20 pounds", 20.0),
        (clean_money, "-£5", -5.0),
        (clean_money, "(£100)", -100.0),
        (clean_latitude, "51.75", 51.75),
        (clean_latitude, "51.75° N", 51.75),
        (clean_latitude, "33.9S", -33.9),
        (clean_longitude, "-1.25", -1.25),
        (clean_longitude, "1.25W", -1.25),
        (clean_longitude, "1.7 E", 1.7),
        (clean_boolean, "Y", True),
        (clean_boolean, "No", False),
        (clean_boolean, "1", True),
        (clean_sex, "M", "male"),
        (clean_sex, "Female", "female"),
        (clean_sex, "2", "female"),
        (clean_sex, "X", "other"),
    ],
)
def test_values(clean: Clean, text: str, value: object) -> None:
    assert clean(text) == (value, None, False)


@pytest.mark.parametrize(
    ("clean", "text"),
    [
        (clean_count, "-1"),
        (clean_count, "1.5"),
        (clean_count, "several"),
        (clean_count, "9" * 16),
        (clean_number, "1,5"),
        (clean_number, "inf"),
        (clean_number, "1e400"),
        (clean_number, "e5"),
        (clean_money, "$5"),
        (clean_money, "5 euros"),
        (clean_money, "--5"),
        (clean_money, "9999999999999"),
        (clean_latitude, "91"),
        (clean_latitude, "1.2W"),
        (clean_latitude, "51 45 N 12"),
        (clean_longitude, "181"),
        (clean_longitude, "nowhere"),
        (clean_boolean, "maybe"),
        (clean_sex, "blue"),
    ],
)
def test_failures_have_their_reason(clean: Clean, text: str) -> None:
    value, reason, failed = clean(text)
    assert value is None
    assert reason
    assert failed


@pytest.mark.parametrize(
    "clean", [clean_count, clean_number, clean_money, clean_latitude, clean_longitude, clean_boolean, clean_sex]
)
@pytest.mark.parametrize("text", ["unknown", "n/a", "-"])
def test_no_value_is_no_failure(clean: Clean, text: str) -> None:
    assert clean(text) == (None, None, False)


def test_nought_degrees_are_noted() -> None:
    assert clean_latitude("0") == (0.0, "0 degrees: often a placeholder", False)


@settings(deadline=None)
@given(st.integers(0, 10**15 - 1))
def test_every_count_is_read_with_and_without_commas(number: int) -> None:
    assert clean_count(str(number)).value == clean_count(f"{number:,}").value == number


@settings(deadline=None)
@given(st.integers(-(10**11), 10**11))
def test_every_sum_of_pence_is_read_back(pence: int) -> None:
    assert clean_money(f"£{pence / 100:,.2f}").value == pence / 100
