"""A bound that no choice goes below, for networks too large for a proof.

Lay one way between each pair of people who can reach each other (or shares of several). Taking a person out ends at most the pairs whose
way leads through them, so k removals end at most the k highest of these loads together; the rest survives. Any ways will do: here the
shortest, and then, round after round, ways that go around those who carry the most, which makes the bound better. (Feasible solutions
of the dual of the linear programme with a row for every path.)
"""

from __future__ import annotations

import time
from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from stronghold.network.graph import Network

__all__ = ["least_by_ways"]

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
# What one step costs beside passing somebody who is burdened (up to 1).
_STEP = 0.05


def least_by_ways(
    network: Network, k: int, candidates: Flags, *, seconds: float, likely: Collection[int] = (), rounds: int = 60
) -> Numbers:
    """For one component and each number of removals from 0 to ``k``: a number of surviving pairs that no choice goes below.

    Shape (k + 1,). ``likely``: places of a good choice, which the ways go around from the start. The first round is always finished
    (about people times ties steps); later rounds count for more.
    """
    people = len(network.ids)
    pairs = people * (people - 1) / 2
    if people < 2 or not candidates.any():
        return np.full(k + 1, pairs)
    end = time.monotonic() + seconds
    least = np.concatenate([[pairs], np.zeros(k)])
    loads, burdened = np.zeros(people), np.zeros(people)
    burdened[list(likely)] = 1.0
    weights = 1.0 if likely else 0.0
    for weight in range(1, rounds + 1):
        begun = time.monotonic()
        loads += weight * _loads(network, burdened / weights if weights else burdened)
        mean = loads / (weight * (weight + 1) / 2)
        least = np.maximum(least, _least(pairs, mean, k, candidates))
        highest = np.argsort(np.where(candidates, -mean, 1.0), kind="stable")[: min(k, int(candidates.sum()))]
        burdened[highest] += weight
        weights += weight
        if 2 * time.monotonic() - begun > end:
            break
    return least


def _least(pairs: float, loads: Numbers, k: int, candidates: Flags) -> Numbers:
    highest = np.sort(loads[candidates])[::-1][:k]
    ended = np.concatenate([[0.0], np.cumsum(highest), np.full(k - len(highest), highest.sum())])
    taken = np.minimum(np.arange(k + 1), len(highest))
    # A pair of two who are both taken out is in the load of both.
    least: Numbers = np.maximum(0.0, np.ceil(pairs - ended + taken * (taken - 1) / 2 - 1e-6))
    return least


def _loads(network: Network, burden: Numbers) -> Numbers:
    """Pairs whose way leads through each person or ends there; ways of equal length share alike."""
    import networkit as nk  # takes a second, which a plan that is proved need not wait for

    people = len(network.ids)
    if burden.any():
        lengths = _STEP + burden[network.left] + burden[network.right]
        graph = nk.GraphFromCoo((lengths, (network.left, network.right)), n=people, weighted=True, directed=False)
    else:
        graph = network.to_networkit(weighted=False)
    between = np.array(nk.centrality.Betweenness(graph).run().scores(), np.float64)
    # It counts every pair once in each direction.
    return between / 2 + (people - 1)
