"""Communities of a network: people more tied to each other than chance would have it (Leiden algorithm, Traag and others 2019; NetworKit).

Modularity compares with a network drawn at random of the same size, so its communities grow with the town that is around them
(the resolution limit, Fortunato and Barthelemy 2007). Here the resolution is set so that the comparison is with a network of a fixed
``scale`` instead: two parts are one community where the ties between them are worth more than the product of all ties of the one
and all ties of the other, divided by the scale. So what a group is does not depend on how many others there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from stronghold.network.graph import Network

__all__ = ["communities", "labels_of"]

_ROUNDS = 3


def communities(network: Network, *, scale: float, seed: int = 0) -> NDArray[np.int64]:
    """For each node the number of its community, numbered in the order of their first nodes. Same network and seed, same communities,
    whatever order the ties came in: nodes and ties are sorted, and one thread does the work."""
    return labels_of(len(network.ids), network.left, network.right, network.strength, scale=scale, seed=seed)


def labels_of(
    nodes: int, left: NDArray[np.int64], right: NDArray[np.int64], strength: NDArray[np.float64], *, scale: float, seed: int
) -> NDArray[np.int64]:
    """As :func:`communities`, of nodes 0 to ``nodes`` - 1 and these ties."""
    if not len(left):
        return np.arange(nodes, dtype=np.int64)
    import networkit as nk  # takes a second, which a command that finds no groups need not wait for

    with _one_thread(seed):
        # Copies, in NetworKit's own type: the room that they leave is what the search needs next. Without them it takes 30 MB more for a
        # million people.
        ends = (left.astype(np.uint64), right.astype(np.uint64))
        graph = nk.GraphFromCoo((strength, ends), n=nodes, weighted=True, directed=False)
        del ends
        search = nk.community.ParallelLeiden(graph, randomize=False, iterations=_ROUNDS, gamma=2 * float(strength.sum()) / scale)
        search.run()
        partition = search.getPartition()
        del graph, search  # before as many Python numbers are made as there are nodes
    found = np.array(partition.getVector(), np.int64)
    _, first, numbered = np.unique(found, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[numbered].astype(np.int64)


@contextmanager
def _one_thread(seed: int) -> Iterator[None]:
    """NetworKit's number of threads and seed are the process's own; more than one thread would not give the same twice."""
    import networkit as nk

    threads = nk.engineering.getMaxNumberOfThreads()
    nk.engineering.setNumberOfThreads(1)
    nk.engineering.setSeed(seed, False)
    try:
        yield
    finally:
        nk.engineering.setNumberOfThreads(threads)
