"""Dates and times of events."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.intake.cleaning.cleaned import CleaningContext, Moment
from stronghold.intake.cleaning.moments import date_cleaner, datetime_cleaner

CONTEXT = CleaningContext(today=date(2026, 5, 1))
CLEAN = datetime_cleaner(CONTEXT)
CLEAN_DATE = date_cleaner(CONTEXT)
MINUTE = timedelta(minutes=1)


def minute(*start: int) -> Moment:
    return Moment(datetime(*start), datetime(*start) + MINUTE, "minute")  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("09/04/2019 14:30", minute(2019, 4, 9, 13, 30)),
        ("2019-12-09 14:30:05", minute(2019, 12, 9, 14, 30, 5)),
        ("2019-04-09T14:30+02:00", minute(2019, 4, 9, 12, 30)),
        ("2019-04-09T14:30:00Z", minute(2019, 4, 9, 14, 30)),
        ("2019-04-09 24:00", minute(2019, 4, 9, 23, 0)),
        ("2019-04-09", Moment(datetime(2019, 4, 8, 23), datetime(2019, 4, 9, 23), "day")),
        ("2018-10", Moment(datetime(2018, 9, 30, 23), datetime(2018, 11, 1), "month")),
        ("2018-12", Moment(datetime(2018, 12, 1), datetime(2019, 1, 1), "month")),
        ("2018", Moment(datetime(2018, 1, 1), datetime(2019, 1, 1), "year")),
    ],
)
def test_moments_in_utc(text: str, moment: Moment) -> None:
    assert CLEAN(text) == (moment, None, False)


@pytest.mark.parametrize(
    ("text", "hours"), [("2019-03-31", 23), ("2019-10-27", 25), ("2019-03-30", 24), ("2026-03-29", 23), ("2025-10-26", 25)]
)
def test_a_day_on_which_clocks_change_has_23_or_25_hours(text: str, hours: int) -> None:
    moment = CLEAN(text).value
    assert moment is not None
    assert moment.end - moment.start == timedelta(hours=hours)
    assert CLEAN_DATE(text).value == moment


@pytest.mark.parametrize(
    ("text", "start", "words"),
    [
        ("2019-10-27 01:30", datetime(2019, 10, 27, 0, 30), "happened twice"),
        ("27/10/2019 01:30", datetime(2019, 10, 27, 0, 30), "happened twice"),
        ("2019-03-31 01:30", datetime(2019, 3, 31, 1, 30), "never happened"),
        ("2019-04-09 00:00", datetime(2019, 4, 8, 23, 0), "midnight"),
        ("2027-08-01 12:00", datetime(2027, 8, 1, 11, 0), "in the future"),
        ("43739", datetime(2019, 9, 30, 23, 0), "day number"),
        ("01/02/27", datetime(2027, 2, 1), "two-digit year read as 2027; in the future"),
    ],
)
def test_moments_with_something_to_know(text: str, start: datetime, words: str) -> None:
    value, note, failed = CLEAN(text)
    assert value is not None
    assert value.start == start
    assert words in (note or "")
    assert not failed


@pytest.mark.parametrize("text", ["9999-12-31", "1900-01-01", "1900-01-01 00:00:00", "30/12/1899", "unknown", "n/a"])
def test_placeholders_are_no_value(text: str) -> None:
    assert CLEAN(text)[::2] == (None, False)


@pytest.mark.parametrize("text", ["31/02/2019", "31/02/2019 14:30", "2019-02-30 14:30", "2300-01-01", "14:30", "yesterday"])
def test_impossible_moments_fail(text: str) -> None:
    value, note, failed = CLEAN(text)
    assert value is None
    assert note
    assert failed


def test_a_date_leaves_out_the_time_of_day() -> None:
    assert CLEAN_DATE("2019-04-09 14:30").value == CLEAN("2019-04-09").value
    # Half past eleven in the evening UTC is the next day in a British summer.
    assert CLEAN_DATE("2019-04-09T23:30Z").value == CLEAN("2019-04-10").value


def test_another_zone_and_order() -> None:
    american = datetime_cleaner(CleaningContext(today=CONTEXT.today, date_order="month first", timezone="America/Chicago"))
    assert american("04/09/2019 14:30").value == minute(2019, 4, 9, 19, 30)
    assert american("2019-04-09 14:30").value == minute(2019, 4, 9, 19, 30)


@settings(deadline=None, max_examples=200)
@given(
    wall=st.datetimes(datetime(1950, 1, 1), datetime(2025, 12, 31)),
    layout=st.sampled_from(
        [
            "%Y-%m-%d %H:%M:%S",
            "%d/%m/%Y %H:%M:%S",
            "%Y-%m-%dT%H:%M:%S",
            "%d %B %Y %H:%M:%S",
            "%H:%M:%S on %d/%m/%Y",
            "%d/%m/%Y %I:%M:%S %p",
        ]
    ),
)
def test_every_layout_gives_the_same_moment(wall: datetime, layout: str) -> None:
    assert CLEAN(wall.strftime(layout)) == CLEAN(wall.strftime("%d.%m.%Y %H:%M:%S"))


@settings(deadline=None, max_examples=200)
@given(day=st.dates(date(1850, 1, 1), date(2026, 5, 1)))
def test_days_follow_each_other_without_gap_or_overlap(day: date) -> None:
    first, second = CLEAN_DATE(day.isoformat()).value, CLEAN_DATE((day + timedelta(days=1)).isoformat()).value
    if first is not None and second is not None:
        assert first.end == second.start
