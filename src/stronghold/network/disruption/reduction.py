"""A network made smaller without changing whom it is best to take out, so that a proof takes seconds.

Three facts, each of which keeps at least one best choice of at most k people:

- Where one person's neighbours are all neighbours of another too, taking out the other is at least as good: swapping the two leaves a
  network that fits inside what was left before. So the first is worth taking only once the second is taken; a person with k such others,
  or whose every neighbour is one, is never needed (somebody with a single tie, say).
- Two people whom no k removals can part are as good as tied.
- People who are never taken out, and are tied, stay together whatever is done: they count as one, with their number as its weight.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, maximum_flow

from stronghold.network.graph import Network

__all__ = ["Reduced", "reduce"]

Flags = NDArray[np.bool_]
# Parting a pair is asked of a flow at most so often; what is not asked is only not made smaller.
_MOST_FLOWS = 6_000


@dataclass(frozen=True)
class Reduced:
    """What is left to decide: nodes 0 to ``len(candidates)`` - 1 may be taken out, later ones (people who stay together) may not.

    ``candidates`` are places in the network; ``weights`` people of each node, for a candidate with those who hang on it alone;
    ``ended`` the pairs among a candidate and those who hang on it that end when it is taken out; ``hanging`` the sizes of what hangs
    on it; ``beside`` the neighbours of each node; ``always`` the pairs that remain whatever is done; ``only_after`` pairs (v, u) of
    candidates: v is worth taking only when u is taken.
    """

    candidates: tuple[int, ...]
    weights: tuple[int, ...]
    ended: tuple[int, ...]
    hanging: tuple[tuple[int, ...], ...]
    beside: tuple[frozenset[int], ...]
    always: int
    only_after: tuple[tuple[int, int], ...]


def reduce(network: Network, k: int, candidates: Flags) -> Reduced:
    """``network`` (one component) for at most ``k`` removals among ``candidates`` (shape: nodes)."""
    tied = np.zeros((len(network.ids), len(network.ids)), np.bool_)
    tied[network.left, network.right] = tied[network.right, network.left] = True
    open_ = candidates.copy()
    flows = _MOST_FLOWS
    while True:
        before = int(tied.sum()), int(open_.sum())
        _join_by_common_neighbours(tied, open_, k)
        after = _dominators(tied, open_)
        neighbours = tied.sum(axis=1)
        needless = (after.sum(axis=1) >= k) | ((tied & after).sum(axis=1) == neighbours)
        open_ &= ~needless
        if (int(tied.sum()), int(open_.sum())) != before:
            continue
        joined, asked = _join_by_flow(tied, open_, k, flows)
        flows -= asked
        if not joined:
            break
    return _merged(tied, open_, after)


def _join_by_common_neighbours(tied: Flags, open_: Flags, k: int) -> None:
    """Ties pairs who have more than ``k`` neighbours in common, or one who is never taken out, until there are no more."""
    weight = np.where(open_, 1, k + 1).astype(np.float32)
    while True:
        numbers = tied.astype(np.float32)
        common = (numbers * weight) @ numbers
        new = (common > k) & ~tied
        np.fill_diagonal(new, False)
        if not new.any():
            return
        tied |= new


def _dominators(tied: Flags, open_: Flags) -> Flags:
    """[v, u]: u is worth at least as much as v. Of two that are worth the same, the later one counts as worth more."""
    numbers = tied.astype(np.float32)
    others = numbers.sum(axis=1, keepdims=True) - numbers
    within = (numbers @ numbers) == others
    within &= open_[:, None] & open_[None, :]
    np.fill_diagonal(within, False)
    count = len(tied)
    later = np.arange(count)[None, :] > np.arange(count)[:, None]
    dominated: Flags = within & (~within.T | later)
    return dominated


def _join_by_flow(tied: Flags, open_: Flags, k: int, most: int) -> tuple[bool, int]:
    """Ties pairs who have more than ``k`` ways to each other without a person in common; whether any, and how many were asked."""
    count = len(tied)
    enough = tied.sum(axis=1) > k
    pairs = np.argwhere(np.triu(~tied & enough[:, None] & enough[None, :], 1))
    if not len(pairs) or most <= 0:
        return False, 0
    # Each person is two nodes, in (2v) and out (2v + 1), with room for one way between them.
    rows, columns = np.nonzero(tied)
    inner = np.arange(count)
    starts = np.concatenate([2 * inner, 2 * rows + 1])
    ends = np.concatenate([2 * inner + 1, 2 * columns])
    room = np.concatenate([np.where(open_, 1, k + 1), np.ones(len(rows), np.int64)]).astype(np.int32)
    ways = csr_array((room, (starts, ends)), shape=(2 * count, 2 * count))
    joined = False
    asked = min(most, len(pairs))
    for one, other in pairs[:asked].tolist():
        if maximum_flow(ways, 2 * one + 1, 2 * other).flow_value > k:
            tied[one, other] = tied[other, one] = joined = True
    return joined, asked


def _merged(tied: Flags, open_: Flags, after: Flags) -> Reduced:
    """Those who are never taken out, and are tied, as one node; what hangs on one candidate alone goes into that candidate."""
    places = np.flatnonzero(open_)
    closed = np.flatnonzero(~open_)
    together = csr_array(tied[np.ix_(closed, closed)].astype(np.int8))
    number, found = connected_components(together, directed=False) if len(closed) else (0, [])
    labels = np.asarray(found, np.int64)
    sizes = np.bincount(labels, minlength=number).astype(int)
    touching = np.zeros((number, len(places)), np.bool_)
    for row, label in zip(tied[np.ix_(closed, places)], labels.tolist(), strict=True):
        touching[label] |= row
    touches = touching.sum(axis=1)
    hanging: list[list[int]] = [[] for _ in places]
    for group in np.flatnonzero(touches == 1):
        hanging[int(np.argmax(touching[group]))].append(int(sizes[group]))
    kept = np.flatnonzero(touches != 1)
    weights = [1 + sum(parts) for parts in hanging]
    ended = [_pairs(weight) - sum(map(_pairs, parts)) for weight, parts in zip(weights, hanging, strict=True)]
    near = tied[np.ix_(places, places)]
    beside = [set(np.flatnonzero(row).tolist()) for row in near]
    for node, group in enumerate(kept, start=len(places)):
        there = np.flatnonzero(touching[group]).tolist()
        beside.append(set(there))
        for candidate in there:
            beside[candidate].add(node)
    return Reduced(
        candidates=tuple(places.tolist()),
        weights=(*weights, *sizes[kept].tolist()),
        ended=tuple(ended),
        hanging=tuple(tuple(parts) for parts in hanging),
        beside=tuple(frozenset(around) for around in beside),
        always=int(sum(map(_pairs, sizes.tolist()))),
        only_after=tuple((later, first) for later, first in np.argwhere(after[np.ix_(places, places)]).tolist()),
    )


def _pairs(people: int) -> int:
    return people * (people - 1) // 2
