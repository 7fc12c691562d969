"""Clusters of nodes from weighed links: best link first, unless what the two sides know cannot be one person.

Taking every accepted link at its word chains people together: one poor record that fits two people joins all their records.
So two clusters are joined, in descending order of link weight, only where

- no *conflict* lies between them: different National Insurance, NHS or Police National Computer numbers, or dates of birth
  that no slip of the pen reconciles, unless a sure link (:data:`.bridges.UNCERTAIN` above the threshold) bridges these dates; and
- the *evidence between them as a whole* is not against it: the sum of the log2 odds of all pairs across is zero or more, a
  pair that was never compared, or fell under the floor, counting as the floor.

What one strong link brought in and all that came later speaks against is parted again (:mod:`.bridges`).

What people decided goes before all of it: nodes that must be one are one from the start, and clusters that hold two that must
be apart are never joined. Records that belong to either of two that must be one are not turned away for what the other says.

This is greedy correlation clustering (Bansal, Blum and Chawla 2004) with must-link and cannot-link constraints (Wagstaff and
Cardie 2000). Where neither rule can bite
the answer is the connected component, and those are found at once; only the rest is worked through link by link. The answer
depends on weights and mention keys alone, never on the order of rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from stronghold.linking.bridges import UNCERTAIN, Link, Split, SplitReason, part_at_weak_bridges, splits_between

__all__ = ["IDENTIFIERS", "Clustered", "Constraints", "Traits", "constrained_clusters", "in_conflict"]

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


@dataclass(frozen=True)
class Clustered:
    """``cluster`` of each node, as the smallest position in it; ``splits``: accepted links whose ends are not in one cluster, and weak
    bridges that are."""

    cluster: Integers
    splits: tuple[Split, ...]


def _numbers_differ(left: str, right: str) -> bool:
    return OSA.distance(left, right, score_cutoff=1) > 1


def _dates_differ(left: str, right: str) -> bool:
    if left == right or (left[:4] == right[:4] and {left[5:7], left[8:]} == {right[5:7], right[8:]}):
        return False
    return OSA.distance(left, right, score_cutoff=2) > 2


def in_conflict(left: Traits, right: Traits, *, excused: Container[frozenset[str | None]] = ()) -> bool:
    """Whether two nodes cannot be one person. A shared identifier outweighs a difference in the date of birth. ``excused`` pairs count for
    nothing: dates that a sure link bridges by its other evidence, dates and numbers of those whom people said to be one."""
    shared = False
    for mine, theirs in zip(left.identifiers, right.identifiers, strict=True):
        if mine is None or theirs is None:
            continue
        if mine == theirs:
            shared = True
        elif _numbers_differ(mine, theirs) and frozenset((mine, theirs)) not in excused:
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
) -> Clustered:
    """The clusters of ``nodes`` nodes (positions 0 to nodes - 1).

    ``left``, ``right``, ``weight`` (log2 odds): every scored pair at ``floor`` or more. ``codes``: for each trait that can
    contradict, a number per node for its value, -1 where it has none. ``traits`` fetches the traits of the nodes that need a
    closer look.
    """
    accepted = weight >= threshold
    must = np.array(constraints.must, np.int64).reshape(-1, 2)
    sides = [np.concatenate((side[accepted], must[:, place])) for place, side in enumerate((left, right))]
    graph = coo_matrix((np.ones(len(sides[0]), np.int8), (sides[0], sides[1])), shape=(nodes, nodes))
    label = connected_components(graph, directed=False)[1].astype(np.int64)
    doubtful, differing = _doubtful_components(label, left, right, weight, codes, threshold=threshold, floor=floor)
    # A decision pulls its whole component into the closer look: joined by it, the rest may no longer fit.
    for decided in (constraints.must, constraints.cannot):
        doubtful[label[np.array(decided, np.int64).reshape(-1)]] = True
    found = _smallest_member(label)
    members = np.flatnonzero((doubtful | differing)[label])
    known = traits(members) if len(members) else {}
    doubtful[_clashing(known, label)] = True
    look = doubtful[label]
    members = np.flatnonzero(look)
    if not len(members):
        return Clustered(found, ())
    known = {node: known[node] for node in members.tolist()}
    inside = look[left] & (label[left] == label[right])
    clusters = _Clusters(known, floor, dict(zip(members.tolist(), label[members].tolist(), strict=True)))
    clusters.obey(constraints)
    pairs: list[Link] = list(zip(left[inside].tolist(), right[inside].tolist(), weight[inside].tolist(), strict=True))
    links = _best_first([pair for pair in pairs if pair[2] >= threshold], known)
    _merge_best_first(clusters, links, pairs, threshold + UNCERTAIN)
    parted, kept = _part(clusters, links, pairs, threshold)
    found[members] = [parted[int(node)] for node in members]
    splits = splits_between(links, lambda node: int(found[node]), _Why(found, clusters, known))
    return Clustered(found, (*splits, *kept))


def _smallest_member(label: Integers) -> Integers:
    smallest = np.full(int(label.max(initial=-1)) + 1, len(label), np.int64)
    np.minimum.at(smallest, label, np.arange(len(label)))
    return smallest[label]


def _doubtful_components(
    label: Integers, left: Integers, right: Integers, weight: Floats, codes: Sequence[Integers], *, threshold: float, floor: float
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Per component: whether the evidence could possibly refuse a merge inside it, and whether what its nodes say of a trait differs."""
    count = int(label.max(initial=-1)) + 1
    size = np.bincount(label, minlength=count)
    same = label[left] == label[right]
    where, inside = label[left[same]], weight[same]
    unscored = size * (size - 1) // 2 - np.bincount(where, minlength=count)
    against = np.bincount(where, np.minimum(inside, 0.0), minlength=count) + floor * unscored
    weakest = np.full(count, np.inf)
    np.minimum.at(weakest, where[inside >= threshold], inside[inside >= threshold])
    doubtful: npt.NDArray[np.bool_] = (np.round(weakest + against, _PLACES) < 0) & (size > 2)
    differing = np.zeros(count, np.bool_)
    for code in codes:
        has = code >= 0
        low = np.full(count, np.iinfo(np.int64).max)
        high = np.full(count, -1)
        np.minimum.at(low, label[has], code[has])
        np.maximum.at(high, label[has], code[has])
        differing |= (high >= 0) & (high > low)
    return doubtful, differing


