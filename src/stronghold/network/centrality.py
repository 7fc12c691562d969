"""How much passes through each person by the shortest ways (betweenness, Freeman 1977): exact where that can be, else with its error stated."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import rustworkx as rx
from numpy.typing import NDArray

from stronghold.network.graph import Network

__all__ = ["LARGEST_EXACT", "Betweenness", "betweenness"]

LARGEST_EXACT = 5_000
"""Networks of up to so many people are measured exactly: it takes some seconds."""


@dataclass(frozen=True)
class Betweenness:
    """``values`` for each node: the share of all ordered pairs of people whose shortest ways pass through them (0 to 1).

    With probability ``certainty``, every one of them is within ``error`` of the true value; 0 and 1 where they are exact.
    """

    values: NDArray[np.float64]
    error: float
    certainty: float

    @property
    def exact(self) -> bool:
        return self.error == 0.0


def betweenness(network: Network, *, error: float = 0.01, certainty: float = 0.9, seed: int = 0) -> Betweenness:
    """Of every node; ties count alike, however strong. Above :data:`LARGEST_EXACT` nodes by so many sampled ways that ``error`` and
    ``certainty`` hold (Riondato and Kornaropoulos 2016). ``ValueError`` where these are not between 0 and 1."""
    if not (0 < error < 1 and 0 < certainty < 1):
        raise ValueError(f"an error of {error} with certainty {certainty}: each must be between 0 and 1")
    count = len(network.ids)
    if count <= LARGEST_EXACT:
        found = rx.graph_betweenness_centrality(network.to_rustworkx(), normalized=False)
        pairs = max(count * (count - 1) / 2, 1)
        return Betweenness(np.array([found[at] for at in range(count)], np.float64) / pairs, 0.0, 1.0)
    import networkit as nk  # takes a second, which those who measure a group need not wait for

    threads = nk.engineering.getMaxNumberOfThreads()
    nk.engineering.setNumberOfThreads(1)  # more would not give the same twice
    nk.engineering.setSeed(seed, False)
    try:
        search = nk.centrality.ApproxBetweenness(network.to_networkit(weighted=False), epsilon=error, delta=1 - certainty)
        search.run()
    finally:
        nk.engineering.setNumberOfThreads(threads)
    return Betweenness(np.asarray(search.scores(), np.float64), error, certainty)
