"""How many others of one person, and how many relatives, a node has in these records: estimated without truth."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import numpy as np

from stronghold.linking.model import PersonModel

__all__ = ["estimate_priors"]

# Nodes' worth of belief in the shipped numbers: in a handful of records they decide, in thousands the records do.
BELIEF = 20.0


def estimate_priors(con: duckdb.DuckDBPyConnection, model: PersonModel, nodes: int, *, rounds: int = 30) -> PersonModel:
    """The model with ``expected``, ``relatives`` and ``nodes`` set from ``scored``, by expectation-maximisation.

    Each scored pair is one person's, relatives', or strangers'; their shares are what is sought, the evidence of each pair is
    given. Pairs that were never scored are strangers. However few relatives show, one node may still have one.
    """
    pairs = con.execute("SELECT strangers, relatives FROM scored WHERE node_l <> node_r ORDER BY ALL").fetchnumpy()
    against_strangers = np.exp2(-np.asarray(pairs["strangers"], np.float64))
    against_relatives = np.exp2(-np.asarray(pairs["relatives"], np.float64))
    expected, relatives = model.expected, model.relatives
    for _ in range(rounds):
        one = 1.0 / (1.0 + against_strangers * nodes / expected + against_relatives * relatives / expected)
        related = one * against_relatives * relatives / expected
        expected = (2.0 * float(one.sum()) + BELIEF * model.expected) / (nodes + BELIEF)
        relatives = (2.0 * float(related.sum()) + BELIEF * model.relatives) / (nodes + BELIEF)
    return replace(
        model, expected=round(expected, 4), relatives=max(round(relatives, 6), round(1.0 / max(nodes, 1), 8)), nodes=nodes
    )
