"""Where mentions are in a snapshot: ids alone, for references that casework keeps. What any of them says is read elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from stronghold.governance.entities import today_called
from stronghold.governance.overlay import lay_over
from stronghold.picture.snapshot import Snapshot

__all__ = ["Whereabouts", "held_by", "keys_in_record", "keys_of", "whereabouts"]


@dataclass(frozen=True)
class Whereabouts:
    """The entity of each mention key that the snapshot holds, and what an entity's id leads to: itself, an alias, or nothing."""

    entities: dict[str, str]
    leads_to: str | None


def whereabouts(snapshot: Snapshot, keys: Iterable[str], entity_id: str) -> Whereabouts:
    """Look the keys and the id up; withdrawn records hold none. Nothing here depends on who asks: it says where, never what."""
    with snapshot.connect() as con:
        lay_over(con, snapshot)
        rows = con.execute(
            "SELECT mention_key, entity_id FROM mention JOIN record USING (record_id) JOIN entity_member USING (mention_id)"
            " WHERE mention_key IN (SELECT unnest($keys::VARCHAR[])) ORDER BY mention_key",
            {"keys": sorted(set(keys))},
        ).fetchall()
        today = today_called(con, entity_id)
        held = con.execute(
            "SELECT 1 FROM entity_member JOIN mention USING (mention_id) JOIN record USING (record_id)"
            " WHERE entity_id = $id LIMIT 1",
            {"id": today},
        ).fetchone()
    return Whereabouts(dict(rows), today if held else None)


def keys_in_record(snapshot: Snapshot, record_key: str, entity_id: str) -> tuple[str, ...]:
    """The keys of the mentions of that entity in a record that is not withdrawn."""
    with snapshot.connect() as con:
        lay_over(con, snapshot)
        rows = con.execute(
            "SELECT mention_key FROM mention JOIN record USING (record_id) JOIN entity_member USING (mention_id)"
            " WHERE record_key = $record AND entity_id = $entity ORDER BY mention_key",
            {"record": record_key, "entity": entity_id},
        ).fetchall()
    return tuple(row[0] for row in rows)


def held_by(snapshot: Snapshot, keys: Iterable[str], *, as_built: bool = False) -> dict[str, str]:
    """The entity of each of the mention keys; those that the snapshot does not hold are left out.

    ``as_built``: as the snapshot was when it was made, with the records that were withdrawn since.
    """
    with snapshot.connect() as con:
        if not as_built:
            lay_over(con, snapshot)
        rows = con.execute(
            "SELECT mention_key, entity_id FROM mention JOIN record USING (record_id) JOIN entity_member USING (mention_id)"
            " WHERE mention_key IN (SELECT unnest($keys::VARCHAR[]))",
            {"keys": sorted(set(keys))},
        ).fetchall()
    return dict(rows)


def keys_of(snapshot: Snapshot, entities: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The keys of every mention of each of the entities, sorted, by record that is not withdrawn; whoever reads, so never to be shown."""
    with snapshot.connect() as con:
        lay_over(con, snapshot)
        rows = con.execute(
            "SELECT entity_id, mention_key FROM entity_member JOIN mention USING (mention_id) JOIN record USING (record_id)"
            " WHERE entity_id IN (SELECT unnest($entities::VARCHAR[])) ORDER BY mention_key",
            {"entities": sorted(set(entities))},
        ).fetchall()
    found: dict[str, list[str]] = defaultdict(list)
    for entity, key in rows:
        found[entity].append(key)
    return {entity: tuple(keys) for entity, keys in found.items()}
