from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.casework.reports.plain_words import absolute, is_year
from stronghold.intake.cleaning import CleaningContext, cleaner

NOW = datetime(2026, 11, 24, 15, 10)  # a Tuesday


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("now", "24/11/2026 15:10"),
        ("today 14:30", "24/11/2026 14:30"),
        ("Today at about 2pm", "24/11/2026 2pm"),
        ("14:30", "24/11/2026 14:30"),
        ("0930", "24/11/2026 0930"),
        ("9am yesterday", "23/11/2026 9am"),
        ("yesterday noon", "23/11/2026 12:00"),
        ("this morning", "24/11/2026"),
        ("last night", "23/11/2026"),
        ("last night at 11pm", "23/11/2026 11pm"),
        ("last night 1am", "24/11/2026 1am"),
        ("last night 12:30am", "24/11/2026 12:30am"),
        ("last night 0130", "24/11/2026 0130"),
        ("the day before yesterday evening", "22/11/2026"),
        ("Tuesday 9am", "24/11/2026 9am"),
        ("last Tuesday", "17/11/2026"),
        ("on Friday at 21:00", "20/11/2026 21:00"),
        ("2 hours ago", "24/11/2026 13:10"),
        ("three days ago at 9am", "21/11/2026 9am"),
        ("a week ago", "17/11/2026"),
        ("12/11", "12/11/2026"),
        ("12th of November 9am", "12/11/2026 9am"),
        ("3 Dec", "03/12/2025"),
        ("29 Feb", "29/02/2026"),
        ("12.30", "24/11/2026 12.30"),
        ("in 2024", "2024"),
    ],
)
def test_words_become_a_day_that_stays(typed: str, meant: str) -> None:
    assert absolute(typed, NOW) == meant


@pytest.mark.parametrize(
    "typed",
    ["", "12/11/2026 9am", "Friday 20/11/2026", "tomorrow", "today 25:00", "yesterday by the pub", "2024", "1930", "soon"],
)
def test_other_words_are_left_to_the_cleaning(typed: str) -> None:
    assert absolute(typed, NOW) is None


def test_four_digits_alone_may_be_a_year_or_a_time() -> None:
    assert is_year("2024") and is_year(" 1930 ")
    assert not is_year("0930") and not is_year("2430") and not is_year("20:24")


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1)),
    st.sampled_from(["today", "yesterday", "last night", "monday", "last friday", "2 weeks ago", "12/3", "1 Jan"]),
    st.sampled_from(["", " 9am", " at 14:30", " 0815"]),
)
def test_what_is_worked_out_is_read_by_the_cleaning_and_is_never_after_today(now: datetime, day: str, time: str) -> None:
    meant = absolute(day + time, now)
    assert meant is not None
    read = cleaner("datetime", CleaningContext(today=now.date()))(meant)
    assert not read.failed
    found = datetime.strptime(meant.split()[0], "%d/%m/%Y").date()
    assert date(1998, 1, 1) < found <= now.date()


@given(st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1)), st.integers(1, 999))
def test_minutes_ago_are_counted_on_the_clock(now: datetime, minutes: int) -> None:
    then = now - timedelta(minutes=minutes)
    assert absolute(f"{minutes} minutes ago", now) == f"{then:%d/%m/%Y %H:%M}"
