"""Ordinary relationships told apart: family, household, school and work, each with its reasons.

An ordinary relationship is found by what people have at one time (a home, a school, an employer), by what a record says outright (one
household), by an occupation, and between people of one home by a surname; ages, sexes and origins are not looked at. It never
makes anything of anybody. It explains why two people are seen together; what it explains is shown and not counted. What it does
not explain (arrested together, reported together) counts for family as for others.
"""

from __future__ import annotations

import duckdb
import pyarrow as pa

from stronghold.vocabulary import terms

__all__ = ["NATURES", "write_natures"]

NATURES = {
    "association": "together in what the partnership looks at",
    "risk": "one is said to be a risk to the other",
    "harm": "one is said to have harmed the other",
    "help": "one helped the other",
    "family": "one home at one time, and one surname",
    "household": "one home at one time",
    "school": "one school at one time",
    "work": "it is the work of one of them",
}
"""What a tie can be, and what that means. The ordinary relationships are the last four, the one that goes before others first."""

_ORDINARY = ("family", "household", "school", "work")


def write_natures(con: duckdb.DuckDBPyConnection) -> None:
    """Write ``association`` from the temporary tables of :mod:`.reading`: every way with its nature, the reasons, and whether it is counted."""
    words = sorted({w for t in terms("professions").terms.values() for w in (t.name.lower(), t.label.lower(), *t.also)})
    con.register("assoc_profession", pa.table({"occupation": words}))
    try:
        con.execute(_BONDS)
    finally:
        con.unregister("assoc_profession")
    con.execute(_ASSOCIATION, {"ordinary": list(_ORDINARY)})


# Of two people who are tied in some way: what ordinary relationships they have. In one household by a record, or by a home both had.
_BONDS = """
    CREATE OR REPLACE TEMP TABLE assoc_bond AS
    WITH pair AS (SELECT DISTINCT person_l, person_r FROM assoc_way),
    home AS (
        SELECT person_l, person_r,
            any_value(if(layer = 'home', 'lived at ' || via[1] || ' at one time', 'a record has them in one household')) AS reason
        FROM assoc_way WHERE layer IN ('home', 'household') AND NOT through_hub GROUP BY ALL
    ), asked AS (SELECT person_l AS entity_id FROM home UNION SELECT person_r FROM home),
    surname AS (
        SELECT entity_id, lower(p.surname) AS surname FROM entity_member SEMI JOIN asked USING (entity_id) JOIN person p USING (mention_id)
        WHERE p.surname IS NOT NULL GROUP BY ALL
    ), family AS (
        SELECT person_l, person_r, any_value(reason) AS reason FROM home JOIN surname a ON a.entity_id = person_l
        JOIN surname b ON b.entity_id = person_r AND b.surname = a.surname GROUP BY ALL
    ), paired AS (
        SELECT DISTINCT person_l, person_r, a.through, a.thing FROM pair JOIN assoc_held a ON a.person = person_l
        JOIN assoc_held b ON b.person = person_r AND b.thing = a.thing AND b.through = a.through
        WHERE a.through IN ('school', 'organisation') AND coalesce(a.first_seen <= b.last_seen + INTERVAL 1 YEAR, true)
          AND coalesce(b.first_seen <= a.last_seen + INTERVAL 1 YEAR, true)
    ), either AS (SELECT person_l AS entity_id FROM pair UNION SELECT person_r FROM pair),
    worker AS (
        SELECT entity_id, any_value(lower(p.occupation)) AS occupation FROM person p
        JOIN entity_member USING (mention_id) SEMI JOIN either USING (entity_id)
        WHERE lower(p.occupation) IN (SELECT occupation FROM assoc_profession) GROUP BY entity_id
    )
    SELECT person_l, person_r, 'family' AS nature, reason || ', and have one surname' AS reason FROM family
    UNION ALL SELECT person_l, person_r, 'household', reason FROM home
    UNION ALL SELECT person_l, person_r, if(through = 'school', 'school', 'work'), 'both were at ' || thing FROM paired
    UNION ALL SELECT person_l, person_r, 'work', entity_id || ' is recorded as ' || occupation
        FROM pair JOIN worker ON entity_id IN (person_l, person_r)
"""
# What an ordinary relationship explains takes its nature; what is of a nature of its own keeps it.
_ASSOCIATION = """
    CREATE OR REPLACE TEMP TABLE association AS
    WITH kind AS (
        SELECT layer, nature, explained FROM assoc_share UNION ALL SELECT layer, nature, explained FROM assoc_layer WHERE nature IS NOT NULL
    ), bond AS (
        SELECT person_l, person_r, arg_min(nature, list_position($ordinary, nature)) AS bond, list(DISTINCT reason ORDER BY reason) AS reasons
        FROM assoc_bond GROUP BY ALL
    )
    SELECT w.*, CASE WHEN bond IS NOT NULL AND (k.explained OR k.nature = 'household') THEN bond ELSE k.nature END AS nature,
        k.nature IN ('association', 'risk') AND NOT (k.explained AND bond IS NOT NULL) AS counted,
        CASE WHEN k.explained OR k.nature = 'household' THEN reasons END AS reasons
    FROM assoc_way w JOIN kind k USING (layer) LEFT JOIN bond USING (person_l, person_r)
"""
