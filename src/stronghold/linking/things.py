"""Addresses, phones, vehicles and organisations become things, by canonical keys alone: set-work in SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb
import numpy as np
import pyarrow as pa

from stronghold.linking.clustering import Traits, constrained_clusters
from stronghold.linking.decisions import Decision, constraints_of, mark_decided

__all__ = ["KINDS", "cleaned_sql", "cluster_by_keys", "obey_decisions", "resolve_things"]

KINDS = ("address", "phone", "vehicle", "organisation")


def resolve_things(con: duckdb.DuckDBPyConnection, *, decisions: Sequence[Decision] = ()) -> None:
    """Writes ``thing_cluster(mention_id, kind, cluster)``; a cluster's number is the smallest mention id in it.

    - address: its UPRN; else flat, house, street and postcode. An address with no street, or no postcode, is the whole one of
      the same flat and house that has both, where there is exactly one such (of those with a UPRN, where any has one, since a
      slip of the pen is in no gazetteer); else it stands for itself. A place without a
      house is the place by its area code, location and coordinates, or by street, town and postcode.
    - phone: its number; a handset without a number is its IMEI, and the number's where one number alone goes with it.
    - vehicle: its registration.
    - organisation: its company number; else its name (in any case) and postcode.

    Mentions with nothing to go by stand for themselves. What people decided goes before all of it.
    """
    cluster_by_keys(con, {kind: cleaned_sql(kind, kind) for kind in KINDS})
    if decisions:
        mark_decided(con, decisions)
        obey_decisions(con)


def cleaned_sql(kind: str, table: str) -> str:
    """SQL: what the things of a kind are known by, of the rows in ``table``, which is shaped as the kind's own."""
    return f"{_CLEANED[kind]} {table}"


def cluster_by_keys(con: duckdb.DuckDBPyConnection, cleaned: Mapping[str, str]) -> None:
    """``thing_cluster`` of the rows that the SQL of each kind gives, by their keys alone."""
    con.execute("CREATE OR REPLACE TABLE thing_cluster (mention_id BIGINT, kind VARCHAR, cluster BIGINT)")
    for kind, rows in cleaned.items():
        con.execute(
            f"""
            INSERT INTO thing_cluster
            WITH cleaned AS ({rows}), keyed AS ({_KEYED[kind]})
            SELECT mention_id, '{kind}',
                CASE WHEN key IS NULL THEN mention_id ELSE min(mention_id) OVER (PARTITION BY key) END
            FROM keyed
            """
        )


