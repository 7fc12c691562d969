"""Progress: shares add up and go forward."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.picture.progress import STAGES, BuildProgress

points = st.tuples(st.integers(0, len(STAGES) - 1), st.integers(0, 100))


def test_the_usual_shares_are_the_whole() -> None:
    assert sum(STAGES.values()) == pytest.approx(1.0)


@given(points, points)
def test_later_is_never_less(one: tuple[int, int], other: tuple[int, int]) -> None:
    names = list(STAGES)
    earlier, later = sorted([one, other])
    first = BuildProgress.at(names[earlier[0]], earlier[1], 100)
    second = BuildProgress.at(names[later[0]], later[1], 100)
    assert 0.0 <= first.share <= second.share <= 1.0
    assert first.number == earlier[0] + 1 <= first.stages == len(STAGES)


def test_a_stage_of_unknown_length_or_overrun_stays_within_itself() -> None:
    assert BuildProgress.at("load", 5, 0).share == BuildProgress.at("load", 0, 1).share
    assert BuildProgress.at("load", 9, 3).share == BuildProgress.at("load", 1, 1).share
