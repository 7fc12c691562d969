"""Scores candidate pairs with a person model, in one SQL statement over the prepared fields.

The sums are Splink's (a test holds them equal to ``Linker.inference.predict``). They are written here because each pair is
weighed a second time, against relatives, from the same levels (see ``linking.model``).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from stronghold.linking.levels import NOTHING, Comparison
from stronghold.linking.model import PersonModel
from stronghold.linking.pair_values import NodeValues, Pairs
from stronghold.linking.weighing import SLACK, reads, weigh

__all__ = ["bound_sql", "least_kept", "level_sql", "needed_columns", "score_candidates", "score_sql"]

# More others of one person than this are not expected of a node on average.
MOST_EXPECTED = 8.0
# From so many pairs on, arrays tell levels sooner than one statement does, which needs no preparing; so many at once.
MANY, BATCH = 300_000, 500_000
_SIDED = re.compile(r"\b([a-z_]+)_([lr])\b")


def level_sql(comparison: Comparison) -> str:
    """The level a pair falls in: its place in ``comparison.levels``, -1 where the pair says nothing."""
    whens = " ".join(f"WHEN {level.sql} THEN {i}" for i, level in enumerate(comparison.levels) if level.sql != "ELSE")
    last = len(comparison.levels) - 1
    return f"CASE WHEN {comparison.unknown} THEN -1 {whens} ELSE {last} END::TINYINT"


def _double(number: float) -> str:
    """A literal that DuckDB reads as DOUBLE; without the exponent it would be DECIMAL."""
    return f"{number:.17e}"


def _weight_sql(comparison: Comparison, model: PersonModel, name: str) -> str:
    """A level's weight against strangers, a literal unless the value's own share tells it."""
    p = model.levels[comparison.name][name]
    term = next(level.term for level in comparison.levels if level.name == name)
    return f"{_double(math.log2(p.m))} - log2({term}_share_l)" if term else _double(math.log2(p.m / p.u))


def _strangers_sql(comparison: Comparison, model: PersonModel) -> str:
    whens = [f"WHEN {i} THEN {_weight_sql(comparison, model, level.name)}" for i, level in enumerate(comparison.levels)]
    return f"CASE gamma_{comparison.name} {' '.join(whens)} ELSE 0e0 END"


def _relatives_sql(comparison: Comparison, model: PersonModel) -> str:
    whens = []
    for i, level in enumerate(comparison.levels):
        p = model.levels[comparison.name][level.name]
        whens.append(f"WHEN {i} THEN {_double(math.log2(p.m / p.r))}")
    return f"CASE gamma_{comparison.name} {' '.join(whens)} ELSE 0e0 END"


def needed_columns(comparisons: Sequence[Comparison]) -> set[str]:
    """The columns of ``node_field`` that scoring reads."""
    needed: set[str] = set()
    for comparison in comparisons:
        needed |= _columns_of(comparison.unknown, *(level.sql for level in comparison.levels))
        needed |= _columns_of(*(possible.sql for possible in comparison.coarse))
        needed |= {f"{level.term}_share" for level in comparison.levels if level.term}
    return needed


def _columns_of(*conditions: str) -> set[str]:
    return {match.group(1) for condition in conditions for match in _SIDED.finditer(condition)}


def bound_sql(comparison: Comparison, model: PersonModel) -> str:
    """SQL over ``<column>_l`` and ``<column>_r``: a number that the comparison's evidence against strangers (log2) never exceeds,
    told without what is dear: the evidence itself, where nothing of it is."""
    if not comparison.coarse:
        weights = [_weight_sql(comparison, model, level.name) for level in comparison.levels]
        whens = [(level.sql, weight) for level, weight in zip(comparison.levels, weights, strict=True)]
        return _case([(comparison.unknown, "0e0"), *whens])
    return _case([(possible.sql, _heaviest_sql(comparison, model, possible.levels)) for possible in comparison.coarse])


def _case(whens: Sequence[tuple[str, str]]) -> str:
    told = " ".join(f"WHEN {condition} THEN {weight}" for condition, weight in whens if condition != "ELSE")
    otherwise = next(weight for condition, weight in whens if condition == "ELSE")
    return f"CASE {told} ELSE {otherwise} END" if told else otherwise


def _heaviest_sql(comparison: Comparison, model: PersonModel, names: Sequence[str]) -> str:
    found = [_weight_sql(comparison, model, name) for name in names if name != NOTHING]
    numbers = [float(weight) for weight in found if "share" not in weight] + [0.0] * (NOTHING in names)
    told = ([_double(max(numbers))] if numbers else []) + [weight for weight in found if "share" in weight]
    return f"greatest({', '.join(told)})" if len(told) > 1 else told[0]


def _sides(conditions: Sequence[str]) -> list[tuple[str, str]]:
    """Side and column of all that conditions speak of."""
    return sorted({(match.group(2), match.group(1)) for condition in conditions for match in _SIDED.finditer(condition)})


def score_sql(
    comparisons: Sequence[Comparison], model: PersonModel, *, pairs: str = "candidate", fields: str = "node_field", least: float
) -> str:
    """SQL: the rows of ``pairs(node_l, node_r)`` with their evidence and levels, those at ``least`` or more.

    Columns: node_l, node_r, strangers, relatives (log2 likelihood ratios of one person against each), gamma_<comparison>.
    """
    needed = needed_columns(comparisons)
    sided, repeated = (
        ", ".join(f"{table}.{name} AS {name}_{side}" for name in sorted(needed) for side, table in zip("lr", tables, strict=True))
        for tables in ("lr", "ll")
    )
    gammas = ", ".join(f"{level_sql(c)} AS gamma_{c.name}" for c in comparisons)
    kept = ", ".join(f"gamma_{c.name}" for c in comparisons)
    shares = "".join(f", {name}_l" for name in sorted(needed) if name.endswith("_share"))
    strangers = " + ".join(_strangers_sql(c, model) for c in comparisons) or "0e0"
    relatives = " + ".join(_relatives_sql(c, model) for c in comparisons) or "0e0"
    bounds = [bound_sql(c, model) for c in comparisons]
    looked_at = ", ".join(f"{side}.{name} AS {name}_{side}" for side, name in _sides(bounds))
    return f"""
        WITH looked_at AS (
            SELECT c.node_l, c.node_r{looked_at and f", {looked_at}"}
            FROM {pairs} c JOIN {fields} l ON l.node_id = c.node_l JOIN {fields} r ON r.node_id = c.node_r
            WHERE c.node_l <> c.node_r
        ), possible AS MATERIALIZED (
            SELECT node_l, node_r FROM looked_at WHERE {" + ".join(bounds) or "0e0"} >= {least - SLACK}
        ), sided AS (
            SELECT c.node_l, c.node_r, {sided}
            FROM possible c JOIN {fields} l ON l.node_id = c.node_l JOIN {fields} r ON r.node_id = c.node_r
            UNION ALL
            SELECT c.node_l, c.node_r, {repeated} FROM {pairs} c JOIN {fields} l ON l.node_id = c.node_l WHERE c.node_l = c.node_r
        ), levelled AS MATERIALIZED (
            SELECT node_l, node_r, {gammas}{shares} FROM sided
        ), weighed AS (
            SELECT node_l, node_r, {strangers} AS strangers, {kept} FROM levelled
        )
        SELECT *, {relatives} AS relatives FROM weighed WHERE strangers >= {least} OR node_l = node_r
        """


def least_kept(con: duckdb.DuckDBPyConnection, model: PersonModel) -> float:
    """The evidence (log2) below which a pair of nodes of ``node_field`` cannot reach the model's floor."""
    found = con.execute("SELECT count(*) FROM node_field").fetchall()
    nodes = model.nodes or max(int(found[0][0]), 2)
    return model.floor + math.log2(nodes / max(model.expected, MOST_EXPECTED))


