"""Reading visible records out of a snapshot: those of an entity, or one by its key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import duckdb

from stronghold.governance.answers import CellNote, MentionView, RecordView
from stronghold.governance.labels import mention_label, named
from stronghold.governance.times import in_utc, is_child
from stronghold.vocabulary import kind, kinds

__all__ = ["hidden_records", "in_utc", "record_by_key", "records_by_id", "records_of"]

# Looked up by themselves, so that an index is gone by: see ``picture.indexes``.
_RECORD = """
    WITH r AS MATERIALIZED (FROM record WHERE {which})
    SELECT r.record_id, r.record_key, r.kind, s.agency, s.system, s.name AS file, r.sheet, r.line,
        r.occurred_from, r.occurred_to, r.occurred_precision, s.timezone, r.source_grade, r.information_grade,
        coalesce(r.handling, s.handling) AS handling, coalesce(r.sensitivity, s.sensitivity) AS sensitivity,
        coalesce(r.operation, s.operation) AS operation, s.purpose, s.lawful_basis,
        r.content_hash AS version
    FROM r JOIN source s USING (source_id) JOIN visible v USING (class_id)
    ORDER BY r.occurred_from DESC NULLS LAST, r.record_key
"""
_BY_ID = _RECORD.format(which="record_id IN $ids")
_BY_KEY = _RECORD.format(which="record_key = $key")
# Ids alone are looked for by the record, which has no index here: reading every column on the way takes several times as long.
_MENTIONED = "SELECT mention_id FROM mention WHERE record_id IN $records"
_MENTIONS = """
    SELECT record_id, mention_id, mention_key, kind, role, part, belongs_to FROM mention WHERE mention_id IN $mentions ORDER BY mention_key
"""
_ENTITIES = "SELECT mention_id, entity_id FROM entity_member WHERE mention_id IN $mentions"
# Evidence of a tie to the other entity, whatever the layer.
_TIED = """
    SELECT e.record_id FROM tie t JOIN tie_evidence e USING (tie_id)
    WHERE t.entity_l = least($entity, $other) AND t.entity_r = greatest($entity, $other)
