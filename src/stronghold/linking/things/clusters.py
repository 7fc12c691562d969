"""Clusters of the things that records mention, one kind at a time: set-work in SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from stronghold.linking.decisions import Decision, mark_decided
from stronghold.linking.things.deciding import obey_decisions
from stronghold.linking.things.forms import read_forms, write_forms
from stronghold.linking.things.homes import PREMISES, cluster_homes
from stronghold.linking.things.keys import KEYED
from stronghold.linking.things.written import KINDS

__all__ = ["cluster_things", "no_things", "resolve_things"]


def resolve_things(con: duckdb.DuckDBPyConnection, *, decisions: Sequence[Decision] = ()) -> None:
    """Writes ``thing_cluster(mention_id, kind, cluster)``; a cluster's number is the smallest mention id in it.

    - address: by property number, else house, flat, street and postcode, slips of the pen aside (:mod:`.homes`). An address that lacks
      street or postcode is the one home that has the same of the rest, where there is exactly one such (in its town, where any is; of
      those with a property number, where any has one); else it stands for itself. A place without a house is the place by its area
      code, location and coordinates, or by flat, street, town and postcode.
    - phone: its number; a handset without a number is its IMEI, and the number's where one number alone goes with it.
    - vehicle: its registration, O and 0, I and 1 being one, unless make or colour say that these are two.
    - organisation: its company number; else its name (``Ltd`` and the like aside) and postcode, a slip in it aside.

    Mentions with nothing to go by stand for themselves. What people decided goes before all of it.
    """
    write_forms(con)
    cluster_things(con)
    if decisions:
        mark_decided(con, decisions)
        obey_decisions(con)


def no_things(con: duckdb.DuckDBPyConnection) -> None:
    """``thing_cluster``, of nothing: for where people alone are asked about."""
    con.execute("CREATE OR REPLACE TABLE thing_cluster (mention_id BIGINT, kind VARCHAR, cluster BIGINT)")


def cluster_things(con: duckdb.DuckDBPyConnection, near: Mapping[str, str] | None = None) -> None:
    """``thing_cluster`` of the forms of things (:mod:`.forms`), or of those in a table for each kind, by what they say alone."""
    no_things(con)
    for kind in KINDS:
        read_forms(con, kind, near[kind] if near else None)
        if kind == "address":
            cluster_homes(con)
        con.execute(
            f"""
            INSERT INTO thing_cluster
            WITH keyed AS ({_ADDRESS if kind == "address" else KEYED[kind]}),
            clustered AS (SELECT form, CASE WHEN key IS NOT NULL THEN min(first) OVER (PARTITION BY key) END AS cluster
                FROM keyed JOIN cleaned USING (form))
            SELECT mention_id, '{kind}', coalesce(cluster, mention_id) FROM linking_written JOIN clustered USING (form)
            """
        )
    con.execute("DROP TABLE cleaned")
    con.execute("DROP TABLE home_of_form")


_ADDRESS = f"""
    SELECT form, home AS key FROM home_of_form
    UNION ALL
    SELECT form, CASE
        WHEN location IS NOT NULL OR latitude IS NOT NULL THEN
            to_json(['place', area_code, location, latitude::VARCHAR, longitude::VARCHAR, street])::VARCHAR
        WHEN street IS NOT NULL OR postcode IS NOT NULL THEN to_json(['street', unit, street, town, postcode])::VARCHAR
        WHEN area_code IS NOT NULL THEN 'area' || area_code END
    FROM cleaned WHERE NOT coalesce({PREMISES}, false)
"""
