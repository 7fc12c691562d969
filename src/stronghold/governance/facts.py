"""What visible records say of an entity itself: names used, dates of birth, registrations. Contradictions stand side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import duckdb

from stronghold.governance.answers import Fact, Part
from stronghold.governance.labels import mention_label, title_case
from stronghold.governance.times import in_utc
from stronghold.intake.loading.schema import kept_columns, note_column, quoted
from stronghold.vocabulary import Column, event_kinds, kind

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
# Of a group of own_said: its records, agencies, first and last moment.
_WHO_SAYS = "list(DISTINCT record_id), list(DISTINCT agency), min(occurred_from), max(occurred_last)"


def facts_of(con: duckdb.DuckDBPyConnection, kind_name: str, *, with_parts: bool = False) -> list[Fact]:
    """Each different thing said in a column, the most often said first; columns in the vocabulary's order.

    Reads ``own``, the visible mentions of the entity that was looked up. Columns kept for equality monitoring are never read,
    nor, unless ``with_parts``, those of a part (a person's home is an entity of its own).
    """
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE own_said AS"  # noqa: S608 - from the vocabulary
        f" WITH k AS MATERIALIZED (FROM {quoted(kind_name)} WHERE mention_id IN $mentions)"
        " SELECT k.*, o.record_id, o.agency, o.occurred_from, o.occurred_last FROM own o JOIN k USING (mention_id)",
        {"mentions": [row[0] for row in con.execute("SELECT mention_id FROM own").fetchall()]},
    )
    facts: list[Fact] = []
    label, together = _TOGETHER.get(kind_name, ("", ()))
    if together:
        facts += _whole(con, kind_name, "name", label, together)
    for column in _given(con, list(_single_columns(kind_name, together))):
        facts += _single(con, column)
    return [*facts, *_of_parts(con, kind_name)] if with_parts else facts


def _of_parts(con: duckdb.DuckDBPyConnection, kind_name: str) -> list[Fact]:
    """What a person's own columns say of their home, phone and vehicle; the home as one."""
    parts = kind(kind_name).parts
    facts: list[Fact] = []
    for name, part in parts.items():
        columns = [column for column in kept_columns(kind(kind_name)) if column.part_of == name]
        if part.kind == "address":
            facts += _whole(con, "address", name, part.label, tuple(column.name for column in columns))
        else:
            for column in _given(con, columns):
                facts += _single(con, column)
    return facts


def parts_of(con: duckdb.DuckDBPyConnection) -> list[Part]:
    """The parts that the entity plays in visible records, by kind of record and role; most records first. Reads ``own``."""
    counted = " UNION ALL ".join(
        f"SELECT record_id, {quoted(k.name)}.number FROM {quoted(k.name)}"  # noqa: S608 - from the vocabulary
        for k in event_kinds()
        if (number := k.columns.get("number")) is not None and number.type == "count"
    )
    rows = con.execute(
        f"""
        WITH played AS (
            SELECT DISTINCT record_id, record_kind, coalesce(part, role) AS role, occurred_from, occurred_last FROM own)
        SELECT record_kind, role, count(*) AS records, sum(coalesce(n.number, 1)), min(occurred_from), max(occurred_last)
        FROM played LEFT JOIN (SELECT * FROM ({counted}) WHERE record_id IN (SELECT record_id FROM own)) n USING (record_id)
        GROUP BY record_kind, role ORDER BY records DESC, record_kind, role
        """  # noqa: S608
    ).fetchall()
    return [
        Part(name, role, records, int(times), in_utc(first), in_utc(last)) for name, role, records, times, first, last in rows
    ]


def _single_columns(kind_name: str, together: Iterable[str]) -> Iterator[Column]:
    for column in kept_columns(kind(kind_name)):
        if column.use == "record" and not column.part_of and column.name not in {*_LEFT_OUT, *together}:
            yield column


def _given(con: duckdb.DuckDBPyConnection, columns: list[Column]) -> list[Column]:
    """The columns in which anything was said: a small table, and a query for each column it would otherwise cost."""
    counts = ", ".join(f"count({quoted(column.name)})" for column in columns)
    row = con.execute(f"SELECT {counts} FROM own_said").fetchone() or ()  # noqa: S608 - from the vocabulary
    return [column for column, said in zip(columns, row, strict=True) if said]


def _whole(con: duckdb.DuckDBPyConnection, kind_name: str, column: str, label: str, columns: tuple[str, ...]) -> list[Fact]:
    names = ", ".join(map(quoted, columns))
    rows = con.execute(f"SELECT {names}, {_WHO_SAYS} FROM own_said GROUP BY {names}").fetchall()  # noqa: S608
    said: dict[str, list[tuple[Any, ...]]] = {}
    for row in rows:
        values = dict(zip(columns, row, strict=False))
        if any(values.values()):
            said.setdefault(_written(kind_name, values), []).append(row[len(columns) :])
    return _by_records(_merged(column, label, value, None, who) for value, who in said.items())


def _written(kind_name: str, values: Mapping[str, Any]) -> str:
    if kind_name == "person":
        return " ".join(title_case(str(value)) for value in values.values() if value)
    return mention_label(kind_name, values)


def _single(con: duckdb.DuckDBPyConnection, column: Column) -> list[Fact]:
    name = quoted(column.name)
    value = f"unnest({name})" if column.type == "alias" else name
    beside = note_column(column)
    rows = con.execute(
        f"SELECT value, note, {_WHO_SAYS} FROM (SELECT {value} AS value, {quoted(beside) if beside else 'NULL'} AS note,"  # noqa: S608
        " record_id, agency, occurred_from, occurred_last FROM own_said) WHERE value IS NOT NULL GROUP BY value, note"
    ).fetchall()
    said: dict[tuple[Any, str | None], list[tuple[Any, ...]]] = {}
    for given, note, *who in rows:
        shown = title_case(given) if column.type in _IN_WORDS else given
        said.setdefault((shown, note), []).append(tuple(who))
    return _by_records(_merged(column.name, column.label, shown, note, who) for (shown, note), who in said.items())


def _merged(column: str, label: str, value: Any, note: str | None, who: list[tuple[Any, ...]]) -> Fact:
    """One fact of what was said in several ways of writing."""
    firsts = [first for *_, first, _ in who if first]
    lasts = [last for *_, last in who if last]
    return Fact(
        column=column,
        label=label,
        value=value,
        note=note,
        records=len({record for records, *_ in who for record in records}),
        told_by=tuple(sorted({agency for _, agencies, *_ in who for agency in agencies})),
        first_seen=in_utc(min(firsts, default=None)),
        last_seen=in_utc(max(lasts, default=None)),
    )


def _by_records(facts: Iterable[Fact]) -> list[Fact]:
    return sorted(facts, key=lambda fact: (-fact.records, str(fact.value)))
