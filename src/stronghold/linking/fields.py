"""What the model compares: the linking columns of each node, prepared once (parts of dates, sounds of names, crowds)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from zlib import crc32

import duckdb
import pyarrow as pa

from stronghold.linking.clustering import IDENTIFIERS
from stronghold.linking.names import known_name

__all__ = [
    "TERM_COLUMNS",
    "crowded_numbers",
    "fill_fields",
    "fill_traits",
    "filled_columns",
    "prepare_crowds",
    "prepare_fields",
    "prepare_terms",
    "present_columns",
]

# Columns whose values' own shares take the place of u, with the least share that is believed: a spelling met twice in a
# small file is not as rare as it looks, and an occupation never says much.
TERM_COLUMNS = {"forename": 2e-5, "surname": 1e-5, "place_of_birth": 2e-4, "occupation": 2e-3}
# A number or address given with more first names than this is an institution's, not a household's.
CROWD = 15
# Numbers that are one person's.
_OF_ONE = (*IDENTIFIERS, "local_id")

# Bits of a signed number, its sign left out.
_BITS = 62

# Sound-alike spellings. Not a published code (Soundex drops too much, Metaphone is made for American English): the usual
# British spellings of one sound are written one way, then vowels after the first letter and doubled letters go.
_SPELLINGS = (
    ("ph", "f"), ("ck", "k"), ("sch", "s"), ("gh", "h"), ("wr", "r"), ("kn", "n"), ("tch", "ch"), ("dg", "g"), ("x", "ks"),
)  # fmt: skip
_DOUBLES = "bdfgklmnprst"


def sound_sql(column: str) -> str:
    """SQL for the sound of a lower-case name: its first sound and up to four consonants."""
    sql = f"regexp_replace(regexp_replace({column}, '[^a-z]', '', 'g'), '^mac', 'mc')"
    for old, new in _SPELLINGS:
        sql = f"replace({sql}, '{old}', '{new}')"
    sql = f"translate({sql}, 'cqzvj', 'kksfg')"
    first = f"translate(left({sql}, 1), 'eiouy', 'aaaaa')"
    rest = f"translate(substr({sql}, 2), 'aeiouhwy', '')"
    whole = f"({first} || {rest})"
    for letter in _DOUBLES:
        whole = f"replace({whole}, '{letter}{letter}', '{letter}')"
    return f"nullif(left({whole}, 5), '')"


def prepare_names(con: duckdb.DuckDBPyConnection) -> None:
    """Temporary ``name_sound``: one row for every word of the names in ``node_value``, as ``linking.names`` knows it.

    ``forename_set`` (numbers) are the names it may stand for, ``name_variant`` the one it is a spelling of; ``sound`` is the
    word's own, ``forename_sound`` that of the first of the full names it may be. As a surname: ``core`` without particles and
    marks, ``core_words`` the same in words, ``parts`` those where there are several, ``surname_variant``, ``name_prefix``.
    ``set_bits``, ``word_bits`` and ``surname_bits`` have a bit for each name it may stand for, each of its words, and each word of
    it as a surname. Temporary ``middle_sound``: sounds and bits of all middle names together.
    """
    names = [
        row[0]
        for row in con.execute(
            """
            SELECT DISTINCT forename FROM node_value WHERE forename IS NOT NULL
            UNION SELECT DISTINCT surname FROM node_value WHERE surname IS NOT NULL
            UNION SELECT unnest(string_split(middle_names, ' ')) FROM (SELECT DISTINCT middle_names FROM node_value)
            ORDER BY ALL
            """
        ).fetchall()
    ]
    found = [known_name(name) for name in names]
    con.register(
        "known_name",
        pa.table(
            {
                "name": pa.array(names, pa.string()),
                "forename_set": pa.array([[_code(f) for f in k.stands_for] or None for k in found], pa.list_(pa.int64())),
                "name_variant": pa.array([k.written_for and _code(k.written_for) for k in found], pa.int64()),
                "surname_variant": pa.array([k.surname and _code(k.surname) for k in found], pa.int64()),
                "name_prefix": pa.array([k.prefix for k in found], pa.bool_()),
                "head": pa.array([k.head for k in found], pa.string()),
                "core": pa.array([k.core for k in found], pa.string()),
                "core_words": pa.array([k.words for k in found], pa.string()),
                "set_bits": pa.array([_bits(k.stands_for) for k in found], pa.int64()),
                "word_bits": pa.array([_bits(_words(n)) for n in names], pa.int64()),
                "surname_bits": pa.array([_bits({k.core, *k.words.split(" "), k.surname or k.core}) for k in found], pa.int64()),
            }
        ),
    )
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE name_sound AS
        SELECT * EXCLUDE (head), {sound_sql("name")} AS sound, {sound_sql("head")} AS forename_sound,
            CASE WHEN contains(core_words, ' ') THEN string_split(core_words, ' ') END AS parts
        FROM known_name
        """
    )
    con.unregister("known_name")
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE middle_sound AS
        SELECT middle_names, list(DISTINCT sound) AS sounds, bit_or(word_bits) AS word_bits
        FROM (SELECT middle_names, unnest(string_split(middle_names, ' ')) AS name
              FROM (SELECT DISTINCT middle_names FROM node_value WHERE middle_names IS NOT NULL))
        JOIN name_sound USING (name) GROUP BY middle_names
        """
    )


def _bits(words: Iterable[str]) -> int:
    """A bit for each word: two sets of words that have one in common have a bit in common."""
    bits = 0
    for word in words:
        bits |= 1 << crc32(word.encode()) % _BITS
    return bits


def _words(name: str) -> tuple[str, ...]:
    """A name, and its words where it has several."""
    return (name,) if name.isalpha() else (name, *name.split(" "), *name.replace("-", " ").split(" "))


def _code(name: str) -> int:
    """A number for a name, the same in every build."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=7).digest())


