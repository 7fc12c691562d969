"""Which files a group's ties rest on, and the records of one of them: to ask what would be, were one false."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import duckdb

from stronghold.errors import BadInput

__all__ = ["SourceBehind", "records_of_source", "sources_behind"]


@dataclass(frozen=True)
class SourceBehind:
    """A file, its agency, and how many of its visible records are evidence of ties of the group's people."""

    name: str
    agency: str
    records: int


def sources_behind(con: duckdb.DuckDBPyConnection, people: Collection[str]) -> tuple[SourceBehind, ...]:
    """The files behind the ties that people of ``people`` have to each other or to what they share. ``con`` has the table ``visible``."""
    rows = con.execute(
        """
        WITH theirs AS (
            SELECT tie_id FROM tie WHERE entity_l IN (SELECT unnest($people::VARCHAR[]))
            UNION SELECT tie_id FROM tie WHERE entity_r IN (SELECT unnest($people::VARCHAR[]))
        )
        SELECT s.name, any_value(s.agency), count(DISTINCT e.record_id) AS records
        FROM theirs JOIN tie_evidence e USING (tie_id) JOIN record r USING (record_id) SEMI JOIN visible USING (class_id)
        JOIN source s USING (source_id) WHERE e.weight > 0 GROUP BY s.name ORDER BY records DESC, s.name
        """,
        {"people": sorted(people)},
    ).fetchall()
    return tuple(SourceBehind(*row) for row in rows)


def records_of_source(con: duckdb.DuckDBPyConnection, keys: Collection[str], sources: Collection[str]) -> tuple[int, ...]:
    """Ids of the visible records of these keys and of these files. ``BadInput`` where one has none, whether there is none or it is hidden."""
    rows = con.execute(
        """
        SELECT r.record_id, r.record_key, s.name FROM record r SEMI JOIN visible USING (class_id) JOIN source s USING (source_id)
        WHERE r.record_key IN (SELECT unnest($keys::VARCHAR[])) OR s.name IN (SELECT unnest($sources::VARCHAR[]))
        """,
        {"keys": sorted(keys), "sources": sorted(sources)},
    ).fetchall()
    for what, asked, found in (
        ("record", keys, {key for _, key, _ in rows}),
        ("source", sources, {name for _, _, name in rows}),
    ):
        missing = sorted(set(asked) - found)
        if missing:
            message = f"There is no {what} {missing[0]!r} that you may see."
            raise BadInput(
                message, column="false", remedy=f"Give the {'key' if what == 'record' else 'name'} as its page shows it."
            )
    return tuple(sorted(number for number, _, _ in rows))
