"""Gains of everybody at once, in one world and in many."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.network.disruption.aftermath import without
from stronghold.network.disruption.worlds import certain, draw
from stronghold.network.graph import Network

NAMES = [f"{at:02}" for at in range(14)]
networks = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=30).map(
    lambda ties: Network.of(ties, NAMES)
)


@settings(max_examples=40)
@given(networks, st.sets(st.integers(0, len(NAMES) - 1), max_size=5))
def test_a_gain_is_what_taking_the_person_out_ends(network: Network, out: set[int]) -> None:
    removed = np.zeros(len(NAMES), np.bool_)
    removed[list(out)] = True
    gone = [NAMES[at] for at in out]
    worlds = certain(network)
    value, gains = worlds.gains(removed)
    assert value == worlds.mean_pairs(removed) == worlds.pairs_left(removed)[0] == without(network, gone).surviving_pairs
    for at, name in enumerate(NAMES):
        expected = 0 if at in out else value - without(network, [*gone, name]).surviving_pairs
        assert gains[at] == expected


@settings(max_examples=15)
@given(networks)
def test_many_worlds_are_the_mean_of_each(network: Network) -> None:
    unsure = Network(network.ids, network.left, network.right, np.full(len(network.left), 0.5))
    worlds = draw(unsure, 7, np.random.default_rng(3))
    there = np.random.default_rng(3).random((7, len(unsure.left))) < 0.5
    each = [certain(Network(unsure.ids, unsure.left[t], unsure.right[t], unsure.strength[t])) for t in there]
    removed = np.zeros(len(NAMES), np.bool_)
    removed[2] = True
    single = [world.gains(removed) for world in each]
    value, gains = worlds.gains(removed)
    assert worlds.pairs_left(removed).tolist() == [one for one, _ in single]
    assert np.isclose(value, np.mean([one for one, _ in single]))
    assert np.allclose(gains, np.mean([g for _, g in single], axis=0))


def test_a_certain_tie_is_in_every_world() -> None:
    worlds = draw(Network.of([("a", "b"), ("b", "c", 0.5)]), 200, np.random.default_rng(0))
    left = worlds.pairs_left(np.zeros(3, np.bool_))
    assert set(left.tolist()) == {1.0, 3.0}
    assert 70 < np.count_nonzero(left == 3) < 130