def prepare_terms(con: duckdb.DuckDBPyConnection) -> None:
    """Table ``linking_term(column_name, value, share)``: a value's share of all nodes that have one."""
    con.execute("CREATE OR REPLACE TABLE linking_term (column_name VARCHAR, value VARCHAR, share DOUBLE)")
    for column in TERM_COLUMNS:
        con.execute(
            f"""
            INSERT INTO linking_term
            SELECT '{column}', {column}, count(*) / sum(count(*)) OVER ()
            FROM node_value WHERE {column} IS NOT NULL GROUP BY {column}
            """
        )


def prepare_crowds(con: duckdb.DuckDBPyConnection) -> None:
    """Table ``linking_crowd(column_name, value, names)``: phones, e-mails, homes and numbers of persons given with too many first
    names. What so many give as a number that is one person's is a placeholder or an example: it is read as missing."""
    con.execute("CREATE OR REPLACE TABLE linking_crowd (column_name VARCHAR, value VARCHAR, names BIGINT)")
    for column, value in _GIVEN.items():
        con.execute(
            f"""
            INSERT INTO linking_crowd
            WITH given AS (SELECT {value} AS value, forename FROM node_value WHERE {value} IS NOT NULL),
            many AS (SELECT value FROM given GROUP BY value HAVING count(*) > {CROWD})
            SELECT '{column}', value, count(DISTINCT forename_sound)
            FROM (FROM given SEMI JOIN many USING (value)) LEFT JOIN name_sound ON name = forename
            GROUP BY value HAVING count(DISTINCT forename_sound) > {CROWD}
            """
        )


def prepare_namesakes(con: duckdb.DuckDBPyConnection) -> None:
    """Table ``linking_namesake(forename, surname, people, share)``: whole names that several people have, as their dates of birth
    tell; ``share`` is that of such people but two among all, times more than the two names' own shares would give."""
    con.execute(
        """
        CREATE OR REPLACE TABLE linking_namesake AS
        WITH born AS (
            SELECT forename, surname, count(DISTINCT date_of_birth) AS people FROM node_value
            WHERE forename IS NOT NULL AND surname IS NOT NULL AND right(date_of_birth, 5) <> '01-01' GROUP BY ALL
        ), everyone AS (SELECT sum(people) AS people FROM born)
        SELECT forename, surname, born.people, ((born.people - 2) / everyone.people) / (f.share * s.share) AS times
        FROM born, everyone
        JOIN linking_term f ON f.column_name = 'forename' AND f.value = forename
        JOIN linking_term s ON s.column_name = 'surname' AND s.value = surname
        WHERE born.people > 2 AND times > 1
        """
    )


