"""Which pairs an increment compares, and which links were found by keys that too many share now.

A block's key counts while from two to so many nodes share it (``linking_block``). New nodes raise the number, gone ones lower it.
So three things can happen to a pair: one of it is new; its key has become small enough; its key has become too large. ``link.found_by``
says which blocks gave each link, so that the last can be told without looking at any other key.
"""

from __future__ import annotations

import duckdb

from stronghold.linking.blocking import APART, BLOCKS, Block, key_sql, tokens_sql

__all__ = ["find_new_candidates"]


def find_new_candidates(con: duckdb.DuckDBPyConnection, blocks: tuple[Block, ...] = BLOCKS) -> int:
    """Temporary ``candidate`` of the pairs to be compared, as :func:`.blocking.find_candidates` leaves it; returns how many.

    Reads ``linking_node``, ``linking_block`` and what :func:`.placing.place_mentions` left. Links of gone nodes and links that no
    block gives now leave ``link``, ``found_by`` of the others is brought up to date; temporary ``changed_link(node_l, node_r)``
    holds those that left.
    """
    con.execute("CREATE OR REPLACE TEMP TABLE new_key AS FROM linking_node SEMI JOIN new_node USING (node_id)")
    for nodes, tokens in (("linking_node", "node_token"), ("new_key", "new_token"), ("gone_node", "gone_token")):
        con.execute(f"CREATE OR REPLACE TEMP TABLE {tokens} AS {tokens_sql(nodes)}")
    con.execute("CREATE OR REPLACE TEMP TABLE found_pair (node_l BIGINT, node_r BIGINT, found_by BIGINT)")
    con.execute("CREATE OR REPLACE TEMP TABLE lost_pair (node_l BIGINT, node_r BIGINT, found_by BIGINT)")
    limits = dict(con.execute("SELECT name, most FROM linking_block").fetchall())
    for place, block in enumerate(blocks):
        if limits[block.name] > 1:
            _add_pairs(con, block, 1 << place, limits[block.name])
    _update_links(con)
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE candidate AS
        SELECT node_l, node_r, bit_or(found_by) AS found_by
        FROM (FROM found_pair UNION ALL SELECT node_l, node_r, {1 << APART} FROM set_apart)
        ANTI JOIN link ON mention_l = node_l AND mention_r = node_r GROUP BY node_l, node_r
        """
    )
    for table in (
        "found_pair",
        "lost_pair",
        "new_key",
        "node_token",
        "new_token",
        "gone_token",
        "touched_key",
        "sharing",
        "losing_pair",
    ):
        con.execute(f"DROP TABLE {table}")
    row = con.execute("SELECT count(*) FROM candidate").fetchone()
    return int(row[0]) if row else 0


def _add_pairs(con: duckdb.DuckDBPyConnection, block: Block, bit: int, most: int) -> None:
    everyone, new, gone = (
        ("node_token", "new_token", "gone_token") if block.per_token else ("linking_node", "new_key", "gone_node")
    )
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE touched_key AS
        SELECT key, count(*) FILTER (sign > 0) AS came, count(*) FILTER (sign < 0) AS went
        FROM (SELECT key, 1 AS sign FROM ({key_sql(block, new)}) UNION ALL SELECT key, -1 FROM ({key_sql(block, gone)}))
        GROUP BY key
        """
    )
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE sharing AS
        SELECT key, list(node_id) AS nodes, count(*) AS size, size - any_value(came) + any_value(went) AS size_before,
            any_value(went) > 0 AS lowered
        FROM ({key_sql(block, everyone)}) JOIN touched_key USING (key)
        GROUP BY key HAVING count(*) BETWEEN 2 AND {most} OR count(*) - any_value(came) + any_value(went) BETWEEN 2 AND {most}
        """
    )
    con.execute(
        """
        INSERT INTO found_pair
        WITH member AS (
            SELECT key, size_before > $most AS all_of_them, node_id, new_node.node_id IS NOT NULL AS is_new
            FROM (SELECT key, size_before, unnest(nodes) AS node_id FROM sharing WHERE size BETWEEN 2 AND $most)
            LEFT JOIN new_node USING (node_id)
        )
        SELECT l.node_id, r.node_id, $bit FROM member l JOIN member r ON l.key = r.key AND l.node_id < r.node_id
        WHERE l.is_new OR r.is_new OR l.all_of_them
        """,
        {"most": most, "bit": bit},
    )
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE losing_pair AS
        WITH member AS (
            SELECT key, node_id FROM (SELECT key, unnest(nodes) AS node_id FROM sharing WHERE size > $most AND size_before <= $most)
            ANTI JOIN new_node USING (node_id)
        )
        SELECT DISTINCT l.node_id AS node_l, r.node_id AS node_r FROM member l
        JOIN member r ON l.key = r.key AND l.node_id < r.node_id
        JOIN link ON link.mention_l = l.node_id AND link.mention_r = r.node_id
        """,
        {"most": most},
    )
    if block.per_token:
        _keep_found(con, block, everyone, most)
    con.execute("INSERT INTO lost_pair SELECT node_l, node_r, $bit FROM losing_pair", {"bit": bit})


def _keep_found(con: duckdb.DuckDBPyConnection, block: Block, everyone: str, most: int) -> None:
    """Take out of ``losing_pair`` those that another word of their names still brings together."""
    if not con.execute("SELECT 1 FROM losing_pair LIMIT 1").fetchone():
        return
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
