"""Which pairs an increment compares, and which links were found by keys that too many share now.

A block's key counts while from two to so many nodes share it (``linking_block``). New nodes raise the number, gone ones lower it.
So three things can happen to a pair: one of it is new; its key has become small enough; its key has become too large. ``link.found_by``
says which blocks gave each link, so that the last can be told without looking at any other key.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import numpy as np
import pyarrow as pa

from stronghold.linking.blocking import APART, BLOCKS, Block, NodeKeys, key_sql, tokens_sql
from stronghold.linking.pair_values import Bools, Keys, Places
from stronghold.linking.sharing import SharedKeys, found_in, marked, pair_table

__all__ = ["find_new_candidates"]


def find_new_candidates(con: duckdb.DuckDBPyConnection, blocks: tuple[Block, ...] = BLOCKS) -> int:
    """Temporary ``candidate`` of the pairs to be compared, as :func:`.blocking.find_candidates` leaves it; returns how many.

    Reads ``linking_node``, ``linking_block`` and what :func:`.placing.place_mentions` left. Links of gone nodes and links that no
    block gives now leave ``link``, ``found_by`` of the others is brought up to date; temporary ``changed_link(node_l, node_r)``
    holds those that left.
    """
    everyone, gone = NodeKeys(con), NodeKeys(con, "gone_node")
    new = np.zeros(everyone.nodes, np.bool_)
    new[everyone.places(con.execute("FROM new_node").fetchnumpy()["node_id"])] = True
    con.execute("CREATE OR REPLACE TEMP TABLE lost_pair (node_l BIGINT, node_r BIGINT, found_by BIGINT)")
    limits = dict(con.execute("SELECT name, most FROM linking_block").fetchall())
    found: list[Places] = []
    for place, block in enumerate(blocks):
        if (most := limits[block.name]) > 1:
            shared, before = _touched(everyone.of(block), gone.of(block)[0], new)
            found += (marked(*pair, place) for pair in _gained(shared, before > most, new, most))
            _lose(
                con,
                block,
                1 << place,
                most,
                _old_pairs(shared.where((shared.sizes > most) & (before <= most)), new),
                everyone.ids,
            )
    con.register("found_pair", pair_table(found, everyone.ids))
    _update_links(con)
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE candidate AS
        SELECT node_l, node_r, bit_or(found_by) AS found_by
        FROM (FROM found_pair UNION ALL SELECT node_l, node_r, {1 << APART} FROM set_apart)
        ANTI JOIN link ON mention_l = node_l AND mention_r = node_r GROUP BY node_l, node_r
        """
    )
    con.unregister("found_pair")
    con.execute("DROP TABLE lost_pair")
    row = con.execute("SELECT count(*) FROM candidate").fetchone()
    return int(row[0]) if row else 0


def _touched(everyone: tuple[Keys, Places], gone: Keys, new: Bools) -> tuple[SharedKeys, Places]:
    """The keys that a new node has, or a gone one had, and how many shared each before."""
    keys, places = everyone
    at = found_in(keys, np.unique(np.concatenate([keys[new.take(places)], gone])))
    shared = SharedKeys.among(keys.take(at), places.take(at))
    gone = np.sort(gone)
    went = np.searchsorted(gone, shared.keys, "right") - np.searchsorted(gone, shared.keys, "left")
    return shared, shared.sizes - shared.how_many(new) + went


def _gained(shared: SharedKeys, were_too_many: Bools, new: Bools, most: int) -> Iterator[tuple[Places, Places]]:
    """The pairs that a block gives now, of which one is new or whose key too many shared before."""
    yield from shared.where(were_too_many).pairs(most)
    for one, other in shared.where(~were_too_many).pairs(most):
        at = np.flatnonzero(new.take(one) | new.take(other))
        yield one.take(at), other.take(at)


def _old_pairs(shared: SharedKeys, new: Bools) -> Iterator[tuple[Places, Places]]:
    for one, other in shared.pairs(int(shared.sizes.max(initial=0))):
        at = np.flatnonzero(~(new.take(one) | new.take(other)))
        yield one.take(at), other.take(at)


def _lose(
    con: duckdb.DuckDBPyConnection, block: Block, bit: int, most: int, pairs: Iterator[tuple[Places, Places]], ids: Places
) -> None:
    """Add to ``lost_pair`` those of ``pairs`` that are links."""
    ends = [(np.minimum(one, other), np.maximum(one, other)) for one, other in pairs]
    if not ends:
        return
    left, right = (ids.take(np.concatenate([pair[side] for pair in ends])) for side in (0, 1))
    con.register("losing_rows", pa.table([left, right], ["node_l", "node_r"]))
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE losing_pair AS
        SELECT DISTINCT node_l, node_r FROM losing_rows SEMI JOIN link ON mention_l = node_l AND mention_r = node_r
        """
    )
    con.unregister("losing_rows")
    if block.per_token:
        _keep_found(con, block, most)
    con.execute("INSERT INTO lost_pair SELECT node_l, node_r, $bit FROM losing_pair", {"bit": bit})
    con.execute("DROP TABLE losing_pair")


def _keep_found(con: duckdb.DuckDBPyConnection, block: Block, most: int) -> None:
    """Take out of ``losing_pair`` those that another word of their names still brings together."""
    if not con.execute("SELECT 1 FROM losing_pair LIMIT 1").fetchone():
        return
    everyone = f"({tokens_sql('linking_node')})"
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE losing_token AS
        FROM {everyone} WHERE node_id IN (SELECT unnest([node_l, node_r]) FROM losing_pair)
        """
    )
    con.execute(
        f"""
        DELETE FROM losing_pair WHERE (node_l, node_r) IN (
            WITH own AS ({key_sql(block, "losing_token")}),
            both_have AS (
                SELECT node_l, node_r, l.key FROM losing_pair
                JOIN own l ON l.node_id = node_l JOIN own r ON r.node_id = node_r AND r.key = l.key
            ), affordable AS (
                SELECT key FROM ({key_sql(block, everyone)}) SEMI JOIN both_have USING (key)
                GROUP BY key HAVING count(*) <= {most}
            )
            SELECT (node_l, node_r) FROM both_have SEMI JOIN affordable USING (key))
        """
    )
    con.execute("DROP TABLE losing_token")


def _update_links(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        """
        UPDATE link SET found_by = link.found_by & ~lost.found_by
        FROM (SELECT node_l, node_r, bit_or(found_by) AS found_by FROM lost_pair GROUP BY node_l, node_r) lost
        WHERE link.mention_l = lost.node_l AND link.mention_r = lost.node_r
        """
    )
    con.execute(
        """
        UPDATE link SET found_by = link.found_by | found.found_by
        FROM (SELECT node_l, node_r, bit_or(found_by) AS found_by FROM found_pair
              WHERE node_l NOT IN (FROM new_node) AND node_r NOT IN (FROM new_node) GROUP BY node_l, node_r) found
        WHERE link.mention_l = found.node_l AND link.mention_r = found.node_r
        """
    )
    leaving = """found_by = 0 OR mention_l IN (SELECT node_id FROM gone_node) OR mention_r IN (SELECT node_id FROM gone_node)"""
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE changed_link AS SELECT mention_l AS node_l, mention_r AS node_r FROM link WHERE {leaving}"
    )
    con.execute(f"DELETE FROM link WHERE {leaving}")
