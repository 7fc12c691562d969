"""How many others of one person, and how many relatives, a node has in these records: estimated without truth."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import numpy as np

from stronghold.linking.comparisons import COMPARISONS
from stronghold.linking.model import PersonModel

__all__ = ["estimate_priors", "learn_contradictions"]

# Nodes' worth of belief in the shipped numbers: in a handful of records they decide, in thousands the records do.
BELIEF = 20.0
# Records that show fewer relatives to a node than this are no records of families.
FEW_RELATIVES = 0.1


def estimate_priors(con: duckdb.DuckDBPyConnection, model: PersonModel, nodes: int, *, rounds: int = 100) -> PersonModel:
    """The model with ``expected``, ``relatives`` and ``nodes`` set from ``scored``, by expectation-maximisation.

    Each scored pair is one person's, relatives', or strangers'; their shares are what is sought, the evidence of each pair is
    given. Pairs that were never scored are strangers. However few relatives show, one node may still have one.
    """
    return _estimate(con, model, nodes, rounds, learn=())


def learn_contradictions(con: duckdb.DuckDBPyConnection, model: PersonModel, nodes: int, *, rounds: int = 100) -> PersonModel:
    """The model with ``m`` of different first names, and of different dates of birth, learnt from ``scored``; priors unset.

    Two kinds of pair, which is all that Splink's training knows, cannot tell one person under two first names from a brother
    and a sister. Three kinds can, by the date of birth. First names come first, with dates held at the rates set by reason:
    learnt together each would excuse the other. Where relatives show, the rate may only fall, and dates are not learnt: a file
    of families must never teach that one person commonly goes by two first names, or twins would become one child.

    ``model`` should hold the rates set by reason, and ``scored`` be scored with them.
    """
    learnt = _estimate(con, model, nodes, rounds, learn=("forename",))
    families = learnt.relatives > FEW_RELATIVES
    if not families:
        learnt = _estimate(con, model, nodes, rounds, learn=("forename", "date_of_birth"))
    changed = {}
    for name in ("forename", "date_of_birth"):
        old, new = model.levels[name]["different"], learnt.levels[name]["different"]
        changed[name] = {**model.levels[name], "different": old if families and new.m > old.m else new}
    return model.with_levels(changed, nodes=0)


def _estimate(
    con: duckdb.DuckDBPyConnection, model: PersonModel, nodes: int, rounds: int, *, learn: tuple[str, ...]
) -> PersonModel:
    there = {row[0] for row in con.execute("SELECT column_name FROM (DESCRIBE scored)").fetchall()}
    learn = tuple(name for name in learn if f"gamma_{name}" in there)
    levels = "".join(f", gamma_{name}" for name in learn)
    pairs = con.execute(f"SELECT strangers, relatives{levels} FROM scored WHERE node_l <> node_r ORDER BY ALL").fetchnumpy()
    against_strangers = np.exp2(-np.asarray(pairs["strangers"], np.float64))
    against_relatives = np.exp2(-np.asarray(pairs["relatives"], np.float64))
    last = {c.name: len(c.levels) - 1 for c in COMPARISONS}
    known = {name: np.asarray(pairs[f"gamma_{name}"]) >= 0 for name in learn}
    differ = {name: np.asarray(pairs[f"gamma_{name}"]) == last[name] for name in learn}
    started = {name: model.levels[name]["different"] for name in learn}
    m = {name: start.m for name, start in started.items()}
    expected, relatives = model.expected, model.relatives
    for _ in range(rounds):
        one = 1.0 / (1.0 + against_strangers * nodes / expected + against_relatives * relatives / expected)
        related = one * against_relatives * relatives / expected
        before = expected, relatives, *m.values()
        expected = (2.0 * float(one.sum()) + BELIEF * model.expected) / (nodes + BELIEF)
        relatives = (2.0 * float(related.sum()) + BELIEF * model.relatives) / (nodes + BELIEF)
        for name in learn:
            new = (float(one[differ[name]].sum()) + BELIEF * started[name].m) / (float(one[known[name]].sum()) + BELIEF)
            for against in (against_strangers, against_relatives):
                against[differ[name]] *= m[name] / new
            m[name] = new
        if np.allclose(before, (expected, relatives, *m.values()), rtol=1e-4, atol=0.0):
            break
    changed = {name: {**model.levels[name], "different": replace(start, m=round(m[name], 6))} for name, start in started.items()}
    return model.with_levels(
        changed,
        expected=round(expected, 4),
        relatives=max(round(relatives, 6), round(1.0 / max(nodes, 1), 8)),
        nodes=nodes,
    )
