"""Whom is asked about, and which records may be read of them, for the queries of this room."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

import duckdb
import pyarrow as pa

__all__ = ["asked_of", "named_in_records"]


@contextmanager
def asked_of(con: duckdb.DuckDBPyConnection, people: Collection[str], classes: Collection[int] | None) -> Iterator[str]:
    """While it is open there is ``standing_asked(entity_id)``. Gives SQL for the records that may be read: those of ``classes``, all
    where these are not given."""
    con.register("standing_asked", pa.table({"entity_id": pa.array(sorted(people), pa.string())}))
    con.register("standing_class", pa.table({"class_id": pa.array(sorted(classes or ()), pa.int32())}))
    try:
        yield "(FROM record)" if classes is None else "(FROM record SEMI JOIN standing_class USING (class_id))"
    finally:
        con.unregister("standing_asked")
        con.unregister("standing_class")


@contextmanager
def named_in_records(
    con: duckdb.DuckDBPyConnection, people: Collection[str], classes: Collection[int] | None
) -> Iterator[frozenset[str]]:
    """While it is open there is the temporary ``standing_mention(entity_id, mention_id, role, record_id, kind, information_grade, source_id,
    occurred_from, occurred_to)``: where records that may be read, as for :func:`asked_of`, name the ``people``. Gives the kinds of
    these records.

    Looked up once: what is asked of a few people does not go through all records again for each question.
    """
    with asked_of(con, people, classes):
        # Which may be read is looked at last: of all records it would cost more than all the rest.
        con.execute(
            f"""
            CREATE OR REPLACE TEMP TABLE standing_mention AS
            WITH named AS MATERIALIZED (
                SELECT entity_id, mention_id, m.role, record_id, r.kind, r.information_grade, r.source_id, r.occurred_from, r.occurred_to,
                    r.class_id
                FROM (FROM entity_member SEMI JOIN standing_asked USING (entity_id)) JOIN mention m USING (mention_id)
                JOIN record r USING (record_id) WHERE m.kind = 'person'
            )
            SELECT * EXCLUDE (class_id) FROM named {"" if classes is None else "SEMI JOIN standing_class USING (class_id)"}
            """
        )
    try:
        yield frozenset(row[0] for row in con.execute("SELECT DISTINCT kind FROM standing_mention").fetchall())
    finally:
        con.execute("DROP TABLE standing_mention")
