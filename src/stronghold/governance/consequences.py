"""What would weigh on whether two records are the same: who is a child, was missing, is at risk, or is tied to supply.

Each is a reason in words with what it rests on; none is a score, and visible records alone are read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import duckdb

from stronghold.concern.childhood import adults_born_until
from stronghold.intake.withdrawals import FALSE_GRADE
from stronghold.network.groups.described import Group

__all__ = ["RULES", "Consequence", "consequences_of", "gather_consequences", "has_table", "know_groups"]

RULES: Mapping[str, str] = {
    "child": "is a child: a recorded date of birth says under 18 today",
    "missing": "has been missing",
    "risk": "is reported to be at risk",
    "supply": "is named in an arrest, a seizure or an intelligence report",
    "group": "is taken for a member of a group, and tied to another member",
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

# What ties a member to another, outright or by way of a home, phone or vehicle that both are tied to.
_IN_GROUP = """
    INSERT INTO consequence
    WITH reach AS (
        SELECT tie_id, entity_l AS here, entity_r AS there FROM tie UNION ALL SELECT tie_id, entity_r, entity_l FROM tie
    ), told AS (
        SELECT tie_id, record_id FROM tie_evidence JOIN record USING (record_id) JOIN visible USING (class_id) WHERE weight > 0
    ), near AS (
        SELECT DISTINCT own.group_id, own.entity_id, r.tie_id, r.there
        FROM weighed w JOIN group_seen own USING (entity_id) JOIN reach r ON r.here = own.entity_id
    )
    SELECT entity_id, 'group', count(DISTINCT record_id)
    FROM near n JOIN told USING (tie_id)
    WHERE EXISTS (FROM group_seen o WHERE o.group_id = n.group_id AND o.entity_id = n.there)
        OR EXISTS (
            FROM reach r JOIN told t ON t.tie_id = r.tie_id JOIN group_seen o ON o.entity_id = r.there
            WHERE r.here = n.there AND o.group_id = n.group_id AND o.entity_id <> n.entity_id)
    GROUP BY entity_id
"""


@dataclass(frozen=True)
class Consequence:
    """One rule that holds for an entity, and how many visible records say so."""

    rule: str
    records: int

    @property
    def words(self) -> str:
        return RULES[self.rule]


def gather_consequences(con: duckdb.DuckDBPyConnection, today: date | None = None) -> None:
    """Make the temporary table ``consequence(entity_id, rule, records)`` for the people in ``weighed(entity_id)``.

    Of groups those alone count that :func:`know_groups` was told of. What was found false says nothing of what somebody did or suffered.
    """
    played = ", ".join(f"('{rule}', '{kind}', '{role}')" for rule, roles in _ROLES.items() for kind, role in roles)
    layers = ", ".join(f"'{layer}'" for layer in _PLACE_LAYERS)
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE consequence AS
        WITH seen AS (
            SELECT w.entity_id, m.mention_id, m.role, r.record_id, r.kind, coalesce(r.information_grade, '') <> $false AS stands
            FROM weighed w JOIN entity_member em USING (entity_id) JOIN mention m USING (mention_id)
            JOIN record r USING (record_id) JOIN visible v USING (class_id)
        )
        SELECT entity_id, 'child' AS rule, count(DISTINCT record_id) AS records
        FROM seen JOIN person p USING (mention_id) WHERE p.date_of_birth > $adults GROUP BY entity_id
        UNION ALL
        SELECT entity_id, rule, count(DISTINCT record_id)
        FROM seen JOIN (VALUES {played}) played(rule, kind, role) USING (kind, role) WHERE stands GROUP BY entity_id, rule
        UNION ALL
        SELECT entity_id, 'place', count(DISTINCT record_id)
        FROM (SELECT tie_id, unnest([entity_l, entity_r]) AS entity_id FROM tie WHERE layer IN ({layers}))
        JOIN weighed USING (entity_id) JOIN tie_evidence USING (tie_id) JOIN record USING (record_id) JOIN visible USING (class_id)
        WHERE coalesce(information_grade, '') <> $false GROUP BY entity_id
        """,  # noqa: S608 - constants
        {"adults": adults_born_until(today).isoformat(), "false": FALSE_GRADE},
    )
    if has_table(con, "group_seen"):
        con.execute(_IN_GROUP)


def know_groups(con: duckdb.DuckDBPyConnection, groups: Mapping[str, Group]) -> None:
    """Let being in one of these groups, as visible records show them, weigh: the temporary table ``group_seen(group_id, entity_id)``."""
    pairs = [(name, member.entity_id) for name, group in groups.items() for member in group.members]
    con.execute(
        "CREATE OR REPLACE TEMP TABLE group_seen AS SELECT unnest($groups::VARCHAR[]) AS group_id, unnest($people::VARCHAR[]) AS entity_id",
        {"groups": [name for name, _ in pairs], "people": [who for _, who in pairs]},
    )


def has_table(con: duckdb.DuckDBPyConnection, name: str) -> bool:
    """Whether the picture holds the table: one that an earlier version built may not."""
    found = con.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = $name", {"name": name}).fetchall()
    return bool(found[0][0])


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
