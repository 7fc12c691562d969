"""How many of the k to spend in which component, with a bound on the whole.

A removal in one component does nothing to another, so a network's value is the sum (or, for the largest part, the highest) of a curve
for each: its best value for 0, 1, 2 ... removals. The curves are not worked out beforehand: each begins as a bound, the best split of
the bounds says which point is worth solving, and when the best split rests on proved points alone it is the optimum of the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

__all__ = ["Curve", "Point", "Solver", "best_split", "settle"]

Numbers = NDArray[np.float64]
Combined = Literal["pairs", "largest"]


@dataclass(frozen=True)
class Point:
    """The value of ``chosen`` (ids) in a component, and whether no choice of as many is better: ``bound`` is then equal to it."""

    value: float
    chosen: tuple[str, ...]
    bound: float


@dataclass
class Curve:
    """One component's values by number of removals: ``least`` bounds them from below, shape (k + 1,); ``points`` are the choices known.

    ``settled`` are numbers of removals that were given to the solver already."""

    least: Numbers
    points: dict[int, Point] = field(default_factory=dict)
    settled: set[int] = field(default_factory=set)

    def learn(self, removals: int, point: Point) -> None:
        known = self.points.get(removals)
        bound = max(point.bound, known.bound if known else 0.0)
        better = point if known is None or point.value < known.value else known
        self.points[removals] = Point(better.value, better.chosen, bound)
        # Fewer removals never do better than more.
        self.least[: removals + 1] = np.maximum(self.least[: removals + 1], bound)

    def values(self) -> Numbers:
        """The best known value by number of removals; those of fewer removals hold for more."""
        known = np.full(len(self.least), np.inf)
        for removals, point in self.points.items():
            known[removals] = point.value
        return np.minimum.accumulate(known)


Solver = Callable[[int, int], Point]
"""Of a component (its number) and a number of removals: a choice and its bound."""


def best_split(curves: Sequence[Numbers], combined: Combined = "pairs") -> tuple[float, list[int]]:
    """The split of removals over ``curves`` (each shape (k + 1,)) with the lowest sum, or highest, and that value."""
    most = len(curves[0]) - 1
    total = np.zeros(most + 1)
    taken: list[NDArray[np.int64]] = []
    for curve in curves:
        # [j, i]: j in all, i of them here.
        options = np.full((most + 1, most + 1), np.inf)
        for here in range(most + 1):
            rest = total[: most + 1 - here]
            options[here:, here] = rest + curve[here] if combined == "pairs" else np.maximum(rest, curve[here])
        taken.append(np.argmin(options, axis=1))
        total = np.min(options, axis=1)
    split: list[int] = []
    left = most
    for choice in reversed(taken):
        split.append(int(choice[left]))
        left -= split[-1]
    return float(total[most]), split[::-1]


def settle(
    curves: Sequence[Curve], solve: Solver, *, combined: Combined = "pairs", more: Callable[[], bool]
) -> tuple[float, float]:
    """Solves points while ``more()`` says there is time, until the best split is proved; the best value and the bound."""
    while True:
        value, _ = best_split([curve.values() for curve in curves], combined)
        bound, split = best_split([curve.least for curve in curves], combined)
        if bound >= value or not more():
            return value, min(bound, value)
        open_ = [(at, removals) for at, removals in enumerate(split) if removals and removals not in curves[at].settled]
        if not open_:
            return value, min(bound, value)
        at, removals = max(open_, key=lambda each: curves[each[0]].values()[each[1]] - curves[each[0]].least[each[1]])
        curves[at].settled.add(removals)
        curves[at].learn(removals, solve(at, removals))
