"""How surely each mention is of the person it was linked to: a tie by a record whose mention is weakly linked speaks less loudly.

A person's *heart* is the node (mentions alike in everything) with the most mentions, then the smallest mention key. A mention is as sure as the
weakest link on the strongest way of accepted links from its node to the heart; mentions that are alike in everything, where even that
leaves doubt, are no surer than that. What people decided to be the same is certain. Things are resolved by what they are (a number, a
registration, an address), and are certain.
"""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy.sparse import coo_array, csgraph

__all__ = ["find_certainties", "update_certainties"]

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
_PLACES = 4
_CERTAIN = 0.99995  # what is rounded to 1


def find_certainties(con: duckdb.DuckDBPyConnection) -> None:
    """Write ``mention_certainty(mention_id, probability)``: the mentions of people that are not certain, from node, link and entity_member."""
    con.execute("CREATE OR REPLACE TABLE mention_certainty (mention_id BIGINT, probability DOUBLE)")
    if _can_doubt(con):
        _add(con, "")


def update_certainties(con: duckdb.DuckDBPyConnection) -> None:
    """Bring ``mention_certainty`` up to date with the entities that linking touched (temporary ``touched_entity``, ``moved_mention``).

    Leaves temporary ``certainty_changed(mention_id)``: mentions that are as sure as before no more.
    """
    if not _can_doubt(con):
        con.execute("CREATE OR REPLACE TEMP TABLE certainty_changed (mention_id BIGINT)")
        return
    con.execute(
        """CREATE OR REPLACE TEMP TABLE certainty_touched AS
        SELECT entity_id FROM touched_entity UNION SELECT entity_id FROM moved_mention"""
    )
    con.execute(
        """CREATE OR REPLACE TEMP TABLE certainty_before AS
        SELECT c.* FROM mention_certainty c LEFT JOIN entity_member USING (mention_id)
        WHERE entity_id IS NULL OR entity_id IN (FROM certainty_touched)"""
    )
    con.execute("DELETE FROM mention_certainty WHERE mention_id IN (SELECT mention_id FROM certainty_before)")
    _add(con, "SEMI JOIN certainty_touched USING (entity_id)")
    con.execute(
        """CREATE OR REPLACE TEMP TABLE certainty_changed AS
        SELECT coalesce(b.mention_id, n.mention_id) AS mention_id FROM certainty_before b
        FULL JOIN (SELECT c.* FROM mention_certainty c JOIN entity_member USING (mention_id) SEMI JOIN certainty_touched USING (entity_id)) n
          ON n.mention_id = b.mention_id WHERE b.probability IS DISTINCT FROM n.probability"""
    )
    for table in ("touched", "before"):
        con.execute(f"DROP TABLE certainty_{table}")