def obey_decisions(con: duckdb.DuckDBPyConnection) -> None:
    """Join and part the clusters of decided things: each such mention is linked to its cluster, unless decided otherwise."""
    decided = con.execute(
        """
        SELECT judgement, mention_l, mention_r FROM decided
        WHERE mention_l IN (SELECT mention_id FROM thing_cluster) ORDER BY sequence
        """
    ).fetchall()
    if not decided:
        return
    rows = con.execute(
        """
        SELECT mention_id, mention_key, cluster,
            (SELECT min(other.mention_id) FROM thing_cluster other WHERE other.kind = t.kind AND other.cluster = t.cluster
                AND other.mention_id NOT IN (SELECT unnest([mention_l, mention_r]) FROM decided)) AS base
        FROM thing_cluster t JOIN mention USING (mention_id)
        WHERE mention_id IN (SELECT unnest([mention_l, mention_r]) FROM decided) ORDER BY mention_key
        """
    ).fetchall()
    base: dict[int, int] = {}
    for mention, _, cluster, others in rows:
        # Where all of a cluster are decided about, the first of them stands for it.
        base.setdefault(cluster, others if others is not None else mention)
    ids = np.array(sorted({row[0] for row in rows} | set(base.values())), np.int64)
    place = {int(mention): position for position, mention in enumerate(ids)}
    own = np.array([(place[mention], place[base[c]]) for mention, _, c, _ in rows if mention != base[c]], np.int64).reshape(-1, 2)
    keys = {place[mention]: key for mention, key, _, _ in rows}
    labels = constrained_clusters(
        own[:, 0],
        own[:, 1],
        np.ones(len(own)),
        [],
        lambda members: {int(m): Traits((), None, keys.get(int(m), "")) for m in members},
        nodes=len(ids),
        threshold=1.0,
        floor=0.0,
        constraints=constraints_of((judgement, place[left], place[right]) for judgement, left, right in decided),
    )
    con.register("moved", pa.table({"mention_id": ids, "group_of": ids[labels]}))
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE decided_cluster AS
        SELECT t.mention_id, m.group_of FROM thing_cluster t
        JOIN (SELECT mention_id AS base, group_of, cluster AS old, kind FROM moved JOIN thing_cluster USING (mention_id)) m
            ON m.kind = t.kind AND m.old = t.cluster AND m.base NOT IN (SELECT unnest([mention_l, mention_r]) FROM decided)
        WHERE t.mention_id NOT IN (SELECT mention_id FROM moved)
        UNION ALL FROM moved
        """
    )
    con.unregister("moved")
    con.execute(
        """
        UPDATE thing_cluster SET cluster = smallest
        FROM (SELECT mention_id, min(mention_id) OVER (PARTITION BY group_of) AS smallest FROM decided_cluster) d
        WHERE d.mention_id = thing_cluster.mention_id
        """
    )


def _columns(*names: str) -> str:
    return ", ".join(f"nullif(lower(trim({name}::VARCHAR)), '') AS {name}" for name in names)


_CLEANED = {
    "address": f"""SELECT mention_id, {_columns("flat", "house", "street", "town", "postcode", "uprn", "area_code", "location")},
        latitude, longitude FROM""",
    "phone": "SELECT mention_id, number, imei FROM",
    "vehicle": "SELECT mention_id, nullif(registration, '') AS registration FROM",
    "organisation": f"SELECT mention_id, {_columns('name', 'company_number', 'postcode')} FROM",
}

# What the rows of ``cleaned`` are known by: ``key``, the same for all mentions of one thing.
_ADDRESS = """
    WITH whole AS (
        SELECT flat, house, street, postcode, bool_or(uprn IS NOT NULL) AS listed FROM cleaned
        WHERE house IS NOT NULL AND street IS NOT NULL AND postcode IS NOT NULL GROUP BY ALL
    ), by_postcode AS (
        SELECT flat, house, postcode, min(street) AS street
        FROM (FROM whole QUALIFY listed = bool_or(listed) OVER (PARTITION BY flat, house, postcode))
        GROUP BY ALL HAVING count(*) = 1
    ), by_street AS (
        SELECT flat, house, street, min(postcode) AS postcode
        FROM (FROM whole QUALIFY listed = bool_or(listed) OVER (PARTITION BY flat, house, street))
        GROUP BY ALL HAVING count(*) = 1
    ), filled AS (
        SELECT c.* REPLACE (coalesce(c.street, p.street) AS street, coalesce(c.postcode, s.postcode) AS postcode)
        FROM cleaned c
        LEFT JOIN by_postcode p ON c.street IS NULL AND p.house = c.house AND p.postcode = c.postcode
            AND p.flat IS NOT DISTINCT FROM c.flat
        LEFT JOIN by_street s ON c.postcode IS NULL AND s.house = c.house AND s.street = c.street
            AND s.flat IS NOT DISTINCT FROM c.flat
    ), property AS (
        SELECT flat, house, street, postcode, min(uprn) AS uprn FROM filled
        WHERE uprn IS NOT NULL AND house IS NOT NULL AND street IS NOT NULL AND postcode IS NOT NULL
        GROUP BY ALL HAVING count(DISTINCT uprn) = 1
    )
    SELECT f.mention_id, CASE
        WHEN coalesce(f.uprn, property.uprn) IS NOT NULL THEN 'uprn' || coalesce(f.uprn, property.uprn)
        WHEN f.house IS NOT NULL AND (f.street IS NOT NULL OR f.postcode IS NOT NULL) THEN
            to_json(['house', f.flat, f.house, f.street, f.postcode, CASE WHEN f.postcode IS NULL THEN f.town END])::VARCHAR
        WHEN f.location IS NOT NULL OR f.latitude IS NOT NULL THEN
            to_json(['place', f.area_code, f.location, f.latitude::VARCHAR, f.longitude::VARCHAR, f.street])::VARCHAR
        WHEN f.street IS NOT NULL OR f.postcode IS NOT NULL THEN to_json(['street', f.street, f.town, f.postcode])::VARCHAR
        WHEN f.area_code IS NOT NULL THEN 'area' || f.area_code END AS key
    FROM filled f LEFT JOIN property ON f.uprn IS NULL AND property.house = f.house AND property.street = f.street
        AND property.postcode = f.postcode AND property.flat IS NOT DISTINCT FROM f.flat
    """

_PHONE = """
    WITH handset AS (
        SELECT imei, min(number) AS number FROM cleaned WHERE imei IS NOT NULL GROUP BY imei HAVING count(DISTINCT number) = 1
    )
    SELECT mention_id, coalesce('number' || coalesce(p.number, h.number), 'imei' || p.imei) AS key
    FROM cleaned p LEFT JOIN handset h ON p.number IS NULL AND h.imei = p.imei
    """

_ORGANISATION = """
    WITH registered AS (
        SELECT name, postcode, min(company_number) AS company_number FROM cleaned
        WHERE name IS NOT NULL AND company_number IS NOT NULL GROUP BY ALL HAVING count(DISTINCT company_number) = 1
    )
    SELECT mention_id, CASE
        WHEN coalesce(c.company_number, r.company_number) IS NOT NULL
            THEN 'number' || coalesce(c.company_number, r.company_number)
        WHEN c.name IS NOT NULL THEN to_json([c.name, c.postcode])::VARCHAR END AS key
    FROM cleaned c LEFT JOIN registered r ON c.company_number IS NULL AND r.name = c.name
        AND r.postcode IS NOT DISTINCT FROM c.postcode
    """

_KEYED = {
    "address": _ADDRESS,
    "phone": _PHONE,
    "vehicle": "SELECT mention_id, registration AS key FROM cleaned",
    "organisation": _ORGANISATION,
}
