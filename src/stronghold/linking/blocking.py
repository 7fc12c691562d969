"""Which pairs are worth comparing: those that share at least one of several keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from stronghold.linking.pair_values import Keys, Places
from stronghold.linking.sharing import SharedKeys, keys_of, marked, pair_table

__all__ = [
    "APART",
    "BLOCKS",
    "Block",
    "NodeKeys",
    "affordable_pairs",
    "afforded",
    "find_candidates",
    "frozen_limits",
    "key_sql",
    "largest_looked_at",
    "node_keys_sql",
    "same_hash",
    "tokens_sql",
    "write_keys",
]


# A block may always make this many pairs, so that a small file is searched widely; its largest keys are dropped first.
ALWAYS_AFFORDED = 120_000
MOST_EVER = 300
# A block of several values together may always make so many pairs. In larger files, half as many as there are nodes, and twice as many
# as are alike in both names and one thing more, which is about how many are one person's: the more people, the more of them share a
# name and a year, and pairs would grow by the square and say ever less.
MOST_PAIRS = 1_000_000
PAIRS_A_NODE, PAIRS_A_LIKENESS = 0.5, 2
_ALIKE = (("forename_sound", "surname_sound", "dob_key"), ("forename_sound", "surname_sound", "postcode"))


@dataclass(frozen=True)
class Block:
    """Nodes that share a key are compared, unless more than ``most`` share it.

    A key shared by too many says little about each pair and costs the square of their number; for each such key there is a
    narrower one below (a common name with its year or district). ``per_token`` keys are made for every word of the name, so
    that a name in the wrong cell is still found. Wide blocks are for files ``up_to`` so many nodes: in larger ones they make pairs
    by the hundred thousand of which hardly one is one person's that no other block gives.
    """

    name: str
    keys: tuple[str, ...]
    most: int
    per_token: bool = False
    up_to: int | None = None


# On a million mentions (588,000 nodes) eleven wide blocks gave 1,174,000 of 3.6 million pairs alone; without them 174 of 328,686 links are lost.
WIDE = 200_000
BLOCKS: tuple[Block, ...] = (
    Block("nino", ("nino",), 200),
    Block("nhs number", ("nhs_number",), 200),
    Block("pnc id", ("pnc_id",), 200),
    Block("local id", ("local_id",), 200),
    Block("phone", ("phone",), 100),
    Block("email", ("email",), 100),
    Block("both names, either way round", ("name_low", "name_high"), 16),
    Block("names by sound", ("forename_sound", "surname_sound"), 10),
    Block("names by sound, year", ("forename_sound", "surname_sound", "dob_year"), 150),
    Block("names by sound, district", ("forename_sound", "surname_sound", "district"), 150, up_to=WIDE),
    Block("names by sound, place of birth", ("forename_sound", "surname_sound", "place_of_birth"), 150),
    Block("surname by sound, initial", ("surname_sound", "forename_initial"), 6),
    Block("surname by sound, initial, year", ("surname_sound", "forename_initial", "dob_year"), 60),
    Block("surname by sound, year, place of birth", ("surname_sound", "dob_year", "place_of_birth"), 60),
    Block("a name, date of birth", ("token_sound", "dob_key"), 150, per_token=True),
    Block("a name, postcode", ("token_sound", "postcode"), 40, per_token=True),
    Block("a name, place of birth", ("token_sound", "place_of_birth"), 60, per_token=True),
    Block("a name, district", ("token_sound", "district"), 2, per_token=True, up_to=WIDE),
    Block("a name, occupation", ("token_sound", "occupation"), 20, per_token=True),
    Block("a rare name", ("token_sound",), 6, per_token=True, up_to=WIDE),
    Block("initials, place of birth", ("place_of_birth", "forename_initial", "surname_initial"), 20),
    Block("occupation, place of birth", ("occupation", "place_of_birth"), 20),
    Block("date of birth, place of birth", ("dob_key", "place_of_birth"), 60),
    Block("initials, date of birth", ("dob_key", "initial_low", "initial_high"), 60),
    Block("date of birth, district", ("dob_key", "district"), 60, up_to=WIDE),
    Block("date of birth, street", ("dob_key", "street_start"), 60),
    Block("date of birth", ("dob_key",), 8, up_to=WIDE),
    Block("first name by sound, street", ("forename_sound", "street_start"), 8, up_to=WIDE),
    Block("surname by sound, street", ("surname_sound", "street_start"), 8, up_to=WIDE),
    Block("house and street", ("house", "street_start"), 2, up_to=WIDE),
    Block("postcode", ("postcode",), 6, up_to=WIDE),
    Block("first name by sound, district", ("forename_sound", "district"), 2, up_to=WIDE),
    Block("surname by sound, year", ("surname_sound", "dob_year"), 3, up_to=WIDE),
    Block("house, street, initial", ("house", "street_start", "forename_initial"), 30),
    Block("house, postcode, initial", ("house", "postcode", "forename_initial"), 30),
)


# The place in ``found_by`` that stands for people's decisions (``set_apart``); those before are the blocks, in order.
APART = 62

_WORD = "token_sound"
_SOUNDS = ("forename_sound", "surname_sound")
_PROBE = "Stronghold"
# What blocks read of a node, by name: SQL over the columns of ``node_field``.
_READ = {
    name: name
    for name in (
        "nino", "nhs_number", "pnc_id", "local_id", "phone", "email", "forename_sound", "surname_sound", "forename_initial",
        "surname_initial", "dob_year", "dob_key", "district", "place_of_birth", "occupation", "postcode", "street_start", "house",
    )
} | {
    "name_low": "least(forename, surname)",
    "name_high": "greatest(forename, surname)",
    "initial_low": "least(forename_initial, surname_initial)",
    "initial_high": "greatest(forename_initial, surname_initial)",
}  # fmt: skip
# DuckDB's hash, without its last bit: a number that Arrow and Spark have too. A missing value has none.
_CODE = "CASE WHEN {of} IS NOT NULL THEN (hash({of}) >> 1)::BIGINT END"
_MISSING = np.uint64(2**64 - 1)


def find_candidates(con: duckdb.DuckDBPyConnection, blocks: tuple[Block, ...] = BLOCKS, frozen: Path | None = None) -> int:
    """Temporary ``candidate(node_l, node_r, found_by)``, ``node_l < node_r``, each pair once; returns how many.

    ``found_by`` has the bit of every block that gave the pair. Besides them, not counted, each node that stands for several
    mentions beside itself: scoring tells whether being alike in what they say is enough to be one person.

    Also writes what a later increment goes by: what :func:`write_keys` does, and ``linking_block(name, most)``, up to how many
    nodes each block let share a key; those of an earlier picture where one is ``frozen``, so that more records do not change
    which of the others are compared.
    """
    write_keys(con)
    limits = frozen_limits(con, frozen)
    con.execute("CREATE OR REPLACE TABLE linking_block (name VARCHAR, most BIGINT)")
    reader = NodeKeys(con)
    affordable = affordable_pairs(reader) if any(block.name not in limits for block in blocks) else MOST_PAIRS
    found: list[Places] = []
    for place, block in enumerate(blocks):
        largest = most = limits.get(block.name, largest_looked_at(block, reader.nodes))
        if largest > 1:
            shared = SharedKeys.among(*reader.of(block), largest)
            most = largest if block.name in limits else afforded(shared.counts(), block, affordable)
            found += (marked(*pair, place) for pair in shared.pairs(most))
        con.execute("INSERT INTO linking_block VALUES (?, ?)", [block.name, most])
    ids = reader.ids
    # What is no longer needed goes before what is large comes.
    del reader
    con.register("found", pair_table(found, ids))
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE candidate AS
        FROM found ANTI JOIN set_apart USING (node_l, node_r)
        UNION ALL SELECT node_l, node_r, coalesce(found_by, 0) | {1 << APART} FROM set_apart LEFT JOIN found USING (node_l, node_r)
        UNION ALL SELECT node_id, node_id, 0 FROM node_value WHERE mentions > 1
        """
    )
    con.unregister("found")
    return _count(con, "candidate WHERE node_l < node_r")


