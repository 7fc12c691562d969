"""Where mentions are in a snapshot: ids alone, for references that casework keeps. What any of them says is read elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from stronghold.governance.entities import today_called
from stronghold.governance.overlay import lay_over
from stronghold.picture.snapshot import Snapshot

__all__ = ["Whereabouts", "keys_in_record", "whereabouts"]


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
