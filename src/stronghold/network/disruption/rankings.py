"""The usual ways to choose: by how many ties a person has, or how many shortest ways lead through them. To start from, and to compare.

None of them looks at what the removals do together, which is why each can be far from best.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stronghold.network.graph import Network

__all__ = ["adaptive_betweenness", "by_betweenness", "by_degree"]

Flags = NDArray[np.bool_]
# Above so many people shortest ways are counted from a sample of them.
_MOST_EXACT = 3_000
_SAMPLED = 500


def by_degree(network: Network, k: int, candidates: Flags) -> list[int]:
    """The places of the ``k`` candidates with the most ties, of equals the first."""
    degree = np.bincount(np.concatenate([network.left, network.right]), minlength=len(network.ids))
    return _highest(degree.astype(np.float64), k, candidates)


def by_betweenness(network: Network, k: int, candidates: Flags) -> list[int]:
    """The places of the ``k`` candidates through whom the most shortest ways lead, of equals the first."""
    return _highest(betweenness(network), k, candidates)


def adaptive_betweenness(network: Network, k: int, candidates: Flags) -> list[int]:
    """One after the other, the candidate with the highest betweenness in what is left, in that order; of equals the first."""
    chosen: list[int] = []
    places = np.arange(len(network.ids))
    left = network
    while len(chosen) < k:
        best = _highest(betweenness(left), 1, candidates[places])
        if not best:
            break
        chosen.append(int(places[best[0]]))
        kept = np.delete(np.arange(len(places)), best[0])
        left, places = left.subnetwork(kept), places[kept]
    return chosen


def betweenness(network: Network) -> NDArray[np.float64]:
    """Shortest ways through each person (both directions), ties counted as one step; sampled where the network is large."""
    import networkit as nk  # takes a second, which those who rank by ties need not wait for

    graph = network.to_networkit(weighted=False)
    if len(network.ids) > _MOST_EXACT:
        nk.setSeed(1, False)
        counted = nk.centrality.EstimateBetweenness(graph, _SAMPLED, False, False)
    else:
        counted = nk.centrality.Betweenness(graph)
    # Sums of fractions of ways: what differs in the last digits is equal.
    scores = np.asarray(counted.run().scores() if len(network.ids) else [], np.float64)
    return scores.round(6)


def _highest(worth: NDArray[np.float64], k: int, candidates: Flags) -> list[int]:
    order = np.lexsort((np.arange(len(worth)), -worth))
    return [int(place) for place in order if candidates[place]][:k]
