"""Reading visible records out of a snapshot: those of an entity, or one by its key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

import duckdb

from stronghold.governance.answers import CellNote, MentionView, RecordView
from stronghold.governance.labels import mention_label
from stronghold.vocabulary import kind, kinds

__all__ = ["in_utc", "record_by_key", "records_of"]

_RECORD = """
    SELECT r.record_id, r.record_key, r.kind, s.agency, s.system, s.name AS file, r.sheet, r.line,
        r.occurred_from, r.occurred_to, r.occurred_precision, s.timezone, r.source_grade, r.information_grade,
        coalesce(r.handling, s.handling) AS handling, coalesce(r.sensitivity, s.sensitivity) AS sensitivity,
        coalesce(r.operation, s.operation) AS operation, s.purpose, s.lawful_basis
    FROM record r JOIN source s USING (source_id) JOIN visible v USING (class_id)
"""
_ORDER = " ORDER BY r.occurred_from DESC NULLS LAST, r.record_key"
_OWN = "SELECT mention_id FROM entity_member WHERE entity_id = $entity"


def records_of(con: duckdb.DuckDBPyConnection, entity_id: str, limit: int) -> list[RecordView]:
    """The entity's visible records, the latest first, at most ``limit``; of each, its own mentions and their parts."""
    rows = _rows(
        con,
        f"{_RECORD} WHERE r.record_id IN (SELECT record_id FROM mention WHERE mention_id IN ({_OWN})){_ORDER} LIMIT $limit",  # noqa: S608 - constants
        {"entity": entity_id, "limit": limit},
    )
    mentions = partial(_mentions, con, f"AND (m.mention_id IN ({_OWN}) OR m.belongs_to IN ({_OWN}))", {"entity": entity_id})
    return _records(con, rows, mentions([r["record_id"] for r in rows]))


def record_by_key(con: duckdb.DuckDBPyConnection, record_key: str) -> RecordView | None:
    """The record with that key and everyone and everything it names; ``None`` where there is none or it is hidden."""
    rows = _rows(con, f"{_RECORD} WHERE r.record_key = $key", {"key": record_key})
    found = _records(con, rows, _mentions(con, "", {}, [r["record_id"] for r in rows]))
    return found[0] if found else None


def in_utc(moment: datetime | None) -> datetime | None:
    """The snapshot's times are UTC without a zone."""
    return moment.replace(tzinfo=UTC) if moment else None


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


def _mentions(
    con: duckdb.DuckDBPyConnection, condition: str, parameters: Mapping[str, Any], record_ids: Sequence[int]
) -> dict[int, list[MentionView]]:
    """Mentions by record id; the caller has seen to it that the records are visible."""
    rows = con.execute(
        "SELECT m.record_id, m.mention_id, m.mention_key, m.kind, m.role, m.part, em.entity_id"  # noqa: S608 - constants
        " FROM mention m LEFT JOIN entity_member em USING (mention_id)"
        f" WHERE m.record_id IN (SELECT unnest($records::BIGINT[])) {condition} ORDER BY m.mention_key",
        {**parameters, "records": list(record_ids)},
    ).fetchall()
    by_kind: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        by_kind[row[3]].append(row[1])
    values: dict[int, dict[str, Any]] = {}
    for name, ids in by_kind.items():
        values.update(_values(con, name, "mention_id", ids))
    found: dict[int, list[MentionView]] = defaultdict(list)
    for record_id, mention_id, mention_key, name, role, part, entity_id in rows:
        said = values.get(mention_id, {})
        found[record_id].append(MentionView(mention_key, name, role, part, entity_id, mention_label(name, said), said))
    return found


def _values(con: duckdb.DuckDBPyConnection, kind_name: str, key: str, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """What was recorded, by id; without columns that are kept for equality monitoring alone."""
    apart = {c.name for c in kinds()[kind_name].columns.values() if c.use == "equality"}
    rows = _rows(con, f'SELECT * FROM "{kind_name}" WHERE {key} IN (SELECT unnest($ids::BIGINT[]))', {"ids": list(ids)})  # noqa: S608
    return {row[key]: {c: v for c, v in row.items() if c != key and c not in apart and v not in (None, [])} for row in rows}


def _notes(con: duckdb.DuckDBPyConnection, record_ids: Sequence[int]) -> dict[int, list[CellNote]]:
    apart = {c.name for k in kinds().values() for c in k.columns.values() if c.use == "equality"}
    rows = con.execute(
        "SELECT record_id, column_name, raw, reason FROM cell_note WHERE record_id IN (SELECT unnest($ids::BIGINT[]))"
        " ORDER BY record_id, column_name",
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
