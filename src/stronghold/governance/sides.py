"""Single mentions, each in its record: what people's decisions are about. Visible ones alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb

from stronghold.governance.answers import MentionView, Named, RecordView
from stronghold.governance.labels import named
from stronghold.governance.records import records_by_id

__all__ = ["Known", "MentionSide", "NamedEntity", "known_keys", "members_among", "sides_of"]

_KNOWN = """
    SELECT asked.mention_key, any_value(em.entity_id), bool_or(v.class_id IS NOT NULL)
    FROM (SELECT DISTINCT unnest($keys::VARCHAR[]) AS mention_key) asked
    JOIN mention m ON m.mention_key = asked.mention_key JOIN record r USING (record_id)
    LEFT JOIN entity_member em USING (mention_id) LEFT JOIN visible v USING (class_id)
    GROUP BY asked.mention_key
"""


@dataclass(frozen=True)
class NamedEntity:
    """An entity by its visible name."""

    entity_id: str
    kind: str
    label: str
    child: bool


@dataclass(frozen=True)
class MentionSide:
    """A visible mention: what it says, its record, and the entity that it belongs to, by its visible name."""

    mention: MentionView
    record: RecordView
    entity: Named

    @property
    def key(self) -> str:
        return self.mention.mention_key

    @property
    def entity_id(self) -> str:
        return self.mention.entity_id or ""

    @property
    def as_link(self) -> NamedEntity:
        """The entity, to be shown as a link to its page."""
        return NamedEntity(self.entity_id, self.entity.kind, self.entity.label, self.entity.child)

    @property
    def terms(self) -> dict[str, str]:
        """The terms that its record may be read on."""
        return self.record.terms


@dataclass(frozen=True)
class Known:
    """Which of the mentions asked for are visible (key -> entity id), and which the picture holds and hides."""

    visible: Mapping[str, str]
    hidden: frozenset[str]


def known_keys(con: duckdb.DuckDBPyConnection, keys: Iterable[str]) -> Known:
    """Where the mentions of those keys are; keys that the picture does not hold are in neither part of the answer."""
    rows = con.execute(_KNOWN, {"keys": sorted(set(keys))}).fetchall()
    return Known(
        {key: entity or "" for key, entity, is_visible in rows if is_visible},
        frozenset(key for key, _, is_visible in rows if not is_visible),
    )


def sides_of(con: duckdb.DuckDBPyConnection, keys: Iterable[str]) -> dict[str, MentionSide]:
    """The visible ones of those mentions, by key, in the order asked for. ``con`` has the table ``visible`` of class ids."""
    wanted = list(dict.fromkeys(keys))
    rows = con.execute(
        "SELECT DISTINCT record_id FROM mention JOIN record USING (record_id) JOIN visible USING (class_id)"
        " WHERE mention_key IN (SELECT unnest($keys::VARCHAR[]))",
        {"keys": wanted},
    ).fetchall()
    found = {
        mention.mention_key: (mention, record)
        for record in records_by_id(con, [row[0] for row in rows])
        for mention in record.mentions
        if mention.mention_key in wanted and mention.entity_id
    }
    names = named(con, (mention.entity_id or "" for mention, _ in found.values()))
    return {key: MentionSide(*found[key], names[found[key][0].entity_id or ""]) for key in wanted if key in found}


def members_among(con: duckdb.DuckDBPyConnection, keys: Iterable[str], entity_id: str) -> frozenset[str]:
    """Those of the keys that visible mentions of the entity have."""
    rows = con.execute(
        "SELECT mention_key FROM entity_member JOIN mention USING (mention_id) JOIN record USING (record_id)"
        " JOIN visible USING (class_id)"
        " WHERE entity_id = $entity AND mention_key IN (SELECT unnest($keys::VARCHAR[])) ",
        {"entity": entity_id, "keys": sorted(set(keys))},
    ).fetchall()
    return frozenset(row[0] for row in rows)
