"""Which pairs are worth comparing: those that share at least one of several keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

__all__ = [
    "APART",
    "BLOCKS",
    "Block",
    "afforded",
    "find_candidates",
    "frozen_limits",
    "key_sql",
    "largest_looked_at",
    "node_keys_sql",
    "tokens_sql",
]


# A block may always make this many pairs, so that a small file is searched widely; its largest keys are dropped first.
ALWAYS_AFFORDED = 120_000
MOST_EVER = 300


@dataclass(frozen=True)
class Block:
    """Nodes that share a key are compared, unless more than ``most`` share it.

    A key shared by too many says little about each pair and costs the square of their number; for each such key there is a
    narrower one below (a common name with its year or district). ``per_token`` keys are made for every word of the name, so
    that a name in the wrong cell is still found.
    """

    name: str
    keys: tuple[str, ...]
    most: int
    per_token: bool = False


BLOCKS: tuple[Block, ...] = (
    Block("nino", ("nino",), 200),
    Block("nhs number", ("nhs_number",), 200),
    Block("pnc id", ("pnc_id",), 200),
    Block("local id", ("local_id",), 200),
    Block("phone", ("phone",), 100),
    Block("email", ("email",), 100),
    Block("both names, either way round", ("least(forename, surname)", "greatest(forename, surname)"), 16),
    Block("names by sound", ("forename_sound", "surname_sound"), 10),
    Block("names by sound, year", ("forename_sound", "surname_sound", "dob_year"), 150),
    Block("names by sound, district", ("forename_sound", "surname_sound", "district"), 150),
    Block("names by sound, place of birth", ("forename_sound", "surname_sound", "place_of_birth"), 150),
    Block("surname by sound, initial", ("surname_sound", "forename[1]"), 6),
    Block("surname by sound, initial, year", ("surname_sound", "forename[1]", "dob_year"), 60),
    Block("surname by sound, year, place of birth", ("surname_sound", "dob_year", "place_of_birth"), 60),
    Block("a name, date of birth", ("token_sound", "dob_key"), 150, per_token=True),
    Block("a name, postcode", ("token_sound", "postcode"), 40, per_token=True),
    Block("a name, place of birth", ("token_sound", "place_of_birth"), 60, per_token=True),
    Block("a name, district", ("token_sound", "district"), 2, per_token=True),
    Block("a name, occupation", ("token_sound", "occupation"), 20, per_token=True),
    Block("a rare name", ("token_sound",), 6, per_token=True),
    Block("initials, place of birth", ("place_of_birth", "forename[1]", "surname[1]"), 20),
    Block("occupation, place of birth", ("occupation", "place_of_birth"), 20),
    Block("date of birth, place of birth", ("dob_key", "place_of_birth"), 60),
    Block("initials, date of birth", ("dob_key", "least(forename[1], surname[1])", "greatest(forename[1], surname[1])"), 60),
    Block("date of birth, district", ("dob_key", "district"), 60),
    Block("date of birth, street", ("dob_key", "street_start"), 60),
    Block("date of birth", ("dob_key",), 8),
    Block("first name by sound, street", ("forename_sound", "street_start"), 8),
    Block("surname by sound, street", ("surname_sound", "street_start"), 8),
    Block("house and street", ("house", "street_start"), 2),
    Block("postcode", ("postcode",), 6),
    Block("first name by sound, district", ("forename_sound", "district"), 2),
    Block("surname by sound, year", ("surname_sound", "dob_year"), 3),
    Block("house, street, initial", ("house", "street_start", "forename[1]"), 30),
    Block("house, postcode, initial", ("house", "postcode", "forename[1]"), 30),
)


# The place in ``found_by`` that stands for people's decisions (``set_apart``); those before are the blocks, in order.
APART = 62

_KEY_COLUMNS = (
    "nino", "nhs_number", "pnc_id", "local_id", "phone", "email", "forename", "surname", "forename_sound", "surname_sound",
    "dob_year", "dob_key", "district", "place_of_birth", "occupation", "postcode", "street_start", "house",
)  # fmt: skip


def find_candidates(con: duckdb.DuckDBPyConnection, blocks: tuple[Block, ...] = BLOCKS, frozen: Path | None = None) -> int:
    """Temporary ``candidate(node_l, node_r, found_by)``, ``node_l < node_r``, each pair once; returns how many.

    ``found_by`` has the bit of every block that gave the pair. Besides them, not counted, each node that stands for several
    mentions beside itself: scoring tells whether being alike in what they say is enough to be one person.

    Also writes what a later increment goes by: ``linking_node``, what the blocks read of each node, and
    ``linking_block(name, most)``, up to how many nodes each block let share a key; those of an earlier picture where one is
    ``frozen``, so that more records do not change which of the others are compared.
    """
    con.execute(f"CREATE OR REPLACE TABLE linking_node AS {node_keys_sql()}")
    con.execute(f"CREATE OR REPLACE TEMP TABLE node_token AS {tokens_sql('linking_node')}")
    con.execute("CREATE OR REPLACE TEMP TABLE found_pair (node_l BIGINT, node_r BIGINT, found_by BIGINT)")
    limits = frozen_limits(con, frozen)
    con.execute("CREATE OR REPLACE TABLE linking_block (name VARCHAR, most BIGINT)")
    for place, block in enumerate(blocks):
        most = _add_pairs(con, block, 1 << place, limits.get(block.name))
        con.execute("INSERT INTO linking_block VALUES (?, ?)", [block.name, most])
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE candidate AS
        SELECT node_l, node_r, bit_or(found_by) AS found_by
        FROM (FROM found_pair UNION ALL SELECT node_l, node_r, {1 << APART} FROM set_apart) GROUP BY node_l, node_r
        UNION ALL SELECT node_id, node_id, 0 FROM node_value WHERE mentions > 1
        """
    )
    con.execute("DROP TABLE found_pair")
    con.execute("DROP TABLE shared_key")
    con.execute("DROP TABLE node_token")
    row = con.execute("SELECT count(*) FROM candidate WHERE node_l < node_r").fetchone()
    return int(row[0]) if row else 0


