"""What falls apart when one person goes: the pairs of others that lose each other, for everyone at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stronghold.network.disruption.worlds import certain
from stronghold.network.graph import Network

__all__ = ["pairs_cut"]


def pairs_cut(network: Network) -> NDArray[np.int64]:
    """For each node, in the order of ``network.ids``: how many pairs of others are connected, and no more when it is taken out."""
    if not network.ids:
        return np.zeros(0, np.int64)
    _, ended = certain(network).gains(np.zeros(len(network.ids), np.bool_))
    labels = network.component_labels()
    # Their own pairs end as well, with everybody else of their component.
    own = np.bincount(labels)[labels] - 1
    return ended.astype(np.int64) - own
