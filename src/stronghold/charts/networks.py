"""A small network as a drawing: who is tied to whom, who is marked, and which part each of the others belongs to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import altair as alt

from stronghold.charts.chart import Chart, Table
from stronghold.charts.look import dressed, legend_above
from stronghold.charts.palette import AXIS, COLOURS, TEXT
from stronghold.charts.svg import render

__all__ = ["drawn_network"]

_SIDE, _EDGE = 640, 1.08
_PARTS, _NAMED, _NAMES_IN_A_ROW = 4, 60, 12
_REST = "Alone or in smaller parts"
# Of the marked, of each part, and of the rest.
_COLOURS = (COLOURS[1], COLOURS[0], *COLOURS[2:5], AXIS)
_SHAPES = ("diamond", "circle", "square", "triangle-up", "cross", "triangle-down")

Places = Mapping[str, tuple[float, float]]


def drawn_network(
    places: Places,
    ties: Iterable[tuple[str, str]],
    *,
    marked: Collection[str],
    marked_as: str,
    parts: Sequence[Sequence[str]],
    title: str,
) -> Chart:
    """``places`` are (x, y) within -1 to 1 of everybody by id; ``parts`` everybody but the ``marked``, the largest part first.

    The marked are called ``marked_as``; they, and the people of each of the four largest parts, have a shape and colour of their own. Names
    stand beside the marked, and beside everybody where there are few. ``ValueError`` for somebody without a place, or in no part.
    """
    apart = [part for part in parts[:_PARTS] if len(part) > 1]
    number = dict.fromkeys(marked, 0)
    for at, part in enumerate(parts):
        number |= dict.fromkeys(part, at + 1 if at < len(apart) else len(_SHAPES) - 1)
    if stray := number.keys() ^ places.keys():
        raise ValueError(f"{min(stray)} has no place, or is in no part")
    table = _table(marked, marked_as, apart, parts[len(apart) :])
    if not places:
        return Chart(title, "There is nobody to draw.", None, table)
    largest = f"; the largest part of the others is {len(parts[0]):,}" if parts else ""
    description = f"{len(places):,} people; {marked_as.lower()}: {', '.join(sorted(marked)) or 'nobody'}{largest}."
    labels = {0: marked_as, **{at + 1: f"Part {at + 1}" for at in range(len(apart))}, len(_SHAPES) - 1: _REST}
    spec = _spec(places, ties, number, labels)
    return Chart(title, description, render(spec, title=title, description=description), table)


def _table(marked: Collection[str], marked_as: str, apart: Sequence[Sequence[str]], rest: Sequence[Sequence[str]]) -> Table:
    rows = [(marked_as, sorted(marked)), *((f"Part {at + 1}", list(part)) for at, part in enumerate(apart))]
    rows += [(_REST, [name for part in rest for name in part])] if rest else []
    return Table(("Drawn as", "People", "Who"), tuple((label, f"{len(who):,}", _names(who)) for label, who in rows))


def _names(people: Sequence[str]) -> str:
    more = len(people) - _NAMES_IN_A_ROW
    return (", ".join(people[:_NAMES_IN_A_ROW]) + (f" and {more:,} more" if more > 0 else "")) or "nobody"


def _spec(
    places: Places, ties: Iterable[tuple[str, str]], number: Mapping[str, int], labels: Mapping[int, str]
) -> dict[str, object]:
    lines = [
        {"x": places[one][0], "y": places[one][1], "x2": places[other][0], "y2": places[other][1], "cut": 0 in (number[one], number[other])}
        for one, other in ties
    ]  # fmt: skip
    people = [
        {"name": name, "x": x, "y": y, "sort": labels[number[name]], "marked": number[name] == 0}
        for name, (x, y) in places.items()
    ]
    shown = sorted({number[name] for name in places})
    names, shapes, colours = ([of[at] for at in shown] for of in (labels, _SHAPES, _COLOURS))
    points = (
        alt.Chart({"values": people})
        .mark_point(filled=True, opacity=1, stroke="#ffffff", strokeWidth=1)
        .encode(
            color=alt.Color("sort:N", scale=alt.Scale(domain=names, range=colours), legend=legend_above()),
            shape=alt.Shape("sort:N", scale=alt.Scale(domain=names, range=shapes), legend=legend_above()),
            size=alt.condition("datum.marked", alt.value(260), alt.value(90)),
            **_at(),
        )
    )
    rules = (
        alt.Chart({"values": lines})
        .mark_rule(color=AXIS, strokeWidth=0.8)
        .encode(x2="x2:Q", y2="y2:Q", strokeDash=alt.condition("datum.cut", alt.value([3, 3]), alt.value([1, 0])), **_at())
    )
    named = [one for one in people if one["marked"] or len(people) <= _NAMED]
    words = alt.Chart({"values": named}).mark_text(dy=-13, fontSize=11, color=TEXT).encode(text="name:N", **_at())
    return dressed(alt.layer(rules, points, words, width=_SIDE, height=_SIDE))


def _at() -> dict[str, Any]:
    scale = alt.Scale(domain=[-_EDGE, _EDGE])
    return {"x": alt.X("x:Q", axis=None, scale=scale), "y": alt.Y("y:Q", axis=None, scale=scale)}