def _clashing(traits: Mapping[int, Traits], label: Integers) -> list[int]:
    """The components in which two nodes say what cannot be one person's: most that differ are slips of the pen, and need no closer look."""
    identifiers, dates = defaultdict[tuple[int, int], set[str]](set), defaultdict[int, set[str]](set)
    for node, component in zip(traits, label[list(traits)].tolist(), strict=True):
        for place, value in enumerate(traits[node].identifiers):
            if value is not None:
                identifiers[component, place].add(value)
        if (date := traits[node].date_of_birth) is not None:
            dates[component].add(date)
    found = {of for (of, _), said in identifiers.items() if any(_numbers_differ(*pair) for pair in combinations(said, 2))}
    return sorted(found | {of for of, said in dates.items() if any(_dates_differ(*pair) for pair in combinations(said, 2))})


class _Clusters:
    """Clusters that grow: members' traits, and their *parts*, which evidence joined; decisions join whole clusters. Of each part the summed
    weight and count of scored pairs to each neighbour.

    That a person says of two records that they are the same speaks against none of the records that belong to either: so evidence is
    weighed between parts, and what the two say of dates and numbers is excused.

    ``component``: which connected component each node is of. What a sure link or a decision bridges counts inside its own alone, so
    that no cluster depends on records that nothing connects with it.
    """

    def __init__(self, traits: Mapping[int, Traits], floor: float, component: Mapping[int, int]) -> None:
        self.parent = {node: node for node in traits}
        self.part_parent = dict(self.parent)
        self.size = dict.fromkeys(traits, 1)
        self.traits: dict[int, set[Traits]] = {node: {_keyless(t)} for node, t in traits.items()}
        self.across: dict[int, dict[int, tuple[float, int]]] = {node: {} for node in traits}
        self.floor = floor
        self.component = component
        self.excused: dict[int, set[frozenset[str | None]]] = {}
        self.apart: dict[int, set[int]] = {}
        self.must: Sequence[tuple[int, int]] = ()
        self.cannot: Sequence[tuple[int, int]] = ()

    def obey(self, constraints: Constraints) -> None:
        """Take in what people decided, of the nodes that are looked at; joined by :meth:`join_decided`."""
        self.must = [(a, b) for a, b in constraints.must if a in self.parent and b in self.parent]
        self.cannot = [(a, b) for a, b in constraints.cannot if a in self.parent and b in self.parent]
        for a, b in self.cannot:
            self.apart.setdefault(a, set()).add(b)
            self.apart.setdefault(b, set()).add(a)

    def join_decided(self) -> None:
        """Before anything else: each node is still a part by itself."""
        for node_a, node_b in self.must:
            a, b = self.find(node_a), self.find(node_b)
            if a != b:
                self._join_whole(a, b)
        for whole in {self.find(node) for pair in self.must for node in pair}:
            said = self.traits[whole]
            columns = [set(column) for column in zip(*(each.identifiers for each in said), strict=True)]
            for values in (*columns, {each.date_of_birth for each in said}):
                self.excused.setdefault(self.component[whole], set()).update(map(frozenset, combinations(values - {None}, 2)))

    def find(self, node: int) -> int:
        return _root(self.parent, node)

    def part(self, node: int) -> int:
        return _root(self.part_parent, node)

    def evidence(self, a: int, b: int) -> float:
        """Between two parts."""
        total, scored = self.across[a].get(b, (0.0, 0))
        return round(total + self.floor * (self.size[a] * self.size[b] - scored), _PLACES)

    def clash(self, a: int, b: int) -> bool:
        """Between two clusters."""
        if b in self.apart.get(a, ()):
            return True
        excused = self.excused.get(self.component[a], ())
        return any(in_conflict(x, y, excused=excused) for x in self.traits[a] for y in self.traits[b])

    def join(self, a: int, b: int) -> None:
        """Two parts become one, and so do their clusters."""
        wholes = self.find(a), self.find(b)
        if wholes[0] != wholes[1]:
            self._join_whole(*wholes)
        if (len(self.across[a]), self.size[a]) < (len(self.across[b]), self.size[b]):
            a, b = b, a
        self.part_parent[b] = a
        self.size[a] += self.size.pop(b)
        mine = self.across[a]
        for other, (total, scored) in self.across.pop(b).items():
            theirs = self.across[other]
            del theirs[b]
            if other == a:
                continue
            old_total, old_scored = mine.get(other, (0.0, 0))
            mine[other] = theirs[a] = (old_total + total, old_scored + scored)

    def _join_whole(self, a: int, b: int) -> None:
        if len(self.traits[a]) < len(self.traits[b]):
            a, b = b, a
        self.parent[b] = a
        self.traits[a] |= self.traits.pop(b)
        for other in self.apart.pop(b, ()):
            self.apart[other].discard(b)
            self.apart[other].add(a)
            self.apart.setdefault(a, set()).add(other)


