"""Homes, phones and vehicles of a person, and who had a home, phone or vehicle, from when to when: told by visible records alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb

from stronghold.engine import by_ids
from stronghold.governance.labels import named
from stronghold.governance.times import in_utc
from stronghold.linking.belonging import DATED, KINDS, TRUSTED, write_periods

__all__ = ["Belonging", "belongings_of"]


@dataclass(frozen=True)
class Belonging:
    """One period in which a thing was a person's, as visible records say; ``entity_id`` is the other one of the two.

    ``first_seen`` and ``last_seen`` are the first and the last that records tell of it (``None``: no dated record); ``until`` when it
    ended, where that is known, and ``ended_by`` how: ``stated`` by a tenancy, ``moved`` to another home, ``another holder``.
    ``said``: as what records give it (home, tenancy, phone...).
    """

    entity_id: str
    kind: str
    label: str
    child: bool
    first_seen: datetime | None
    last_seen: datetime | None
    until: datetime | None
    ended_by: str | None
    records: int
    told_by: tuple[str, ...]
    said: tuple[str, ...]

    @property
    def said_words(self) -> str:
        """What records give it as, in words."""
        return ", ".join(word.replace("_", " ") for word in self.said)

    @property
    def ended_on(self) -> datetime | None:
        """The day on which it was known to have ended: of a tenancy its last, else the first of what came after."""
        return self.until - timedelta(microseconds=1) if self.until and self.ended_by == "stated" else self.until

    @property
    def ended_words(self) -> str:
        """How it ended, in words; empty where that is not known."""
        return _ENDED.get(self.ended_by or "", "")


_ENDED = {
    "stated": "the tenancy says so",
    "moved": "later records give another home",
    "another holder": "later given as another person's",
}


_OF_PERSON = "SELECT person_entity, thing_entity FROM belonging WHERE person_entity = $entity"
_OF_THING = "SELECT person_entity, thing_entity FROM belonging WHERE thing_entity = $entity"
# Whether a period has ended is told by the other homes of its person, and by the other holders of its thing.
_NEAR = """
    SELECT belonging_id, person_entity, thing_entity, kind FROM belonging WHERE person_entity IN $people
    UNION SELECT belonging_id, person_entity, thing_entity, kind FROM belonging WHERE thing_entity IN $things
"""
_RECORDS = "SELECT DISTINCT record_id FROM belonging_evidence WHERE belonging_id IN $near"
_TOLD = f"""
    CREATE OR REPLACE TEMP TABLE belonging_told AS
    WITH n AS MATERIALIZED ({_NEAR}),
    e AS MATERIALIZED (FROM belonging_evidence WHERE belonging_id IN $near),
    r AS MATERIALIZED (FROM record WHERE record_id IN $records)
    SELECT person_entity, thing_entity, n.kind, record_id, mention_person, mention_thing, {DATED}
    FROM n JOIN e USING (belonging_id) JOIN r USING (record_id) JOIN visible USING (class_id) JOIN source s USING (source_id)
    WHERE {TRUSTED}
"""  # noqa: S608 - constants
_PERIODS = """
    SELECT if(person_entity = $entity, thing_entity, person_entity) AS other, first_seen, last_seen, until, ended_by, records, told_by, said,
        count(*) OVER ()
    FROM belonging_period p JOIN (
        SELECT person_entity, thing_entity, place, list_sort(list(DISTINCT agency)) AS told_by, list_sort(list(DISTINCT said)) AS said
        FROM belonging_placed GROUP BY ALL) USING (person_entity, thing_entity, place)
    WHERE person_entity = $entity OR thing_entity = $entity
    ORDER BY p.kind, until IS NOT NULL, last_seen DESC NULLS LAST, first_seen DESC, other LIMIT $limit OFFSET $offset
"""


def belongings_of(
    con: duckdb.DuckDBPyConnection, entity_id: str, kind: str, limit: int, offset: int = 0
) -> tuple[list[Belonging], int]:
    """The periods of the entity, by kind, those that nothing says have ended first, then the latest; at most ``limit``; and how many.

    None of an organisation, nor in a picture of a version that kept none.
    """
    if kind not in ("person", *KINDS) or not _kept(con):
        return [], 0
    own = con.execute(_OF_PERSON if kind == "person" else _OF_THING, {"entity": entity_id}).fetchall()
    if not own:
        return [], 0
    _write_told(con, [person for person, _ in own], [thing for _, thing in own])
    write_periods(con)
    rows = con.execute(_PERIODS, {"entity": entity_id, "limit": limit, "offset": offset}).fetchall()
    names = named(con, (row[0] for row in rows))
    found = [
        Belonging(
            entity_id=other,
            kind=names[other].kind,
            label=names[other].label,
            child=names[other].child,
            first_seen=in_utc(first),
            last_seen=in_utc(last),
            until=in_utc(until),
            ended_by=ended_by,
            records=records,
            told_by=tuple(told_by),
            said=tuple(said),
        )
        for other, first, last, until, ended_by, records, told_by, said, _ in rows
    ]
    return found, rows[0][-1] if rows else 0


def _write_told(con: duckdb.DuckDBPyConnection, people: Sequence[str], things: Sequence[str]) -> None:
    """``belonging_told`` of all that these people have and of all who have these things; looked up step by step, by ids."""
    whose = {"people": list(dict.fromkeys(people)), "things": list(dict.fromkeys(things))}
    near = [row[0] for row in by_ids(con, _NEAR, whose).fetchall()]
    records = [row[0] for row in by_ids(con, _RECORDS, {"near": near}).fetchall()]
    by_ids(con, _TOLD, {**whose, "near": near, "records": records})


def _kept(con: duckdb.DuckDBPyConnection) -> bool:
    return bool(con.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'belonging' AND NOT temporary").fetchone())