def score_candidates(con: duckdb.DuckDBPyConnection, comparisons: Sequence[Comparison], model: PersonModel) -> int:
    """Temporary ``scored``, as ``score_sql`` gives it with ``found_by``, from ``candidate`` and ``node_field``; returns the number of rows.

    Kept are pairs that could reach the model's floor however many others of a person these records may hold.
    """
    least = least_kept(con, model)
    if _count(con, "candidate") < MANY:
        con.execute(f"CREATE OR REPLACE TEMP TABLE scored AS {_with_blocks(score_sql(comparisons, model, least=least))}")
    else:
        _score_in_batches(con, comparisons, model, least)
    return _count(con, "scored")


def _score_in_batches(
    con: duckdb.DuckDBPyConnection, comparisons: Sequence[Comparison], model: PersonModel, least: float
) -> None:
    """As ``score_sql``, which joins the columns of both nodes to every pair."""
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE scored AS FROM ({_with_blocks(score_sql(comparisons, model, least=least))}) LIMIT 0"
    )
    nodes = NodeValues(con, "node_field")
    nodes.prepare(reads(comparisons))
    for condition, lowest in (("node_l <> node_r", least), ("node_l = node_r", -math.inf)):
        found = con.execute(f"SELECT node_l, node_r, found_by FROM candidate WHERE {condition}").fetchnumpy()
        left, right = (nodes.places(found[side]) for side in ("node_l", "node_r"))
        # Neighbours in memory are read sooner.
        order = np.argsort(left << 32 | right)
        left, right, found["found_by"] = left.take(order), right.take(order), found["found_by"].take(order)
        for start in range(0, len(left), BATCH):
            batch = Pairs(nodes, left[start : start + BATCH], right[start : start + BATCH])
            kept = weigh(batch, np.arange(len(batch)), comparisons, model, lowest)
            at = kept.at + start
            columns: dict[str, npt.NDArray[np.generic]] = {
                "node_l": nodes.ids.take(left.take(at)),
                "node_r": nodes.ids.take(right.take(at)),
            }
            columns |= {"found_by": found["found_by"].take(at), "strangers": kept.strangers, "relatives": kept.relatives}
            columns |= {f"gamma_{name}": levels for name, levels in kept.levels.items()}
            con.register("kept_pair", pa.table(columns))
            con.execute("INSERT INTO scored BY NAME FROM kept_pair")
            con.unregister("kept_pair")


def _with_blocks(scores: str) -> str:
    return f"SELECT s.*, found_by FROM ({scores}) s JOIN candidate USING (node_l, node_r)"


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])
