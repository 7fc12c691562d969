"""Dates of birth."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.intake.cleaning.births import birth_date_cleaner
from stronghold.intake.cleaning.cleaned import CleaningContext

TODAY = date(2026, 5, 1)
CLEAN = birth_date_cleaner(CleaningContext(today=TODAY))


@settings(deadline=None, max_examples=300)
@given(
    day=st.dates(date(1910, 1, 2), TODAY).filter(lambda d: (d.month, d.day) != (1, 1)),
    layout=st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%Y%m%d"]),
)
def test_a_living_persons_birthday_is_kept_without_a_note(day: date, layout: str) -> None:
    assert CLEAN(day.strftime(layout)) == (day.isoformat(), None, False)


@pytest.mark.parametrize(
    ("text", "value", "note"),
    [
        ("01/01/1980", "1980-01-01", "1 January: often a placeholder"),
        ("1999", "1999-01-01", "only the year is given: 1 January is a placeholder"),
        ("2018-10", "2018-10-01", "only the month is given: its first day is a placeholder"),
        ("1630-05-02", "1630-05-02", "more than 120 years ago"),
        ("1630-01-01", "1630-01-01", "1 January: often a placeholder; more than 120 years ago"),
        ("1980-05-04 00:00:00", "1980-05-04", None),
        ("04/05/1980 00:00", "1980-05-04", None),
        ("1980-05-03T23:00:00Z", "1980-05-04", "the UTC time given is 1980-05-04 local time"),
        ("01/05/26", "2026-05-01", "two-digit year read as 2026"),
        ("02/05/26", "1926-05-02", "two-digit year read as 1926"),
    ],
)
def test_dates_that_are_kept_with_what_to_know(text: str, value: str, note: str | None) -> None:
    assert CLEAN(text) == (value, note, False)


@pytest.mark.parametrize(
    "text", ["1900-01-01", "01/01/1900", "1901-01-01", "9999-12-31", "31/12/9999", "1899-12-30", "11/11/1111"]
)
def test_placeholders_are_no_value(text: str) -> None:
    value, note, failed = CLEAN(text)
    assert value is None
    assert not failed
    assert "placeholder" in (note or "")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2026-05-02", "a date of birth in the future"),
        ("2099-01-01", "a date of birth in the future"),
        ("31/02/1990", "there is no day 31 in month 2 of 1990"),
        ("1990-02-30", "there is no day 30 in month 2 of 1990"),
        ("12/31/1990", "there is no month 31 (read day first)"),
        ("34", "an age or a number, not a date"),
    ],
)
def test_impossible_dates_fail(text: str, reason: str) -> None:
    assert CLEAN(text) == (None, reason, True)


def test_the_order_of_day_and_month_is_the_sources() -> None:
    american = birth_date_cleaner(CleaningContext(today=TODAY, date_order="month first"))
    assert american("04/09/1956").value == "1956-04-09"
    assert CLEAN("04/09/1956").value == "1956-09-04"
