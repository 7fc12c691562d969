"""How well linking did, against a known truth: pairs at the threshold, and pairs inside people."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

__all__ = ["Evaluation", "Rates", "cluster_rates", "evaluate", "pairwise_rates"]


@dataclass(frozen=True)
class Rates:
    """Precision, recall and their harmonic mean, each from 0 to 1, over pairs of mentions."""

    precision: float
    recall: float
    f1: float

    @classmethod
    def of(cls, right: float, said: float, true: float) -> Rates:
        """From the pairs said and true, the pairs said, and the pairs true; nothing said is nothing said wrongly."""
        precision = right / said if said else 1.0
        recall = right / true if true else 1.0
        return cls(precision, recall, 2 * precision * recall / (precision + recall) if right else float(not said and not true))


@dataclass(frozen=True)
class Evaluation:
    """``pairwise``: links at the threshold, every true pair counted, those never compared as missed. ``cluster``: pairs that
    share an entity. ``blocking_recall``: the share of true pairs that were compared at all, a ceiling on pairwise recall."""

    pairwise: Rates
    cluster: Rates
    blocking_recall: float


def evaluate(con: duckdb.DuckDBPyConnection, truth: str = "truth") -> Evaluation:
    """Against table ``truth(mention_id, truth)``; mentions it does not name are left out. Needs ``link_people``'s tables of the
    same connection (the candidates are temporary)."""
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE node_truth AS
        SELECT node_id, truth, count(*) AS mentions FROM node JOIN "{truth}" USING (mention_id)
        WHERE truth IS NOT NULL GROUP BY node_id, truth
        """
    )
    con.execute("CREATE OR REPLACE TEMP TABLE node_known AS SELECT node_id, sum(mentions) AS mentions FROM node_truth GROUP BY 1")
    true = _true_pairs(con)
    compared = _within(con, "node_truth") + _across(con, "SELECT node_l, node_r FROM candidate WHERE node_l <> node_r", true=True)
    return Evaluation(pairwise_rates(con), cluster_rates(con, truth), compared / true if true else 1.0)


def pairwise_rates(con: duckdb.DuckDBPyConnection, threshold: float | None = None) -> Rates:
    """Links that are accepted, or at ``threshold`` (log2 odds) or more; alike mentions count as linked unless they say too
    little to be one person."""
    chosen = "accepted" if threshold is None else f"match_weight >= {float(threshold)}"
    links = f"SELECT mention_l AS node_l, mention_r AS node_r FROM link WHERE {chosen}"
    right = _within(con, "node_truth", tight=True) + _across(con, links, true=True)
    said = _within(con, "node_known", tight=True) + _across(con, links, true=False)
    return Rates.of(right, said, _true_pairs(con))


def cluster_rates(con: duckdb.DuckDBPyConnection, truth: str = "truth") -> Rates:
    """Pairs of mentions that share a person cluster."""
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE cluster_truth AS
        SELECT cluster, truth, count(*) AS mentions FROM person_cluster JOIN "{truth}" USING (mention_id)
        WHERE truth IS NOT NULL GROUP BY cluster, truth
        """
    )
    said = _number(con, "SELECT sum(n * (n - 1) / 2) FROM (SELECT sum(mentions) AS n FROM cluster_truth GROUP BY cluster)")
    return Rates.of(_within(con, "cluster_truth"), said, _true_pairs(con))


def _number(con: duckdb.DuckDBPyConnection, sql: str) -> float:
    row = con.execute(sql).fetchone()
    return float(row[0] or 0) if row else 0.0


def _true_pairs(con: duckdb.DuckDBPyConnection) -> float:
    return _number(con, "SELECT sum(n * (n - 1) / 2) FROM (SELECT sum(mentions) AS n FROM node_truth GROUP BY truth)")


def _within(con: duckdb.DuckDBPyConnection, table: str, *, tight: bool = False) -> float:
    only = "WHERE node_id NOT IN (SELECT node_id FROM loose_node)" if tight else ""
    return _number(con, f"SELECT sum(mentions * (mentions - 1) / 2) FROM {table} {only}")


def _across(con: duckdb.DuckDBPyConnection, pairs: str, *, true: bool) -> float:
    table, same = ("node_truth", "AND l.truth = r.truth") if true else ("node_known", "")
    return _number(
        con,
        f"""
        SELECT sum(l.mentions * r.mentions) FROM ({pairs}) p
        JOIN {table} l ON l.node_id = p.node_l JOIN {table} r ON r.node_id = p.node_r {same}
        """,
    )
