"""How far a change reaches: everything that accepted links and people's decisions connect to it, and nothing beyond."""

from __future__ import annotations

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

__all__ = ["find_touched"]

_ROUNDS = 20

Integers = npt.NDArray[np.int64]


def find_touched(con: duckdb.DuckDBPyConnection) -> int:
    """Temporary ``touched_node(node_id)``: all nodes of each connected component in which anything changed; returns how many.

    Changed are new nodes, nodes that stand for other mentions than before, both ends of links that came, went or weigh otherwise
    (temporary ``changed_link``), and nodes that people decided about otherwise than before. Clusters never reach over the
    border of a component, and nothing else can change one: what is not touched is clustered as it was.
    """
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE seed_node AS
        WITH decided_otherwise AS (
            (SELECT judgement, mention_l, mention_r FROM linking_decided EXCEPT SELECT judgement, mention_l, mention_r FROM decided)
            UNION
            (SELECT judgement, mention_l, mention_r FROM decided EXCEPT SELECT judgement, mention_l, mention_r FROM linking_decided)
        )
        SELECT node_id FROM linking_node WHERE node_id IN (
            FROM new_node UNION FROM changed_node UNION SELECT unnest([node_l, node_r]) FROM changed_link
            UNION SELECT unnest([mention_l, mention_r]) FROM decided_otherwise)
        """
    )
    seeds = con.execute("SELECT node_id FROM seed_node").fetchnumpy()["node_id"].astype(np.int64)
    joined = con.execute(
        """
        SELECT mention_l, mention_r FROM link WHERE accepted
        UNION ALL SELECT mention_l, mention_r FROM decided
        WHERE judgement = 'same' AND mention_l IN (SELECT node_id FROM linking_node)
        """
    ).fetchnumpy()
    left, right = (joined[side].astype(np.int64) for side in ("mention_l", "mention_r"))
    reached = _reached(seeds, left, right)
    con.register("reached", pa.table({"node_id": reached}))
    con.execute("CREATE OR REPLACE TEMP TABLE touched_node AS SELECT node_id::BIGINT AS node_id FROM reached")
    con.unregister("reached")
    con.execute("DROP TABLE seed_node")
    return len(reached)


def _reached(seeds: Integers, left: Integers, right: Integers) -> Integers:
    """The ``seeds`` and all that the pairs connect with them. A few rounds reach the end of almost every component; what is longer
    than that is left to the general way, which costs more."""
    size = 1 + max((int(side.max()) for side in (seeds, left, right) if len(side)), default=0)
    found = np.zeros(size, np.bool_)
    found[seeds] = True
    for _ in range(_ROUNDS):
        border = found[left] != found[right]
        if not border.any():
            return np.flatnonzero(found)
        found[left[border]] = found[right[border]] = True
    graph = coo_matrix((np.ones(len(left), np.int8), (left, right)), shape=(size, size))
    label = connected_components(graph, directed=False)[1]
    return np.flatnonzero(np.isin(label, label[seeds]))
