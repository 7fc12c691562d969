"""The best choice by counting what it cuts off: the same as by trying every choice, and quick where linear programmes are not."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.network.disruption.aftermath import without
from stronghold.network.disruption.cutting_off import solve_by_pieces
from stronghold.network.disruption.reduction import reduce
from stronghold.network.graph import Network

NAMES = "abcdefghijkl"
TIES = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), min_size=1, max_size=24)


def _random(kind: str, seed: int) -> Network:
    made = {"gnm": lambda: nx.gnm_random_graph(150, 200, seed=seed), "ba": lambda: nx.barabasi_albert_graph(150, 2, seed=seed)}
    return Network.of((f"{one:03}", f"{other:03}") for one, other in made[kind]().edges()).largest_component()


@given(ties=TIES, k=st.integers(1, 4), left_out=st.sets(st.sampled_from("abcd")))
def test_it_is_what_trying_every_choice_finds(ties: list[tuple[str, str]], k: int, left_out: set[str]) -> None:
    network = Network.of(ties).largest_component()
    open_ = np.array([name not in left_out for name in network.ids], np.bool_)
    who = [name for name, may in zip(network.ids, open_, strict=True) if may]
    tried = [without(network, some).surviving_pairs for size in range(min(k, len(who)) + 1) for some in combinations(who, size)]
    solved = solve_by_pieces(reduce(network, k, open_), k, seconds=60, under=1e9)
    assert solved is not None and solved.proved and solved.chosen is not None
    chosen = [network.ids[at] for at in solved.chosen]
    assert solved.bound == min(tried) == without(network, chosen).surviving_pairs
    assert len(chosen) <= k and not left_out & set(chosen)


@given(ties=TIES, k=st.integers(1, 3))
def test_where_what_is_in_hand_is_best_nothing_else_is_chosen(ties: list[tuple[str, str]], k: int) -> None:
    network = Network.of(ties).largest_component()
    reduced = reduce(network, k, np.ones(len(network.ids), np.bool_))
    first = solve_by_pieces(reduced, k, seconds=60, under=1e9)
    assert first is not None
    again = solve_by_pieces(reduced, k, seconds=60, under=first.bound)
    assert again is not None and (again.chosen, again.bound, again.proved) == (None, first.bound, True)


@pytest.mark.parametrize(("kind", "seed", "k", "best"), [("gnm", 1, 5, 6743), ("ba", 1, 3, 9731), ("ba", 1, 5, 8653)])
def test_networks_without_structure_are_proved(kind: str, seed: int, k: int, best: int) -> None:
    network = _random(kind, seed)
    solved = solve_by_pieces(reduce(network, k, np.ones(len(network.ids), np.bool_)), k, seconds=600, under=1e9)
    assert solved is not None and (solved.bound, solved.proved) == (best, True)
    assert solved.chosen is not None and without(network, [network.ids[at] for at in solved.chosen]).surviving_pairs == best


def test_without_time_nothing_is_claimed() -> None:
    network = _random("gnm", 1)
    assert solve_by_pieces(reduce(network, 5, np.ones(len(network.ids), np.bool_)), 5, seconds=0.0, under=1e9) is None
