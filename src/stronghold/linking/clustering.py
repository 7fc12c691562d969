"""Clusters of nodes from weighed links: best link first, unless what the two sides know cannot be one person.

Taking every accepted link at its word chains people together: one poor record that fits two people joins all their records.
So two clusters are joined, in descending order of link weight, only where

- no *conflict* lies between them: different National Insurance, NHS or Police National Computer numbers, or dates of birth
  that no slip of the pen reconciles; and
- the *evidence between them as a whole* is not against it: the sum of the log2 odds of all pairs across is zero or more, a
  pair that was never compared, or fell under the floor, counting as the floor.

What people decided goes before all of it: nodes that must be one are one from the start, and clusters that hold two that must
be apart are never joined.

This is greedy correlation clustering (Bansal, Blum and Chawla 2004) with must-link and cannot-link constraints (Wagstaff and
Cardie 2000). Where neither rule can bite
the answer is the connected component, and those are found at once; only the rest is worked through link by link. The answer
depends on weights and mention keys alone, never on the order of rows.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

__all__ = ["IDENTIFIERS", "Constraints", "Traits", "constrained_clusters", "in_conflict"]

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

# Weights have six decimal places: sums are compared as such, whatever order they were added up in.
_PLACES = 6

IDENTIFIERS = ("nino", "nhs_number", "pnc_id")


@dataclass(frozen=True)
class Traits:
    """What can contradict: ``values`` of IDENTIFIERS in order, the date of birth (not a placeholder), and ``key`` for ties."""

    identifiers: tuple[str | None, ...]
    date_of_birth: str | None
    key: str


@dataclass(frozen=True)
class Constraints:
    """Pairs of nodes (positions) that must be one, and that must be apart; the two do not contradict each other."""

    must: Sequence[tuple[int, int]] = ()
    cannot: Sequence[tuple[int, int]] = ()


def _dates_differ(left: str, right: str) -> bool:
    if left == right or (left[:4] == right[:4] and {left[5:7], left[8:]} == {right[5:7], right[8:]}):
        return False
    return OSA.distance(left, right, score_cutoff=2) > 2


def in_conflict(left: Traits, right: Traits, *, excused: Container[frozenset[str | None]] = ()) -> bool:
    """Whether two nodes cannot be one person. A shared identifier outweighs a difference in the date of birth, and so do
    ``excused`` pairs of dates: those that an accepted link bridges by its other evidence."""
    shared = False
    for mine, theirs in zip(left.identifiers, right.identifiers, strict=True):
        if mine is None or theirs is None:
            continue
        if mine == theirs:
            shared = True
        elif OSA.distance(mine, theirs, score_cutoff=1) > 1:
            return True
    if shared or left.date_of_birth is None or right.date_of_birth is None:
        return False
    if frozenset((left.date_of_birth, right.date_of_birth)) in excused:
        return False
    return _dates_differ(left.date_of_birth, right.date_of_birth)


def constrained_clusters(
    left: Integers,
    right: Integers,
    weight: Floats,
    codes: Sequence[Integers],
    traits: Callable[[Integers], Mapping[int, Traits]],
    *,
    nodes: int,
    threshold: float,
    floor: float,
    constraints: Constraints = Constraints(),
) -> Integers:
    """The cluster of each of ``nodes`` nodes (positions 0 to nodes - 1), as the smallest position in it.

    ``left``, ``right``, ``weight`` (log2 odds): every scored pair at ``floor`` or more. ``codes``: for each trait that can
    contradict, a number per node for its value, -1 where it has none. ``traits`` fetches the traits of the nodes that need a
    closer look.
    """
    accepted = weight >= threshold
    must = np.array(constraints.must, np.int64).reshape(-1, 2)
    sides = [np.concatenate((side[accepted], must[:, place])) for place, side in enumerate((left, right))]
    graph = coo_matrix((np.ones(len(sides[0]), np.int8), (sides[0], sides[1])), shape=(nodes, nodes))
    label = connected_components(graph, directed=False)[1].astype(np.int64)
    doubtful = _doubtful_components(label, left, right, weight, codes, threshold=threshold, floor=floor)
    # A decision pulls its whole component into the closer look: joined by it, the rest may no longer fit.
    for pairs in (constraints.must, constraints.cannot):
        doubtful[label[np.array(pairs, np.int64).reshape(-1)]] = True
    look = doubtful[label]
    inside = look[left] & (label[left] == label[right])
    found = _smallest_member(label)
    members = np.flatnonzero(look)
    if not len(members):
        return found
    known = traits(members)
    clusters = _Clusters(known, floor, dict(zip(members.tolist(), label[members].tolist(), strict=True)))
    clusters.obey(constraints)
    _merge_best_first(clusters, left[inside], right[inside], weight[inside], known, threshold=threshold)
    found[members] = [clusters.find(int(node)) for node in members]
    return _smallest_member(found)


def _smallest_member(label: Integers) -> Integers:
    smallest = np.full(int(label.max(initial=-1)) + 1, len(label), np.int64)
    np.minimum.at(smallest, label, np.arange(len(label)))
    return smallest[label]


def _doubtful_components(
    label: Integers, left: Integers, right: Integers, weight: Floats, codes: Sequence[Integers], *, threshold: float, floor: float
) -> npt.NDArray[np.bool_]:
    """Per component: whether either rule could possibly refuse a merge inside it."""
    count = int(label.max(initial=-1)) + 1
    size = np.bincount(label, minlength=count)
    same = label[left] == label[right]
    where, inside = label[left[same]], weight[same]
    unscored = size * (size - 1) // 2 - np.bincount(where, minlength=count)
    against = np.bincount(where, np.minimum(inside, 0.0), minlength=count) + floor * unscored
    weakest = np.full(count, np.inf)
    np.minimum.at(weakest, where[inside >= threshold], inside[inside >= threshold])
    doubtful: npt.NDArray[np.bool_] = (np.round(weakest + against, _PLACES) < 0) & (size > 2)
    for code in codes:
        has = code >= 0
        low = np.full(count, np.iinfo(np.int64).max)
        high = np.full(count, -1)
        np.minimum.at(low, label[has], code[has])
        np.maximum.at(high, label[has], code[has])
        doubtful |= (high >= 0) & (high > low)
    return doubtful


class _Clusters:
    """Clusters that grow: members' traits, and the summed weight and count of scored pairs to each neighbour.

    ``component``: which connected component each node is of. What an accepted link bridges counts inside its own alone, so that no
    cluster depends on records that nothing connects with it.
    """

    def __init__(self, traits: Mapping[int, Traits], floor: float, component: Mapping[int, int]) -> None:
        self.parent = {node: node for node in traits}
        self.size = dict.fromkeys(traits, 1)
        self.traits: dict[int, set[Traits]] = {node: {_keyless(t)} for node, t in traits.items()}
        self.across: dict[int, dict[int, tuple[float, int]]] = {node: {} for node in traits}
        self.floor = floor
        self.component = component
        self.excused: dict[int, set[frozenset[str | None]]] = {}
        self.apart: dict[int, set[int]] = {}
        self.must: Sequence[tuple[int, int]] = ()

    def obey(self, constraints: Constraints) -> None:
        """Take in what people decided, of the nodes that are looked at; joined by :meth:`join_decided`."""
        self.must = [(a, b) for a, b in constraints.must if a in self.parent and b in self.parent]
        for a, b in constraints.cannot:
            if a in self.parent and b in self.parent:
                self.apart.setdefault(a, set()).add(b)
                self.apart.setdefault(b, set()).add(a)

    def join_decided(self) -> None:
        for node_a, node_b in self.must:
            a, b = self.find(node_a), self.find(node_b)
            if a != b:
                self.join(a, b)

    def find(self, node: int) -> int:
        root = node
        while self.parent[root] != root:
            root = self.parent[root]
        while self.parent[node] != root:
            self.parent[node], node = root, self.parent[node]
        return root

    def evidence(self, a: int, b: int) -> float:
        total, scored = self.across[a].get(b, (0.0, 0))
        return round(total + self.floor * (self.size[a] * self.size[b] - scored), _PLACES)

    def clash(self, a: int, b: int) -> bool:
        if b in self.apart.get(a, ()):
            return True
        excused = self.excused.get(self.component[a], ())
        return any(in_conflict(x, y, excused=excused) for x in self.traits[a] for y in self.traits[b])

    def join(self, a: int, b: int) -> None:
        if (len(self.across[a]), self.size[a]) < (len(self.across[b]), self.size[b]):
            a, b = b, a
        self.parent[b] = a
        self.size[a] += self.size.pop(b)
        self.traits[a] |= self.traits.pop(b)
        for other in self.apart.pop(b, ()):
            self.apart[other].discard(b)
            self.apart[other].add(a)
            self.apart.setdefault(a, set()).add(other)
        mine = self.across[a]
        for other, (total, scored) in self.across.pop(b).items():
            theirs = self.across[other]
            del theirs[b]
            if other == a:
                continue
            old_total, old_scored = mine.get(other, (0.0, 0))
            mine[other] = theirs[a] = (old_total + total, old_scored + scored)


def _keyless(traits: Traits) -> Traits:
    return Traits(traits.identifiers, traits.date_of_birth, "")


def _merge_best_first(
    clusters: _Clusters, left: Integers, right: Integers, weight: Floats, traits: Mapping[int, Traits], *, threshold: float
) -> None:
    links: list[tuple[float, str, str, int, int]] = []
    for a, b, w in zip(left.tolist(), right.tolist(), weight.tolist(), strict=True):
        clusters.across[a][b] = clusters.across[b][a] = (w, 1)
        if w >= threshold:
            first, second = sorted((traits[a].key, traits[b].key))
            links.append((-w, first, second, a, b))
            dates = frozenset((traits[a].date_of_birth, traits[b].date_of_birth))
            clusters.excused.setdefault(clusters.component[a], set()).add(dates)
    links.sort()
    clusters.join_decided()
    for _, _, _, node_a, node_b in links:
        a, b = clusters.find(node_a), clusters.find(node_b)
        if a != b and clusters.evidence(a, b) >= 0 and not clusters.clash(a, b):
            clusters.join(a, b)
