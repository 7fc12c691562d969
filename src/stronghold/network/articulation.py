"""People without whom a part of the network would fall off (articulation points, Tarjan 1972); for networks of any size.

Of a group's people ``cuts.pairs_cut`` says more: how many pairs of others each keeps together.
"""

from __future__ import annotations

import numpy as np
import rustworkx as rx
from numpy.typing import NDArray

from stronghold.network.graph import Network

__all__ = ["articulation_points"]

_AT_ONCE = 100_000


def articulation_points(network: Network) -> NDArray[np.int64]:
    """Places of the nodes that, taken out, leave their component in parts; in order."""
    graph: rx.PyGraph[None, None] = rx.PyGraph(
        multigraph=False, node_count_hint=len(network.ids), edge_count_hint=len(network.left)
    )
    graph.add_nodes_from([None] * len(network.ids))
    for start in range(0, len(network.left), _AT_ONCE):  # a list of all ties as Python numbers would be larger than the graph
        some = slice(start, start + _AT_ONCE)
        graph.add_edges_from_no_data(list(zip(network.left[some].tolist(), network.right[some].tolist(), strict=True)))
    return np.array(sorted(rx.articulation_points(graph)), np.int64)
