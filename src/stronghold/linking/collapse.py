"""Exact repeats first: person mentions alike in every linking column share a node, so that each is compared only once."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from stronghold.linking.fields import filled_columns
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
    # Taken over, not copied.
    con.execute("ALTER TABLE node_group DROP COLUMN mention_ids")
    con.execute("ALTER TABLE node_group DROP COLUMN alone")
    con.execute("DROP TABLE IF EXISTS node_value")
    con.execute("ALTER TABLE node_group RENAME TO node_value")
    row = con.execute("SELECT count(*) FROM node_value").fetchone()
    return int(row[0]) if row else 0


def group_alike(con: duckdb.DuckDBPyConnection, only: str | None = None) -> None:
    """Temporary ``node_group(node_id, mention_ids, <linking columns>, alone, alike)`` and ``set_apart``, of all person mentions
    or of those in the table ``only(mention_id)``. ``alone`` is the mention that people decided something about."""
    filled = _filled(con)
    # Columns in which nobody says anything keep none apart.
    shown = {name: name if name in filled else "NULL::VARCHAR" for name in linking_columns()}
    values, groups = values_sql(con, only), [name for name in shown if name in filled]
    # Those that are compared most stand together, which makes comparing them cheaper.
    near = "surname" if "surname" in filled else groups[0]
    alone, alone_key = "NULL::BIGINT", "NULL::VARCHAR"
    if decided := _is_decided(con):
        values = f"SELECT v.*, d.mention_id AS alone, d.mention_key FROM ({values}) v LEFT JOIN ({_DECIDED}) d USING (mention_id)"
        groups.append("alone")
        alone, alone_key = "alone", "any_value(mention_key)"
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE node_group AS
        SELECT min(mention_id) AS node_id, list(mention_id) AS mention_ids, count(*) AS mentions,
            {", ".join(f"{sql} AS {name}" for name, sql in shown.items())}, {alone} AS alone, {alone_key} AS alone_key,
            hash({", ".join(shown.values())}) AS alike
        FROM ({values}) GROUP BY {", ".join(groups)} ORDER BY hash({near})
        """
    )
    con.execute("CREATE OR REPLACE TEMP TABLE set_apart (node_l BIGINT, node_r BIGINT)")
    if decided:
        _set_apart(con)
    con.execute("ALTER TABLE node_group DROP COLUMN alone_key")


def _set_apart(con: duckdb.DuckDBPyConnection) -> None:
    names = ", ".join(linking_columns())
    con.execute(
        f"""
        INSERT INTO set_apart
        SELECT least(node_id, other) AS node_l, greatest(node_id, other) AS node_r
        FROM (SELECT node_id, alone, first_value(node_id) OVER (PARTITION BY {names} ORDER BY alone_key NULLS FIRST) AS other
              FROM node_group QUALIFY count(alone) OVER (PARTITION BY {names}) > 0)
        WHERE node_id <> other
        """
    )


def _filled(con: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """The linking columns in which any mention says something; one of them where none does."""
    present = {row[0] for row in con.execute("SELECT column_name FROM (DESCRIBE person)").fetchall()}
    names = [name for name in linking_columns() if name in present]
    return frozenset(filled_columns(con, "person", names) or names[:1])


def values_sql(con: duckdb.DuckDBPyConnection, only: str | None = None, columns: Sequence[str] | None = None) -> str:
    """SQL: ``mention_id`` and every linking column, or some, of person mentions, of all or of those in the table ``only(mention_id)``."""
    columns = columns or linking_columns()
    present = {row[0] for row in con.execute("SELECT column_name FROM (DESCRIBE person)").fetchall()}
    chosen = f"SEMI JOIN {only} USING (mention_id)" if only else ""
    # Where nobody has a system's own number, the scopes of such numbers are not looked for.
    numbered = (
        con.execute("SELECT 1 FROM person WHERE local_id IS NOT NULL LIMIT 1").fetchone()
        if "local_id" in present and "local_id" in columns
        else None
    )
    scoped = _SCOPED.format(only=chosen) if numbered else ""
    shown = ", ".join(_expression(name, present, numbered=bool(numbered)) for name in columns)
    return f"SELECT p.mention_id, {shown} FROM (FROM person {chosen}) p {scoped}"


_DECIDED = "SELECT mention_id, mention_key FROM mention WHERE mention_id IN (SELECT unnest([mention_l, mention_r]) FROM decided)"


def _is_decided(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether people decided anything about mentions that are here."""
    there = con.execute("SELECT 1 FROM duckdb_tables() WHERE temporary AND table_name = 'decided'").fetchall()
    return bool(there and con.execute("SELECT 1 FROM decided LIMIT 1").fetchall())


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
