"""The k-core of a network: how deep inside it each person is (Seidman 1983)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stronghold.network.graph import Network

__all__ = ["core_numbers"]


def core_numbers(network: Network) -> NDArray[np.int64]:
    """For each node the largest k so that it is in a part of the network where everyone has at least k ties within that part."""
    if not len(network.left):
        return np.zeros(len(network.ids), np.int64)
    import networkit as nk  # takes a second, which a command that needs no cores need not wait for

    found = nk.centrality.CoreDecomposition(network.to_networkit(weighted=False))
    found.run()
    return np.asarray(found.scores(), np.int64)
