"""Writing a snapshot's search file: distinct texts, their trigrams, and the entities and visibility classes behind each.

Lean on purpose: a text that a thousand records share is indexed once; positions and column sizes are not kept.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import duckdb

from stronghold.errors import BadInput
from stronghold.picture.search import connect_search, indexed_form

__all__ = [
    "ENTRIES",
    "ROOM",
    "TEXTS",
    "WHOSE",
    "open_for_writing",
    "put_entries",
    "put_texts",
    "texts_sql",
    "write_search_file",
]

_AT_A_TIME = 50_000

ROOM = 64
"""Texts are numbered in their order, this far apart, so that others find room between them."""


def texts_sql(prefix: str = "") -> str:
    """SQL: one row (mention_id, text) for each thing a record says by which its mention may be looked for; of the kinds' tables with
    this ``prefix`` to their names."""
    return f"""
        SELECT mention_id, concat_ws(' ', forename, middle_names, surname, date_of_birth) AS text FROM {prefix}person
        UNION ALL SELECT mention_id, unnest(alias) FROM {prefix}person WHERE alias IS NOT NULL
        UNION ALL SELECT mention_id, coalesce(
            nullif(concat_ws(', ', flat, nullif(concat_ws(' ', house, street), ''), town, postcode), ''), location, area_name)
          FROM {prefix}address
        UNION ALL SELECT mention_id, number FROM {prefix}phone
        UNION ALL SELECT mention_id, registration FROM {prefix}vehicle
        UNION ALL SELECT mention_id, concat_ws(', ', name, postcode) FROM {prefix}organisation
    """  # noqa: S608 - constants


TEXTS = texts_sql()
WHOSE = """
    SELECT text, list(mention_id) AS mention_ids FROM ({texts}) SEMI JOIN entity_member USING (mention_id)
    WHERE text <> '' GROUP BY text
"""
"""SQL: each of the ``texts`` (text, mention_id) once, with the mentions that it is of."""
ENTRIES = """
    SELECT DISTINCT {key}, entity_id, class_id, mention.kind
    FROM (SELECT {key}, unnest(mention_ids) AS mention_id FROM search_text) JOIN mention USING (mention_id)
    JOIN record USING (record_id) JOIN entity_member USING (mention_id) ORDER BY {key}, entity_id, class_id
"""
"""SQL: the entries of the texts in temporary ``search_text(key, mention_ids)``."""

_SCHEMA = """
    CREATE TABLE text (text_id INTEGER PRIMARY KEY, text TEXT NOT NULL);
    CREATE TABLE entry (
        text_id INTEGER NOT NULL, entity_id TEXT NOT NULL, class_id INTEGER NOT NULL, kind TEXT NOT NULL,
        PRIMARY KEY (text_id, entity_id, class_id)
    ) WITHOUT ROWID;
"""


def write_search_file(con: duckdb.DuckDBPyConnection, path: Path, *, progress: Callable[[int, int], None] | None = None) -> int:
    """Write the search file of the picture in ``con`` to ``path``, which must not exist; how many distinct texts it holds.

    Reads mention, record (with ``class_id``), entity_member and the tables of the mention kinds. ``progress(done, total)`` counts
    texts.
    """
    # Texts are brought together once; from there on they are numbers.
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE search_text AS
        SELECT {ROOM} * row_number() OVER (ORDER BY text) AS text_id, text, mention_ids FROM (
{WHOSE.format(texts=TEXTS)})
        """  # noqa: S608 - constant
    )
    try:
        with closing(open_for_writing(path)) as out:
            return _fill(con, out, progress or (lambda done, total: None))
    finally:
        con.execute("DROP TABLE search_text")


def open_for_writing(path: Path) -> sqlite3.Connection:
    """A connection to a search file that nobody reads before it is whole and synced by the build, so that a journal would only cost."""
    out = connect_search(path, read_only=False)
    out.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;")
    return out


def _fill(con: duckdb.DuckDBPyConnection, out: sqlite3.Connection, progress: Callable[[int, int], None]) -> int:
    out.executescript(_SCHEMA)
    try:
        out.execute(
            "CREATE VIRTUAL TABLE trigram USING fts5("
            "form, content='', detail=none, columnsize=0, tokenize='trigram case_sensitive 1')"
        )
    except sqlite3.OperationalError as error:
        raise BadInput(
            f"this Python's SQLite ({sqlite3.sqlite_version}) has no FTS5 with trigrams ({error}).",
            remedy="Use a Python built with SQLite's FTS5.",
        ) from error
    # A larger buffer before the index spills means fewer segments to merge.
    out.execute("INSERT INTO trigram(trigram, rank) VALUES ('hashsize', 67108864)")
    total = _one(con, "SELECT count(*) FROM search_text")
    done = 0
    for rows in _in_turn(con, "SELECT text_id, text FROM search_text ORDER BY text_id"):
        put_texts(out, rows)
        done += len(rows)
        progress(done, total)
    for rows in _in_turn(con, ENTRIES.format(key="text_id")):
        put_entries(out, rows)
    out.commit()
    return done


def put_texts(out: sqlite3.Connection, texts: Sequence[tuple[int, str]]) -> None:
    """Put in these (number, text), which are not there yet."""
    out.executemany("INSERT INTO text VALUES (?, ?)", texts)
    out.executemany("INSERT INTO trigram(rowid, form) VALUES (?, ?)", ((number, indexed_form(text)) for number, text in texts))


def put_entries(out: sqlite3.Connection, entries: Iterable[Sequence[object]]) -> None:
    """Put in these (number of a text, entity, class, kind), which are not there yet."""
    out.executemany("INSERT INTO entry VALUES (?, ?, ?, ?)", entries)


def _in_turn(con: duckdb.DuckDBPyConnection, query: str) -> Iterator[list[tuple[int, str]]]:
    cursor = con.execute(query)
    while rows := cursor.fetchmany(_AT_A_TIME):
        yield rows


def _one(con: duckdb.DuckDBPyConnection, query: str) -> int:
    row = con.execute(query).fetchone()
    assert row is not None  # noqa: S101 - an aggregate always has a row
    return int(row[0])
