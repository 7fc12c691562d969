"""What needs no decision is taken out of the question."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from stronghold.network.disruption.reduction import reduce
from stronghold.network.graph import Network


def _everybody(network: Network) -> np.ndarray:
    return np.ones(len(network.ids), np.bool_)


def test_people_with_one_tie_hang_on_the_one_they_are_tied_to() -> None:
    star = Network.of([("hub", leaf) for leaf in "abcd"])
    reduced = reduce(star, 1, _everybody(star))
    assert [star.ids[at] for at in reduced.candidates] == ["hub"]
    assert reduced.weights == (5,) and reduced.hanging == ((1, 1, 1, 1),) and reduced.ended == (10,) and reduced.always == 0


def test_people_whom_k_removals_cannot_part_count_as_one() -> None:
    core = list(combinations("abcdef", 2))
    network = Network.of([*core, ("f", "x"), ("x", "y")])
    reduced = reduce(network, 2, _everybody(network))
    assert [network.ids[at] for at in reduced.candidates] == ["e", "f", "x"]
    # a to d are never needed: e and f are each worth at least as much.
    assert reduced.weights[3:] == (4,)


def test_of_two_with_the_same_ties_one_comes_first() -> None:
    ring = Network.of([("l", "p"), ("l", "q"), ("p", "r"), ("q", "r"), ("l", "l1"), ("l1", "l2"), ("r", "r1"), ("r1", "r2")])
    reduced = reduce(ring, 4, _everybody(ring))
    named = [(ring.ids[reduced.candidates[v]], ring.ids[reduced.candidates[u]]) for v, u in reduced.only_after]
    assert ("p", "q") in named and ("q", "p") not in named


def test_people_who_may_not_be_taken_are_no_candidates() -> None:
    line = Network.of([("a", "b"), ("b", "c"), ("c", "d"), ("d", "e")])
    reduced = reduce(line, 1, np.array([True, True, False, True, True]))
    assert 2 not in reduced.candidates
