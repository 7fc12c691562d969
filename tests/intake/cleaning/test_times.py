"""Time of day, and local time as UTC."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.errors import BadInput
from stronghold.intake.cleaning.dates import DateRead
from stronghold.intake.cleaning.times import Stamp, TimeRead, local_date, midnight, read_stamp, to_utc, zone_of

LATEST = date(2027, 12, 31)
LONDON = zone_of("Europe/London")
DAY = DateRead(2019, 4, 9)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("09/04/2019 14:30", (14, 30, 0)),
        ("9 April 2019 14:30:05", (14, 30, 5)),
        ("2019-04-09T14:30", (14, 30, 0)),
        ("2019-04-09 14:30:05.123", (14, 30, 5)),
        ("09/04/2019, 2.30pm", (14, 30, 0)),
        ("09/04/2019 at 2 pm", (14, 0, 0)),
        ("09/04/2019 12:15 AM", (0, 15, 0)),
        ("09/04/2019 12:15 p.m.", (12, 15, 0)),
        ("09/04/2019 1430hrs", (14, 30, 0)),
        ("09/04/2019 1430", (14, 30, 0)),
        ("14:30 on 9 April 2019", (14, 30, 0)),
        ("14:30, 09/04/2019", (14, 30, 0)),
        ("09/04/2019 24:00", (24, 0, 0)),
    ],
)
def test_layouts_of_date_and_time(text: str, time: tuple[int, int, int]) -> None:
    assert read_stamp(text, "day first", LATEST) == Stamp(DAY, TimeRead(*time, None))


@pytest.mark.parametrize(
    ("zone", "minutes"),
    [("Z", 0), (" UTC", 0), (" GMT", 0), (" BST", 60), ("+01:00", 60), ("+0530", 330), ("-05", -300), (" -05:00", -300)],
)
def test_a_distance_from_utc_is_read(zone: str, minutes: int) -> None:
    found = read_stamp(f"2019-04-09T14:30{zone}", "day first", LATEST)
    assert found == Stamp(DAY, TimeRead(14, 30, 0, timedelta(minutes=minutes)))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2019-04-09 25:00", "there is no time 25:00:00"),
        ("2019-04-09 14:61", "there is no time 14:61:00"),
        ("2019-04-09 24:01", "there is no time 24:01:00"),
        ("2019-04-09 13:00pm", "there is no hour 13 pm"),
        ("31/02/2019 14:30", "there is no day 31 in month 2 of 2019"),
        ("14:30", "a time without a date"),
        ("2019-04 14:30", "a time without a day"),
        ("nonsense at all", "not a date"),
        ("9" * 100, "too long for a date"),
    ],
)
def test_what_is_no_time_gives_its_reason(text: str, reason: str) -> None:
    assert read_stamp(text, "day first", LATEST) == reason


def test_the_hour_that_happens_twice_is_taken_the_first_time() -> None:
    start, note = to_utc(datetime(2019, 10, 27, 1, 30), LONDON)
    assert start == datetime(2019, 10, 27, 0, 30)
    assert note == "this time happened twice, as clocks were put back: the first is taken"
    assert to_utc(datetime(2019, 10, 27, 2, 0), LONDON) == (datetime(2019, 10, 27, 2, 0), None)
    assert to_utc(datetime(2019, 10, 27, 0, 59), LONDON) == (datetime(2019, 10, 26, 23, 59), None)


def test_the_hour_that_never_happens_is_read_an_hour_later() -> None:
    start, note = to_utc(datetime(2019, 3, 31, 1, 30), LONDON)
    assert start == datetime(2019, 3, 31, 1, 30)
    assert note == "this time never happened, as clocks were put forward: read as 02:30"
    assert to_utc(datetime(2019, 3, 31, 0, 59), LONDON) == (datetime(2019, 3, 31, 0, 59), None)
    assert to_utc(datetime(2019, 3, 31, 2, 30), LONDON) == (datetime(2019, 3, 31, 1, 30), None)


@settings(deadline=None, max_examples=300)
@given(st.datetimes(datetime(1980, 1, 1), datetime(2035, 1, 1)))
def test_a_local_time_without_a_note_is_shown_again_from_utc(wall: datetime) -> None:
    start, note = to_utc(wall, LONDON)
    shown = (start.replace(tzinfo=zone_of("UTC"))).astimezone(LONDON).replace(tzinfo=None, fold=0)
    if note is None or "twice" in note:
        assert shown == wall
    else:
        assert shown == wall + timedelta(hours=1)


def test_midnight_is_local() -> None:
    assert midnight(2019, 7, 1, LONDON) == datetime(2019, 6, 30, 23, 0)
    assert midnight(2019, 12, 1, LONDON) == datetime(2019, 12, 1)


def test_the_local_date_of_a_utc_time() -> None:
    assert local_date(DateRead(1980, 5, 3), TimeRead(23, 0, 0, timedelta()), LONDON) == date(1980, 5, 4)
    assert local_date(DateRead(1980, 1, 3), TimeRead(23, 0, 0, timedelta()), LONDON) == date(1980, 1, 3)


@pytest.mark.parametrize("name", ["Europe/Nowhere", "../etc", ""])
def test_a_zone_that_does_not_exist_is_bad_input(name: str) -> None:
    with pytest.raises(BadInput, match="no time zone"):
        zone_of(name)
