"""What changed between two snapshots: sources, records, entities (by the mentions they are made of) and ties."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass

import duckdb

from stronghold import engine
from stronghold.picture.snapshot import PICTURE_FILE, Snapshot

__all__ = ["Comparison", "compare_snapshots"]


@dataclass(frozen=True)
class Comparison:
    """What ``later`` has that ``earlier`` has not, and the reverse. Counts are by kind, those of ties by layer.

    Entities are followed by the mentions that both snapshots have: ``entities_new`` have none of the earlier mentions,
    ``entities_gone`` left none to the later; ``entities_merged`` are later entities with mentions of several earlier ones,
    ``entities_split`` earlier ones whose mentions are in several later ones; ``entities_renamed`` have the same mentions (of
    those in both) and another id.
    """

    earlier: str
    later: str
    sources_added: tuple[str, ...]
    sources_removed: tuple[str, ...]
    records_added: Mapping[str, int]
    records_removed: Mapping[str, int]
    records_changed: Mapping[str, int]
    entities_new: Mapping[str, int]
    entities_gone: Mapping[str, int]
    entities_merged: Mapping[str, int]
    entities_split: Mapping[str, int]
    entities_renamed: Mapping[str, int]
    ties_added: Mapping[str, int]
    ties_removed: Mapping[str, int]


def compare_snapshots(earlier: Snapshot, later: Snapshot) -> Comparison:
    """Compare two snapshots, whichever is older. Sources are told apart by the hashes of their bytes and of their mappings."""
    with closing(engine.connect()) as con:
        for name, snapshot in (("a", earlier), ("b", later)):
            path = str(snapshot.path / PICTURE_FILE).replace("'", "''")
            con.execute(f"ATTACH '{path}' AS {name} (READ_ONLY)")
        _follow_entities(con)
        return Comparison(
            earlier=earlier.id,
            later=later.id,
            sources_added=_sources(con, "b", "a"),
            sources_removed=_sources(con, "a", "b"),
            records_added=_counts(con, "SELECT kind, count(*) FROM b.record ANTI JOIN a.record USING (record_key) GROUP BY kind"),
            records_removed=_counts(
                con, "SELECT kind, count(*) FROM a.record ANTI JOIN b.record USING (record_key) GROUP BY kind"
            ),
            records_changed=_counts(
                con,
                "SELECT l.kind, count(*) FROM b.record l JOIN a.record e USING (record_key)"
                " WHERE l.content_hash <> e.content_hash GROUP BY l.kind",
            ),
            entities_new=_counts(con, _WITHOUT.format("b", "is_now")),
            entities_gone=_counts(con, _WITHOUT.format("a", "was")),
            entities_merged=_counts(con, _SEVERAL.format("is_now")),
            entities_split=_counts(con, _SEVERAL.format("was")),
            entities_renamed=_counts(con, _RENAMED),
            ties_added=_counts(con, _TIES.format("b", "a")),
            ties_removed=_counts(con, _TIES.format("a", "b")),
        )


_WITHOUT = "SELECT e.kind, count(*) FROM {}.entity e ANTI JOIN shared s ON s.{} = e.entity_id GROUP BY e.kind"
_SEVERAL = "SELECT kind, count(*) FROM (SELECT kind, {0} FROM shared GROUP BY ALL HAVING count(*) > 1) GROUP BY kind"
_RENAMED = """
    WITH counted AS (SELECT *, count(*) OVER (PARTITION BY was) AS nows, count(*) OVER (PARTITION BY is_now) AS weres FROM shared)
    SELECT kind, count(*) FROM counted WHERE nows = 1 AND weres = 1 AND was <> is_now GROUP BY kind
"""
_TIES = "SELECT layer, count(*) FROM {}.tie ANTI JOIN {}.tie USING (entity_l, entity_r, layer) GROUP BY layer"


def _sources(con: duckdb.DuckDBPyConnection, having: str, lacking: str) -> tuple[str, ...]:
    rows = con.execute(
        f"SELECT name FROM {having}.source ANTI JOIN {lacking}.source USING (sha256, mapping_sha256) ORDER BY name"  # noqa: S608
    ).fetchall()
    return tuple(name for (name,) in rows)


def _counts(con: duckdb.DuckDBPyConnection, query: str) -> dict[str, int]:
    return dict(sorted(con.execute(query).fetchall()))


def _follow_entities(con: duckdb.DuckDBPyConnection) -> None:
    """Which earlier entity shares a mention with which later one: the table ``shared`` (kind, was, is_now)."""
    con.execute(
        """
        CREATE TEMP TABLE shared AS
        SELECT DISTINCT ma.kind, ea.entity_id AS was, eb.entity_id AS is_now
        FROM a.mention ma JOIN a.entity_member ea USING (mention_id)
        JOIN b.mention mb ON mb.mention_key = ma.mention_key AND mb.kind = ma.kind
        JOIN b.entity_member eb ON eb.mention_id = mb.mention_id
        """
    )
