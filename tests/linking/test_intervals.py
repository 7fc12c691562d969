"""Intervals of shares: against published figures, and that they cover."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.linking.intervals import Interval, difference, ratio, total, wilson


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    # Newcombe 1998, table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_published_intervals(count: int, of: int, low: float, high: float) -> None:
    found = wilson(count, of)
    assert found is not None
    assert (found.value, round(found.low, 4), round(found.high, 4)) == (count / of, low, high)


def test_nothing_has_no_share() -> None:
    assert wilson(0, 0) is None


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    # Newcombe 1998 (differences), table II, method 10: 56/70 - 48/80, 9/10 - 3/10, 10/10 - 0/10.
    [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090), ((10, 10), (0, 10), 0.6075, 1.0)],
)
def test_newcombes_published_differences(one: tuple[int, int], other: tuple[int, int], low: float, high: float) -> None:
    first, second = wilson(*one), wilson(*other)
    assert first is not None and second is not None
    found = difference(first, second)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(st.integers(0, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_an_interval_holds_its_value_and_lies_between_nothing_and_all(found: tuple[int, int]) -> None:
    interval = wilson(*found)
    if interval is not None:
        assert 0 <= interval.low <= interval.value <= interval.high <= 1


def test_intervals_cover() -> None:
    rng = np.random.default_rng(4)
    covered = 0
    for share in rng.uniform(0.02, 0.98, 2_000):
        found = wilson(int(rng.binomial(60, share)), 60)
        covered += found is not None and found.low <= share <= found.high
    assert covered / 2_000 > 0.93


def test_what_was_drawn_whole_leaves_no_doubt_and_nearly_whole_little() -> None:
    whole, nearly, endless = wilson(9, 10, 10), wilson(9, 10, 12), wilson(9, 10)
    assert whole is not None and nearly is not None and endless is not None
    assert (whole.low, whole.high) == (0.9, 0.9)
    assert endless.low < nearly.low < 0.9 < nearly.high < endless.high


def test_a_sum_of_one_part_is_that_part_and_of_sure_parts_is_sure() -> None:
    share = wilson(8, 20)
    assert share is not None
    found = total([(50.0, share)])
    assert (found.value, found.low, found.high) == pytest.approx((20.0, 50 * share.low, 50 * share.high))
    sure = total([(50.0, Interval(0.4, 0.4, 0.4)), (10.0, Interval(1.0, 1.0, 1.0))])
    assert (sure.value, sure.low, sure.high) == (30.0, 30.0, 30.0)


def test_a_ratio_of_sure_numbers_is_sure_and_a_doubtful_one_lies_around_its_value() -> None:
    found = ratio(Interval(6, 6, 6), Interval(8, 8, 8))
    assert (found.value, found.low, found.high) == pytest.approx((0.75, 0.75, 0.75))
    found = ratio(Interval(6, 4, 9), Interval(80, 70, 85))
    assert found.low < 0.075 < found.high
    assert ratio(Interval(0, 0, 3), Interval(80, 70, 85)).low == 0.0
