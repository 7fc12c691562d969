"""Times as moments, and who is a child today."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.governance import times
from stronghold.governance.times import adults_born_until, in_utc, is_child, local_when


@pytest.mark.parametrize(
    ("today", "last_adult"),
    [
        (date(2026, 11, 24), date(2008, 11, 24)),
        (date(2026, 2, 28), date(2008, 2, 28)),
        (date(2026, 3, 1), date(2008, 3, 1)),
        (date(2028, 2, 29), date(2010, 2, 28)),
    ],
)
def test_eighteen_on_the_birthday(today: date, last_adult: date) -> None:
    assert adults_born_until(today) == last_adult


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)))
def test_the_last_adult_was_born_no_later_than_eighteen_years_ago(today: date) -> None:
    last = adults_born_until(today)
    assert (today.year - last.year, today.month) == (18, last.month)
    assert today.day - last.day in (0, 1)


def test_a_recorded_date_of_birth_says_who_is_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(times, "adults_born_until", lambda: date(2008, 11, 24))
    assert is_child("2008-11-25")
    assert not is_child("2008-11-24")
    assert not is_child(None)
    assert not is_child("")


def test_a_pictures_time_is_utc() -> None:
    assert in_utc(datetime(2024, 1, 1)) == datetime(2024, 1, 1, tzinfo=UTC)
    assert in_utc(None) is None


def test_a_moment_is_told_as_exactly_as_it_is_known() -> None:
    moment = datetime(2024, 6, 30, 23, tzinfo=UTC)
    assert local_when(moment, "day", "Europe/London") == "2024-07-01"
    assert local_when(moment, None, "Europe/London") == "2024-07-01 00:00"
    assert local_when(None, "day", "Europe/London") == ""
