"""Indexes by which a page finds the few rows that it shows without going through a whole table.

DuckDB goes by an index where a column is compared with constants or with a list that is given as a parameter (``record_id IN $records``)
and nothing else is asked of the table at once; a join, also with the rows of a sub-query, goes through the table. So whoever reads a
page asks for the ids first and then by them (:func:`stronghold.engine.by_ids`), in a ``MATERIALIZED`` part of the query where something
is joined to it.

Kept out: texts that differ from row to row (keys of records and mentions), and ids that come many times in a table that stands in
their order. Their indexes are as large as the tables.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from stronghold.vocabulary import event_kinds, mention_kinds

__all__ = ["drop_indexes", "index_tables"]

_COLUMNS = {
    "entity_member": ("entity_id", "mention_id"),
    "mention": ("mention_id",),
    "record": ("record_id",),
    "cell_note": ("record_id",),
    "tie": ("entity_l", "entity_r"),
    "tie_evidence": ("tie_id",),
    "belonging": ("person_entity", "thing_entity"),
    "belonging_evidence": ("belonging_id",),
    "node": ("mention_id",),
    "link": ("mention_l",),
}


def index_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Index the picture's tables, those that are there."""
    there = {name for (name,) in con.execute("SELECT table_name FROM duckdb_tables() WHERE NOT temporary").fetchall()}
    for table, column in _indexed():
        if table in there:
            con.execute(f'CREATE INDEX "by_{column}_of_{table}" ON "{table}" ("{column}")')


def drop_indexes(con: duckdb.DuckDBPyConnection) -> None:
    """Take them away: before a picture is changed, as each row that goes or comes would have to be found in all of them."""
    for (name,) in con.execute("SELECT index_name FROM duckdb_indexes() WHERE sql IS NOT NULL").fetchall():
        con.execute(f'DROP INDEX "{name}"')


def _indexed() -> Iterator[tuple[str, str]]:
    for table, columns in _COLUMNS.items():
        yield from ((table, column) for column in columns)
    yield from ((kind.name, "mention_id") for kind in mention_kinds())
    yield from ((kind.name, "record_id") for kind in event_kinds())
