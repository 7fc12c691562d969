"""Why two mentions were linked, or were not: field by field, in plain words."""

from __future__ import annotations

import math
from dataclasses import dataclass

import duckdb

from stronghold.errors import BadInput
from stronghold.linking.comparisons import COMPARISONS
from stronghold.linking.fields import TERM_COLUMNS
from stronghold.linking.levels import Comparison
from stronghold.linking.model import PersonModel

__all__ = ["Explanation", "FieldEvidence", "explain"]


@dataclass(frozen=True)
class FieldEvidence:
    """One field's part in a link: what was found, the two values, and its weight in bits (log2 odds; above 0 speaks for)."""

    field: str
    words: str
    left: str | None
    right: str | None
    weight: float


@dataclass(frozen=True)
class Explanation:
    """The fields' weights add up to ``total``, the link's own weight (log2 odds); ``probability`` is the same as a share."""

    fields: tuple[FieldEvidence, ...]
    total: float
    probability: float
    accepted: bool


def explain(con: duckdb.DuckDBPyConnection, model: PersonModel, mention_l: int, mention_r: int) -> Explanation:
    """Explains the link between two person mentions (or the nodes they belong to) of a snapshot.

    ``model`` is the snapshot's own (``model.json``). Mentions alike in every field are explained by ``link_repeat``. A pair that was never
    compared, or scored under the floor, has no link: that is bad input.
    """
    nodes = con.execute(
        "SELECT (SELECT node_id FROM node WHERE mention_id = ?), (SELECT node_id FROM node WHERE mention_id = ?)",
        [mention_l, mention_r],
    ).fetchone() or (None, None)
    if None in nodes:
        raise BadInput(f"mentions {mention_l} and {mention_r} are not both person mentions of this snapshot.")
    low, high = min(nodes), max(nodes)
    table = "link_repeat" if low == high else "link"
    present = {row[0] for row in con.execute(f"SELECT column_name FROM (DESCRIBE {table})").fetchall()}
    compared = [c for c in COMPARISONS if f"gamma_{c.name}" in present]
    gammas = "".join(f", gamma_{c.name}" for c in compared)
    row = con.execute(
        f"SELECT match_weight, probability, accepted{gammas} FROM {table} WHERE mention_l = ? AND mention_r = ?",
        [low, high],
    ).fetchone()
    if row is None:
        raise BadInput(
            f"mentions {mention_l} and {mention_r} have no link.", remedy="They were never compared, or too little spoke for it."
        )
    total, probability, accepted, *levels = row
    prior = math.log2(model.expected / max(model.nodes, 2))
    fields = [FieldEvidence("start", _start_words(model), None, None, prior)]
    left, right = (_values(con, node) for node in nodes)
    fields += [_field(con, model, c, level, left, right) for c, level in zip(compared, levels, strict=True)]
    rest = total - sum(f.weight for f in fields)
    fields.append(
        FieldEvidence(
            "household",
            "two people of one household would agree in part of this too"
            if rest < -0.05
            else "people of one household would not agree like this",
            None,
            None,
            rest,
        )
    )
    return Explanation(tuple(fields), total, probability, bool(accepted))


def _start_words(model: PersonModel) -> str:
    return (
        f"before looking: {model.expected:.2g} others of the same person expected among {max(model.nodes, 2):,} different entries"
    )


def _values(con: duckdb.DuckDBPyConnection, node: int) -> dict[str, str | None]:
    """The person columns of a node as given, by name; ``local_id`` without its system."""
    cursor = con.execute("SELECT * FROM person WHERE mention_id = ?", [node])
    names = [column[0] for column in cursor.description or ()]
    row = cursor.fetchone() or ()
    return {name: None if value is None else str(value) for name, value in zip(names, row, strict=True)}


def _shown(values: dict[str, str | None], comparison: Comparison) -> str | None:
    return " ".join(value for name in comparison.shows if (value := values.get(name))) or None


def _field(
    con: duckdb.DuckDBPyConnection,
    model: PersonModel,
    comparison: Comparison,
    level: int,
    left: dict[str, str | None],
    right: dict[str, str | None],
) -> FieldEvidence:
    one, other = _shown(left, comparison), _shown(right, comparison)
    if level < 0:
        said = "not given" if one is None and other is None else "not given in one" if one is None or other is None else None
        return FieldEvidence(comparison.label, said or "says nothing more", one, other, 0.0)
    shape = comparison.levels[level]
    p = model.levels[comparison.name][shape.name]
    if shape.term is None:
        return FieldEvidence(comparison.label, shape.words, one, other, math.log2(p.m / p.u))
    row = con.execute(
        "SELECT share FROM linking_term WHERE column_name = ? AND value = ?", [shape.term, left.get(shape.term)]
    ).fetchone()
    share = max(float(row[0]), TERM_COLUMNS[shape.term]) if row else p.u
    words = f"{shape.words}; 1 in {_rounded(1 / share)} people here has it"
    return FieldEvidence(comparison.label, words, one, other, math.log2(p.m / share))


def _rounded(number: float) -> str:
    """A number to two figures, as people say it: 2,300 rather than 2,274."""
    digits = max(len(str(round(number))) - 2, 0)
    return f"{round(number, -digits):,.0f}"
