"""Records by month, or by year."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.governance.timeline import MonthCount
from stronghold.web.month_chart import MOST_MONTHS, month_chart, not_drawn


def test_months_without_records_have_a_bar_too() -> None:
    chart = month_chart([MonthCount("call", 2023, 11, 2), MonthCount("arrest", 2024, 2, 1)])
    assert [row[0] for row in chart.table.rows] == ["Nov 2023", "Dec 2023", "Jan 2024", "Feb 2024"]
    assert chart.table.header == ("Month", "Calls", "Arrests", "All")


def test_long_spans_are_counted_by_year_and_then_years_alone_count_too() -> None:
    months = [MonthCount("call", 2018, 5, 2), MonthCount("call", 2020, None, 4), MonthCount("call", 2023, 1, 1)]
    chart = month_chart(months)
    assert chart.title == "Records by year"
    assert chart.table.rows == (("2018", "2"), ("2019", "0"), ("2020", "4"), ("2021", "0"), ("2022", "0"), ("2023", "1"))
    assert not_drawn(months, chart) == (0, 0)


def test_what_cannot_be_put_in_a_month_is_counted_apart() -> None:
    months = [MonthCount("call", 2023, 5, 2), MonthCount("call", 2023, None, 4), MonthCount("call", None, None, 3)]
    chart = month_chart(months)
    assert chart.table.rows == (("May 2023", "2"),)
    assert not_drawn(months, chart) == (4, 3)


def test_nothing_dated_is_no_chart() -> None:
    for months in ([], [MonthCount("call", None, None, 3)]):
        assert month_chart(months).svg is None


@given(
    st.lists(
        st.builds(
            MonthCount,
            st.sampled_from(["call", "arrest"]),
            st.none() | st.integers(2000, 2026),
            st.none() | st.integers(1, 12),
            st.integers(1, 9),
        ),
        max_size=8,
    )
)
@settings(max_examples=25)
def test_every_record_is_drawn_or_counted_apart(months: list[MonthCount]) -> None:
    months = [m if m.year is not None else MonthCount(m.kind, None, None, m.records) for m in months]
    chart = month_chart(months)
    series = len(chart.table.header) - 1 - (chart.table.header[-1] == "All")
    drawn = sum(int(cell) for row in chart.table.rows for cell in row[1 : series + 1])
    assert drawn + sum(not_drawn(months, chart)) == sum(m.records for m in months)
    assert chart.table.header[0] == "Year" or len(chart.table.rows) <= MOST_MONTHS
