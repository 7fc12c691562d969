"""Records that came in more than one file: kept once, or replaced by what a later file says; those that people withdrew: left out."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from stronghold.intake.loading.schema import quoted
from stronghold.intake.loading.withdrawn import TERMS, grade_false, set_aside, withdrawn_returns
from stronghold.intake.withdrawals import Withdrawal
from stronghold.vocabulary import kinds

__all__ = ["ComesBackError", "drop_repeats", "remove_sources"]

# Rows are the same where what they say and the terms they may be used on are the same: a file sent again on stricter terms
# replaces the earlier one. ``place``: files in the order of their names, rows in that of their lines (within a file, of their ids).
_DECIDED = f"""
CREATE OR REPLACE TEMP TABLE decided_record AS
WITH said AS (
    SELECT record_id, record_key, source_id, row({TERMS}) AS content, 'record' AS held FROM record
    WHERE record_key IN (FROM contested_key) AND record_id NOT IN (SELECT record_id FROM gone_record)
    UNION ALL
    SELECT record_id, record_key, source_id, row({TERMS}), 'behind' FROM record_behind WHERE record_key IN (FROM contested_key)
    UNION ALL
    SELECT record_id, record_key, source_id, row({TERMS}), 'withdrawn' FROM withdrawn_record WHERE record_key IN (FROM contested_key)
), placed AS (
    SELECT said.*, row(source.name, record_id) AS place FROM said JOIN source USING (source_id)
), last AS (SELECT record_key, arg_max(content, place) AS content FROM placed GROUP BY record_key),
compared AS (
    SELECT placed.*, placed.content IS NOT DISTINCT FROM last.content AS repeats FROM placed JOIN last USING (record_key)
), kept AS (SELECT record_key, arg_min(record_id, place) AS kept_id FROM compared WHERE repeats GROUP BY record_key)
SELECT record_id, held, repeats, record_id = kept_id AS stands FROM compared JOIN kept USING (record_key)
"""  # noqa: S608 - constants
_STEPS = (
    f"""INSERT INTO record_behind
    SELECT record_id, record_key, source_id, {TERMS}, repeats FROM record JOIN decided_record d USING (record_id)
    WHERE d.held = 'record' AND NOT d.stands
    UNION ALL
    SELECT record_id, record_key, source_id, {TERMS}, repeats FROM withdrawn_record JOIN decided_record d USING (record_id)
    WHERE d.held = 'withdrawn' AND NOT d.stands""",  # noqa: S608 - constants
    "DELETE FROM withdrawn_record WHERE record_id IN (SELECT record_id FROM decided_record WHERE NOT stands)",
    """UPDATE record_behind SET repeats = d.repeats FROM decided_record d
    WHERE d.record_id = record_behind.record_id AND d.repeats <> record_behind.repeats""",
    "INSERT INTO gone_record SELECT record_id FROM decided_record WHERE held = 'record' AND NOT stands",
)
_COUNTS = """
UPDATE source SET repeated_rows = now.repeated, replaced_rows = now.replaced, withdrawn_rows = now.withdrawn, notes = now.notes
FROM (
    SELECT s.source_id, coalesce(b.repeated, 0) AS repeated, coalesce(b.replaced, 0) AS replaced,
        coalesce(w.withdrawn, 0) AS withdrawn, list_concat(
            list_filter(s.notes, lambda note: note <> s.repeated_rows || $repeated AND note <> s.replaced_rows || $replaced
                AND note <> s.withdrawn_rows || $withdrawn),
            list_filter([
                CASE WHEN b.repeated > 0 THEN b.repeated || $repeated END,
                CASE WHEN b.replaced > 0 THEN b.replaced || $replaced END,
                CASE WHEN w.withdrawn > 0 THEN w.withdrawn || $withdrawn END
            ], lambda note: note IS NOT NULL)) AS notes
    FROM source s LEFT JOIN (
        SELECT source_id, count(*) FILTER (repeats) AS repeated, count(*) FILTER (NOT repeats) AS replaced
        FROM record_behind GROUP BY source_id) b USING (source_id)
    LEFT JOIN (SELECT source_id, count(*) AS withdrawn FROM withdrawn_record GROUP BY source_id) w USING (source_id)
) AS now
WHERE source.source_id = now.source_id AND (
    source.repeated_rows <> now.repeated OR source.replaced_rows <> now.replaced OR source.withdrawn_rows <> now.withdrawn)
