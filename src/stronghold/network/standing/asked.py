"""Whom is asked about, and which records may be read of them, for the queries of this room."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

import duckdb
import pyarrow as pa

from stronghold.engine import by_ids

__all__ = ["Naming", "asked_of", "named_in_records"]


@contextmanager
def asked_of(con: duckdb.DuckDBPyConnection, people: Collection[str], classes: Collection[int] | None) -> Iterator[str]:
    """While it is open there is ``standing_asked(entity_id)``. Gives SQL for the records that may be read: those of ``classes``, all
    where these are not given."""
    con.register("standing_asked", pa.table({"entity_id": pa.array(sorted(people), pa.string())}))
    con.register("standing_class", pa.table({"class_id": pa.array(sorted(classes or ()), pa.int32())}))
    try:
        yield "(FROM record)" if classes is None else "(FROM record SEMI JOIN standing_class USING (class_id))"
    finally:
        con.unregister("standing_asked")
        con.unregister("standing_class")


class Naming(NamedTuple):
    """Where a record names one of the people asked about: as what, and what counts of the record. ``record_id`` is the snapshot's."""

    entity_id: str
    mention_id: int
    role: str
    record_id: int
    record_key: str
    record_kind: str
    information_grade: str | None
    class_id: int
    agency: str
    occurred_from: datetime | None
    occurred_to: datetime | None

    @property
    def moments(self) -> tuple[datetime, ...]:
        """When it began and ended, as far as it is dated."""
        return tuple(moment for moment in (self.occurred_from, self.occurred_to) if moment)


_MEMBERS = "SELECT entity_id, mention_id FROM entity_member WHERE entity_id IN $people"
_MENTIONS = "SELECT mention_id, role, record_id, kind FROM mention WHERE mention_id IN $mentions"
_RECORDS = """
    WITH r AS MATERIALIZED (FROM record WHERE record_id IN $records)
    SELECT record_id, record_key, r.kind, information_grade, class_id, s.agency, occurred_from, occurred_to
    FROM r JOIN source s USING (source_id)
"""


# For so many people a join costs less than asking for each.
_MANY = 2_000
_JOINED = """
    SELECT em.entity_id, m.mention_id, m.role, r.record_id, r.record_key, r.kind, r.information_grade, r.class_id, s.agency,
        r.occurred_from, r.occurred_to
    FROM (FROM entity_member SEMI JOIN standing_asked USING (entity_id)) em JOIN mention m USING (mention_id)
    JOIN {seen} r USING (record_id) JOIN source s USING (source_id)
    WHERE m.kind = 'person' AND ($parts IS NULL OR list_contains($parts, r.kind || ' ' || m.role))
"""


def named_in_records(
    con: duckdb.DuckDBPyConnection,
    people: Collection[str],
    classes: Collection[int] | None,
    parts: Collection[tuple[str, str]] | None = None,
) -> tuple[Naming, ...]:
    """Where records name the ``people`` (entity ids): those of ``classes``, and in one of the ``parts`` (kind of record, role); all where
    these are not given."""
    wanted = None if parts is None else frozenset(parts)
    if len(people) > _MANY:
        asked = None if wanted is None else [f"{kind} {role}" for kind, role in sorted(wanted)]
        with asked_of(con, people, classes) as seen:
            return tuple(Naming(*row) for row in con.execute(_JOINED.format(seen=seen), {"parts": asked}).fetchall())
    found = _looked_up(con, people, classes) if people else ()
    return tuple(naming for naming in found if wanted is None or (naming.record_kind, naming.role) in wanted)


def _looked_up(con: duckdb.DuckDBPyConnection, people: Collection[str], classes: Collection[int] | None) -> Iterator[Naming]:
    """Step by step, by ids: a join would go through all mentions and records for a few people."""
    members = dict[int, str]((mention, who) for who, mention in by_ids(con, _MEMBERS, {"people": sorted(people)}).fetchall())
    mentions = [row[:3] for row in by_ids(con, _MENTIONS, {"mentions": list(members)}).fetchall() if row[3] == "person"]
    found = by_ids(con, _RECORDS, {"records": list({record for *_, record in mentions})}).fetchall()
    seen = None if classes is None else frozenset(classes)
    records = {row[0]: row for row in found if seen is None or row[4] in seen}
    for mention, role, record in mentions:
        if record in records:
            yield Naming(members[mention], mention, role, *records[record])