# Shares that come with what else is known of the name.
_OF_NAMES = {"forename": "g.forename_share", "surname": "s.surname_share"}
HOME = "coalesce(flat || '/', '') || house || ' ' || coalesce(postcode, street)"
# What many may give, by the name that ``linking_crowd`` has for it.
_GIVEN = {"phone": "phone", "email": "email", "home": HOME} | {name: name for name in _OF_ONE}


_DOB = """CASE WHEN length(n.date_of_birth) = 10 THEN n.date_of_birth END AS dob,
    right(n.date_of_birth, 5) = '01-01' AS dob_placeholder"""


def fields_sql(source: str) -> str:
    """SQL that prepares the rows of ``source`` (shaped as ``node_value``): one row a node."""
    terms = " ".join(
        f"LEFT JOIN linking_term t_{c} ON t_{c}.column_name = '{c}' AND t_{c}.value = n.{c}"
        for c in TERM_COLUMNS
        if c not in _OF_NAMES
    )
    shares = ", ".join(f"greatest({_OF_NAMES.get(c, f't_{c}.share')}, {least}) AS {c}_share" for c, least in TERM_COLUMNS.items())
    numbers = ", ".join(_number_sql(name) for name in _OF_ONE)
    shared = " ".join(
        f"LEFT JOIN linking_term t_{c} ON t_{c}.column_name = '{c}' AND t_{c}.value = name_sound.name" for c in _OF_NAMES
    )
    names = (
        f"(SELECT name_sound.*, t_forename.share AS forename_share, t_surname.share AS surname_share FROM name_sound {shared})"
    )
    return f"""
        WITH known AS MATERIALIZED {names}
        SELECT n.node_id, n.alike, n.mentions, n.forename, n.surname, n.middle_names, g.forename_set, g.forename_sound,
            g.sound AS forename_own_sound, s.sound AS surname_sound,
            s.forename_set AS surname_set, g.name_variant, s.surname_variant, coalesce(g.name_prefix, false) AS name_prefix,
            s.core AS surname_core, s.parts AS surname_parts,
            string_split(replace(n.middle_names, '-', ' '), ' ') AS middle_words,
            CASE WHEN n.middle_names IS NOT NULL OR contains(n.forename, ' ') OR s.parts IS NOT NULL THEN list_distinct(
                string_split(concat_ws(' ', n.forename, replace(n.middle_names, '-', ' '), s.core_words), ' ')) END AS name_tokens,
            CASE WHEN n.middle_names IS NOT NULL THEN array_to_string(list_sort(name_tokens), ' ') END AS name_bag,
            {_DOB}, left(n.date_of_birth, 4) AS dob_year,
            left(n.date_of_birth, 4) || least(substr(n.date_of_birth, 6, 2), substr(n.date_of_birth, 9, 2))
                || greatest(substr(n.date_of_birth, 6, 2), substr(n.date_of_birth, 9, 2)) AS dob_key,
            n.flat, n.house, n.street, n.postcode,
            CASE WHEN n.postcode LIKE '% %' THEN split_part(n.postcode, ' ', 1) ELSE left(n.postcode, 2) END AS district,
            replace(replace(n.street, ' ', ''), '''', '') AS street_letters, left(street_letters, 6) AS street_start, n.town,
            c_home.names IS NOT NULL AS home_crowded,
            n.phone, c_phone.names IS NOT NULL AS phone_crowded, n.email, c_email.names IS NOT NULL AS email_crowded,
            {numbers},
            regexp_replace(n.local_id, '/[^/]*$', '') AS local_scope, n.place_of_birth, n.occupation,
            k.times AS namesake_share, {shares},
            left(n.forename, 1) AS forename_initial, left(n.surname, 1) AS surname_initial, left(street_letters, 1) AS street_initial,
            CASE WHEN m.sounds IS NOT NULL OR (g.forename_sound = g.sound AND g.sound <> s.sound) IS NOT TRUE THEN
                list_distinct(list_concat([g.forename_sound, g.sound, s.sound], m.sounds)) END AS tokens,
            coalesce(g.set_bits, 0) AS forename_set_bits, coalesce(g.word_bits, 0) AS forename_bits,
            coalesce(s.surname_bits, 0) AS surname_bits,
            coalesce(g.word_bits, 0) | coalesce(s.surname_bits, 0) | coalesce(m.word_bits, 0) AS name_bits
        FROM {source} n
        LEFT JOIN known g ON g.name = n.forename LEFT JOIN known s ON s.name = n.surname
        LEFT JOIN middle_sound m ON m.middle_names = n.middle_names
        LEFT JOIN linking_namesake k ON k.forename = n.forename AND k.surname = n.surname {terms} {_crowds_sql(_GIVEN)}
        """


