"""Mentions that came, went or were decided about find their nodes among those that are there: what collapsing all would give."""

from __future__ import annotations

import duckdb

from stronghold.linking.blocking import node_keys_sql
from stronghold.linking.clustering import IDENTIFIERS
from stronghold.linking.collapse import group_alike, linking_columns, values_sql
from stronghold.linking.fields import fill_fields, fill_traits

__all__ = ["look_at", "place_mentions"]


def place_mentions(con: duckdb.DuckDBPyConnection) -> None:
    """Bring ``node`` and ``linking_node`` up to date with ``person``.

    Reads temporary ``new_mention`` and ``gone_mention``, ``decided`` as it is now and ``linking_decided`` as it was. Leaves
    temporary ``new_node(node_id)``, ``gone_node`` (rows of ``linking_node``), ``changed_node(node_id)``: those that stay and
    stand for other mentions than before; ``set_apart``; and ``node_value``, ``node_field`` and ``name_sound`` of the new nodes.
    """
    _find_arriving(con)
    _dissolve(con)
    group_alike(con, "arriving")
    _join_known(con)
    con.execute("CREATE OR REPLACE TEMP TABLE new_node AS SELECT node_id FROM node_value")
    fill_fields(con)
    con.execute(f"INSERT INTO linking_node BY NAME {node_keys_sql()}")
    for table in ("arriving", "leaving", "node_group", "joined_node"):
        con.execute(f"DROP TABLE {table}")


def look_at(con: duckdb.DuckDBPyConnection, nodes: str, *, traits: bool = False) -> None:
    """Make ``node_value`` and ``node_field`` of the nodes in the table ``nodes(node_id)``; of their ``traits`` alone, with no more than
    what keeps people apart."""
    names = (*IDENTIFIERS, "date_of_birth") if traits else linking_columns()
    con.execute(f"CREATE OR REPLACE TEMP TABLE looked_node AS SELECT DISTINCT node_id AS mention_id FROM {nodes}")
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE node_value AS
        SELECT v.* RENAME (mention_id AS node_id), hash({", ".join(names)}) AS alike, n.mentions
        FROM ({values_sql(con, "looked_node", names)}) v
        JOIN (SELECT node_id AS mention_id, count(*) AS mentions FROM node
              WHERE node_id IN (SELECT mention_id FROM looked_node) GROUP BY node_id) n USING (mention_id)
        """
    )
    con.execute("DROP TABLE looked_node")
    (fill_traits if traits else fill_fields)(con)


def _find_arriving(con: duckdb.DuckDBPyConnection) -> None:
    """Temporary ``arriving(mention_id)``: to be placed; ``leaving(mention_id)``: those whose node they are no longer of.

    A mention that is decided about now and was not, or the other way round, does both.
    """
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE leaving AS
        WITH before AS (SELECT DISTINCT unnest([mention_l, mention_r]) AS mention_id FROM linking_decided),
        now AS (SELECT DISTINCT unnest([mention_l, mention_r]) AS mention_id FROM decided),
        turned AS ((FROM before EXCEPT FROM now) UNION (FROM now EXCEPT FROM before))
        SELECT mention_id FROM gone_mention WHERE kind = 'person'
        UNION SELECT mention_id FROM turned SEMI JOIN node USING (mention_id)
        """
    )
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE arriving AS
        SELECT mention_id FROM new_mention WHERE kind = 'person'
        UNION SELECT mention_id FROM leaving ANTI JOIN gone_mention USING (mention_id)
        """
    )


def _dissolve(con: duckdb.DuckDBPyConnection) -> None:
    """Take apart the nodes whose number (the smallest mention) leaves, and those alike of which some stand alone by decision,
    where anything changes among these; what stays of them arrives anew."""
    # Without decisions nobody stands alone, and what mentions say need not be read for it.
    decided = con.execute("SELECT 1 FROM linking_decided UNION ALL SELECT 1 FROM decided LIMIT 1").fetchone()
    beside = f"OR alike IN ({_alike_alone_sql(con)})" if decided else ""
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE gone_node AS
        FROM linking_node WHERE node_id IN (SELECT mention_id FROM leaving) {beside}
        """
    )
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE changed_node AS
        SELECT DISTINCT node_id FROM node SEMI JOIN leaving USING (mention_id) ANTI JOIN gone_node USING (node_id)
        """
    )
    con.execute(
        """
        INSERT INTO arriving SELECT mention_id FROM node SEMI JOIN gone_node USING (node_id)
        ANTI JOIN gone_mention USING (mention_id) ANTI JOIN arriving USING (mention_id)
        """
    )
    con.execute(
        """
        DELETE FROM node WHERE mention_id IN (SELECT mention_id FROM leaving) OR node_id IN (SELECT node_id FROM gone_node)
        """
    )
    con.execute("DELETE FROM linking_node WHERE node_id IN (SELECT node_id FROM gone_node)")


def _alike_alone_sql(con: duckdb.DuckDBPyConnection) -> str:
    """SQL: ``alike`` of what mentions that arrive or leave say, where one that says the same stands alone by a decision."""
    return f"""
        WITH moving AS (
            SELECT mention_id, hash({", ".join(linking_columns())}) AS alike FROM ({values_sql(con, "arriving")})
            UNION ALL
            SELECT l.mention_id, k.alike FROM leaving l JOIN node USING (mention_id) JOIN linking_node k USING (node_id)
        ), alone AS (
            SELECT alike FROM linking_node k JOIN (SELECT unnest([mention_l, mention_r]) AS node_id FROM linking_decided) USING (node_id)
            UNION SELECT alike FROM moving JOIN (SELECT unnest([mention_l, mention_r]) AS mention_id FROM decided) USING (mention_id)
        )
        SELECT alike FROM moving SEMI JOIN alone USING (alike)
    """


def _join_known(con: duckdb.DuckDBPyConnection) -> None:
    """Put each group of arriving mentions into the node that is alike, or a new one; ``node_value`` holds the new ones.

    A node that is alike and was there has a smaller number than any that arrives: else it had been dissolved.
    """
    names = linking_columns()
    same = " AND ".join(f"k.{name} IS NOT DISTINCT FROM g.{name}" for name in names)
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE maybe_known AS
        SELECT node_id AS mention_id FROM linking_node WHERE alike IN (SELECT alike FROM node_group WHERE alone IS NULL)
        """
    )
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE joined_node AS
        SELECT g.node_id AS arrived_id, k.mention_id AS node_id
        FROM node_group g
        JOIN (SELECT *, hash({", ".join(names)}) AS alike FROM ({values_sql(con, "maybe_known")})) k ON k.alike = g.alike AND {same}
        WHERE g.alone IS NULL
        """
    )
    con.execute(
        """
        INSERT INTO node
        SELECT unnest(mention_ids), coalesce(j.node_id, g.node_id) FROM node_group g LEFT JOIN joined_node j ON j.arrived_id = g.node_id
        """
    )
    con.execute("INSERT INTO changed_node SELECT node_id FROM joined_node ANTI JOIN changed_node USING (node_id)")
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE node_value AS
        SELECT * EXCLUDE (mention_ids, alone) FROM node_group
        WHERE node_id NOT IN (SELECT arrived_id FROM joined_node)
        """
    )
    con.execute("DROP TABLE maybe_known")
