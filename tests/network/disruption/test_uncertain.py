"""Plans over uncertain ties: means over drawn networks, with how far from best they may be, and never called proved."""

from __future__ import annotations

import pytest

from stronghold.network.disruption.uncertain import make_uncertain_plan
from stronghold.network.graph import Network


def test_a_weak_bridge_is_worth_less_than_a_sure_one() -> None:
    sure = [("m", leaf, 1.0) for leaf in "abcd"]
    weak = [("n", leaf, 0.1) for leaf in "efghij"]
    found = make_uncertain_plan(Network.of([*sure, *weak]), 1, scenarios=50, seconds=2)
    assert found.chosen == ("m",) and not found.proved
    # What is left of the weak star: six ties at a tenth each, and two that both are there join their ends.
    assert found.low <= found.surviving_pairs <= found.high
    assert found.surviving_pairs == pytest.approx(6 * 0.1 + 15 * 0.01, abs=0.1)
    assert 0 <= found.gap <= found.gap_limit and found.bound <= found.surviving_pairs


def test_sure_ties_give_what_a_sure_plan_gives() -> None:
    network = Network.of([("m", leaf) for leaf in "abcd"])
    found = make_uncertain_plan(network, 1, scenarios=10, seconds=1)
    assert (found.chosen, found.surviving_pairs, found.gap_limit) == (("m",), 0.0, 0.0)