class NodeKeys:
    """What the blocks read of the nodes of a table shaped as ``linking_node``. A node's place is that of its id among all, in order."""

    def __init__(self, con: duckdb.DuckDBPyConnection, table: str = "linking_node") -> None:
        shown = ", ".join(f"coalesce({name}, -1) AS {name}" for name in _READ)
        # By DuckDB itself: through Arrow each column would be there twice for a while.
        read = con.execute(f"SELECT node_id, coalesce(len(tokens), 0) AS words, {shown} FROM {table}").fetchnumpy()
        ids, words = read["node_id"], read["words"]
        self._codes: dict[str, Keys] = {name: read[name].view(np.uint64) for name in _READ}
        order = np.argsort(ids)
        self.nodes, self.ids = len(ids), ids.take(order)
        self._rank = np.empty(self.nodes, np.int64)
        self._rank[order] = np.arange(self.nodes)
        # A row of the table for every word of its name, and the word: those of the rows with two and no more, then the others.
        plain, rows = np.flatnonzero(words == 0), np.repeat(np.arange(self.nodes), words)
        others = con.execute(f"SELECT node_id, unnest(tokens) AS token FROM {table} WHERE tokens IS NOT NULL").fetchnumpy()
        if not np.array_equal(ids.take(rows), others["node_id"]):
            # DuckDB keeps the order of rows unless it is told that it need not.
            rows = order.take(self.places(others["node_id"]))
        sounds = [self._codes[name].take(plain) for name in _SOUNDS]
        self._rows, self._token = np.concatenate([plain, plain, rows]), np.concatenate([*sounds, others["token"].view(np.uint64)])

    def places(self, ids: Places) -> Places:
        """The places of node ids."""
        return np.searchsorted(self.ids, ids)

    def of(self, block: Block) -> tuple[Keys, Places]:
        """Keys of a block, and the places of the nodes that have them."""
        parts = [self._part(key, per_token=block.per_token) for key in block.keys]
        keys, at = keys_of(parts, _MISSING)
        return keys, self._rank.take(self._rows.take(at) if block.per_token else at)

    def _part(self, key: str, *, per_token: bool) -> Keys:
        if key == _WORD:
            return self._token
        return self._codes[key].take(self._rows) if per_token else self._codes[key]


