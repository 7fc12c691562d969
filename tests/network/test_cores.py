"""Core numbers."""

from __future__ import annotations

from itertools import combinations

from stronghold.network.cores import core_numbers
from stronghold.network.graph import Network


def test_everyone_in_a_clique_is_deeper_than_who_hangs_on_it() -> None:
    network = Network.of([*combinations("abcd", 2), ("d", "e")], nodes=["z"])
    assert core_numbers(network).tolist() == [3, 3, 3, 3, 1, 0]
    assert core_numbers(Network.of([], nodes="ab")).tolist() == [0, 0]
