"""Why the records of a person are taken for one: each link in words, and the weakest one that all of them hang on.

Visible records alone are read. A node stands for mentions alike in every compared field, so that what is said of a visible one of
them is no more than it says itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from stronghold.errors import BadInput
from stronghold.governance.answers import EntityView
from stronghold.governance.bridge import Bridge, ShownLink, bridge_of, shown_links
from stronghold.governance.entities import look_up
from stronghold.governance.sides import MentionSide, sides_of
from stronghold.linking.explanation import Explanation, explain
from stronghold.linking.model import PersonModel
from stronghold.picture.snapshot import MODEL_FILE, Snapshot

__all__ = ["ExplainedLink", "WhyOne", "snapshot_model", "why_one"]

_OTHER_VERSION = (
    "This picture was built by another version of Stronghold, so the reasons for its links cannot be told."
    " The records are as they were. Build the picture again to have the reasons."
)


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
    shown = shown_links(con)
    bridge, parts = bridge_of(shown)
    between = [link for link in shown.links if bridge and (link.key_l, link.key_r) == (bridge.left_key, bridge.right_key)]
    page = _explained(con, model, [*shown.links[offset : offset + limit], *between[:1]])
    weakest = page[-1] if between else None
    links = page[:-1] if between else page
    return WhyOne(view, links, len(shown.links), bridge, weakest, parts, model.threshold if model else None)


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
    con: duckdb.DuckDBPyConnection, model: PersonModel | None, links: Sequence[ShownLink]
) -> tuple[ExplainedLink, ...]:
    sides = sides_of(con, [key for link in links for key in (link.key_l, link.key_r)])
    return tuple(
        ExplainedLink(
            sides[link.key_l],
            sides[link.key_r],
            link.match_weight,
            link.probability,
            link.alike,
            explain(con, model, link.node_l, link.node_r) if model else None,
        )
        for link in links
    )
