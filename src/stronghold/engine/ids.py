"""Queries that look rows up by lists of ids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb

__all__ = ["by_ids"]

# No index is gone by for more (DuckDB's index_scan_max_count), and to compare with a list of so many costs more than to join with it.
_MANY = 2_000


def by_ids(con: duckdb.DuckDBPyConnection, query: str, values: Mapping[str, Any]) -> duckdb.DuckDBPyConnection:
    """Execute a query that compares columns with lists (``IN $ids``) among the ``values``; long lists are joined with instead."""
    for name, ids in values.items():
        if isinstance(ids, list) and len(ids) > _MANY:
            query = query.replace(f"IN ${name}", f"IN (SELECT unnest(${name}))")
    return con.execute(query, dict(values))
