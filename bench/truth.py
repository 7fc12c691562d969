"""Scores against a known truth that any set of clusters or scored pairs can be held to, whoever made them."""

from __future__ import annotations

import duckdb

from stronghold.linking.evaluation import Rates

__all__ = ["cluster_rates", "pair_rates", "rows_in"]


def _one(con: duckdb.DuckDBPyConnection, sql: str) -> float:
    ((number,),) = con.execute(sql).fetchall()
    return float(number or 0)


def rows_in(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(_one(con, f"SELECT count(*) FROM {table}"))


def _pairs_in(con: duckdb.DuckDBPyConnection, table: str, *groups: str) -> float:
    counted = f"SELECT count(*) AS n FROM {table} GROUP BY {', '.join(groups)}"
    return _one(con, f"SELECT sum(n * (n - 1) / 2) FROM ({counted})")


def cluster_rates(con: duckdb.DuckDBPyConnection, table: str) -> Rates:
    """Pairs of mentions inside clusters, against pairs inside people; ``table`` has columns ``cluster`` and ``person``."""
    return Rates.of(_pairs_in(con, table, "cluster", "person"), _pairs_in(con, table, "cluster"), _pairs_in(con, table, "person"))


def pair_rates(con: duckdb.DuckDBPyConnection, pairs: str, people: str) -> Rates:
    """Scored pairs against every true pair, those never scored counted as missed.

    ``pairs`` has columns ``l`` and ``r``, each pair once; ``people`` has ``unique_id`` and ``person``.
    """
    joined = f"{pairs} JOIN {people} a ON a.unique_id = l JOIN {people} b ON b.unique_id = r"
    right = _one(con, f"SELECT count(*) FROM {joined} WHERE a.person = b.person")
    return Rates.of(right, rows_in(con, pairs), _pairs_in(con, people, "person"))