"""


def records_of(
    con: duckdb.DuckDBPyConnection, entity_id: str, limit: int, offset: int = 0, *, tied_to: str | None = None
) -> tuple[list[RecordView], int]:
    """The visible records of the entity that was looked up, the latest first; of each, its own mentions, their parts and whose part they are.

    From the ``offset``th on, at most ``limit``; and how many there are. ``tied_to``: those alone that are evidence of a tie
    to that entity.
    """
    tie = {"entity": entity_id, "other": tied_to} if tied_to else {}
    wanted = f"SELECT record_id FROM own INTERSECT ({_TIED})" if tied_to else "SELECT record_id FROM own"  # noqa: S608
    total = _count(con, f"SELECT count(DISTINCT record_id) FROM ({wanted})", tie)  # noqa: S608 - constants
    ids = con.execute(
        f"SELECT DISTINCT record_id, occurred_from, record_key FROM own WHERE record_id IN ({wanted})"  # noqa: S608 - constants
        " ORDER BY occurred_from DESC NULLS LAST, record_key LIMIT $limit OFFSET $offset",
        {**tie, "limit": limit, "offset": offset},
    ).fetchall()
    rows = _rows(con, _BY_ID, {"ids": [i for i, *_ in ids]})
    mentions = _mentions(con, [r["record_id"] for r in rows], _of_entity(con))
    return _records(con, rows, _children_marked(con, mentions, {entity_id})), total


def record_by_key(con: duckdb.DuckDBPyConnection, record_key: str) -> RecordView | None:
    """The record with that key and everyone and everything it names; ``None`` where there is none or it is hidden."""
    rows = _rows(con, _BY_KEY, {"key": record_key})
    found = _whole(con, rows)
    return found[0] if found else None


def records_by_id(con: duckdb.DuckDBPyConnection, record_ids: Sequence[int]) -> list[RecordView]:
    """Those of the records that are visible, the latest first, with everyone and everything they name."""
    return _whole(con, _rows(con, _BY_ID, {"ids": list(record_ids)}))


def hidden_records(con: duckdb.DuckDBPyConnection, keys: Collection[str]) -> frozenset[str]:
    """Those of the keys whose records are there and not visible."""
    rows = con.execute(
        "SELECT record_key FROM record ANTI JOIN visible USING (class_id) WHERE record_key IN (SELECT unnest($keys::VARCHAR[]))",
        {"keys": sorted(set(keys))},
    ).fetchall()
    return frozenset(row[0] for row in rows)


def _whole(con: duckdb.DuckDBPyConnection, rows: Sequence[dict[str, Any]]) -> list[RecordView]:
    """Records with all their mentions."""
    return _records(con, rows, _children_marked(con, _mentions(con, [r["record_id"] for r in rows])))


def _children_marked(
    con: duckdb.DuckDBPyConnection, mentions: Mapping[int, list[MentionView]], known: Collection[str] = ()
) -> dict[int, list[MentionView]]:
    """Whether someone is a child is told by any visible record of theirs. Those ``known`` are looked up elsewhere."""
    people = {m.entity_id for each in mentions.values() for m in each if m.kind == "person" and m.entity_id} - set(known)
    children = {entity for entity, name in named(con, people).items() if name.child}
    return {
        record_id: [replace(m, child=m.child or m.entity_id in children) for m in each] for record_id, each in mentions.items()
    }


def _count(con: duckdb.DuckDBPyConnection, query: str, parameters: Mapping[str, Any]) -> int:
    row = con.execute(query, dict(parameters)).fetchone()
    return int(row[0]) if row else 0


def _records(
    con: duckdb.DuckDBPyConnection, rows: Sequence[dict[str, Any]], mentions: Mapping[int, list[MentionView]]
) -> list[RecordView]:
    by_kind: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        by_kind[row["kind"]].append(row["record_id"])
    values: dict[int, dict[str, Any]] = {}
    for name, ids in by_kind.items():
        if kind(name).is_event:
            values.update(_values(con, name, "record_id", ids))
    notes = _notes(con, [r["record_id"] for r in rows])
    made = []
    for row in rows:
        record_id = row.pop("record_id")
        row["occurred_from"], row["occurred_to"] = in_utc(row["occurred_from"]), in_utc(row["occurred_to"])
        made.append(
            RecordView(
                **row,
                values=values.get(record_id, {}),
                mentions=tuple(mentions.get(record_id, ())),
                notes=tuple(notes.get(record_id, ())),
            )
        )
    return made


def _of_entity(con: duckdb.DuckDBPyConnection) -> Callable[[int, int | None], bool]:
    """Whether a mention, by its id and that of the one that it is a part of, is the entity's own, a part of one, or what one is a part
    of. The table ``own`` holds its own: see ``entities.look_up``."""
    own = dict[int, int | None](con.execute("SELECT mention_id, belongs_to FROM own").fetchall())
    wholes = {whole for whole in own.values() if whole is not None}
    return lambda mention, whole: mention in own or whole in own or mention in wholes


def _mentions(
    con: duckdb.DuckDBPyConnection, record_ids: Sequence[int], is_wanted: Callable[[int, int | None], bool] | None = None
) -> dict[int, list[MentionView]]:
    """Mentions by record id, those that are wanted; the caller has seen to it that the records are visible."""
    named_there = [row[0] for row in con.execute(_MENTIONED, {"records": list(record_ids)}).fetchall()]
    rows = con.execute(_MENTIONS, {"mentions": named_there}).fetchall()
    rows = [row for row in rows if is_wanted is None or is_wanted(row[1], row[6])]
    entities = dict[int, str](con.execute(_ENTITIES, {"mentions": [row[1] for row in rows]}).fetchall())
    by_kind: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        by_kind[row[3]].append(row[1])
    values: dict[int, dict[str, Any]] = {}
    for name, ids in by_kind.items():
        values.update(_values(con, name, "mention_id", ids))
    found: dict[int, list[MentionView]] = defaultdict(list)
    for record_id, mention_id, mention_key, name, role, part, _ in rows:
        entity_id = entities.get(mention_id)
        said = values.get(mention_id, {})
        child = name == "person" and is_child(said.get("date_of_birth"))
        found[record_id].append(MentionView(mention_key, name, role, part, entity_id, mention_label(name, said), said, child))
    return found


def _values(con: duckdb.DuckDBPyConnection, kind_name: str, key: str, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """What was recorded, by id; without columns that are kept for equality monitoring alone."""
    apart = {c.name for c in kinds()[kind_name].columns.values() if c.use == "equality"}
    rows = _rows(con, f'SELECT * FROM "{kind_name}" WHERE {key} IN $ids', {"ids": list(ids)})  # noqa: S608
    return {row[key]: {c: v for c, v in row.items() if c != key and c not in apart and v not in (None, [])} for row in rows}


def _notes(con: duckdb.DuckDBPyConnection, record_ids: Sequence[int]) -> dict[int, list[CellNote]]:
    apart = {c.name for k in kinds().values() for c in k.columns.values() if c.use == "equality"}
    rows = con.execute(
        "SELECT record_id, column_name, raw, reason FROM cell_note WHERE record_id IN $ids ORDER BY record_id, column_name",
        {"ids": list(record_ids)},
    ).fetchall()
    found: dict[int, list[CellNote]] = defaultdict(list)
    for record_id, column, raw, reason in rows:
        if column not in apart:
            found[record_id].append(CellNote(column, raw, reason))
    return found


def _rows(con: duckdb.DuckDBPyConnection, query: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
    cursor = con.execute(query, dict(parameters))
    names = [d[0] for d in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
