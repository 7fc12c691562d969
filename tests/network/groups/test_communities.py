"""Communities: the same every time, and not changed by what else there is."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from stronghold.network.graph import Network
from stronghold.network.groups.communities import communities

PARTS = [(one, other, 0.9) for part in ("abcde", "pqrst") for one, other in combinations(part, 2)]


def test_two_dense_parts_with_a_weak_tie_are_two_communities() -> None:
    network = Network.of([*PARTS, ("e", "p", 0.1)], nodes="z")
    assert communities(network, scale=100).tolist() == [0] * 5 + [1] * 5 + [2]
    assert np.array_equal(communities(network, scale=100, seed=4), communities(network, scale=100, seed=4))


def test_a_larger_scale_takes_parts_together() -> None:
    assert len(set(communities(Network.of([*PARTS, ("e", "p", 0.1)]), scale=100_000).tolist())) == 1


def test_without_ties_everyone_is_alone() -> None:
    assert communities(Network.of([], nodes="ab"), scale=100).tolist() == [0, 1]
