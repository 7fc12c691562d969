"""The look that every chart has: colours and sizes of axes and legends, in one place."""

from __future__ import annotations

from typing import Any

import altair as alt

from stronghold.charts.palette import AXIS, GRID, TEXT

__all__ = ["dressed", "legend_above"]

_TITLES = 13


def dressed(chart: Any, *, labels: int = 12) -> dict[str, object]:
    """The specification of an Altair ``chart`` in this look; ``labels`` is the size of the words along the axes."""
    spec: dict[str, object] = (
        chart.configure_view(stroke=None)
        .configure_axis(
            labelColor=TEXT, titleColor=TEXT, labelFontSize=labels, titleFontSize=_TITLES, gridColor=GRID, domainColor=AXIS
        )
        # Figures of thousands are wider than they are taken for, and the title would lie on them.
        .configure_axisLeft(titlePadding=14)
        .configure_legend(labelColor=TEXT, labelFontSize=_TITLES)
        .to_dict(validate=False)
    )
    return spec


def legend_above(*, widest: int = 220) -> alt.Legend:
    """Names of the colours above a chart, three beside each other, each ``widest`` wide at most."""
    return alt.Legend(
        title=None, orient="top", columns=3, columnPadding=48, labelLimit=widest, symbolSize=220, symbolStrokeWidth=1
    )
