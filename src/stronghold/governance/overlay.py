"""What people withdrew or found false since a picture was built, taken out of it at once, for everybody and in every query.

There is one place for it: :func:`lay_over` puts views over the tables ``record`` and ``tie_evidence`` of a connection. A withdrawn
record is then in no query; what is read by way of it (its mentions, evidence, names) goes with it, as every reading joins ``record``
for its visibility class. A discredited one is graded as false and weighs nothing. The next build does the same for good.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import duckdb

from stronghold.intake.withdrawals import FALSE_GRADE, Effect, Withdrawal
from stronghold.picture.manifest import Manifest
from stronghold.picture.search_index import TEXTS
from stronghold.picture.snapshot import Snapshot

__all__ = ["LaidOver", "Source", "add_source", "gone_from", "lay_over", "lost_texts", "taken_for_false"]

Source = Callable[[Manifest], Collection[Withdrawal]]
"""Gives the withdrawals that stand and that the picture of that manifest was built without."""

_sources: list[Source] = []
_KEPT = 8


@dataclass(frozen=True)
class LaidOver:
    """The records of one picture (their ids in it) that are withdrawn, and those that are found false, since it was built."""

    withdrawn: tuple[int, ...] = ()
    discredited: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.withdrawn or self.discredited)


def add_source(source: Source) -> None:
    """From now on ask ``source`` as well: casework does so at start-up."""
    if source not in _sources:
        _sources.append(source)


def lay_over(con: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> LaidOver:
    """Let the snapshot's connection show its records as they stand now. To be called before anything is read from it.

    The views are the connection's own: a cursor made from it would not have them. Where nothing was withdrawn, none is made.
    """
    standing = [withdrawal for source in _sources for withdrawal in source(snapshot.manifest)]
    if not standing:
        return LaidOver()
    told = tuple(sorted((w.record_key, w.effect.value, w.content_hash or "") for w in standing))
    laid = _in_picture(snapshot.path, told)
    if laid:
        _make_views(con, laid)
    return laid


@contextmanager
def taken_for_false(con: duckdb.DuckDBPyConnection, laid: LaidOver, records: Collection[int]) -> Iterator[None]:
    """While it is open the connection shows the records of these ids as if they were found false; ``laid`` is what was laid over it."""
    if not records:
        yield
        return
    _make_views(con, LaidOver(laid.withdrawn, tuple(sorted({*laid.discredited, *records}))))
    try:
        yield
    finally:
        if laid:
            _make_views(con, laid)
        else:
            for view in ("record", "tie_evidence"):
                con.execute(f"DROP VIEW IF EXISTS temp.{view}")


def lost_texts(snapshot: Snapshot, laid: LaidOver, classes: Collection[int]) -> frozenset[tuple[str, str]]:
    """(entity id, text) of what the snapshot's search file holds for records of those ``classes`` that are withdrawn, and no other
    record of the entity says."""
    return _lost_texts(snapshot.path, laid, tuple(sorted(classes))) if laid.withdrawn else frozenset()


def gone_from(con: duckdb.DuckDBPyConnection, laid: LaidOver, entity_id: str) -> int:
    """How many records of the entity are withdrawn since its picture was built, of the classes in the table ``visible``: the entity was put
    together with them, and may be another once the picture is built again."""
    if not laid.withdrawn:
        return 0
    rows = con.execute(
        f"""
        SELECT count(DISTINCT record_id) FROM entity_member JOIN mention USING (mention_id) SEMI JOIN withdrawn_now USING (record_id)
        JOIN {_picture_of(con)}.record USING (record_id) SEMI JOIN visible USING (class_id) WHERE entity_id = $entity
        """,  # noqa: S608 - the name of the catalog
        {"entity": entity_id},
    ).fetchall()
    return int(rows[0][0])


def _picture_of(con: duckdb.DuckDBPyConnection) -> str:
    """The schema of the picture's own tables, beneath the views."""
    (catalog,) = con.execute("SELECT current_database()").fetchall()[0]
    return '"' + str(catalog).replace('"', '""') + '".main'


def _make_views(con: duckdb.DuckDBPyConnection, laid: LaidOver) -> None:
    picture = _picture_of(con)
    for table, ids in (("withdrawn_now", laid.withdrawn), ("discredited_now", laid.discredited)):
        con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT unnest($ids::BIGINT[]) AS record_id", {"ids": ids})
    doubted = "record_id IN (SELECT record_id FROM discredited_now)"
    con.execute(
        f"""
        CREATE OR REPLACE TEMP VIEW record AS
        SELECT * REPLACE (CASE WHEN {doubted} THEN '{FALSE_GRADE}' ELSE information_grade END AS information_grade)
        FROM {picture}.record ANTI JOIN withdrawn_now USING (record_id)
        """  # noqa: S608 - constants
    )
    tables = con.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'tie_evidence' AND NOT temporary").fetchone()
    if tables:
        con.execute(
            f"""
            CREATE OR REPLACE TEMP VIEW tie_evidence AS
            SELECT * REPLACE (CASE WHEN {doubted} THEN 0.0 ELSE weight END AS weight) FROM {picture}.tie_evidence
            """  # noqa: S608 - constants
        )


@lru_cache(maxsize=_KEPT)
def _in_picture(path: Path, standing: tuple[tuple[str, str, str], ...]) -> LaidOver:
    """A snapshot does not change, so its records of those keys are looked up once."""
    with closing(Snapshot(path).connect()) as con:
        rows = con.execute(
            """
            SELECT record_id, bool_or(effect <> $discredited) FROM record JOIN (
                SELECT unnest($keys::VARCHAR[]) AS record_key, unnest($effects::VARCHAR[]) AS effect,
                    unnest($versions::VARCHAR[]) AS version) USING (record_key)
            WHERE effect <> $corrected OR version = content_hash GROUP BY record_id ORDER BY record_id
            """,
            {
                "keys": [key for key, _, _ in standing],
                "effects": [effect for _, effect, _ in standing],
                "versions": [version for _, _, version in standing],
                "discredited": Effect.DISCREDITED.value,
                "corrected": Effect.CORRECTED.value,
            },
        ).fetchall()
    return LaidOver(
        withdrawn=tuple(record for record, is_out in rows if is_out),
        discredited=tuple(record for record, is_out in rows if not is_out),
    )


@lru_cache(maxsize=_KEPT)
def _lost_texts(path: Path, laid: LaidOver, classes: tuple[int, ...]) -> frozenset[tuple[str, str]]:
    with closing(Snapshot(path).connect()) as con:
        rows = con.execute(
            f"""
            WITH gone AS (SELECT unnest($gone::BIGINT[]) AS record_id),
            shaken AS (
                SELECT em.mention_id, em.entity_id, m.record_id FROM entity_member em JOIN mention m USING (mention_id)
                WHERE em.entity_id IN (
                    SELECT entity_id FROM entity_member JOIN mention USING (mention_id) SEMI JOIN gone USING (record_id))
            ),
            said AS (
                SELECT s.entity_id, t.text, s.record_id FROM shaken s JOIN ({TEXTS}) t USING (mention_id)
                JOIN record r USING (record_id) WHERE r.class_id IN (SELECT unnest($classes::INTEGER[]))
            )
            SELECT entity_id, text FROM said GROUP BY entity_id, text
            HAVING bool_and(record_id IN (SELECT record_id FROM gone))
            """,  # noqa: S608 - constants
            {"gone": laid.withdrawn, "classes": classes},
        ).fetchall()
    return frozenset((entity, text) for entity, text in rows)
