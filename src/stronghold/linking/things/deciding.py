"""What people decided of things: which are the same and which are not, whatever their keys say."""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa

from stronghold.linking.clustering import Traits, constrained_clusters
from stronghold.linking.decisions import constraints_of

__all__ = ["obey_decisions"]


def obey_decisions(con: duckdb.DuckDBPyConnection) -> None:
    """Join and part the clusters of decided things: each such mention is linked to its cluster, unless decided otherwise."""
    decided = con.execute(
        """
        SELECT judgement, mention_l, mention_r FROM decided
        WHERE mention_l IN (SELECT mention_id FROM thing_cluster) ORDER BY sequence
        """
    ).fetchall()
    if not decided:
        return
    rows = con.execute(
        """
        SELECT mention_id, mention_key, cluster,
            (SELECT min(other.mention_id) FROM thing_cluster other WHERE other.kind = t.kind AND other.cluster = t.cluster
                AND other.mention_id NOT IN (SELECT unnest([mention_l, mention_r]) FROM decided)) AS base
        FROM thing_cluster t JOIN mention USING (mention_id)
        WHERE mention_id IN (SELECT unnest([mention_l, mention_r]) FROM decided) ORDER BY mention_key
        """
    ).fetchall()
    base: dict[int, int] = {}
    for mention, _, cluster, others in rows:
        # Where all of a cluster are decided about, the first of them stands for it.
        base.setdefault(cluster, others if others is not None else mention)
    ids = np.array(sorted({row[0] for row in rows} | set(base.values())), np.int64)
    place = {int(mention): position for position, mention in enumerate(ids)}
    own = np.array([(place[mention], place[base[c]]) for mention, _, c, _ in rows if mention != base[c]], np.int64).reshape(-1, 2)
    keys = {place[mention]: key for mention, key, _, _ in rows}
    clustered = constrained_clusters(
        own[:, 0],
        own[:, 1],
        np.ones(len(own)),
        [],
        lambda members: {int(m): Traits((), None, keys.get(int(m), "")) for m in members},
        nodes=len(ids),
        threshold=1.0,
        floor=0.0,
        constraints=constraints_of((judgement, place[left], place[right]) for judgement, left, right in decided),
    )
    con.register("moved", pa.table({"mention_id": ids, "group_of": ids[clustered.cluster]}))
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE decided_cluster AS
        SELECT t.mention_id, m.group_of FROM thing_cluster t
        JOIN (SELECT mention_id AS base, group_of, cluster AS old, kind FROM moved JOIN thing_cluster USING (mention_id)) m
            ON m.kind = t.kind AND m.old = t.cluster AND m.base NOT IN (SELECT unnest([mention_l, mention_r]) FROM decided)
        WHERE t.mention_id NOT IN (SELECT mention_id FROM moved)
        UNION ALL FROM moved
        """
    )
    con.unregister("moved")
    con.execute(
        """
        UPDATE thing_cluster SET cluster = smallest
        FROM (SELECT mention_id, min(mention_id) OVER (PARTITION BY group_of) AS smallest FROM decided_cluster) d
        WHERE d.mention_id = thing_cluster.mention_id
        """
    )
