"""Evidence and levels by arrays are those of the SQL, to the last digit, and nothing that reaches the least is dropped early."""

from __future__ import annotations

import math

import numpy as np
import pytest

from stronghold.linking.fields import present_columns
from stronghold.linking.model import PersonModel
from stronghold.linking.pair_values import NodeValues, Pairs
from stronghold.linking.scoring import score_sql
from stronghold.linking.weighing import weigh


@pytest.mark.parametrize("least", [-math.inf, -5.0, 5.0, 15.0])
@pytest.mark.parametrize("model", [PersonModel.shipped(), PersonModel.by_reason()], ids=["shipped", "by reason"])
def test_the_same_as_the_sql(jumble, model, least) -> None:
    comparisons = model.used(present_columns(jumble, "node_field"))
    nodes = NodeValues(jumble)
    found = jumble.execute("SELECT node_l, node_r FROM candidate WHERE node_l <> node_r").fetchnumpy()
    pairs = Pairs(nodes, nodes.places(found["node_l"]), nodes.places(found["node_r"]))
    weighed = weigh(pairs, np.arange(len(pairs)), comparisons, model, least)
    columns = [found["node_l"][weighed.at], found["node_r"][weighed.at], weighed.strangers, weighed.relatives]
    ours = sorted(zip(*(c.tolist() for c in (*columns, *(weighed.levels[c.name] for c in comparisons))), strict=True))
    lowest = -1000.0 if least == -math.inf else least
    levels = ", ".join(f"gamma_{c.name}" for c in comparisons)
    theirs = jumble.execute(
        f"SELECT node_l, node_r, strangers, relatives, {levels} FROM ({score_sql(comparisons, model, least=lowest)}) "
        "WHERE node_l <> node_r ORDER BY ALL"
    ).fetchall()
    assert ours == theirs
    assert len(ours) > 10
