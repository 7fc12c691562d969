"""What would weigh on whether two records are the same: who is a child, was missing, is at risk, or is tied to supply.

Each is a reason in words with what it rests on; none is a score, and visible records alone are read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import duckdb

from stronghold.governance.times import adults_born_until

__all__ = ["RULES", "Consequence", "consequences_of", "gather_consequences"]

RULES: Mapping[str, str] = {
    "child": "is a child: a recorded date of birth says under 18 today",
    "missing": "has been missing",
    "risk": "is reported to be at risk",
    "supply": "is named in an arrest, a seizure or an intelligence report",
    "place": "is tied to an address by intelligence or a seizure",
}
"""The rules, those that weigh most first, with what each says of a person."""

# Kind of record and role, by rule.
_ROLES = {
    "missing": (("missing_episode", "missing_person"),),
    "risk": (("intelligence_report", "at_risk"), ("community_report", "at_risk")),
    "supply": (
        ("arrest", "arrested"),
        ("seizure", "seized_from"),
        ("intelligence_report", "subject"),
        ("intelligence_report", "associate"),
    ),
}
_PLACE_LAYERS = ("intelligence place", "seizure place")


@dataclass(frozen=True)
class Consequence:
    """One rule that holds for an entity, and how many visible records say so."""

    rule: str
    records: int

    @property
    def words(self) -> str:
        return RULES[self.rule]


def gather_consequences(con: duckdb.DuckDBPyConnection, today: date | None = None) -> None:
    """Make the temporary table ``consequence(entity_id, rule, records)`` for the people in ``weighed(entity_id)``."""
    played = ", ".join(f"('{rule}', '{kind}', '{role}')" for rule, roles in _ROLES.items() for kind, role in roles)
    layers = ", ".join(f"'{layer}'" for layer in _PLACE_LAYERS)
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE consequence AS
        WITH seen AS (
            SELECT w.entity_id, m.mention_id, m.role, r.record_id, r.kind
            FROM weighed w JOIN entity_member em USING (entity_id) JOIN mention m USING (mention_id)
            JOIN record r USING (record_id) JOIN visible v USING (class_id)
        )
        SELECT entity_id, 'child' AS rule, count(DISTINCT record_id) AS records
        FROM seen JOIN person p USING (mention_id) WHERE p.date_of_birth > $adults GROUP BY entity_id
        UNION ALL
        SELECT entity_id, rule, count(DISTINCT record_id)
        FROM seen JOIN (VALUES {played}) played(rule, kind, role) USING (kind, role) GROUP BY entity_id, rule
        UNION ALL
        SELECT entity_id, 'place', count(DISTINCT record_id)
        FROM (SELECT tie_id, unnest([entity_l, entity_r]) AS entity_id FROM tie WHERE layer IN ({layers}))
        JOIN weighed USING (entity_id) JOIN tie_evidence USING (tie_id) JOIN record USING (record_id) JOIN visible USING (class_id)
        GROUP BY entity_id
        """,  # noqa: S608 - constants
        {"adults": adults_born_until(today).isoformat()},
    )


def consequences_of(con: duckdb.DuckDBPyConnection, entity_ids: Collection[str]) -> dict[str, tuple[Consequence, ...]]:
    """By entity the rules that hold for it, in the order of :data:`RULES`; entities for which none does are left out."""
    con.execute(
        "CREATE OR REPLACE TEMP TABLE weighed AS SELECT unnest($ids::VARCHAR[]) AS entity_id", {"ids": sorted(entity_ids)}
    )
    gather_consequences(con)
    rows = con.execute("SELECT entity_id, rule, records FROM consequence").fetchall()
    order = list(RULES)
    found: dict[str, list[Consequence]] = {}
    for entity, rule, records in sorted(rows, key=lambda row: (row[0], order.index(row[1]))):
        found.setdefault(entity, []).append(Consequence(rule, records))
    return {entity: tuple(each) for entity, each in found.items()}