def _count(con: duckdb.DuckDBPyConnection, rows: str) -> int:
    return int(con.execute(f"SELECT count(*) FROM {rows}").fetchall()[0][0])


def write_keys(con: duckdb.DuckDBPyConnection) -> None:
    """``linking_node``, what the blocks read of each node of ``node_field``; ``linking_hash``, by which :func:`same_hash` tells."""
    con.execute(f"CREATE OR REPLACE TABLE linking_node AS {node_keys_sql()}")
    con.execute(f"CREATE OR REPLACE TABLE linking_hash AS SELECT hash('{_PROBE}') AS number")


def same_hash(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether this DuckDB hashes as the one that wrote the picture did: another version need not."""
    return bool(con.execute(f"SELECT count(*) = 1 AND min(number) = hash('{_PROBE}') FROM linking_hash").fetchall()[0][0])


def node_keys_sql() -> str:
    """SQL: what the blocks read of each node of ``node_field``, as numbers. ``tokens``: how each word of the name sounds, NULL where that
    is how its first name and its surname sound, and no more."""
    shown = ", ".join(f"{_CODE.format(of=sql)} AS {name}" for name, sql in _READ.items())
    return f"SELECT node_id, alike, {shown}, list_transform(tokens, lambda word: {_CODE.format(of='word')}) AS tokens FROM node_field"


def tokens_sql(nodes: str) -> str:
    """SQL: what the blocks ``per_token`` read of the nodes in the table ``nodes``, shaped as ``linking_node``, one row a token."""
    columns = sorted({key for block in BLOCKS if block.per_token for key in block.keys} - {_WORD})
    return f"SELECT node_id, unnest(coalesce(tokens, [{', '.join(_SOUNDS)}])) AS {_WORD}, {', '.join(columns)} FROM {nodes}"


def key_sql(block: Block, nodes: str) -> str:
    """SQL: ``node_id``, ``key`` of the nodes in the table ``nodes`` that have the block's key; ``nodes`` is shaped as
    ``linking_node``, or, for a block ``per_token``, has one row a token, as ``tokens_sql`` gives it."""
    there = " AND ".join(f"{key} IS NOT NULL" for key in block.keys)
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


def largest_looked_at(block: Block, nodes: int) -> int:
    """Keys that more of ``nodes`` nodes share than this are never compared, whatever can be afforded: 0 where the block is too wide."""
    return 0 if block.up_to is not None and nodes > block.up_to else max(block.most, MOST_EVER)


def affordable_pairs(keys: NodeKeys) -> float:
    """How many pairs a block of several values together may make of these nodes."""
    if keys.nodes < WIDE:
        return MOST_PAIRS
    alike = (SharedKeys.among(*keys.of(Block("", names, MOST_EVER)), MOST_EVER).counts() for names in _ALIKE)
    likenesses = max(sum(number * size * (size - 1) // 2 for size, number in counts) for counts in alike)
    return max(MOST_PAIRS, PAIRS_A_NODE * keys.nodes + PAIRS_A_LIKENESS * likenesses)


def afforded(sizes: Iterable[tuple[int, int]], block: Block, affordable: float) -> int:
    """How many nodes may share a key of ``block``.

    As many as the block says (``most``), or more while all keys up to that size make no more pairs than may always be made; fewer
    where they make more than are ``affordable`` (keys of numbers that are one person's apart). ``sizes``: up to the largest looked at,
    and in their order, each size with how many keys have it.
    """
    pairs, last = 0, 1
    for size, keys in sizes:
        pairs += keys * size * (size - 1) // 2
        if pairs > ALWAYS_AFFORDED and size > block.most:
            return max(block.most, last)
        if pairs > affordable and len(block.keys) > 1:
            return last
        last = size
    return max(block.most, last if pairs > ALWAYS_AFFORDED else MOST_EVER)
