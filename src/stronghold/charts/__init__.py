"""Charts as SVG, each with its table: one stack for pages, documents and the command line. A library without Django."""

from stronghold.charts.bars import stacked_bars
from stronghold.charts.chart import Chart, Table
from stronghold.charts.intervals import Estimated, interval_chart
from stronghold.charts.networks import drawn_network
from stronghold.charts.shares import share_bars
from stronghold.charts.trends import share_lines
from stronghold.charts.waterfall import Step, waterfall

__all__ = [
    "Chart",
    "Estimated",
    "Step",
    "Table",
    "drawn_network",
    "interval_chart",
    "share_bars",
    "share_lines",
    "stacked_bars",
    "waterfall",
]
