"""Records that came in more than one file: kept once, or replaced by what a later file says."""

from __future__ import annotations

import duckdb

from stronghold.intake.loading.schema import quoted
from stronghold.vocabulary import kinds

__all__ = ["drop_repeats"]

# Rows are the same where what they say and the terms they may be used on are the same: a file sent again on stricter terms
# replaces the earlier one. Within a file keys never repeat, so the numbers of records follow the order of files.
_DROPPED = """
CREATE TEMP TABLE dropped_record AS
WITH twice AS (SELECT record_key FROM record GROUP BY record_key HAVING count(*) > 1),
said AS (
    SELECT record_id, source_id, record_key,
        row(content_hash, source_grade, information_grade, handling, sensitivity, operation) AS content
    FROM record WHERE record_key IN (FROM twice)
),
last AS (SELECT record_key, arg_max(content, record_id) AS content FROM said GROUP BY record_key),
compared AS (
    SELECT record_id, source_id, record_key, said.content IS NOT DISTINCT FROM last.content AS stands
    FROM said JOIN last USING (record_key)
),
kept AS (SELECT record_key, min(record_id) AS kept_id FROM compared WHERE stands GROUP BY record_key)
SELECT record_id, source_id, stands AS repeats FROM compared JOIN kept USING (record_key) WHERE record_id <> kept_id
"""
_COUNTS = """
UPDATE source SET
    repeated_rows = counted.repeated,
    replaced_rows = counted.replaced,
    notes = list_concat(notes, list_filter([
        CASE WHEN counted.repeated > 0 THEN counted.repeated || ' rows repeat a record of another file, and were kept once' END,
        CASE WHEN counted.replaced > 0 THEN counted.replaced || ' rows were replaced by a later file with the same keys' END
    ], lambda note: note IS NOT NULL))
FROM (
    SELECT source_id, count(*) FILTER (repeats) AS repeated, count(*) FILTER (NOT repeats) AS replaced
    FROM dropped_record GROUP BY source_id
) AS counted
WHERE source.source_id = counted.source_id
"""


def drop_repeats(con: duckdb.DuckDBPyConnection) -> None:
    """Leave one record of every key: what the latest file says; the first that said so. The others leave every table.

    Files are in the order of their names, rows in that of their lines; ``source`` counts what was dropped.
    """
    shared = con.execute("SELECT 1 FROM source GROUP BY agency, system HAVING count(*) > 1 LIMIT 1").fetchone()
    if shared is None:
        return
    con.execute(_DROPPED)
    if con.execute("SELECT 1 FROM dropped_record LIMIT 1").fetchone():
        con.execute(_COUNTS)
        _delete(con)
    con.execute("DROP TABLE dropped_record")


def _delete(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        """CREATE TEMP TABLE dropped_mention AS
        SELECT mention_id FROM mention WHERE record_id IN (SELECT record_id FROM dropped_record)"""
    )
    for kind in kinds().values():
        if kind.is_event:
            _delete_in(con, kind.name, "record_id", "SELECT record_id FROM dropped_record")
        else:
            _delete_in(con, kind.name, "mention_id", "SELECT mention_id FROM dropped_mention")
    _delete_in(con, "mention", "mention_id", "SELECT mention_id FROM dropped_mention")
    for table in ("cell_note", "record"):
        _delete_in(con, table, "record_id", "SELECT record_id FROM dropped_record")
    con.execute("DROP TABLE dropped_mention")


def _delete_in(con: duckdb.DuckDBPyConnection, table: str, column: str, dropped: str) -> None:
    con.execute(f"DELETE FROM {quoted(table)} WHERE {column} IN ({dropped})")  # noqa: S608 - our own tables
