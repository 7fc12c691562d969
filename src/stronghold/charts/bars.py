"""Bars over time, a part of each for every series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt

from stronghold.charts.chart import Chart, Table
from stronghold.charts.look import dressed, legend_above
from stronghold.charts.palette import COLOURS
from stronghold.charts.svg import render

__all__ = ["MOST_BARS", "stacked_bars"]

MOST_BARS = 400
"""More bars than this are no longer seen apart."""

_OTHERS = "All others"
_LABELS = 12
_WIDTH, _HEIGHT, _WIDEST = 640, 220, 48


def stacked_bars(
    counts: Mapping[tuple[str, str], int],
    *,
    over: Sequence[str],
    title: str,
    over_title: str,
    of: str,
) -> Chart:
    """A bar for each of ``over`` (in this order, those without counts too) of ``counts`` by (one of ``over``, series).

    ``over_title`` names what runs along the axis ("Month"), ``of`` what is counted ("records"). Series come the largest first; where
    there are more than there are colours, the picture takes the smallest together, the table does not. ``ValueError`` for a
    count below 0, one that is of none of ``over``, or more than :data:`MOST_BARS` bars.
    """
    known = set(over)
    if stray := [key for key, number in counts.items() if key[0] not in known or number < 0]:
        raise ValueError(f"no bar can show {stray[0]}")
    if len(over) > MOST_BARS:
        raise ValueError(f"{len(over)} bars cannot be told apart; at most {MOST_BARS}")
    totals: dict[str, int] = {}
    for (_, series), number in counts.items():
        totals[series] = totals.get(series, 0) + number
    ordered = sorted((s for s in totals if totals[s]), key=lambda s: (-totals[s], s))
    table = _table(counts, over, ordered, over_title)
    if not ordered:
        return Chart(title, f"There are no {of} to draw.", None, table)
    description = _description(counts, over, over_title, of)
    spec, colours = _spec(counts, over, ordered, over_title, of)
    return Chart(title, description, render(spec, title=title, description=description, colours=colours), table)


def _table(counts: Mapping[tuple[str, str], int], over: Sequence[str], ordered: Sequence[str], over_title: str) -> Table:
    rows = []
    for bar in over:
        parts = [counts.get((bar, series), 0) for series in ordered]
        rows.append((bar, *(f"{part:,}" for part in parts), *([f"{sum(parts):,}"] if len(ordered) != 1 else [])))
    return Table((over_title, *ordered, *(["All"] if len(ordered) != 1 else [])), tuple(rows))


def _description(counts: Mapping[tuple[str, str], int], over: Sequence[str], over_title: str, of: str) -> str:
    heights = _heights(counts, over)
    highest = max(heights, key=lambda bar: heights[bar])
    empty = sum(not height for height in heights.values())
    span = f"from {over[0]} to {over[-1]}" if len(over) > 1 else f"in {over[0]}"
    most = f"; most in {highest}: {heights[highest]:,}" if len(over) > 1 else ""
    without = f"; none in {empty:,} of {len(over):,} {over_title.lower()}s" if empty else ""
    return f"{sum(heights.values()):,} {of} {span}{most}{without}."


def _heights(counts: Mapping[tuple[str, str], int], over: Sequence[str]) -> dict[str, int]:
    heights = dict.fromkeys(over, 0)
    for (bar, _), number in counts.items():
        heights[bar] += number
    return heights


def _ticks(highest: int) -> list[int]:
    """Whole numbers from 0 to ``highest``, about five: what is counted has no halves."""
    size = 10 ** max(0, len(str(highest // 5)) - 1)
    step = next(step for step in (size, 2 * size, 5 * size, 10 * size) if step * 6 > highest)
    return list(range(0, highest + 1, step))


def _spec(
    counts: Mapping[tuple[str, str], int], over: Sequence[str], ordered: Sequence[str], over_title: str, of: str
) -> tuple[dict[str, object], tuple[str, ...]]:
    """The Vega-Lite specification, and the colours in the order of the series."""
    apart = ordered if len(ordered) <= len(COLOURS) else ordered[: len(COLOURS) - 1]
    names = [*apart, *([_OTHERS] if len(apart) < len(ordered) else [])]
    heights: dict[tuple[str, str], int] = {}
    for (bar, series), number in counts.items():
        key = (bar, series if series in apart else _OTHERS)
        heights[key] = heights.get(key, 0) + number
    rows = [
        {"bar": bar, "series": series, "number": heights[bar, series], "place": place}
        for bar in over
        for place, series in enumerate(names)
        if heights.get((bar, series))
    ]
    colours = COLOURS[: len(names)]
    every = -(-len(over) // _LABELS)
    drawn = (
        alt.Chart({"values": rows}, width=_WIDTH, height=_HEIGHT)
        .mark_bar(stroke="white", strokeWidth=1, size=min(_WIDEST, 0.85 * _WIDTH / len(over)))
        .encode(
            x=alt.X("bar:O", sort=None, title=over_title, scale=alt.Scale(domain=list(over)))
            .axis(values=list(over[::every]), labelAngle=-45 if len(over) > 6 else 0, labelLimit=140, grid=False),
            y=alt.Y("number:Q", title=of.capitalize()).axis(values=_ticks(max(_heights(counts, over).values())), format=",d"),
            order=alt.Order("place:Q"),
            color=alt.Color("series:N", scale=alt.Scale(domain=names, range=list(colours)), legend=legend_above()),
        )
    )  # fmt: skip
    return dressed(drawn), colours