"""
_NOTES = {
    "repeated": " rows repeat a record of another file, and were kept once",
    "replaced": " rows were replaced by a later file with the same keys",
    "withdrawn": " rows are records that people withdrew, and were left out",
}


class ComesBackError(Exception):
    """A row that stood behind another record, or was withdrawn, would be a record again: its file has to be read again."""


def drop_repeats(con: duckdb.DuckDBPyConnection, *, first_new: int = 0, withdrawals: Sequence[Withdrawal] = ()) -> None:
    """Leave one record of every key: what the latest file says; the first that said so. The others leave every table but
    ``record_behind``. Where that record is withdrawn, none is left of the key (``withdrawn_record`` has it).

    Files are in the order of their names, rows in that of their lines; ``source`` counts what was dropped. With records that
    were decided before, only keys of records from ``first_new`` on, and of those that :func:`remove_sources` took out, are
    decided anew: :class:`ComesBackError` where that cannot be done from what the tables hold.
    Temporary ``gone_record(record_id)``, ``gone_mention(mention_id, mention_key, kind, record_id)`` and a ``gone_`` table for each kind
    of mention hold all that went.
    """
    con.execute("CREATE TEMP TABLE IF NOT EXISTS gone_record (record_id BIGINT)")
    con.execute("CREATE TEMP TABLE IF NOT EXISTS contested_key (record_key VARCHAR)")
    shared = con.execute("SELECT 1 FROM source GROUP BY agency, system HAVING count(*) > 1 LIMIT 1").fetchone()
    removed = con.execute("SELECT 1 FROM contested_key LIMIT 1").fetchone()
    if shared or removed:
        con.execute(
            """INSERT INTO contested_key
            SELECT record_key FROM record WHERE record_id >= $first
                OR record_key IN (SELECT record_key FROM record WHERE record_id >= $first AND $first > 0)
            GROUP BY record_key HAVING count(*) > 1
            UNION SELECT record_key FROM (SELECT record_key FROM record_behind UNION ALL SELECT record_key FROM withdrawn_record)
            WHERE record_key IN (SELECT record_key FROM record WHERE record_id >= $first AND $first > 0)""",
            {"first": first_new},
        )
        con.execute(_DECIDED)
        if con.execute("SELECT 1 FROM decided_record WHERE stands AND held = 'behind' LIMIT 1").fetchone():
            raise ComesBackError
        for step in _STEPS:
            con.execute(step)
        con.execute("DROP TABLE decided_record")
    con.execute("DROP TABLE contested_key")
    set_aside(con, withdrawals)
    if withdrawn_returns(con):
        raise ComesBackError
    con.execute(_COUNTS, _NOTES)
    _delete_gone(con)
    grade_false(con)
    con.execute("DROP TABLE withdrawal")


def remove_sources(con: duckdb.DuckDBPyConnection, source_ids: list[int]) -> None:
    """Take sources out, with their rows in every table; what stood behind their records is decided by :func:`drop_repeats`."""
    con.execute("CREATE OR REPLACE TEMP TABLE gone_source AS SELECT unnest($ids::INTEGER[]) AS source_id", {"ids": source_ids})
    con.execute(
        "CREATE OR REPLACE TEMP TABLE gone_record AS SELECT record_id FROM record SEMI JOIN gone_source USING (source_id)"
    )
    con.execute(
        """CREATE OR REPLACE TEMP TABLE contested_key AS
        SELECT record_key FROM record SEMI JOIN gone_source USING (source_id)
        UNION SELECT record_key FROM record_behind SEMI JOIN gone_source USING (source_id)
        UNION SELECT record_key FROM withdrawn_record SEMI JOIN gone_source USING (source_id)"""
    )
    for table in ("source", "quarantine", "record_behind", "withdrawn_record"):
        con.execute(f"DELETE FROM {table} WHERE source_id IN (FROM gone_source)")  # noqa: S608 - our own tables
    con.execute("DROP TABLE gone_source")


def _delete_gone(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        """CREATE OR REPLACE TEMP TABLE gone_mention AS
        SELECT mention_id, mention_key, kind, record_id FROM mention WHERE record_id IN (SELECT record_id FROM gone_record)"""
    )
    for kind in kinds().values():
        if not kind.is_event:
            con.execute(f"CREATE OR REPLACE TEMP TABLE gone_{kind.name} AS FROM {quoted(kind.name)} LIMIT 0")
    if not con.execute("SELECT 1 FROM gone_record LIMIT 1").fetchone():
        return
    gone = con.execute(
        "SELECT kind FROM record SEMI JOIN gone_record USING (record_id) UNION SELECT kind FROM gone_mention"
    ).fetchall()
    for kind in (kind for kind in kinds().values() if (kind.name,) in gone):
        if kind.is_event:
            _delete_in(con, kind.name, "record_id", "SELECT record_id FROM gone_record")
        else:
            con.execute(f"INSERT INTO gone_{kind.name} FROM {quoted(kind.name)} SEMI JOIN gone_mention USING (mention_id)")
            _delete_in(con, kind.name, "mention_id", "SELECT mention_id FROM gone_mention")
    _delete_in(con, "mention", "mention_id", "SELECT mention_id FROM gone_mention")
    for table in ("cell_note", "record"):
        _delete_in(con, table, "record_id", "SELECT record_id FROM gone_record")


def _delete_in(con: duckdb.DuckDBPyConnection, table: str, column: str, gone: str) -> None:
    con.execute(f"DELETE FROM {quoted(table)} WHERE {column} IN ({gone})")  # noqa: S608 - our own tables
