"""Scores against a known truth that any set of clusters or scored pairs can be held to, whoever made them."""

from __future__ import annotations

import duckdb
import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from stronghold.linking.evaluation import Rates

__all__ = ["best_cluster_f1", "cluster_rates", "pair_rates", "rows_in"]


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


def best_cluster_f1(con: duckdb.DuckDBPyConnection, scored: str, people: str) -> tuple[float, float]:
    """The best F1 that connected components reach, and the match weight (log2) for it, chosen on the truth among a dozen.

    ``scored`` has columns ``unique_id_l``, ``unique_id_r`` and ``match_weight``; ``people`` has ``unique_id`` (0 to n-1) and ``person``.
    """
    pairs = con.execute(f"SELECT unique_id_l, unique_id_r, match_weight FROM {scored}").fetchnumpy()
    person = con.execute(f"SELECT person FROM {people} ORDER BY unique_id").fetchnumpy()["person"].astype(np.int64)

    def pairs_in(*labels: np.ndarray) -> float:
        _, count = np.unique(np.stack(labels), axis=1, return_counts=True)
        return float((count * (count - 1) / 2).sum())

    found = []
    for weight in range(2, 26, 2):
        kept = pairs["match_weight"] >= weight
        ends = pairs["unique_id_l"][kept], pairs["unique_id_r"][kept]
        _, label = connected_components(coo_array((np.ones(kept.sum(), np.int8), ends), shape=(len(person), len(person))))
        found.append((Rates.of(pairs_in(label, person), pairs_in(label), pairs_in(person)).f1, float(weight)))
    return max(found)
