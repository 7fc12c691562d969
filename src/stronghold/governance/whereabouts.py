"""Where mentions are in a snapshot: ids alone, for references that casework keeps. What any of them says is read elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from stronghold.governance.entities import today_called
from stronghold.governance.overlay import lay_over
from stronghold.picture.snapshot import Snapshot

__all__ = [
    "State",
    "Whereabouts",
    "held_by",
    "keys_in_record",
    "keys_of",
    "records_held",
    "state_of",
    "whereabouts",
    "whereabouts_of",
]


class State(StrEnum):
    """What has become of what was meant."""

    SAME = "same"
    """All that is left of it is in the entity that was seen."""
    MERGED = "merged"
    """All of it is in another entity, into which the one seen was merged."""
    MOVED = "moved"
    """All of it is in another entity; the one seen is still there, with other records, or is gone."""
    SPLIT = "split"
    """It is in several entities: each reference must be attached again."""
    GONE = "gone"
    """None of its records is in the picture any more, whatever else is."""

    @property
    def needs_confirmation(self) -> bool:
        """Whether a person must confirm what is meant before anything is done about it."""
        return self is not State.SAME


def state_of(seen: str, entities: Collection[str], leads_to: str | None = None) -> State:
    """What has become of what was ``seen`` as one entity, and is in these today; ``leads_to``: what the id that was seen leads to."""
    if not entities:
        return State.GONE
    if len(entities) > 1:
        return State.SPLIT
    (entity,) = entities
    if entity == seen:
        return State.SAME
    return State.MERGED if entity == leads_to else State.MOVED


@dataclass(frozen=True)
class Whereabouts:
    """The entity of each mention key that the snapshot holds, and what an entity's id leads to: itself, an alias, or nothing."""

    entities: dict[str, str]
    leads_to: str | None


def whereabouts(snapshot: Snapshot, keys: Iterable[str], entity_id: str) -> Whereabouts:
    """Look the keys and the id up; withdrawn records hold none. Nothing here depends on who asks: it says where, never what."""
    (found,) = whereabouts_of(snapshot, [(tuple(keys), entity_id)])
    return found


def whereabouts_of(snapshot: Snapshot, asked: Sequence[tuple[Collection[str], str]]) -> tuple[Whereabouts, ...]:
    """As :func:`whereabouts`, of many (keys, id) at once and in their order."""
    with snapshot.connect() as con:
        lay_over(con, snapshot)
        rows = con.execute(
            "SELECT mention_key, entity_id FROM mention JOIN record USING (record_id) JOIN entity_member USING (mention_id)"
            " WHERE mention_key IN (SELECT unnest($keys::VARCHAR[])) ORDER BY mention_key",
            {"keys": sorted({key for keys, _ in asked for key in keys})},
        ).fetchall()
        today = {entity: today_called(con, entity) for entity in dict.fromkeys(entity for _, entity in asked)}
        held = con.execute(
            "SELECT DISTINCT entity_id FROM entity_member JOIN mention USING (mention_id) JOIN record USING (record_id)"
            " WHERE entity_id IN (SELECT unnest($ids::VARCHAR[]))",
            {"ids": sorted(set(today.values()))},
        ).fetchall()
    where, there = dict(rows), {row[0] for row in held}
    return tuple(
        Whereabouts({key: where[key] for key in keys if key in where}, today[entity] if today[entity] in there else None)
        for keys, entity in asked
    )


def records_held(snapshot: Snapshot, keys: Iterable[str]) -> frozenset[str]:
    """Those of the keys of records that the snapshot holds; withdrawn records are not held."""
    with snapshot.connect() as con:
        lay_over(con, snapshot)
        rows = con.execute(
            "SELECT record_key FROM record WHERE record_key IN (SELECT unnest($keys::VARCHAR[]))", {"keys": sorted(set(keys))}
        ).fetchall()
    return frozenset(row[0] for row in rows)


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
