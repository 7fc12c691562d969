"""What falls apart when one person goes: the pairs of others that lose each other, for everyone at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stronghold.network.graph import Network

__all__ = ["pairs", "pairs_cut"]


def pairs(people: NDArray[np.int64] | int) -> NDArray[np.int64] | int:
    """Pairs among so many."""
    return people * (people - 1) // 2


def pairs_cut(network: Network) -> NDArray[np.int64]:
    """For each node, in the order of ``network.ids``: how many pairs of others are connected, and no more when it is taken out.

    One depth-first walk (Tarjan 1972, articulation points, with the sizes of what hangs below); time of the order of nodes and ties.
    """
    count = len(network.ids)
    starts, neighbours = _neighbours(network)
    labels = network.component_labels()
    sizes = np.bincount(labels, minlength=1)[labels] if count else np.zeros(0, np.int64)
    found = np.full(count, -1, np.int64)
    low = np.zeros(count, np.int64)
    below = np.ones(count, np.int64)
    cut_off: list[list[int]] = [[] for _ in range(count)]
    clock = 0
    for root in range(count):
        if found[root] >= 0:
            continue
        found[root] = low[root] = clock
        clock += 1
        stack = [(root, -1, int(starts[root]))]
        while stack:
            node, parent, at = stack.pop()
            if at < starts[node + 1]:
                stack.append((node, parent, at + 1))
                other = int(neighbours[at])
                if other == parent:
                    continue
                if found[other] >= 0:
                    low[node] = min(low[node], found[other])
                    continue
                found[other] = low[other] = clock
                clock += 1
                stack.append((other, node, int(starts[other])))
            elif parent >= 0:
                below[parent] += below[node]
                low[parent] = min(low[parent], low[node])
                if low[node] >= found[parent]:
                    cut_off[parent].append(int(below[node]))
    lost = np.zeros(count, np.int64)
    for node, parts in enumerate(cut_off):
        others = int(sizes[node]) - 1
        rest = others - sum(parts)
        lost[node] = pairs(others) - sum(pairs(part) for part in (*parts, rest))
    return lost


def _neighbours(network: Network) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each node's neighbours begin, and all neighbours, node by node."""
    ends = np.concatenate([network.left, network.right]).astype(np.int64)
    others = np.concatenate([network.right, network.left]).astype(np.int64)
    order = np.lexsort((others, ends))
    starts = np.concatenate([[0], np.cumsum(np.bincount(ends, minlength=len(network.ids)))]).astype(np.int64)
    return starts, others[order]
