"""Days as instants in the zone of a source."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.errors import BadInput
from stronghold.governance.spans import IN_SPAN, SPANS, span_parameters


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        con.execute("CREATE TABLE source AS SELECT unnest(['Europe/London', 'UTC', 'UTC']) AS timezone")
        yield con


def test_a_day_begins_and_ends_at_midnight_where_the_source_is(con: duckdb.DuckDBPyConnection) -> None:
    assert span_parameters(con, date(2024, 7, 1), date(2024, 7, 1)) == {
        "zones": ["Europe/London", "UTC"],
        "opens": [datetime(2024, 6, 30, 23), datetime(2024, 7, 1)],
        "closes": [datetime(2024, 7, 1, 23), datetime(2024, 7, 2)],
    }


@given(since=st.none() | st.dates(), until=st.none() | st.dates())
def test_any_two_days_make_a_span_or_are_refused(con: duckdb.DuckDBPyConnection, since: date | None, until: date | None) -> None:
    if since is not None and until is not None and until < since:
        with pytest.raises(BadInput, match="is before"):
            span_parameters(con, since, until)
        return
    asked = span_parameters(con, since, until)
    assert [moment is None for moment in asked["opens"]] == [since is None] * 2
    assert [moment is None for moment in asked["closes"]] == [until is None] * 2


@pytest.mark.parametrize(
    ("start", "end", "inside"),
    [
        ("2024-06-30 22:59", None, False),
        ("2024-06-30 23:00", None, True),
        ("2024-07-01 22:59", None, True),
        ("2024-07-01 23:00", None, False),
        ("2024-06-30 23:00", "2024-07-31 23:00", True),
        ("2024-05-31 23:00", "2024-06-30 23:00", False),
        (None, "2024-07-01 12:00", True),
        (None, None, False),
    ],
)
def test_a_record_is_inside_where_it_may_be(
    con: duckdb.DuckDBPyConnection, start: str | None, end: str | None, inside: bool
) -> None:
    asked = span_parameters(con, date(2024, 7, 1), date(2024, 7, 1))
    row = con.execute(
        f"WITH {SPANS}, r AS (SELECT $start::TIMESTAMP AS occurred_from, $end::TIMESTAMP AS occurred_to)"
        f" SELECT coalesce({IN_SPAN}, false) FROM r, spans w WHERE w.timezone = 'Europe/London'",
        {**asked, "start": start, "end": end},
    ).fetchone()
    assert row == (inside,)
