"""How many records there are in each month, or in each year where months would be too many, as a chart."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Sequence

from stronghold.charts import Chart, stacked_bars
from stronghold.governance.timeline import MonthCount
from stronghold.vocabulary import kinds

__all__ = ["MOST_MONTHS", "month_chart", "not_drawn"]

MOST_MONTHS = 48
"""Longer spans are counted by year."""


def month_chart(months: Sequence[MonthCount]) -> Chart:
    """A bar for each month from the first to the last that has a record, empty ones too; a part of it for each kind."""
    dated = [(m.kind, m.year, m.month, m.records) for m in months if m.year is not None and m.month is not None]
    first, last = (f((year, month) for _, year, month, _ in dated) for f in (min, max)) if dated else ((0, 1), (0, 0))
    by_month = (last[0] - first[0]) * 12 + last[1] - first[1] < MOST_MONTHS
    counts: Counter[tuple[str, str]] = Counter()
    years = [m.year for m in months if m.year is not None]
    if by_month:
        over = [
            _month(year, month)
            for year in range(first[0], last[0] + 1)
            for month in range(1, 13)
            if first <= (year, month) <= last
        ]
        for kind, year, month, records in dated:
            counts[_month(year, month), kinds()[kind].plural] += records
    else:
        over = [str(year) for year in range(min(years), max(years) + 1)]
        for each in months:
            if each.year is not None:
                counts[str(each.year), kinds()[each.kind].plural] += each.records
    unit = "month" if by_month else "year"
    return stacked_bars(counts, over=over, title=f"Records by {unit}", over_title=unit.capitalize(), of="records")


def not_drawn(months: Sequence[MonthCount], chart: Chart) -> tuple[int, int]:
    """How many records the chart cannot hold: (those of which the year alone is known, those without a date)."""
    year_only = sum(m.records for m in months if m.year is not None and m.month is None)
    return (year_only if chart.table.header[0] == "Month" else 0, sum(m.records for m in months if m.year is None))


def _month(year: int, month: int) -> str:
    return f"{calendar.month_abbr[month]} {year}"
