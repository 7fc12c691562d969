"""A waterfall: where one starts, what each step adds or takes away, and where one ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from stronghold.charts.chart import Chart, Table
from stronghold.charts.look import dressed, legend_above
from stronghold.charts.palette import AXIS, COLOURS, TEXT
from stronghold.charts.svg import render

__all__ = ["Step", "waterfall"]

_WIDTH, _ROW = 420, 30
# The reader's font may be wider than the one that is measured with.
_PADDING = {"left": 24, "right": 12, "top": 5, "bottom": 5}


@dataclass(frozen=True)
class Step:
    """One bar: its label, what it adds (below 0: takes away), the total after it, and that in words."""

    label: str
    by: float
    total: float
    words: str = ""


def waterfall(
    steps: Sequence[Step], *, title: str, over: str, threshold: float | None = None, threshold_words: str = ""
) -> Chart:
    """The steps from top to bottom, each bar from the total before it to the total after it, then the total from nothing.

    ``over`` names the axis. ``threshold`` is drawn as a dashed line: what the total has to reach, as ``threshold_words`` say.
    """
    ends = steps[-1].total if steps else 0.0
    rows = tuple((step.label, f"{step.by:+.1f}", f"{step.total:+.1f}", step.words) for step in steps)
    table = Table(("Step", "Adds", "Total after it", "In words"), (*rows, ("Together", "", f"{ends:+.1f}", "")))
    if not steps:
        return Chart(title, "There is nothing to draw.", None, table)
    ups, downs = (max(steps[1:], key=lambda s: sign * s.by, default=None) for sign in (1, -1))
    told = [f"It starts at {steps[0].total:+.1f} and ends at {ends:+.1f}"]
    if ups is not None and ups.by > 0:
        told.append(f"most is added by {ups.label.lower()} ({ups.by:+.1f})")
    if downs is not None and downs.by < 0:
        told.append(f"most is taken away by {downs.label.lower()} ({downs.by:+.1f})")
    if threshold is not None:
        told.append(f"{threshold_words} takes {threshold:+.1f}")
    description = "; ".join(told) + "."
    colours = (COLOURS[0], COLOURS[1], COLOURS[4])
    spec = _spec(steps, ends, over, threshold, colours)
    return Chart(title, description, render(spec, title=title, description=description, colours=colours), table)


def _spec(steps: Sequence[Step], ends: float, over: str, threshold: float | None, colours: Sequence[str]) -> dict[str, object]:
    bars = []
    for place, step in enumerate(steps):
        kind = "Speaks for" if step.by >= 0 else "Speaks against"
        bars.append({"place": f"{place:03}", "label": step.label, "from": step.total - step.by, "to": step.total, "kind": kind})
    bars.append({"place": f"{len(steps):03}", "label": "Together", "from": 0.0, "to": ends, "kind": "Together"})
    for bar in bars:
        bar["row"] = f"{bar['place']}{bar['label']}"
    kinds = ["Speaks for", "Speaks against", "Together"]
    order = [str(bar["row"]) for bar in bars]
    # The place keeps rows of one label apart; it is not shown.
    axis = alt.Axis(labelExpr="slice(datum.label, 3)", labelLimit=240, ticks=False, domain=False)
    y = alt.Y("row:N", sort=order, title=None, axis=axis)
    base = alt.Chart({"values": bars}, width=_WIDTH, height=_ROW * len(bars))
    layers = [
        base.mark_bar(stroke="white", strokeWidth=1, height=20).encode(
            x=alt.X("from:Q", title=over, axis=alt.Axis(format="+d", tickCount=8)),
            x2="to:Q",
            y=y,
            color=alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=list(colours)), legend=legend_above()),
        )
    ]
    zero = alt.Chart({"values": [{"at": 0.0}]})
    layers.append(zero.mark_rule(color=AXIS, strokeWidth=1).encode(x="at:Q"))
    if threshold is not None:
        line = alt.Chart({"values": [{"at": threshold}]})
        layers.append(line.mark_rule(color=TEXT, strokeWidth=2, strokeDash=[5, 4]).encode(x="at:Q"))
    return dressed(alt.layer(*layers, padding=_PADDING), labels=13)