def _can_doubt(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether people were linked at all: without links every mention is of somebody of its own."""
    there = {name for (name,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    return there >= {"node", "link", "link_repeat", "linking_decided"}


def _add(con: duckdb.DuckDBPyConnection, chosen: str) -> None:
    """Add the mentions that are not certain, of entities that the clause ``chosen`` picks."""
    con.execute(_LINKED.format(chosen=chosen, certain=_CERTAIN))
    con.execute(_MEMBERS)
    nodes = con.execute("SELECT place, heart FROM certainty_member ORDER BY place").fetchnumpy()
    ends = con.execute(
        "SELECT l.place AS l, r.place AS r, k.probability FROM certainty_link k JOIN certainty_member l ON l.node_id = k.node_l"
        " AND l.entity_id = k.entity_id JOIN certainty_member r ON r.node_id = k.node_r AND r.entity_id = k.entity_id"
    ).fetchnumpy()
    sure = _surest_ways(np.flatnonzero(nodes["heart"]), ends["l"], ends["r"], ends["probability"], len(nodes["heart"]))
    con.register("certainty_found", pa.table({"place": np.arange(len(sure)), "probability": np.round(sure, _PLACES)}))
    con.execute(_UNSURE.format(chosen=chosen, places=_PLACES))
    con.unregister("certainty_found")
    for table in ("link", "member"):
        con.execute(f"DROP TABLE certainty_{table}")


def _surest_ways(hearts: Integers, left: Integers, right: Integers, probability: Floats, nodes: int) -> Floats:
    """For each node the weakest link on the strongest way to its heart: on the way of a maximum spanning tree. 1 for a heart, and for a node
    that no link leads to."""
    sure = np.ones(nodes + 1)
    if not len(left):
        return sure[:nodes]
    # A root that is certainly every heart makes one tree of all. Tree algorithms take the least: so costs, and none of 0.
    sides = np.concatenate([left, np.full(len(hearts), nodes)]), np.concatenate([right, hearts])
    costs = 2 - np.concatenate([probability, np.full(len(hearts), 1.5)])
    tree = csgraph.minimum_spanning_tree(coo_array((costs, sides), shape=(nodes + 1, nodes + 1)).tocsr())
    _, before = csgraph.breadth_first_order(tree, nodes, directed=False, return_predecessors=True)
    one, other, cost = tree.tocoo().row, tree.tocoo().col, tree.tocoo().data
    child = np.where(before[one] == other, one, other)
    sure[child] = np.minimum(1.0, 2 - cost)
    reached = np.where(before < 0, np.arange(nodes + 1), before)
    while True:  # each round looks twice as far back along the way
        shorter = np.minimum(sure, sure[reached])
        if (shorter == sure).all() and (reached[reached] == reached).all():
            return shorter[:nodes]
        sure, reached = shorter, reached[reached]


# Links of an entity in which some are doubtful: the others need no closer look. A link counts where both its nodes are in one entity.
_LINKED = """
    CREATE OR REPLACE TEMP TABLE certainty_link AS
    WITH of_node AS (SELECT DISTINCT node_id, entity_id FROM node JOIN entity_member USING (mention_id) {chosen}),
    joined AS (
        SELECT mention_l AS node_l, mention_r AS node_r, probability FROM link WHERE accepted
        UNION ALL SELECT l.node_id, r.node_id, 1.0 FROM linking_decided d JOIN node l ON l.mention_id = d.mention_l
        JOIN node r ON r.mention_id = d.mention_r WHERE d.judgement = 'same' AND l.node_id <> r.node_id
    ), inside AS (
        SELECT l.entity_id, node_l, node_r, max(probability) AS probability FROM joined JOIN of_node l ON l.node_id = node_l
        JOIN of_node r ON r.node_id = node_r AND r.entity_id = l.entity_id GROUP BY ALL
    )
    SELECT * FROM inside WHERE entity_id IN (SELECT entity_id FROM inside WHERE probability < {certain})
"""
_MEMBERS = """
    CREATE OR REPLACE TEMP TABLE certainty_member AS
    WITH counted AS (
        SELECT node_id, entity_id, count(*) AS mentions, min(mention_key) AS first_key FROM node JOIN entity_member USING (mention_id)
        JOIN mention USING (mention_id) WHERE entity_id IN (SELECT entity_id FROM certainty_link) GROUP BY ALL
    )
    SELECT node_id, entity_id, row_number() OVER () - 1 AS place,
        row_number() OVER (PARTITION BY entity_id ORDER BY mentions DESC, first_key) = 1 AS heart
    FROM counted
"""
_UNSURE = """
    INSERT INTO mention_certainty
    WITH repeated AS (
        SELECT n.mention_id, round(r.probability, {places}) AS probability FROM link_repeat r JOIN node n ON n.node_id = r.mention_l
        JOIN entity_member USING (mention_id) {chosen} WHERE r.accepted AND round(r.probability, {places}) < 1
        QUALIFY count(*) OVER (PARTITION BY n.node_id) > 1
    ), found AS (
        SELECT mention_id, f.probability FROM certainty_found f JOIN certainty_member USING (place) JOIN node USING (node_id)
        JOIN entity_member e USING (mention_id) WHERE e.entity_id = certainty_member.entity_id AND f.probability < 1
        UNION ALL FROM repeated
    )
    SELECT mention_id, min(probability) FROM found GROUP BY mention_id
"""
