"""The links between an entity's visible mentions, and the weakest one that all of them hang on.

A node stands for mentions alike in every compared field, so that what is said of a visible one of them is no more than it says itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from stronghold.engine import by_ids
from stronghold.linking.bridges import heaviest_tree

__all__ = ["Bridge", "ShownLink", "ShownLinks", "bridge_of", "shown_links"]


@dataclass(frozen=True)
class ShownLink:
    """An accepted link between two nodes, told by a visible mention of each (``key_l``, ``key_r``). ``match_weight`` is in bits (log2 odds).

    ``alike``: how many mentions of one node the link stands for, which are alike in all they say; 0 for one between two nodes.
    """

    node_l: int
    node_r: int
    match_weight: float
    probability: float
    key_l: str
    key_r: str
    alike: int


@dataclass(frozen=True)
class ShownLinks:
    """``mentions``: by node, how many visible mentions it stands for. ``links``: the surest first."""

    mentions: Mapping[int, int]
    links: tuple[ShownLink, ...]


@dataclass(frozen=True)
class Bridge:
    """The weakest link that the records hang on: without it ``left`` and ``right`` of them would be two. ``left_key`` and ``right_key`` are
    its two mentions. It is the lightest edge of the heaviest tree that joins them: no other way round it is stronger."""

    left_key: str
    right_key: str
    match_weight: float
    left: int
    right: int


_NODES = "SELECT mention_id, node_id FROM node WHERE mention_id IN $mentions"
_LINKS = "SELECT mention_l, mention_r, match_weight, probability, accepted FROM link WHERE mention_l IN $nodes"
_REPEATS = "SELECT mention_l, match_weight, probability FROM link_repeat WHERE mention_l IN $nodes"


def shown_links(con: duckdb.DuckDBPyConnection) -> ShownLinks:
    """The links between the visible mentions of the person that was looked up (table ``own``); none of what is no person."""
    keys = dict[int, str](con.execute("SELECT mention_id, mention_key FROM own WHERE kind = 'person'").fetchall())
    own: dict[int, list[str]] = defaultdict(list)
    for mention, node in by_ids(con, _NODES, {"mentions": list(keys)}).fetchall():
        own[node].append(keys[mention])
    asked = {"nodes": list(own)}
    links = [
        ShownLink(left, right, weight, probability, min(own[left]), min(own[right]), 0)
        for left, right, weight, probability, accepted in by_ids(con, _LINKS, asked).fetchall()
        if accepted and right in own
    ]
    links += [
        ShownLink(node, node, weight, probability, min(own[node]), max(own[node]), len(own[node]))
        for node, weight, probability in by_ids(con, _REPEATS, asked).fetchall()
        if len(own[node]) > 1
    ]
    return ShownLinks(
        {node: len(own[node]) for node in sorted(own)},
        tuple(sorted(links, key=lambda link: (-link.match_weight, link.key_l, link.key_r))),
    )


def bridge_of(shown: ShownLinks) -> tuple[Bridge | None, int]:
    """The weakest link that the mentions hang on (``None``: there are no links), and into how many parts they fall that none joins."""
    between = [link for link in shown.links if not link.alike]
    tree, parts = _heaviest_tree(shown.mentions, [(link.node_l, link.node_r) for link in between])
    held = [(between[place], sides) for place, sides in tree]
    held += [(link, (link.alike - 1, 1)) for link in shown.links if link.alike]
    if not held:
        return None, parts
    link, (left, right) = min(held, key=lambda each: (each[0].match_weight, each[0].key_l, each[0].key_r))
    return Bridge(link.key_l, link.key_r, link.match_weight, left, right), parts


def _heaviest_tree(nodes: Mapping[int, int], edges: Sequence[tuple[int, int]]) -> tuple[list[tuple[int, tuple[int, int]]], int]:
    """Of edges, the heaviest first, the places of those that the heaviest tree needs (Kruskal), each with how many mentions lie on
    its left and on its right once it is taken away; and into how many parts the nodes fall."""
    taken = heaviest_tree(nodes, edges)
    around: dict[int, list[int]] = {node: [] for node in nodes}
    for place in taken:
        left, right = edges[place]
        around[left].append(right)
        around[right].append(left)
    below = _mentions_below(nodes, around)
    found = []
    for place in taken:
        left, right = edges[place]
        whole = below.whole[left]
        # Of the two ends one is the other's child in the tree as it was walked.
        child = right if below.parent.get(right) == left else left
        part = below.mentions[child]
        found.append((place, (whole - part, part) if child == right else (part, whole - part)))
    return found, len(nodes) - len(taken)


@dataclass(frozen=True)
class _Below:
    parent: Mapping[int, int]
    mentions: Mapping[int, int]
    whole: Mapping[int, int]


def _mentions_below(nodes: Mapping[int, int], around: Mapping[int, Iterable[int]]) -> _Below:
    """Of each node, walked from one node of each part: its parent, the mentions at it and below it, and those of its whole part."""
    parent: dict[int, int] = {}
    mentions, whole = dict(nodes), {}
    for start in nodes:
        if start in whole:
            continue
        order = [start]
        whole[start] = 0
        for node in order:
            for other in around[node]:
                if other not in whole:
                    whole[other], parent[other] = 0, node
                    order.append(other)
        for node in reversed(order[1:]):
            mentions[parent[node]] += mentions[node]
        whole |= dict.fromkeys(order, mentions[start])
    return _Below(parent, mentions, whole)
