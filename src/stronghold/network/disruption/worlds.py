"""Copies of one network that differ in which ties are there, and what taking people out leaves in all of them at once.

A network that is sure of its ties is one world. One that is not is drawn many times (:func:`draw`), each tie with the chance that it
is real, and a plan is judged by the mean over the drawn worlds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, depth_first_order

from stronghold.network.disruption.aftermath import pairs_among
from stronghold.network.graph import Network

__all__ = ["Worlds", "certain", "draw"]

Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Worlds:
    """``count`` copies of a network of ``people``: person p of world w is node w * people + p.

    ``starts`` and ``neighbours`` hold every tie both ways, in rows by node (compressed sparse rows).
    """

    people: int
    count: int
    starts: Integers
    neighbours: Integers

    def pairs_left(self, removed: NDArray[np.bool_]) -> Numbers:
        """Surviving pairs in each world once the people of ``removed`` (shape: people) are out, shape (count,)."""
        alive = np.tile(~removed, self.count)
        labels, sizes = _components(*self._alive(alive), alive)
        first = np.zeros(len(sizes), np.int64)
        first[labels[alive]] = np.flatnonzero(alive) // self.people
        pairs = pairs_among(sizes).astype(np.float64)
        return np.bincount(first, weights=pairs, minlength=self.count).astype(np.float64)

    def mean_pairs(self, removed: NDArray[np.bool_]) -> float:
        """The mean of :meth:`pairs_left`."""
        alive = np.tile(~removed, self.count)
        _, sizes = _components(*self._alive(alive), alive)
        return float(pairs_among(sizes).sum()) / self.count

    def gains(self, removed: NDArray[np.bool_]) -> tuple[float, Numbers]:
        """Mean surviving pairs, and for each person by how many they would fall were that person taken out too (removed: 0).

        All people of all worlds in one depth-first walk: a person's gain is the pairs of their part less the pairs of the parts that
        it falls into without them (articulation points with the sizes of what they cut off: Tarjan 1972).
        """
        alive = np.tile(~removed, self.count)
        starts, neighbours = self._alive(alive)
        labels, sizes = _components(starts, neighbours, alive)
        lost = _lost(starts, neighbours, alive, labels, sizes)
        by_person = np.where(alive, lost, 0).reshape(self.count, self.people).sum(axis=0) / self.count
        return float(pairs_among(sizes).sum()) / self.count, by_person

    def _alive(self, alive: NDArray[np.bool_]) -> tuple[Integers, Integers]:
        """The rows of the ties between nodes that are there."""
        if alive.all():
            return self.starts, self.neighbours
        kept = np.repeat(alive, np.diff(self.starts)) & alive[self.neighbours]
        before = np.concatenate([[0], np.cumsum(kept)])
        return before[self.starts], self.neighbours[kept]


def certain(network: Network) -> Worlds:
    """The one world in which every tie of ``network`` is there."""
    return _worlds(len(network.ids), network.left[None, :], network.right[None, :], np.ones((1, len(network.left)), np.bool_))


def draw(network: Network, count: int, chance: np.random.Generator) -> Worlds:
    """``count`` worlds in which each tie is there with the probability that its strength says, independently of the others."""
    there = chance.random((count, len(network.left))) < network.strength[None, :]
    return _worlds(len(network.ids), network.left[None, :], network.right[None, :], there)


def _worlds(people: int, left: Integers, right: Integers, there: NDArray[np.bool_]) -> Worlds:
    count = len(there)
    base = np.arange(count, dtype=np.int64)[:, None] * people
    one, other = (left + base)[there], (right + base)[there]
    rows, columns = np.concatenate([one, other]), np.concatenate([other, one])
    order = np.lexsort((columns, rows))
    starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=people * count))])
    return Worlds(people, count, starts.astype(np.int64), columns[order].astype(np.int64))


def _matrix(starts: Integers, neighbours: Integers) -> csr_array:
    nodes = len(starts) - 1
    return csr_array(
        (np.ones(len(neighbours), np.int8), neighbours.astype(np.int32), starts.astype(np.int32)), shape=(nodes, nodes)
    )


def _components(starts: Integers, neighbours: Integers, alive: NDArray[np.bool_]) -> tuple[Integers, Integers]:
    """Each node's component, and the size of each (0 where its only node is not there)."""
    # Ties are held both ways, so strong components are the components, without scipy making the matrix symmetric again.
    number, labels = connected_components(_matrix(starts, neighbours), directed=True, connection="strong")
    sizes = np.bincount(labels, weights=alive, minlength=number).astype(np.int64)
    return labels.astype(np.int64), sizes


