"""A network of people: who is tied to whom, and how likely each tie is real. Arrays, so that a million people fit."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import rustworkx as rx
from numpy.typing import NDArray
from scipy.sparse import coo_array, csgraph, csr_array

if TYPE_CHECKING:
    import networkit as nk

__all__ = ["Network"]

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Network:
    """An undirected simple graph: nodes sorted by id, each tie once and sorted, nobody tied to themselves.

    ``left`` and ``right`` are places in ``ids``, ``left < right``; ``strength`` the chance that a tie is real, above 0 up to 1.
    """

    ids: tuple[str, ...]
    left: Integers
    right: Integers
    strength: NDArray[np.float64]

    @classmethod
    def of(cls, ties: Iterable[tuple[str, str] | tuple[str, str, float]], nodes: Iterable[str] = ()) -> Self:
        """From pairs of ids, each with its strength or certain; ``nodes`` may add people without ties.

        Ties of a node to itself are left out; of a tie given twice, either way round, the stronger stays. ``ValueError`` where a
        strength is not above 0 and at most 1.
        """
        best: dict[tuple[str, str], float] = {}
        everyone = set(nodes)
        for one, other, *given in ties:
            strength = float(given[0]) if given else 1.0
            if not 0 < strength <= 1:
                raise ValueError(f"the strength of {one} to {other} is {strength}, not above 0 and at most 1")
            everyone.update((one, other))
            if one != other:
                pair = (one, other) if one < other else (other, one)
                best[pair] = max(strength, best.get(pair, 0.0))
        ids = tuple(sorted(everyone))
        place = {name: at for at, name in enumerate(ids)}
        pairs = sorted(best)
        left, right = (np.array([place[pair[side]] for pair in pairs], np.int64) for side in (0, 1))
        return cls(ids, left, right, np.array([best[pair] for pair in pairs], np.float64))

    @cached_property
    def place(self) -> dict[str, int]:
        """Id to place in ``ids``."""
        return {name: at for at, name in enumerate(self.ids)}

    def adjacency(self) -> csr_array[Any]:
        """Symmetric, shape (nodes, nodes), the strengths as values."""
        rows, columns = np.concatenate([self.left, self.right]), np.concatenate([self.right, self.left])
        values = np.concatenate([self.strength, self.strength])
        return coo_array((values, (rows, columns)), shape=(len(self.ids), len(self.ids))).tocsr()

    def component_labels(self) -> Integers:
        """For each node the number of its component: numbered in the order of their first nodes."""
        if not self.ids:
            return np.zeros(0, np.int64)
        # One direction and small numbers are enough to walk by, in a quarter of the memory.
        ties = coo_array((np.ones(len(self.left), np.int8), (self.left, self.right)), shape=(len(self.ids), len(self.ids)))
        _, labels = csgraph.connected_components(ties, directed=False)
        _, first, numbered = np.unique(labels, return_index=True, return_inverse=True)
        return np.argsort(np.argsort(first))[numbered].astype(np.int64)

    def largest_component(self) -> Self:
        """The component of most nodes; of equals the one whose first node comes first."""
        labels = self.component_labels()
        return self.subnetwork(np.flatnonzero(labels == np.argmax(np.bincount(labels)))) if self.ids else self

    def subnetwork(self, places: Integers) -> Self:
        """Of the nodes at ``places`` alone, with the ties among them."""
        kept = np.zeros(len(self.ids), np.bool_)
        kept[places] = True
        new = np.cumsum(kept) - 1
        within = kept[self.left] & kept[self.right]
        ids = tuple(self.ids[at] for at in np.flatnonzero(kept))
        return type(self)(ids, new[self.left[within]], new[self.right[within]], self.strength[within])

    def without(self, ids: Collection[str]) -> Self:
        """Without these people and their ties; ids that are not in it are passed over."""
        gone = {self.place[name] for name in ids if name in self.place}
        return self.subnetwork(np.array([at for at in range(len(self.ids)) if at not in gone], np.int64))

    def to_rustworkx(self) -> rx.PyGraph[str, float]:
        """Node indices are places in ``ids``; edge weights the strengths."""
        graph: rx.PyGraph[str, float] = rx.PyGraph(multigraph=False)
        graph.add_nodes_from(list(self.ids))
        graph.add_edges_from(list(zip(self.left.tolist(), self.right.tolist(), self.strength.tolist(), strict=True)))
        return graph

    def to_networkit(self, *, weighted: bool = True) -> nk.Graph:
        """Node numbers are places in ``ids``; edge weights the strengths."""
        import networkit as nk  # takes a second, which those who only read a network need not wait for

        return nk.GraphFromCoo((self.strength, (self.left, self.right)), n=len(self.ids), weighted=weighted, directed=False)