def _root(parent: dict[int, int], node: int) -> int:
    root = node
    while parent[root] != root:
        root = parent[root]
    while parent[node] != root:
        parent[node], node = root, parent[node]
    return root


def _keyless(traits: Traits) -> Traits:
    return Traits(traits.identifiers, traits.date_of_birth, "")


def _best_first(links: Iterable[Link], traits: Mapping[int, Traits]) -> list[Link]:
    """The heaviest first, then by the keys of their ends."""
    return sorted(links, key=lambda link: (-link[2], *sorted((traits[link[0]].key, traits[link[1]].key))))


def _merge_best_first(clusters: _Clusters, links: Sequence[Link], pairs: Sequence[Link], sure: float) -> None:
    for a, b, weight in pairs:
        clusters.across[a][b] = clusters.across[b][a] = (weight, 1)
    for a, b, weight in links:
        if weight >= sure:
            dates = frozenset(each.date_of_birth for node in (a, b) for each in clusters.traits[node])
            clusters.excused.setdefault(clusters.component[a], set()).add(dates)
    clusters.join_decided()
    for node_a, node_b, _ in links:
        a, b = clusters.part(node_a), clusters.part(node_b)
        if a == b or clusters.evidence(a, b) < 0:
            continue
        wholes = clusters.find(a), clusters.find(b)
        if wholes[0] == wholes[1] or not clusters.clash(*wholes):
            clusters.join(a, b)


def _part(
    clusters: _Clusters, links: Sequence[Link], pairs: Sequence[Link], threshold: float
) -> tuple[dict[int, int], list[Split]]:
    """Of each node its cluster, as the smallest node in it, once the weak bridges are parted; and the bridges that are kept. Where a person
    said "the same", nothing is parted."""
    members, inside, scored = (
        defaultdict[int, list[int]](list),
        defaultdict[int, list[Link]](list),
        defaultdict[int, list[Link]](list),
    )
    for node in sorted(clusters.parent):
        members[clusters.find(node)].append(node)
    for taken, own in ((links, inside), (pairs, scored)):
        for link in taken:
            if (root := clusters.find(link[0])) == clusters.find(link[1]):
                own[root].append(link)
    decided = {clusters.find(node) for pair in clusters.must for node in pair}
    found: dict[int, int] = {}
    bridges: list[Split] = []
    for root, nodes in members.items():
        parts = [nodes]
        if root not in decided:
            parts, kept = part_at_weak_bridges(nodes, inside[root], scored[root], floor=clusters.floor, threshold=threshold)
            bridges += kept
        for part in parts:
            found |= dict.fromkeys(part, min(part))
    return found, bridges


class _Why:
    """Why two clusters (by their smallest node) that an accepted link connects are apart."""

    def __init__(self, cluster: Integers, clusters: _Clusters, traits: Mapping[int, Traits]) -> None:
        self._clusters = clusters
        self._nodes: dict[int, list[int]] = defaultdict(list)
        for node in traits:
            self._nodes[int(cluster[node])].append(node)
        self._cannot = {frozenset((int(cluster[a]), int(cluster[b]))) for a, b in clusters.cannot}
        self._traits = traits

    def __call__(self, a: int, b: int) -> SplitReason:
        if frozenset((a, b)) in self._cannot:
            return "decided"
        excused = self._clusters.excused.get(self._clusters.component[a], ())
        mine, theirs = ({_keyless(self._traits[node]) for node in self._nodes[side]} for side in (a, b))
        return "conflict" if any(in_conflict(x, y, excused=excused) for x in mine for y in theirs) else "weak"