def _lost(starts: Integers, neighbours: Integers, alive: NDArray[np.bool_], labels: Integers, sizes: Integers) -> Integers:
    """For each node the pairs that are lost when it is taken out.

    One walk over all components: a root above one node of each makes them a single tree. Positions below are places in the order
    of the walk, so what hangs under a node is an interval.
    """
    nodes = len(alive)
    _, first = np.unique(labels, return_index=True)
    first = first[alive[first]]
    whole = _matrix(np.append(starts, starts[-1] + len(first)), np.concatenate([neighbours, first]))
    # The root is one more node, with a way to each first node and none back.
    order, before = depth_first_order(whole, nodes, directed=True, return_predecessors=True)
    walked = len(order)
    at = np.full(nodes + 1, -1, np.int64)
    at[order] = np.arange(walked)
    parent = np.zeros(walked, np.int64)
    parent[1:] = at[before[order[1:]]]
    kept, ends = _ends(parent)
    back_from, back_to = _back_edges(starts, neighbours, at, parent)
    # Edges that leave what hangs under a node for above it: +1 where one begins, -1 where it ends, added up over the interval.
    steps = np.bincount(back_from, minlength=walked) - np.bincount(back_to, minlength=walked)
    sums = np.concatenate([[0], np.cumsum(steps)])
    above = sums[ends] - sums[:walked]
    # Those that end at the node's parent itself do not get past it.
    child = kept[np.searchsorted(parent[kept] * walked + kept, back_to * walked + back_from, side="right") - 1]
    past_parent = above - np.bincount(child, minlength=walked)
    cut = (past_parent == 0) & (parent > 0)
    size = ends - np.arange(walked)
    off = np.bincount(parent[cut], weights=size[cut], minlength=walked).astype(np.int64)
    pairs_off = np.bincount(parent[cut], weights=pairs_among(size[cut]), minlength=walked).astype(np.int64)
    whole_part = sizes[labels[order[1:]]]
    lost = np.zeros(nodes, np.int64)
    lost[order[1:]] = pairs_among(whole_part) - pairs_off[1:] - pairs_among(whole_part - 1 - off[1:])
    return lost


def _ends(parent: Integers) -> tuple[Integers, Integers]:
    """Nodes but the root sorted by parent and place; and for each node the place after the last one under it."""
    walked = len(parent)
    kept = np.argsort(parent[1:], kind="stable") + 1
    following = np.full(walked, -1, np.int64)
    siblings = parent[kept[:-1]] == parent[kept[1:]]
    following[kept[:-1][siblings]] = kept[1:][siblings]
    # What is under a node ends where its next sibling begins, or its parent's next sibling, and so on up.
    up = np.where(following >= 0, np.arange(walked), parent)
    while True:
        higher = up[up]
        if np.array_equal(higher, up):
            break
        up = higher
    ends = following[up]
    ends[ends < 0] = walked
    return kept, ends


def _back_edges(starts: Integers, neighbours: Integers, at: Integers, parent: Integers) -> tuple[Integers, Integers]:
    """Ties that the walk did not follow, each once: from the lower node to the one above it."""
    begin = np.repeat(at[:-1], np.diff(starts))
    end = at[neighbours]
    lower = (begin > end) & (end >= 0)
    begin, end = begin[lower], end[lower]
    beyond = parent[begin] != end
    return begin[beyond], end[beyond]
