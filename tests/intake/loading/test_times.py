"""Times read a batch at once are what the cleaner of times gives, or are left to it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stronghold.intake.cleaning import CleaningContext, Moment, cleaner
from stronghold.intake.cleaning.cleaned import DateOrder
from stronghold.intake.loading.times import WallTimes

TODAY = date(2026, 6, 15)
LAYOUTS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y")
MOMENTS = st.datetimes(datetime(1890, 1, 1), datetime(2027, 12, 31, 23, 59, 59))
ZONES = st.sampled_from(["Europe/London", "UTC", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu"])
NEAR = st.builds(
    lambda hours, minutes: datetime(2024, 3, 31) + timedelta(hours=hours, minutes=minutes),
    st.integers(-48, 5160),
    st.sampled_from([0, 1, 29, 30, 31, 59]),
)
TEXTS = st.one_of(
    st.builds(lambda moment, layout: moment.strftime(layout), MOMENTS | NEAR, st.sampled_from(LAYOUTS)),
    st.from_regex(r"[0-9]{2}/[0-9]{2}/(19|20)[0-9]{2} [0-9]{2}:[0-9]{2}(:[0-9]{2})?", fullmatch=True),
    st.from_regex(r"[0-9/\-]{10}[ T][0-9:]{5}", fullmatch=True),
    st.text(min_size=1, max_size=19),
)


@settings(deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=8), ZONES, st.sampled_from(["day first", "month first", "year first"]))
@example(
    ["31/03/2024 01:30", "27/10/2024 01:30", "27/10/2024 00:59:59", "15/06/2026 12:00", "16/06/2026 12:00"],
    "Europe/London",
    "day first",
)
def test_as_the_cleaner_says(texts: list[str], zone: str, order: DateOrder) -> None:
    texts = [text for text in texts if text.encode("utf-8", "ignore").decode() == text]
    context = CleaningContext(timezone=zone, date_order=order, today=TODAY)
    clean = cleaner("datetime", context)
    read, seconds = WallTimes(context).read(pa.array(texts, pa.string()))
    for text, quick, second in zip(texts, read.tolist(), seconds.tolist(), strict=True):
        if quick:
            start = datetime(1970, 1, 1) + timedelta(seconds=second)
            assert clean(text) == (Moment(start, start + timedelta(minutes=1), "minute"), None, False)


@pytest.mark.parametrize(
    ("text", "quick"),
    [
        ("05/06/2024 14:30", True),
        ("2024-06-05T14:30:10", True),
        ("05/06/2024", False),
        ("05/06/2024 00:00", False),
        ("31/03/2024 01:30", False),
        ("27/10/2024 01:59", False),
        ("27/10/2024 02:00", True),
        ("16/06/2026 10:00", False),
        ("31/06/2024 10:00", False),
        ("05/06/2024 24:10", False),
    ],
)
def test_which_are_read(text: str, quick: bool) -> None:
    read, _ = WallTimes(CleaningContext(today=TODAY)).read(pa.array([text]))
    assert read.tolist() == [quick]


def test_summer_time_is_an_hour_ahead() -> None:
    _, seconds = WallTimes(CleaningContext(today=TODAY)).read(pa.array(["05/06/2024 14:30", "05/01/2024 14:30"]))
    hours = (seconds // 3600 % 24).tolist()
    assert hours == [13, 14]
    assert seconds.dtype == np.int64