def _number_sql(name: str) -> str:
    return f"CASE WHEN c_{name}.names IS NULL THEN n.{name} END AS {name}"


def _crowds_sql(columns: Iterable[str]) -> str:
    """Joins that find what many give: ``c_<column>.names`` where it is a crowd's."""
    return " ".join(f"LEFT JOIN linking_crowd c_{c} ON c_{c}.column_name = '{c}' AND c_{c}.value = {_GIVEN[c]}" for c in columns)


_NODE_FIELD = f"CREATE OR REPLACE TEMP TABLE node_field AS {fields_sql('node_value')}"


def prepare_fields(con: duckdb.DuckDBPyConnection, frozen: Path | None = None) -> None:
    """Temporary ``node_field``: everything that blocking and scoring read, one row a node.

    How common names are, which are namesakes and which numbers a crowd gives is told by these records; where an earlier
    picture is ``frozen``, by that one's, so that more records do not change what the others weigh.
    """
    prepare_names(con)
    if frozen is None:
        prepare_terms(con)
        prepare_namesakes(con)
        prepare_crowds(con)
    else:
        _take_frozen(con, frozen)
    con.execute(_NODE_FIELD)


def fill_fields(con: duckdb.DuckDBPyConnection) -> None:
    """``name_sound`` and ``node_field`` of the nodes in ``node_value`` alone, by the frequencies that the picture holds."""
    prepare_names(con)
    con.execute(_NODE_FIELD)


def fill_traits(con: duckdb.DuckDBPyConnection) -> None:
    """``node_field`` of the nodes in ``node_value`` with no more than what keeps people apart."""
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE node_field AS SELECT n.node_id, {', '.join(map(_number_sql, IDENTIFIERS))}, {_DOB} "
        f"FROM node_value n {_crowds_sql(IDENTIFIERS)}"
    )


def crowded_numbers(con: duckdb.DuckDBPyConnection) -> tuple[tuple[str, str, int], ...]:
    """The numbers of persons that are read as missing: which column, the number, and with how many first names it is given."""
    named = ", ".join(f"'{name}'" for name in _OF_ONE)
    found = con.execute(
        f"SELECT column_name, value, names FROM linking_crowd WHERE column_name IN ({named}) ORDER BY ALL"
    ).fetchall()
    return tuple((column, value, int(names)) for column, value, names in found)


def _take_frozen(con: duckdb.DuckDBPyConnection, picture: Path) -> None:
    path = str(picture).replace("'", "''")
    con.execute(f"ATTACH '{path}' AS frozen_picture (READ_ONLY)")
    try:
        for table in ("linking_term", "linking_namesake", "linking_crowd"):
            con.execute(f"CREATE OR REPLACE TABLE {table} AS FROM frozen_picture.{table}")
    finally:
        con.execute("DETACH frozen_picture")


def present_columns(con: duckdb.DuckDBPyConnection, table: str) -> tuple[str, ...]:
    """The columns of ``table`` (``node_value`` or ``node_field``) that hold at least one value."""
    columns = [row[0] for row in con.execute(f"SELECT column_name FROM (DESCRIBE {table})").fetchall()]
    return filled_columns(con, table, [column for column in columns if column not in ("node_id", "mentions", "alike")])


def filled_columns(con: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str]) -> tuple[str, ...]:
    """Those of the ``columns`` of ``table`` that hold at least one value."""
    # The first row that has one is enough.
    there = ", ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {c} IS NOT NULL)" for c in columns)
    found = con.execute(f"SELECT {there}").fetchall()[0]
    return tuple(column for column, filled in zip(columns, found, strict=True) if filled)
