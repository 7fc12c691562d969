"""Reading of dates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.intake.cleaning.dates import DateRead, read_date

LATEST = date(2026, 5, 1)


def ordinal(day: date) -> str:
    ending = "th" if 10 < day.day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    return f"{day.day}{ending}"


LAYOUTS = {
    "iso": lambda d: d.isoformat(),
    "year first, strokes": lambda d: f"{d.year}/{d.month}/{d.day}",
    "eight digits": lambda d: d.strftime("%Y%m%d"),
    "strokes": lambda d: f"{d.day:02d}/{d.month:02d}/{d.year}",
    "strokes, no zeros": lambda d: f"{d.day}/{d.month}/{d.year}",
    "dots": lambda d: f"{d.day}.{d.month}.{d.year}",
    "dashes": lambda d: f"{d.day}-{d.month}-{d.year}",
    "blanks": lambda d: f"{d.day} {d.month} {d.year}",
    "day first, eight digits": lambda d: f"{d.day:02d}{d.month:02d}{d.year}",
    "month in full": lambda d: d.strftime("%d %B %Y"),
    "month short": lambda d: d.strftime("%d %b %Y"),
    "month short, dashes": lambda d: d.strftime("%d-%b-%Y"),
    "month short, together": lambda d: d.strftime("%d%b%Y").upper(),
    "ordinal": lambda d: f"{ordinal(d)} {d:%B} {d.year}",
    "the ordinal of": lambda d: f"the {ordinal(d)} of {d:%B} {d.year}",
    "weekday": lambda d: f"{d:%A} {d.day} {d:%B} {d.year}",
    "American words": lambda d: f"{d:%B} {d.day}, {d.year}",
    "year and short month": lambda d: d.strftime("%Y-%b-%d"),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(deadline=None, max_examples=120)
@given(day=st.dates(date(1800, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_back_from_every_layout(layout: str, day: date) -> None:
    assert read_date(LAYOUTS[layout](day), "day first", LATEST) == DateRead(day.year, day.month, day.day)


@settings(deadline=None, max_examples=200)
@given(day=st.dates(date(1926, 5, 2), LATEST), short=st.booleans())
def test_two_digits_of_a_year_name_the_last_that_is_not_after_the_latest_day(day: date, short: bool) -> None:
    found = read_date(day.strftime("%d-%b-%y" if short else "%d/%m/%y"), "day first", LATEST)
    assert isinstance(found, DateRead)
    assert (found.year, found.month, found.day) == (day.year, day.month, day.day)
    assert found.note == f"two-digit year read as {day.year}"


@settings(deadline=None, max_examples=200)
@given(day=st.dates(date(1800, 1, 1), date(2100, 12, 31)))
def test_month_first_only_where_the_source_writes_so(day: date) -> None:
    text = f"{day.month}/{day.day}/{day.year}"
    assert read_date(text, "month first", LATEST) == DateRead(day.year, day.month, day.day)
    other = read_date(text, "day first", LATEST)
    if day.day > 12:
        assert other == f"there is no month {day.day} (read day first)"
    else:
        assert other == DateRead(day.year, day.day, day.month)


def test_year_first_with_two_digits() -> None:
    assert read_date("19/04/09", "year first", LATEST) == DateRead(2019, 4, 9, "day", "two-digit year read as 2019")
    assert read_date("2019/04/09", "year first", LATEST) == DateRead(2019, 4, 9)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018-10", DateRead(2018, 10, 1, "month")),
        ("10/2018", DateRead(2018, 10, 1, "month")),
        ("October 2018", DateRead(2018, 10, 1, "month")),
        ("Sept. 2018", DateRead(2018, 9, 1, "month")),
        ("Oct-18", DateRead(2018, 10, 1, "month", "two-digit year read as 2018")),
        ("1984", DateRead(1984, 1, 1, "year")),
        ("1000-01-01", DateRead(1000, 1, 1)),
        ("20554", DateRead(1956, 4, 9, "day", "read as a spreadsheet's day number: 1956-04-09")),
        ("Sunday 9 April 1956", DateRead(1956, 4, 9, "day", "that day was a Monday")),
        ("29/02/2000", DateRead(2000, 2, 29)),
    ],
)
def test_less_exact_and_odd_dates(text: str, expected: DateRead) -> None:
    assert read_date(text, "day first", LATEST) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31/02/1990", "there is no day 31 in month 2 of 1990"),
        ("29/02/1900", "there is no day 29 in month 2 of 1900"),
        ("2019-13-01", "there is no month 13"),
        ("2019-00-10", "there is no month 0"),
        ("00/05/2019", "there is no day 0 in month 5 of 2019"),
        ("5 Foo 1980", "no month is called 'foo'"),
        ("0999-01-01", "year 999 is before 1000"),
        ("34", "an age or a number, not a date"),
        ("123456", "a number, not a date"),
        ("99999", "a number, not a date"),
        ("01/02/034", "not a date"),
        ("soon", "not a date"),
    ],
)
def test_what_is_no_date_gives_its_reason(text: str, reason: str) -> None:
    assert read_date(text, "day first", LATEST) == reason
