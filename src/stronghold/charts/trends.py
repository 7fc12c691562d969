"""Shares over time: a line for each series, told apart by colour and by the shape of its points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt

from stronghold.charts.chart import Chart, Table
from stronghold.charts.look import dressed, legend_above
from stronghold.charts.palette import COLOURS
from stronghold.charts.svg import render

__all__ = ["share_lines"]

_WIDTH, _HEIGHT, _LABELS = 640, 220, 12
_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")


def share_lines(series: Mapping[str, Sequence[float]], *, over: Sequence[str], title: str, over_title: str, of: str) -> Chart:
    """A line for each of ``series`` (shares from 0 to 1, one for each of ``over`` in this order); ``of`` names the upright axis.

    ``ValueError`` for more series than there are colours, a share out of range, or a series of another length than ``over``.
    """
    if len(series) > len(COLOURS):
        raise ValueError(f"{len(series)} lines cannot be told apart; at most {len(COLOURS)}")
    if stray := [name for name, shares in series.items() if len(shares) != len(over) or not all(0 <= s <= 1 for s in shares)]:
        raise ValueError(f"no line can show {stray[0]}")
    rows = tuple((each, *(f"{shares[place]:.0%}" for shares in series.values())) for place, each in enumerate(over))
    table = Table((over_title, *series), rows)
    if not over or not series:
        return Chart(title, "There is nothing to draw.", None, table)
    ends = "; ".join(f"{name}: {shares[0]:.0%} in {over[0]}, {shares[-1]:.0%} in {over[-1]}" for name, shares in series.items())
    svg = render(_spec(series, over, over_title, of), title=title, description=f"{ends}.")
    return Chart(title, f"{ends}.", svg, table)


def _spec(series: Mapping[str, Sequence[float]], over: Sequence[str], over_title: str, of: str) -> dict[str, object]:
    values = [
        {"span": span, "series": name, "share": 100 * share}
        for name, shares in series.items()
        for span, share in zip(over, shares, strict=True)
    ]
    names = list(series)
    every = -(-len(over) // _LABELS)
    base = alt.Chart({"values": values}, width=_WIDTH, height=_HEIGHT).encode(
        x=alt.X("span:O", sort=None, title=over_title, scale=alt.Scale(domain=list(over)))
        .axis(values=list(over[::every]), labelAngle=-45 if len(over) > 6 else 0, labelLimit=140, grid=False),
        y=alt.Y("share:Q", title=of, scale=alt.Scale(domain=[0, 100])).axis(values=list(range(0, 101, 20)), format="d"),
        color=alt.Color("series:N", scale=alt.Scale(domain=names, range=list(COLOURS[: len(names)])), legend=legend_above()),
        shape=alt.Shape("series:N", scale=alt.Scale(domain=names, range=list(_SHAPES[: len(names)])), legend=legend_above()),
    )  # fmt: skip
    return dressed(alt.layer(base.mark_line(strokeWidth=2), base.mark_point(filled=True, size=60, opacity=1)))
