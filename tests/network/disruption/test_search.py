"""The search keeps to the rules, and finds what can be found by trying everything."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.network.disruption.aftermath import without
from stronghold.network.disruption.search import Search
from stronghold.network.disruption.worlds import certain
from stronghold.network.graph import Network

NAMES = [f"{at:02}" for at in range(10)]
ties = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), min_size=6, max_size=20)


@settings(max_examples=12)
@given(ties, st.integers(1, 3), st.sets(st.sampled_from(NAMES), max_size=4))
def test_small_networks_are_searched_to_the_best(given_ties: list[tuple[str, str]], k: int, excluded: set[str]) -> None:
    network = Network.of(given_ties, NAMES)
    candidates = np.array([name not in excluded for name in NAMES])
    value, chosen = Search(certain(network), k, candidates, np.random.default_rng(0)).run([], 600)
    free = [name for name in NAMES if name not in excluded]
    assert not {NAMES[at] for at in chosen} & excluded and len(chosen) <= k
    assert value == without(network, [NAMES[at] for at in chosen]).surviving_pairs
    assert value == min(without(network, choice).surviving_pairs for choice in combinations(free, k))


def test_nobody_to_choose_from_chooses_nobody() -> None:
    value, chosen = Search(certain(Network.of([("a", "b")])), 2, np.zeros(2, np.bool_), np.random.default_rng(0)).run([], 600)
    assert (value, chosen) == (1.0, ())
