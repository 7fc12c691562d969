"""The groups of the picture before: who was in them, under the ids that people have today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

__all__ = ["Before", "read_before"]

_TABLES = frozenset({"network_group", "group_member", "group_history", "group_before"})


@dataclass(frozen=True)
class Before:
    """By id: ``living`` groups and those that were gone already (``dead``) with their members, when each was ``born``; and the history."""

    living: Mapping[str, Collection[str]] = field(default_factory=dict)
    dead: Mapping[str, Collection[str]] = field(default_factory=dict)
    born: Mapping[str, datetime | None] = field(default_factory=dict)
    history: list[dict[str, Any]] = field(default_factory=list)


def read_before(con: duckdb.DuckDBPyConnection, previous: Path | None) -> Before:
    """The groups of the picture in the file ``previous``, or that stand in ``con`` itself; none where there are no such tables.

    Whoever is somebody else today by ``entity_alias`` is that; ids that lead to nobody stay, and are shared with no group.
    """
    if previous is None:
        return _read(con, "main")
    path = str(previous).replace("'", "''")
    con.execute(f"ATTACH '{path}' AS previous_groups (READ_ONLY)")
    try:
        return _read(con, "previous_groups.main")
    finally:
        con.execute("DETACH previous_groups")


def _read(con: duckdb.DuckDBPyConnection, where: str) -> Before:
    database = "current_database()" if where == "main" else "'previous_groups'"
    there = con.execute(f"SELECT table_name FROM duckdb_tables() WHERE database_name = {database}").fetchall()
    if not {name for (name,) in there} >= _TABLES:
        return Before()
    members: dict[str, dict[str, set[str]]] = {}
    for table in ("group_member", "group_before"):
        members[table] = defaultdict(set)
        query = f"""SELECT group_id, coalesce(a.entity_id, m.entity_id) FROM {where}.{table} m
            LEFT JOIN main.entity_alias a ON a.old_id = m.entity_id"""
        for group, who in con.execute(query).fetchall():
            members[table][group].add(who)
    born = con.execute(
        f"SELECT group_id, born FROM {where}.network_group UNION SELECT group_id, born FROM {where}.group_before"
    ).fetchall()
    history = con.execute(f"SELECT group_id, what, other_id, snapshot FROM {where}.group_history").fetchall()
    return Before(
        members["group_member"],
        members["group_before"],
        dict(born),
        [dict(zip(("group_id", "what", "other_id", "snapshot"), row, strict=True)) for row in history],
    )
