"""Charts as SVG, each with its table: one stack for pages, documents and the command line. A library without Django."""

from stronghold.charts.bars import stacked_bars
from stronghold.charts.chart import Chart, Table

__all__ = ["Chart", "Table", "stacked_bars"]
