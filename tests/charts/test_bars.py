"""Bars over time and their table."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.charts import stacked_bars
from stronghold.charts.bars import MOST_BARS, _ticks
from stronghold.charts.chart import Chart, Table
from stronghold.charts.palette import COLOURS

MONTHS = ("Jan 2024", "Feb 2024", "Mar 2024")


def bars(counts: dict[tuple[str, str], int], over: tuple[str, ...] = MONTHS) -> Chart:
    return stacked_bars(counts, over=over, title="Records by month", over_title="Month", of="records")


def test_a_chart_says_what_it_shows_and_carries_its_table() -> None:
    chart = bars({("Jan 2024", "Calls"): 2, ("Mar 2024", "Calls"): 1, ("Mar 2024", "Arrests"): 4})
    assert chart.description == "7 records from Jan 2024 to Mar 2024; most in Mar 2024: 5; none in 1 of 3 months."
    assert chart.table == Table(
        ("Month", "Arrests", "Calls", "All"),
        (("Jan 2024", "0", "2", "2"), ("Feb 2024", "0", "0", "0"), ("Mar 2024", "4", "1", "5")),
    )
    assert chart.svg is not None
    for text in (*MONTHS, "Calls", "Arrests", chart.title, chart.description):
        assert f">{text}<" in chart.svg


def test_without_anything_to_draw_there_is_a_sentence() -> None:
    for counts in ({}, {("Jan 2024", "Calls"): 0}):
        chart = bars(counts)
        assert (chart.svg, chart.description) == (None, "There are no records to draw.")


def test_one_series_needs_no_column_of_totals() -> None:
    assert bars({("Jan 2024", "Calls"): 1200}, ("Jan 2024",)).table == Table(("Month", "Calls"), (("Jan 2024", "1,200"),))


def test_more_series_than_colours_are_taken_together_in_the_picture_and_not_in_the_table() -> None:
    names = [f"Series {n}" for n in range(len(COLOURS) + 2)]
    chart = bars({("Jan 2024", name): 10 - n for n, name in enumerate(names)})
    assert chart.table.header == ("Month", *names, "All")
    assert chart.svg is not None
    drawn = {name for name in names if f">{name}<" in chart.svg}
    assert drawn == set(names[: len(COLOURS) - 1])
    assert ">All others<" in chart.svg


def test_many_bars_are_named_as_far_as_there_is_room() -> None:
    over = tuple(f"m{n}" for n in range(60))
    chart = bars({("m3", "Calls"): 1}, over)
    assert chart.svg is not None
    assert 8 <= len(re.findall(r">m\d+<", chart.svg)) <= 15
    assert len(chart.table.rows) == 60


@given(st.integers(1, 10**9))
def test_the_axis_has_a_few_whole_numbers(highest: int) -> None:
    ticks = _ticks(highest)
    assert ticks[0] == 0 and ticks[-1] <= highest and 2 <= len(ticks) <= 6
    assert len({b - a for a, b in pairwise(ticks)}) == 1
    assert highest < ticks[-1] + ticks[1]


@pytest.mark.parametrize(
    ("counts", "over"),
    [({("Dec 2024", "Calls"): 1}, MONTHS), ({("Jan 2024", "Calls"): -1}, MONTHS), ({}, tuple(map(str, range(MOST_BARS + 1))))],
)
def test_what_no_bar_can_show_is_refused(counts: dict[tuple[str, str], int], over: tuple[str, ...]) -> None:
    with pytest.raises(ValueError):
        bars(counts, over)


@given(st.dictionaries(st.tuples(st.sampled_from(MONTHS), st.text(min_size=1, max_size=8)), st.integers(0, 10**6), max_size=8))
@settings(max_examples=25)
def test_the_table_adds_up_and_any_name_may_be_drawn(counts: dict[tuple[str, str], int]) -> None:
    chart = bars(counts)
    numbers = [[int(cell.replace(",", "")) for cell in row[1:]] for row in chart.table.rows]
    series = len({name for (_, name), number in counts.items() if number})
    assert sum(sum(row[:series]) for row in numbers) == sum(counts.values())
    assert all(sum(row[:series]) == row[-1] for row in numbers if series > 1)
    assert (chart.svg is None) == (not any(counts.values()))
