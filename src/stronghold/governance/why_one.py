"""Why the records of a person are taken for one: each link in words, and the weakest one that all of them hang on.

Visible records alone are read. A node stands for mentions alike in every compared field, so that what is said of a visible one of
them is no more than it says itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from stronghold.errors import BadInput
from stronghold.governance.answers import EntityView
from stronghold.governance.entities import look_up
from stronghold.governance.sides import MentionSide, sides_of
from stronghold.linking.bridges import heaviest_tree
from stronghold.linking.explanation import Explanation, explain
from stronghold.linking.model import PersonModel
from stronghold.picture.snapshot import MODEL_FILE, Snapshot

__all__ = ["Bridge", "ExplainedLink", "WhyOne", "snapshot_model", "why_one"]

_OTHER_VERSION = (
    "This picture was built by another version of Stronghold, so the reasons for its links cannot be told."
    " The records are as they were. Build the picture again to have the reasons."
)

_SHOWN = """
    CREATE OR REPLACE TEMP TABLE shown_node AS
    SELECT n.node_id, min(o.mention_key) AS first_key, max(o.mention_key) AS last_key, count(*) AS mentions
    FROM own o JOIN node n USING (mention_id) WHERE o.kind = 'person' GROUP BY n.node_id
"""
# Nodes that stand for several visible mentions are a link with themselves: being alike in all they say.
_LINKED = """
    CREATE OR REPLACE TEMP TABLE shown_link AS
    SELECT l.mention_l, l.mention_r, l.match_weight, l.probability, a.first_key AS key_l, b.first_key AS key_r, 0 AS alike
    FROM link l JOIN shown_node a ON a.node_id = l.mention_l JOIN shown_node b ON b.node_id = l.mention_r WHERE l.accepted
    UNION ALL
    SELECT l.mention_l, l.mention_r, l.match_weight, l.probability, s.first_key, s.last_key, s.mentions
    FROM link_repeat l JOIN shown_node s ON s.node_id = l.mention_l WHERE s.mentions > 1
"""
_PAGE = """
    SELECT mention_l, mention_r, match_weight, probability, key_l, key_r, alike FROM shown_link
    ORDER BY match_weight DESC, key_l, key_r LIMIT $limit OFFSET $offset
"""


@dataclass(frozen=True)
class ExplainedLink:
    """Two mentions that were linked, in words. ``match_weight`` is in bits (log2 odds); ``alike``: how many mentions the link stands for,
    where it is of mentions alike in all they say. ``explanation`` is ``None`` where the model cannot be read."""

    left: MentionSide
    right: MentionSide
    match_weight: float
    probability: float
    alike: int
    explanation: Explanation | None

    @property
    def sides(self) -> tuple[MentionSide, MentionSide]:
        return self.left, self.right


@dataclass(frozen=True)
class Bridge:
    """The weakest link that the records hang on: without it ``left`` and ``right`` of them would be two. ``left_key`` and ``right_key`` are
    its two mentions. It is the lightest edge of the heaviest tree that joins them: no other way round it is stronger."""

    left_key: str
    right_key: str
    match_weight: float
    left: int
    right: int


@dataclass(frozen=True)
class WhyOne:
    """A person's links, at most as many as were asked for, the surest first; ``total`` counts all. ``parts``: into how many parts
    the visible records fall that no link between visible records joins (1: they hang together)."""

    entity: EntityView
    links: tuple[ExplainedLink, ...]
    total: int
    bridge: Bridge | None
    weakest: ExplainedLink | None
    parts: int
    threshold: float | None


def why_one(
    con: duckdb.DuckDBPyConnection, model: PersonModel | None, asked: str, *, limit: int, offset: int = 0
) -> WhyOne | None:
    """Why the entity that goes by the id ``asked`` is one; ``None`` where nothing of it is visible."""
    view = look_up(con, asked)
    if view is None:
        return None
    con.execute(_SHOWN)
    con.execute(_LINKED)
    rows = con.execute(_PAGE, {"limit": limit, "offset": offset}).fetchall()
    total = con.execute("SELECT count(*) FROM shown_link").fetchall()[0][0]
    bridge, parts = _bridge(con)
    weakest = None
    if bridge:
        found = con.execute(
            "SELECT mention_l, mention_r, match_weight, probability, key_l, key_r, alike FROM shown_link"
            " WHERE key_l = $left AND key_r = $right",
            {"left": bridge.left_key, "right": bridge.right_key},
        ).fetchall()
        weakest = _explained(con, model, found)[0]
    return WhyOne(view, _explained(con, model, rows), total, bridge, weakest, parts, model.threshold if model else None)


def snapshot_model(snapshot: Snapshot) -> tuple[PersonModel | None, str | None]:
    """The model that the snapshot's links were scored with, or why it cannot be read, in words for a page. Neither where no people
    were linked."""
    path = snapshot.path / MODEL_FILE
    if not path.is_file():
        return None, None
    try:
        return PersonModel.from_json(path.read_text(encoding="utf-8"), file=str(path)), None
    except BadInput:
        return None, _OTHER_VERSION


def _explained(
    con: duckdb.DuckDBPyConnection, model: PersonModel | None, rows: Sequence[tuple[int, int, float, float, str, str, int]]
) -> tuple[ExplainedLink, ...]:
    sides = sides_of(con, [key for row in rows for key in row[4:6]])
    return tuple(
        ExplainedLink(
            sides[key_l], sides[key_r], weight, probability, alike, explain(con, model, node_l, node_r) if model else None
        )
        for node_l, node_r, weight, probability, key_l, key_r, alike in rows
    )


def _bridge(con: duckdb.DuckDBPyConnection) -> tuple[Bridge | None, int]:
    nodes: dict[int, int] = dict(con.execute("SELECT node_id, mentions FROM shown_node ORDER BY node_id").fetchall())
    links = con.execute(
        "SELECT mention_l, mention_r, match_weight, key_l, key_r, alike FROM shown_link ORDER BY match_weight DESC, key_l, key_r"
    ).fetchall()
    tree, parts = _heaviest_tree(nodes, [(left, right) for left, right, *_, alike in links if not alike])
    between = [link for link in links if not link[-1]]
    held = [(between[place], sides) for place, sides in tree]
    held += [(link, (link[-1] - 1, 1)) for link in links if link[-1]]
    if not held:
        return None, parts
    (_, _, weight, key_l, key_r, _), (left, right) = min(held, key=lambda each: (each[0][2], each[0][3], each[0][4]))
    return Bridge(key_l, key_r, weight, left, right), parts


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
