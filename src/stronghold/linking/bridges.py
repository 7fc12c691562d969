"""Weak bridges: one link that holds together two sides of a person which all else speaks against.

Joining best link first, a cluster may come to hold a side, of two nodes at least, that was joined for one link and that all which joined
later speaks against: the weighed pairs across sum to less than even odds, a pair that was never compared counting as the floor. Where the
strongest link across is itself uncertain (:data:`UNCERTAIN`), the cluster is parted there; the cost of the clustering (Bansal, Blum and
Chawla 2004) falls with every cut. A surer link is kept: on labelled records most of what such links hold together is one person, as
the floor stands for pairs that nobody compared. It is told, for a person to look at (:class:`Split`), as is every accepted link whose
ends are apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

__all__ = ["UNCERTAIN", "Link", "Split", "SplitReason", "heaviest_tree", "part_at_weak_bridges", "splits_between"]

UNCERTAIN = 5.0
"""How far from the threshold a link's weight may be to count as uncertain: 5 bits, odds of 32 to 1 either way."""

SplitReason = Literal["weak", "kept", "conflict", "decided"]
Link = tuple[int, int, float]
"""Two nodes and the weight (log2 odds) of the pair."""

# Weights have six decimal places: sums are compared as such, whatever order they were added up in.
_PLACES = 6
_SIDE = 2


@dataclass(frozen=True)
class Split:
    """The strongest accepted link between two clusters that were not joined: its nodes, its weight, and why. ``weak``: the other pairs
    between the two speak against it; ``conflict``: the two cannot be one person; ``decided``: a person said that they are not.
    ``kept``: the two sides are one cluster, though all but this link speaks against it."""

    left: int
    right: int
    weight: float
    reason: SplitReason


def part_at_weak_bridges(
    members: Sequence[int], accepted: Sequence[Link], pairs: Sequence[Link], *, floor: float, threshold: float
) -> tuple[list[list[int]], list[Split]]:
    """The parts of a cluster once it is parted at its weak bridges, the one that most speaks against first (the cluster itself where it has
    none); and the bridges that are kept.

    ``accepted``: its links, in the order in which the heaviest tree takes them; ``pairs``: all its scored pairs, these among them.
    Both lie inside ``members``, and ``accepted`` connect them. Every part is connected by accepted links.
    """
    parts: list[list[int]] = []
    kept: list[Split] = []
    whole = [(list(members), list(accepted), list(pairs))]
    while whole:
        part, links, scored = whole.pop()
        cuts = _cuts(part, links, scored, floor)
        weak = [cut for cut in cuts if cut.link[2] < threshold + UNCERTAIN]
        if not weak:
            parts.append(part)
            kept += [Split(*cut.link, "kept") for cut in cuts]
            continue
        for inside in (weak[0].side, frozenset(part) - weak[0].side):
            whole.append(
                (
                    [node for node in part if node in inside],
                    [link for link in links if link[0] in inside and link[1] in inside],
                    [pair for pair in scored if pair[0] in inside and pair[1] in inside],
                )
            )
    return parts, kept


@dataclass(frozen=True)
class _Cut:
    """A link of the heaviest tree, which is the strongest link between its two sides, and one side."""

    link: Link
    side: frozenset[int]


def _cuts(members: Sequence[int], accepted: Sequence[Link], pairs: Sequence[Link], floor: float) -> list[_Cut]:
    """The cuts along the heaviest tree that the evidence is against, most against first."""
    count = len(members)
    if count < 2 * _SIDE:
        return []
    against = sum(min(weight, 0.0) for _, _, weight in pairs) + floor * (count * (count - 1) // 2 - len(pairs))
    if round(min(weight for _, _, weight in accepted) + against, _PLACES) >= 0:
        return []
    tree = _neighbours(members, accepted)
    order, parent, depth = _walk(members, tree)
    across = dict.fromkeys(members, 0.0)
    for left, right, weight in pairs:
        a, b = left, right
        while a != b:
            if depth[a] < depth[b]:
                a, b = b, a
            across[a] += weight - floor
            a = parent[a]
    below: dict[int, int] = dict.fromkeys(members, 1)
    for node in reversed(order[1:]):
        below[parent[node]] += below[node]
    found = []
    for place, node in enumerate(order[1:]):
        evidence = round(across[node] + floor * below[node] * (count - below[node]), _PLACES)
        if evidence < 0 and min(below[node], count - below[node]) >= _SIDE:
            found.append((evidence, place, node))
    return [_Cut(tree[node][parent[node]], _side(node, order, parent)) for _, _, node in sorted(found)]


def _side(child: int, order: Sequence[int], parent: Mapping[int, int]) -> frozenset[int]:
    side = {child}
    for node in order:
        if parent.get(node) in side:
            side.add(node)
    return frozenset(side)


def heaviest_tree(nodes: Iterable[int], edges: Iterable[tuple[int, int]]) -> list[int]:
    """Of ``edges`` between ``nodes``, the heaviest first, the places of those that the heaviest tree needs (Kruskal); a tree of each part
    where they do not connect all."""
    root = {node: node for node in nodes}

    def find(node: int) -> int:
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    taken = []
    for place, (left, right) in enumerate(edges):
        one, other = find(left), find(right)
        if one != other:
            root[one] = other
            taken.append(place)
    return taken


def _neighbours(members: Sequence[int], accepted: Sequence[Link]) -> dict[int, dict[int, Link]]:
    """Of each node its neighbours in the heaviest tree, with the link to each."""
    around: dict[int, dict[int, Link]] = {node: {} for node in members}
    for place in heaviest_tree(members, ((left, right) for left, right, _ in accepted)):
        left, right, _ = link = accepted[place]
        around[left][right] = around[right][left] = link
    return around


def _walk(members: Sequence[int], around: Mapping[int, Iterable[int]]) -> tuple[list[int], dict[int, int], dict[int, int]]:
    """The nodes from the first of ``members`` on, parents before children; each one's parent, and its depth."""
    order, parent, depth = [members[0]], dict[int, int](), {members[0]: 0}
    for node in order:
        for other in around[node]:
            if other not in depth:
                depth[other], parent[other] = depth[node] + 1, node
                order.append(other)
    return order, parent, depth


def splits_between(
    accepted: Iterable[Link], cluster: Callable[[int], int], why: Callable[[int, int], SplitReason]
) -> tuple[Split, ...]:
    """For every two clusters with an accepted link between them, the first such link of ``accepted``, in that order."""
    found: dict[tuple[int, int], Split] = {}
    for left, right, weight in accepted:
        a, b = cluster(left), cluster(right)
        pair = (a, b) if a < b else (b, a)
        if a != b and pair not in found:
            found[pair] = Split(left, right, weight, why(*pair))
    return tuple(found.values())
