"""Estimates with their intervals, drawn and as a table."""

from __future__ import annotations

from xml.etree import ElementTree as Xml

from stronghold.charts import Estimated, interval_chart


def test_each_estimate_is_a_row_and_a_mark() -> None:
    rows = [Estimated("Precision", 0.97, 0.94, 0.985, "of the links", 0.99), Estimated("Recall", 0.9, 0.8, 0.95)]
    chart = interval_chart(rows, title="How good", of="Percent", marked="The model says")
    assert chart.table.header == ("How good", "Estimate", "From (95 %)", "To (95 %)", "The model says", "Of what")
    assert chart.table.rows == (
        ("Precision", "97.0%", "94.0%", "98.5%", "99.0%", "of the links"),
        ("Recall", "90.0%", "80.0%", "95.0%", "not known", ""),
    )
    assert chart.description == "Precision: 97.0%, from 94.0% to 98.5%; Recall: 90.0%, from 80.0% to 95.0%."
    assert chart.svg is not None and {"Precision", "Recall", "Percent"} <= set(Xml.fromstring(chart.svg).itertext())


def test_without_estimates_nothing_is_drawn() -> None:
    chart = interval_chart([], title="How good", of="Percent")
    assert chart.svg is None and chart.table.rows == () and "The model says" not in chart.table.header
