"""Who is a child today, also where a date of birth is not exact."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.concern.childhood import LATEST_BIRTH, adults_born_until


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


@pytest.mark.parametrize(
    ("born", "note", "latest"),
    [
        ("2008-05-06", None, "2008-05-06"),
        ("2008-01-01", "only the year is given: 1 January is a placeholder", "2008-12-31"),
        ("2008-01-01", "1 January: often a placeholder", "2008-12-31"),
        ("2008-05-01", "only the month is given: its first day is a placeholder", "2008-05-31"),
        (None, None, None),
    ],
)
def test_a_date_that_is_not_exact_is_read_as_its_last_day(born: str | None, note: str | None, latest: str | None) -> None:
    with duckdb.connect() as con:
        row = con.execute(
            f"SELECT {LATEST_BIRTH} FROM (SELECT $born::VARCHAR AS date_of_birth, $note::VARCHAR AS date_of_birth_note) p",
            {"born": born, "note": note},
        ).fetchone()
    assert row == (latest,)
