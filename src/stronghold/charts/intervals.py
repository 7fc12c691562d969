"""Estimates with their intervals: a point and a line from the lowest to the highest value that the figures leave possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from stronghold.charts.chart import Chart, Table
from stronghold.charts.look import dressed
from stronghold.charts.palette import COLOURS
from stronghold.charts.svg import render

__all__ = ["Estimated", "interval_chart"]

_WIDTH, _ROW = 520, 44
_PERCENT = 100.0
# The reader's font may be wider than the one that is measured with.
_PADDING = {"left": 24, "right": 16, "top": 5, "bottom": 5}


@dataclass(frozen=True)
class Estimated:
    """One estimate of a share (0 to 1), its interval, and what it is of in words; ``mark`` is another share to hold it against."""

    label: str
    value: float
    low: float
    high: float
    of: str = ""
    mark: float | None = None


def interval_chart(rows: Sequence[Estimated], *, title: str, of: str, marked: str | None = None) -> Chart:
    """The estimates from top to bottom, in percent. ``of`` names the axis; ``marked`` what the rows' ``mark`` is (a vertical tick)."""
    header = (title, "Estimate", "From (95 %)", "To (95 %)", *([marked] if marked else []), "Of what")
    table = Table(header, tuple(_row(each, marked) for each in rows))
    if not rows:
        return Chart(title, "There is nothing to draw.", None, table)
    description = "; ".join(f"{e.label}: {e.value:.1%}, from {e.low:.1%} to {e.high:.1%}" for e in rows) + "."
    return Chart(title, description, render(_spec(rows, of), title=title, description=description), table)


def _row(each: Estimated, marked: str | None) -> tuple[str, ...]:
    mark = [f"{each.mark:.1%}" if each.mark is not None else "not known"] if marked else []
    return (each.label, f"{each.value:.1%}", f"{each.low:.1%}", f"{each.high:.1%}", *mark, each.of)


def _spec(rows: Sequence[Estimated], of: str) -> dict[str, object]:
    values = [
        {
            "label": each.label,
            "value": each.value * _PERCENT,
            "low": each.low * _PERCENT,
            "high": each.high * _PERCENT,
            "mark": None if each.mark is None else each.mark * _PERCENT,
        }
        for each in rows
    ]
    y = alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelLimit=220, ticks=False, domain=False))
    x = alt.X("low:Q", title=of, scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(values=list(range(0, 101, 10)), format="d"))
    base = alt.Chart({"values": values}, width=_WIDTH, height=_ROW * len(rows))
    layers = [
        base.mark_rule(strokeWidth=3, color=COLOURS[0]).encode(x=x, x2="high:Q", y=y),
        base.mark_point(filled=True, size=140, color=COLOURS[0], opacity=1).encode(x="value:Q", y=y),
    ]
    if any(each.mark is not None for each in rows):
        layers.append(base.mark_tick(thickness=3, size=26, color=COLOURS[1]).encode(x="mark:Q", y=y))
    return dressed(alt.layer(*layers, padding=_PADDING), labels=13)
