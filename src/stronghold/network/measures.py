"""What a network is like as a whole: to compare a group before and after something was done.

None of these says that supply fell: they describe who is still tied to whom on the evidence there is, and evidence is of what was
looked at. A group that nobody watches any more has few ties.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from scipy.sparse import csgraph

from stronghold.network.graph import Network

__all__ = ["MEANINGS", "GroupMeasures", "measures"]

# Distances are taken from so many people at most, evenly chosen; a group is far smaller.
_SOURCES = 2_000


@dataclass(frozen=True)
class GroupMeasures:
    """A network in numbers; each from 0 to 1 but for the counts. ``MEANINGS`` says each in a sentence."""

    people: int
    ties: int
    parts: int
    largest_part: int
    connectedness: float
    density: float
    decentralisation: float
    reach: float
    two_steps: float
    clustering: float


MEANINGS = {
    "people": "People in it.",
    "ties": "Pairs of people tied to each other.",
    "parts": "Parts without a tie between them; someone alone is a part.",
    "largest_part": "People in the largest part.",
    "connectedness": "Share of all pairs who can reach each other through others (Krackhardt 1994).",
    "density": "Share of all pairs who are tied directly.",
    "decentralisation": "1 less Freeman's degree centralisation (1979): 0 where all hangs on one person, 1 where all have as many ties.",
    "reach": "Mean over all pairs of 1 / steps between them, 0 where there is no way (Borgatti 2006).",
    "two_steps": "Share of all pairs who are at most two steps apart.",
    "clustering": "Share of two ties of one person whose far ends are tied as well (transitivity).",
}


def measures(network: Network) -> GroupMeasures:
    """Measure ``network``. Where there are no two people, the shares are 0.

    In a network of more than 2,000 people, ``reach`` and ``two_steps`` are taken from 2,000 of them, evenly chosen by id.
    """
    count, ties = len(network.ids), len(network.left)
    if not count:
        return GroupMeasures(**{field.name: 0 for field in fields(GroupMeasures)})
    sizes = np.bincount(network.component_labels()).astype(np.int64)
    everyone = count * (count - 1) // 2
    degree = np.bincount(np.concatenate([network.left, network.right]), minlength=count).astype(np.int64)
    reach, two_steps = _distances(network, count)
    return GroupMeasures(
        people=count,
        ties=ties,
        parts=len(sizes),
        largest_part=int(sizes.max()),
        connectedness=_share(int((sizes * (sizes - 1) // 2).sum()), everyone),
        density=_share(ties, everyone),
        decentralisation=1 - _share(int((degree.max() - degree).sum()), (count - 1) * (count - 2)),
        reach=reach,
        two_steps=two_steps,
        clustering=_transitivity(network, degree),
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole > 0 else 0.0


def _distances(network: Network, count: int) -> tuple[float, float]:
    if count < 2:
        return 0.0, 0.0
    chosen = np.unique(np.linspace(0, count - 1, min(count, _SOURCES)).astype(np.int64))
    steps = csgraph.shortest_path(network.adjacency(), unweighted=True, directed=False, indices=chosen)
    steps[np.arange(len(chosen)), chosen] = np.inf
    pairs = len(chosen) * (count - 1)
    return float((1 / steps).sum() / pairs), float((steps <= 2).sum() / pairs)


def _transitivity(network: Network, degree: np.ndarray[tuple[int], np.dtype[np.int64]]) -> float:
    joined = network.adjacency().astype(bool).astype(np.int64)
    closed = int((joined @ joined).multiply(joined).sum())
    return _share(closed, int((degree * (degree - 1)).sum()))
