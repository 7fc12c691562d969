"""Which pairs are worth comparing: those that share at least one of several keys."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

__all__ = ["BLOCKS", "Block", "find_candidates"]


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


def find_candidates(con: duckdb.DuckDBPyConnection, blocks: tuple[Block, ...] = BLOCKS) -> int:
    """Temporary ``candidate(node_l, node_r)``, ``node_l < node_r``, each pair once; returns how many.

    Besides them, not counted, each node that stands for several mentions beside itself: scoring tells whether being alike in
    what they say is enough to be one person.
    """
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE node_token AS
        WITH token AS (
            SELECT node_id, unnest(list_distinct([forename_sound, forename_own_sound, surname_sound])) AS token_sound
            FROM node_field
            UNION
            SELECT node_id, sound
            FROM (SELECT node_id, unnest(string_split(middle_names, ' ')) AS name FROM node_field WHERE middle_names IS NOT NULL)
            JOIN name_sound USING (name)
        )
        SELECT node_id, token_sound, dob_key, postcode, district, place_of_birth, occupation
        FROM token JOIN node_field USING (node_id) WHERE token_sound IS NOT NULL
        """
    )
    con.execute("CREATE OR REPLACE TEMP TABLE found_pair (node_l BIGINT, node_r BIGINT)")
    for block in blocks:
        _add_pairs(con, block)
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE candidate AS
        SELECT DISTINCT node_l, node_r FROM (FROM found_pair UNION ALL FROM set_apart)
        UNION ALL SELECT node_id, node_id FROM node_value WHERE mentions > 1
        """
    )
    con.execute("DROP TABLE found_pair")
    con.execute("DROP TABLE shared_key")
    con.execute("DROP TABLE node_token")
    row = con.execute("SELECT count(*) FROM candidate WHERE node_l < node_r").fetchone()
    return int(row[0]) if row else 0


def _add_pairs(con: duckdb.DuckDBPyConnection, block: Block) -> None:
    table = "node_token" if block.per_token else "node_field"
    there = " AND ".join(f"({key}) IS NOT NULL" for key in block.keys)
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE shared_key AS
        SELECT key, list(node_id) AS nodes, count(*) AS size
        FROM (SELECT node_id, hash({", ".join(block.keys)}) AS key FROM {table} WHERE {there})
        GROUP BY key HAVING count(*) BETWEEN 2 AND {max(block.most, MOST_EVER)}
        """
    )
    sizes = con.execute("SELECT size, count(*) FROM shared_key GROUP BY size ORDER BY size").fetchall()
    most, pairs = block.most, 0
    for size, keys in sizes:
        pairs += keys * size * (size - 1) // 2
        if pairs > ALWAYS_AFFORDED:
            break
        most = max(most, size)
    con.execute(
        """
        INSERT INTO found_pair
        WITH member AS (SELECT key, unnest(nodes) AS node_id FROM shared_key WHERE size <= ?)
        SELECT l.node_id, r.node_id FROM member l JOIN member r ON l.key = r.key AND l.node_id < r.node_id
        """,
        [most],
    )
