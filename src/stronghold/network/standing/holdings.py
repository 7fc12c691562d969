"""What people have, by their ties in the picture: numbers that many are in touch with, several numbers, an address outside the town."""

from __future__ import annotations

from collections.abc import Collection

import duckdb

from stronghold.network.standing.asked import asked_of
from stronghold.network.standing.evidence import Said
from stronghold.network.standing.reasons import least

__all__ = ["held_by"]


def held_by(con: duckdb.DuckDBPyConnection, people: Collection[str], classes: Collection[int] | None = None) -> tuple[Said, ...]:
    """What ``people`` (entity ids) have, each with the records behind it, by person; only records of ``classes`` where these are given."""
    with asked_of(con, people, classes) as seen:
        con.execute(_EVIDENCE.format(seen=seen))
        found = [
            Said(entity, reason, tuple(records), agencies, first, last, amount)
            for reason, query in _REASONS.items()
            for entity, records, agencies, first, last, amount in con.execute(query, {"least": least(reason)}).fetchall()
        ]
    con.execute("DROP TABLE holding")
    return tuple(sorted(found, key=lambda one: (one.entity_id, one.reason)))


# Each person's numbers and addresses, with the records that say so; a number with how many others it is in touch with, as far as one may see.
_EVIDENCE = """
    CREATE OR REPLACE TEMP TABLE holding AS
    WITH theirs AS (
        SELECT entity_l AS entity_id, entity_r AS thing, tie_id FROM tie SEMI JOIN standing_asked ON entity_id = entity_l
        UNION ALL SELECT entity_r, entity_l, tie_id FROM tie SEMI JOIN standing_asked ON entity_id = entity_r
    ), spoken AS (
        SELECT t.entity_id, t.thing, r.record_id, s.agency, r.occurred_from, r.occurred_to, e.mention_l, e.mention_r
        FROM theirs t JOIN tie_evidence e USING (tie_id) JOIN {seen} r USING (record_id) JOIN source s USING (source_id)
        WHERE thing[1] IN ('T', 'A')
    ), touch AS (
        SELECT thing, count(DISTINCT other) AS others FROM (
            SELECT entity_l AS thing, entity_r AS other, tie_id FROM tie WHERE layer IN ('call', 'message')
            UNION ALL SELECT entity_r, entity_l, tie_id FROM tie WHERE layer IN ('call', 'message')
        ) SEMI JOIN (SELECT DISTINCT thing FROM spoken) USING (thing)
        SEMI JOIN (SELECT tie_id FROM tie_evidence JOIN {seen} USING (record_id)) USING (tie_id)
        GROUP BY thing
    ), towns AS (
        SELECT mention_id, town FROM address WHERE town IS NOT NULL
    )
    SELECT entity_id, thing, record_id, agency, occurred_from, occurred_to, coalesce(others, 0) AS others, town,
        (SELECT mode(town) FROM towns) AS here
    FROM spoken LEFT JOIN touch USING (thing) LEFT JOIN towns ON mention_id IN (mention_l, mention_r)
"""
_TOLD = """
    SELECT entity_id, list(DISTINCT record_id ORDER BY record_id), count(DISTINCT agency), min(occurred_from),
        max(coalesce(occurred_to, occurred_from)),
        {amount} FROM {rows} GROUP BY entity_id HAVING {amount} >= $least
"""
_REASONS = {
    "line_in_hand": _TOLD.format(amount="max(others)", rows="(FROM holding WHERE thing[1] = 'T' AND others >= $least)"),
    "several_numbers": _TOLD.format(
        amount="count(DISTINCT thing)",
        rows="""(FROM holding h WHERE thing[1] = 'T' AND occurred_from > (
            SELECT max(occurred_from) - INTERVAL 1 YEAR FROM holding n WHERE n.entity_id = h.entity_id AND n.thing[1] = 'T'))""",
    ),
    "outside_address": _TOLD.format(
        amount="count(DISTINCT record_id)", rows="(FROM holding WHERE thing[1] = 'A' AND town <> here)"
    ),
}
