"""Two distributions side by side: for each range the share that lay in it before, and the share that does now."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from stronghold.charts.chart import Chart, Table
from stronghold.charts.look import dressed, legend_above
from stronghold.charts.palette import COLOURS
from stronghold.charts.svg import render

__all__ = ["share_bars"]

_WIDTH, _HEIGHT = 620, 200


def share_bars(
    ranges: Sequence[str], series: Sequence[tuple[str, Sequence[int]]], *, title: str, over_title: str, of: str
) -> Chart:
    """Counts by range as shares of each series, a bar for each series in each range; the table holds the counts too.

    ``series``: its name and a count for each of ``ranges``. ``over_title`` names the ranges, ``of`` what is counted.
    """
    totals = [sum(counts) for _, counts in series]
    header = (over_title, *(cell for name, _ in series for cell in (name, f"{name}, share")))
    body = tuple(
        (
            label,
            *(
                cell
                for (_, counts), total in zip(series, totals, strict=True)
                for cell in (f"{counts[place]:,}", f"{counts[place] / total:.1%}" if total else "")
            ),
        )
        for place, label in enumerate(ranges)
    )
    table = Table(header, body)
    if not any(totals):
        return Chart(title, f"There are no {of} to draw.", None, table)
    description = _description(ranges, series, totals, of)
    spec, colours = _spec(ranges, series, totals, over_title, of)
    return Chart(title, description, render(spec, title=title, description=description, colours=colours), table)


def _description(ranges: Sequence[str], series: Sequence[tuple[str, Sequence[int]]], totals: Sequence[int], of: str) -> str:
    told = []
    for (name, counts), total in zip(series, totals, strict=True):
        if total:
            most = max(range(len(ranges)), key=lambda place: counts[place])
            told.append(f"{name}: {total:,} {of}, most of them in “{ranges[most]}” ({counts[most] / total:.0%})")
    return "; ".join(told) + "."


def _spec(
    ranges: Sequence[str], series: Sequence[tuple[str, Sequence[int]]], totals: Sequence[int], over_title: str, of: str
) -> tuple[dict[str, object], tuple[str, ...]]:
    drawn = [(name, counts, total) for (name, counts), total in zip(series, totals, strict=True) if total]
    values = [
        {"range": label, "series": name, "share": 100 * counts[place] / total}
        for name, counts, total in drawn
        for place, label in enumerate(ranges)
    ]
    names = [name for name, *_ in drawn]
    colours = COLOURS[: len(names)]
    chart = (
        alt.Chart({"values": values}, width=_WIDTH, height=_HEIGHT)
        .mark_bar(stroke="white", strokeWidth=1)
        .encode(
            x=alt.X("range:O", sort=None, title=over_title, scale=alt.Scale(domain=list(ranges)), axis=alt.Axis(labelAngle=0, grid=False)),
            xOffset=alt.XOffset("series:N", sort=None, scale=alt.Scale(domain=names)),
            y=alt.Y("share:Q", title=f"Share of {of} (%)", axis=alt.Axis(format="d", tickCount=5)),
            color=alt.Color("series:N", scale=alt.Scale(domain=names, range=list(colours)), legend=legend_above(widest=260)),
        )
    )  # fmt: skip
    return dressed(chart), colours
