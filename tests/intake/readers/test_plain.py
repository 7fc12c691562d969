"""Typed values as plain text."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.intake.readers.plain import plain_text, plain_texts


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12.0, "12"),
        (0.1 + 0.2, "0.3"),
        (1e20, "100000000000000000000"),
        (447700900123.0, "447700900123"),
        (-1.5e-7, "-0.00000015"),
        (-0.0, "0"),
        (float("nan"), None),
        (float("inf"), None),
        (Decimal("12.50"), "12.5"),
        (Decimal("100"), "100"),
        (Decimal("0.00"), "0"),
        (True, "true"),
        (7, "7"),
        (dt.date(2024, 3, 1), "2024-03-01"),
        (dt.datetime(2024, 3, 1), "2024-03-01"),
        (dt.datetime(2024, 3, 1, 14, 5), "2024-03-01 14:05:00"),
        (dt.datetime(2024, 3, 1, 14, 4, 59, 999_000), "2024-03-01 14:05:00"),
        (dt.datetime(2024, 7, 1, 0, 30, tzinfo=ZoneInfo("Europe/London")), "2024-06-30 23:30:00Z"),
        (dt.datetime(2024, 3, 1, tzinfo=dt.UTC), "2024-03-01 00:00:00Z"),
        (dt.time(14, 5), "14:05:00"),
        (dt.timedelta(hours=30, minutes=2), "30:02:00"),
        (dt.timedelta(minutes=-5), "-0:05:00"),
        ("  a\0b \t", "ab"),
        (" \n ", None),
        ("\0", None),
        ("=1+1", "=1+1"),
        (None, None),
        ([], None),
        (["a", None, 2.0], "a; 2"),
        ([{"a": 1}], "a: 1"),
    ],
)
def test_plain_text(value: object, text: str | None) -> None:
    assert plain_text(value) == text
    assert plain_texts([value]) == [text]


def test_what_has_no_text_is_an_error() -> None:
    with pytest.raises(TypeError, match="bytes"):
        plain_text(b"x")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**8), max_value=10**8))
def test_numbers_keep_their_value(number: Decimal) -> None:
    assert Decimal(plain_text(number) or "") == number
    assert "e" not in (plain_text(float(number)) or "").lower()
    assert float(plain_text(float(number)) or "") == float(number)
