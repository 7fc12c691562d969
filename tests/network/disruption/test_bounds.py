"""No choice goes below the bound."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from stronghold.network.disruption.aftermath import without
from stronghold.network.disruption.bounds import least_by_ways
from stronghold.network.graph import Network

NAMES = [f"{at:02}" for at in range(10)]
ties = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), min_size=8, max_size=25)


@settings(max_examples=20)
@given(ties, st.sets(st.sampled_from(NAMES), max_size=3), st.lists(st.integers(0, 4), max_size=2, unique=True))
def test_no_choice_leaves_fewer_pairs(given_ties: list[tuple[str, str]], excluded: set[str], likely: list[int]) -> None:
    network = Network.of(given_ties).largest_component()
    assume(len(network.ids) >= 5)
    candidates = np.array([name not in excluded for name in network.ids])
    free = [name for name in network.ids if name not in excluded]
    least = least_by_ways(network, 3, candidates, seconds=600, likely=likely, rounds=5)
    for k in range(4):
        best = min(without(network, choice).surviving_pairs for size in range(k + 1) for choice in combinations(free, size))
        assert 0 <= least[k] <= best


def test_people_who_are_all_tied_to_each_other_are_bounded_exactly() -> None:
    network = Network.of(combinations("abcdefgh", 2))
    assert least_by_ways(network, 2, np.ones(8, np.bool_), seconds=600, rounds=3).tolist() == [28, 21, 15]
