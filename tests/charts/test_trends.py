"""Shares over time as lines."""

from __future__ import annotations

import pytest

from stronghold.charts import share_lines


def test_each_line_is_in_the_picture_the_sentence_and_the_table() -> None:
    chart = share_lines(
        {"Reach": [0.5, 1.0], "Density": [0.25, 0]}, over=["2023", "2024"], title="A", over_title="Year", of="Share"
    )
    assert chart.svg is not None and "Reach" in chart.svg and "2024" in chart.svg
    assert chart.description == "Reach: 50% in 2023, 100% in 2024; Density: 25% in 2023, 0% in 2024."
    assert chart.table.header == ("Year", "Reach", "Density")
    assert chart.table.rows == (("2023", "50%", "25%"), ("2024", "100%", "0%"))


def test_nothing_to_draw_is_said() -> None:
    assert share_lines({"Reach": []}, over=[], title="A", over_title="Year", of="Share").svg is None


@pytest.mark.parametrize("series", [{"a": [1.5]}, {"a": [0.1, 0.2]}, {str(n): [0.0] for n in range(7)}])
def test_what_cannot_be_drawn_is_refused(series: dict[str, list[float]]) -> None:
    with pytest.raises(ValueError, match="line"):
        share_lines(series, over=["2024"], title="A", over_title="Year", of="Share")
