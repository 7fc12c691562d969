"""What visible records say of an entity itself: names used, dates of birth, registrations. Contradictions stand side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import duckdb

from stronghold.engine import by_ids
from stronghold.governance.answers import Fact, Part
from stronghold.governance.labels import mention_label, title_case
from stronghold.governance.times import in_utc
from stronghold.intake.loading.schema import kept_columns, note_column, quoted
from stronghold.vocabulary import Column, kind

__all__ = ["facts_of", "parts_of"]

# Columns that are said together: a whole name, a whole address.
_TOGETHER: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "person": ("Name", ("forename", "middle_names", "surname")),
    "address": ("Address", ("flat", "house", "street", "town", "postcode")),
}
# Of no use to a reader on its own.
_LEFT_OUT = frozenset({"title", "latitude", "longitude"})
# How a name is written is no fact about it: one record in capitals says the same as another.
_IN_WORDS = frozenset({"words", "alias", "forename", "surname"})


class _Row(NamedTuple):
    """What one visible mention says, and who says it."""

    said: Mapping[str, Any]
    record_id: int
    agency: str
    first: datetime | None
    last: datetime | None


def facts_of(con: duckdb.DuckDBPyConnection, kind_name: str, *, with_parts: bool = False) -> list[Fact]:
    """Each different thing said in a column, the most often said first; columns in the vocabulary's order.

    Reads ``own``, the visible mentions of the entity that was looked up. Columns kept for equality monitoring are never read,
    nor, unless ``with_parts``, those of a part (a person's home is an entity of its own).
    """
    rows = _rows(con, kind_name)
    facts: list[Fact] = []
    label, together = _TOGETHER.get(kind_name, ("", ()))
    if together:
        facts += _whole(rows, kind_name, "name", label, together)
    for column in _single_columns(kind_name, together):
        facts += _single(rows, column)
    return [*facts, *_of_parts(rows, kind_name)] if with_parts else facts


def _rows(con: duckdb.DuckDBPyConnection, kind_name: str) -> list[_Row]:
    own = {
        mention: rest
        for mention, *rest in con.execute(
            "SELECT mention_id, record_id, agency, occurred_from, occurred_last FROM own"
        ).fetchall()
    }
    kept = [column for column in kept_columns(kind(kind_name)) if column.use != "equality"]
    columns = [*(column.name for column in kept), *(note for column in kept if (note := note_column(column)))]
    names = ", ".join(map(quoted, columns))
    found = by_ids(
        con,
        f"SELECT mention_id, {names} FROM {quoted(kind_name)} WHERE mention_id IN $mentions",  # noqa: S608 - from the vocabulary
        {"mentions": list(own)},
    ).fetchall()
    return [_Row(dict(zip(columns, said, strict=True)), *own[mention]) for mention, *said in found]


def _of_parts(rows: Sequence[_Row], kind_name: str) -> list[Fact]:
    """What a person's own columns say of their home, phone and vehicle; the home as one."""
    facts: list[Fact] = []
    for name, part in kind(kind_name).parts.items():
        columns = [column for column in kept_columns(kind(kind_name)) if column.part_of == name]
        if part.kind == "address":
            facts += _whole(rows, "address", name, part.label, tuple(column.name for column in columns))
        else:
            for column in columns:
                facts += _single(rows, column)
    return facts


def parts_of(con: duckdb.DuckDBPyConnection) -> list[Part]:
    """The parts that the entity plays in visible records, by kind of record and role; most records first. Reads ``own``."""
    played: dict[tuple[str, str], dict[int, tuple[datetime | None, datetime | None]]] = defaultdict(dict)
    for kind_name, role, record, *seen in con.execute(_PLAYED).fetchall():
        played[kind_name, role][record] = tuple(seen)
    times = _times(con, played)
    parts = [
        Part(
            kind_name,
            role,
            len(records),
            sum(times.get(record, 1) for record in records),
            in_utc(min((first for first, _ in records.values() if first), default=None)),
            in_utc(max((last for _, last in records.values() if last), default=None)),
        )
        for (kind_name, role), records in played.items()
    ]
    return sorted(parts, key=lambda part: (-part.records, part.kind, part.role))


_PLAYED = "SELECT record_kind, coalesce(part, role), record_id, occurred_from, occurred_last FROM own"


def _times(con: duckdb.DuckDBPyConnection, played: Mapping[tuple[str, str], Iterable[int]]) -> dict[int, int]:
    """For how many events each record stands, of the kinds of which one may stand for several and where it is said."""
    times: dict[int, int] = {}
    for name in {kind_name for kind_name, _ in played}:
        number = kind(name).columns.get("number")
        if number is not None and number.type == "count":
            records = list({record for (kind_name, _), of in played.items() if kind_name == name for record in of})
            rows = by_ids(
                con,
                f"SELECT record_id, number FROM {quoted(name)} WHERE record_id IN $records",  # noqa: S608 - from the vocabulary
                {"records": records},
            ).fetchall()
            times |= {record: said for record, said in rows if said is not None}
    return times


def _single_columns(kind_name: str, together: Iterable[str]) -> Iterator[Column]:
    for column in kept_columns(kind(kind_name)):
        if column.use == "record" and not column.part_of and column.name not in {*_LEFT_OUT, *together}:
            yield column


def _whole(rows: Sequence[_Row], kind_name: str, column: str, label: str, columns: tuple[str, ...]) -> list[Fact]:
    said: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        values = {name: row.said[name] for name in columns}
        if any(values.values()):
            said[_written(kind_name, values)].append(row)
    return _by_records(_merged(column, label, value, None, who) for value, who in said.items())


def _written(kind_name: str, values: Mapping[str, Any]) -> str:
    if kind_name == "person":
        return " ".join(title_case(str(value)) for value in values.values() if value)
    return mention_label(kind_name, values)


def _single(rows: Sequence[_Row], column: Column) -> list[Fact]:
    beside = note_column(column)
    said: dict[tuple[Any, str | None], list[_Row]] = defaultdict(list)
    for row in rows:
        given = row.said[column.name]
        for value in (given or ()) if column.type == "alias" else (given,):
            if value is not None:
                shown = title_case(value) if column.type in _IN_WORDS else value
                said[shown, row.said[beside] if beside else None].append(row)
    return _by_records(_merged(column.name, column.label, shown, note, who) for (shown, note), who in said.items())


def _merged(column: str, label: str, value: Any, note: str | None, who: Sequence[_Row]) -> Fact:
    """One fact of what was said in several ways of writing."""
    return Fact(
        column=column,
        label=label,
        value=value,
        note=note,
        records=len({row.record_id for row in who}),
        told_by=tuple(sorted({row.agency for row in who})),
        first_seen=in_utc(min((row.first for row in who if row.first), default=None)),
        last_seen=in_utc(max((row.last for row in who if row.last), default=None)),
    )


def _by_records(facts: Iterable[Fact]) -> list[Fact]:
    return sorted(facts, key=lambda fact: (-fact.records, str(fact.value)))
