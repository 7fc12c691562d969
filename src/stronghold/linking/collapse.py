"""Exact repeats first: person mentions alike in every linking column share a node, so that each is compared only once."""

from __future__ import annotations

import duckdb

from stronghold.vocabulary import kind

__all__ = ["collapse_people", "group_alike", "linking_columns", "values_sql"]


def linking_columns() -> tuple[str, ...]:
    """The person columns that take part in linking, in the vocabulary's order; a home's town rides along with its street."""
    return tuple(column.name for column in kind("person").columns.values() if column.link or column.name == "town")


def collapse_people(con: duckdb.DuckDBPyConnection) -> int:
    """Writes ``node(mention_id, node_id)`` and the temporary ``node_value`` (one row a node); returns the number of nodes.

    ``node_id`` is the smallest mention id of those alike. ``node_value`` holds every linking column as given, except that
    ``local_id`` becomes ``agency/system/number``: a system's own person number means something inside that system alone.
    ``node_value.mentions`` is how many mentions the node stands for, ``alike`` a hash of what they say. A mention that people
    decided something about (temporary ``decided``, where there is one) has a node of its own; temporary
    ``set_apart(node_l, node_r)`` pairs it with those alike.
    """
    group_alike(con)
    con.execute(
        "CREATE OR REPLACE TABLE node AS "
        "SELECT unnest(mention_ids)::BIGINT AS mention_id, node_id::BIGINT AS node_id FROM node_group"
    )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE node_value AS "
        "SELECT * EXCLUDE (mention_ids, alone), len(mention_ids)::BIGINT AS mentions FROM node_group"
    )
    con.execute("DROP TABLE node_group")
    row = con.execute("SELECT count(*) FROM node_value").fetchone()
    return int(row[0]) if row else 0


def group_alike(con: duckdb.DuckDBPyConnection, only: str | None = None) -> None:
    """Temporary ``node_group(node_id, mention_ids, <linking columns>, alone, alike)`` and ``set_apart``, of all person mentions
    or of those in the table ``only(mention_id)``. ``alone`` is the mention that people decided something about."""
    names = ", ".join(linking_columns())
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE node_group AS
        SELECT min(mention_id) AS node_id, list(mention_id) AS mention_ids, {names}, alone, any_value(mention_key) AS alone_key,
            hash({names}) AS alike
        FROM (SELECT v.*, d.mention_id AS alone, d.mention_key
              FROM ({values_sql(con, only)}) v LEFT JOIN ({_decided(con)}) d ON d.mention_id = v.mention_id)
        GROUP BY {names}, alone
        """
    )
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE set_apart AS
        SELECT least(node_id, other) AS node_l, greatest(node_id, other) AS node_r
        FROM (SELECT node_id, alone, first_value(node_id) OVER (PARTITION BY {names} ORDER BY alone_key NULLS FIRST) AS other
              FROM node_group QUALIFY count(alone) OVER (PARTITION BY {names}) > 0)
        WHERE node_id <> other
        """
    )
    con.execute("ALTER TABLE node_group DROP COLUMN alone_key")


def values_sql(con: duckdb.DuckDBPyConnection, only: str | None = None) -> str:
    """SQL: ``mention_id`` and every linking column of person mentions, of all or of those in the table ``only(mention_id)``."""
    present = {row[0] for row in con.execute("SELECT column_name FROM (DESCRIBE person)").fetchall()}
    chosen = f"SEMI JOIN {only} USING (mention_id)" if only else ""
    # Where nobody has a system's own number, the scopes of such numbers are not looked for.
    numbered = (
        con.execute("SELECT 1 FROM person WHERE local_id IS NOT NULL LIMIT 1").fetchone() if "local_id" in present else None
    )
    scoped = _SCOPED.format(only=chosen) if numbered else ""
    shown = ", ".join(_expression(name, present, numbered=bool(numbered)) for name in linking_columns())
    return f"SELECT p.mention_id, {shown} FROM (FROM person {chosen}) p {scoped}"


def _decided(con: duckdb.DuckDBPyConnection) -> str:
    if not con.execute("SELECT 1 FROM duckdb_tables() WHERE temporary AND table_name = 'decided'").fetchall():
        return "SELECT NULL::BIGINT AS mention_id, NULL::VARCHAR AS mention_key"
    return """SELECT mention_id, mention_key FROM mention
        WHERE mention_id IN (SELECT unnest([mention_l, mention_r]) FROM decided)"""


_SCOPED = """
    LEFT JOIN (
        SELECT m.mention_id, s.agency || '/' || s.system AS scope
        FROM (FROM mention {only}) m JOIN record r USING (record_id) JOIN source s USING (source_id) WHERE m.kind = 'person'
    ) scoped ON p.local_id IS NOT NULL AND scoped.mention_id = p.mention_id
"""


def _expression(name: str, present: set[str], *, numbered: bool) -> str:
    if name not in present or (name == "local_id" and not numbered):
        return f'NULL::VARCHAR AS "{name}"'
    if name == "local_id":
        return "CASE WHEN p.local_id IS NOT NULL THEN coalesce(scope, '') || '/' || p.local_id END AS local_id"
    return f'nullif(p."{name}"::VARCHAR, \'\') AS "{name}"'
