"""What an increment changed, told so that the counts add up."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

__all__ = ["Changes", "tell_changes"]


@dataclass(frozen=True)
class Changes:
    """Records and mentions that came and went, and what became of the entities.

    Entities now = ``untouched`` + ``confirmed`` + ``grown`` + ``altered`` + ``merged`` + ``split_off`` + ``born``: nothing touched them;
    looked at again and found as they were; with further mentions; without some that they had; with mentions of several earlier
    ones; with mentions of one earlier one that goes on as another; with mentions of none.
    Entities before = ``untouched`` + ``carried`` + ``taken_in`` + ``gone``: the id lives on; its mentions are another's now; they are
    all gone.
    """

    records_new: int
    records_gone: int
    mentions_new: int
    mentions_gone: int
    untouched: int
    confirmed: int
    grown: int
    altered: int
    merged: int
    split_off: int
    born: int
    carried: int
    taken_in: int
    gone: int

    @property
    def entities_now(self) -> int:
        told = self.confirmed + self.grown + self.altered + self.merged + self.split_off + self.born
        return self.untouched + told

    @property
    def entities_before(self) -> int:
        return self.untouched + self.carried + self.taken_in + self.gone


_NOW = """
    WITH now AS (
        SELECT i.entity_id, count(o.entity_id) AS earlier, bool_or(o.entity_id = i.entity_id) AS carried, max(o.shared) AS shared
        FROM cluster_id i LEFT JOIN overlap o ON o.kind = i.kind AND o.cluster = i.cluster GROUP BY i.entity_id
    )
    SELECT CASE WHEN earlier = 0 THEN 'born' WHEN earlier > 1 THEN 'merged' WHEN NOT carried THEN 'split_off'
        WHEN shared < was.mentions THEN 'altered' WHEN shared < is_now.mentions THEN 'grown' ELSE 'confirmed' END AS what, count(*)
    FROM now JOIN entity is_now USING (entity_id) LEFT JOIN touched_entity was USING (entity_id) GROUP BY what
"""
_BEFORE = """
    SELECT CASE WHEN i.entity_id IS NOT NULL THEN 'carried' WHEN o.entity_id IS NOT NULL THEN 'taken_in' ELSE 'gone' END AS what, count(*)
    FROM touched_entity t LEFT JOIN cluster_id i USING (entity_id)
    LEFT JOIN (SELECT DISTINCT entity_id FROM overlap) o USING (entity_id) GROUP BY what
"""


def tell_changes(con: duckdb.DuckDBPyConnection) -> Changes:
    """Count what loading and naming left in temporary tables (see ``intake.load.load_more`` and ``linking.identity.name_touched``)."""
    told = dict(con.execute(_NOW).fetchall()) | dict(con.execute(_BEFORE).fetchall())
    (untouched,) = con.execute("SELECT (SELECT count(*) FROM entity) - (SELECT count(*) FROM cluster_id)").fetchall()[0]
    moved = {
        f"{what}s_{when}": con.execute(f"SELECT count(*) FROM {when}_{what}").fetchall()[0][0]  # noqa: S608 - constants
        for what in ("record", "mention")
        for when in ("new", "gone")
    }
    names = ("confirmed", "grown", "altered", "merged", "split_off", "born", "carried", "taken_in", "gone")
    return Changes(**moved, untouched=untouched, **{name: told.get(name, 0) for name in names})