def node_keys_sql() -> str:
    """SQL: what the blocks read of each node of ``node_value`` and ``node_field``. ``tokens``: how each word of the name sounds."""
    columns = ", ".join(f"f.{name}" for name in _KEY_COLUMNS)
    return f"""
        SELECT node_id, v.alike, {columns},
            list_distinct(list_concat([forename_sound, forename_own_sound, surname_sound], further.sounds)) AS tokens
        FROM node_field f JOIN node_value v USING (node_id) LEFT JOIN (
            SELECT node_id, list(sound) AS sounds
            FROM (SELECT node_id, unnest(string_split(middle_names, ' ')) AS name FROM node_field WHERE middle_names IS NOT NULL)
            JOIN name_sound USING (name) GROUP BY node_id
        ) further USING (node_id)
        """


def tokens_sql(nodes: str) -> str:
    """SQL: what the blocks ``per_token`` read of the nodes in the table ``nodes``, one row a token."""
    columns = sorted({key for block in BLOCKS if block.per_token for key in block.keys} - {"token_sound"})
    return f"SELECT node_id, unnest(tokens) AS token_sound, {', '.join(columns)} FROM {nodes}"


def key_sql(block: Block, nodes: str) -> str:
    """SQL: ``node_id``, ``key`` of the nodes in the table ``nodes`` that have the block's key; ``nodes`` is shaped as
    ``linking_node``, or, for a block ``per_token``, has one row a token, as ``token_sound``."""
    there = " AND ".join(f"({key}) IS NOT NULL" for key in block.keys)
    return f"SELECT node_id, hash({', '.join(block.keys)}) AS key FROM {nodes} WHERE {there}"


def frozen_limits(con: duckdb.DuckDBPyConnection, frozen: Path | None) -> dict[str, int]:
    """What each block let share a key in an earlier picture; nothing where that does not say."""
    if frozen is None:
        return {}
    path = str(frozen).replace("'", "''")
    con.execute(f"ATTACH '{path}' AS frozen_picture (READ_ONLY)")
    try:
        told = "SELECT 1 FROM duckdb_tables() WHERE database_name = 'frozen_picture' AND table_name = 'linking_block'"
        if not con.execute(told).fetchall():
            return {}
        return dict(con.execute("SELECT name, most FROM frozen_picture.linking_block").fetchall())
    finally:
        con.execute("DETACH frozen_picture")


def _add_pairs(con: duckdb.DuckDBPyConnection, block: Block, bit: int, frozen: int | None) -> int:
    """Add the block's pairs to ``found_pair``; up to how many nodes it let share a key."""
    largest = largest_looked_at(block) if frozen is None else frozen
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE shared_key AS
        SELECT key, list(node_id) AS nodes, count(*) AS size
        FROM ({key_sql(block, "node_token" if block.per_token else "linking_node")})
        GROUP BY key HAVING count(*) BETWEEN 2 AND {largest}
        """
    )
    if frozen is None:
        sizes = con.execute("SELECT size, count(*) FROM shared_key GROUP BY size ORDER BY size").fetchall()
        most = afforded(sizes, block.most)
    else:
        most = frozen
    con.execute(
        """
        INSERT INTO found_pair
        WITH member AS (SELECT key, unnest(nodes) AS node_id FROM shared_key WHERE size <= $most)
        SELECT l.node_id, r.node_id, $bit FROM member l JOIN member r ON l.key = r.key AND l.node_id < r.node_id
        """,
        {"most": most, "bit": bit},
    )
    return most


def largest_looked_at(block: Block) -> int:
    """Keys that more nodes share than this are never compared, whatever can be afforded."""
    return max(block.most, MOST_EVER)


def afforded(sizes: Iterable[tuple[int, int]], most: int) -> int:
    """How large a key may be: ``most``, the block's own size, or larger while all keys up to it make no more pairs than may always
    be made. ``sizes``: up to the largest looked at, and in their order, each size with how many keys have it."""
    pairs = 0
    for size, keys in sizes:
        pairs += keys * size * (size - 1) // 2
        if pairs > ALWAYS_AFFORDED:
            return most
        most = max(most, size)
    return max(most, MOST_EVER)
