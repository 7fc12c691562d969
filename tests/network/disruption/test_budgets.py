"""Splitting the removals over components."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.network.disruption.budgets import Combined, Curve, Point, best_split, settle

falling = st.lists(st.integers(0, 30), min_size=4, max_size=4).map(lambda values: sorted(values, reverse=True))


@settings(max_examples=30)
@given(st.lists(falling, min_size=1, max_size=3), st.sampled_from(["pairs", "largest"]))
def test_the_best_split_is_the_best_of_all(curves: list[list[int]], combined: Combined) -> None:
    value, split = best_split([np.array(curve, np.float64) for curve in curves], combined)
    join = sum if combined == "pairs" else max
    worth = {
        way: join(curve[here] for curve, here in zip(curves, way, strict=True)) for way in product(range(4), repeat=len(curves))
    }
    assert sum(split) <= 3 and worth[tuple(split)] == value
    assert value == min(each for way, each in worth.items() if sum(way) <= 3)


@settings(max_examples=20)
@given(st.lists(falling, min_size=1, max_size=3))
def test_settling_ends_at_the_optimum_of_the_whole(curves: list[list[int]]) -> None:
    def solve(at: int, removals: int) -> Point:
        return Point(curves[at][removals], (), curves[at][removals])

    unknown = [Curve(np.array([curve[0], 0, 0, 0], np.float64), {0: Point(curve[0], (), curve[0])}) for curve in curves]
    value, bound = settle(unknown, solve, more=lambda: True)
    assert value == bound == best_split([np.array(curve, np.float64) for curve in curves])[0]


def test_without_time_the_bound_stays_below() -> None:
    curve = Curve(np.array([10.0, 2.0]), {0: Point(10, (), 10), 1: Point(6, ("a",), 2)})
    value, bound = settle([curve], lambda at, removals: pytest.fail("there is no time"), more=lambda: False)
    assert (value, bound) == (6, 2)
