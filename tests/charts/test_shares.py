"""Two distributions side by side."""

from __future__ import annotations

from stronghold.charts import share_bars


def test_counts_become_shares_of_their_own_series() -> None:
    series = [("Before", [30, 70]), ("Now", [1, 1])]
    chart = share_bars(["low", "high"], series, title="Weights", over_title="Weight", of="links")
    assert chart.table.header == ("Weight", "Before", "Before, share", "Now", "Now, share")
    assert chart.table.rows == (("low", "30", "30.0%", "1", "50.0%"), ("high", "70", "70.0%", "1", "50.0%"))
    assert chart.description.startswith("Before: 100 links, most of them in “high” (70%)")
    assert chart.svg is not None and "Share of links (%)" in chart.svg


def test_an_empty_series_is_in_the_table_and_not_in_the_picture() -> None:
    chart = share_bars(["low"], [("Before", [0]), ("Now", [3])], title="W", over_title="Weight", of="links")
    assert chart.table.rows == (("low", "0", "", "3", "100.0%"),)
    assert chart.svg is not None and ">Before<" not in chart.svg
    assert share_bars(["low"], [("Now", [0])], title="W", over_title="Weight", of="links").svg is None
