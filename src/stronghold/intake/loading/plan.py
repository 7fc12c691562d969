"""What a record mapping asks for, worked out once a file: targets to clean, mentions to make, statements that store them.

Statements are put together from names of the vocabulary alone; what comes from a file or a mapping is a parameter.
"""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyarrow as pa

from stronghold.errors import BadInput
from stronghold.intake.cleaning import Cleaned
from stronghold.intake.loading.cells import Cleaners
from stronghold.intake.loading.schema import (
    OWN_TIMES,
    arrow_type,
    is_moment,
    kept_columns,
    note_column,
    part_columns,
    quoted,
    table_columns,
)
from stronghold.intake.mapping import RecordMapping
from stronghold.vocabulary import Column, Kind, kinds

__all__ = ["BATCH", "Part", "RecordPlan", "Slot", "Target", "plan_record"]

BATCH = "intake_batch"
"""The name under which a prepared batch is known to DuckDB."""

RECORD_COLUMNS = {
    "record_id": pa.int64(),
    "record_key": pa.string(),
    "line": pa.int64(),
    "content_hash": pa.string(),
    "occurred_from": pa.timestamp("us"),
    "occurred_to": pa.timestamp("us"),
    "occurred_precision": pa.string(),
    "source_grade": pa.string(),
    "information_grade": pa.string(),
    "handling": pa.string(),
    "sensitivity": pa.string(),
}
"""What a prepared batch says of each record; columns of slots follow."""


@dataclass(frozen=True)
class Target:
    """A column of the kind, and the file's columns that its text comes from."""

    column: Column
    sources: tuple[str, ...]

    @property
    def file_columns(self) -> str:
        """The file's columns, as a note names them."""
        return ", ".join(self.sources)


@dataclass(frozen=True)
class Part:
    """A further mention made of a slot's own columns: ``columns`` are the part kind's columns -> the slot's."""

    name: str
    kind: Kind
    columns: MappingOf[str, str]


@dataclass(frozen=True)
class Slot:
    """One thing that a row may tell of: what the record itself is (``role`` is ``None`` for an event), or one involved.

    ``prefix`` begins the names of its columns in a prepared batch; ``number`` counts the slots of a role from 1. ``constants``
    are columns that the mapping fixes, cleaned.
    """

    prefix: str
    kind: Kind
    role: str | None
    number: int
    targets: tuple[Target, ...]
    constants: MappingOf[str, Any]
    parts: tuple[Part, ...]

    def columns(self) -> dict[str, pa.DataType]:
        """The columns that the slot fills -> their types, without the prefix; times of a record are not among them."""
        filled = set(self.constants)
        for target in self.targets:
            filled.update(target.column.fills or (target.column.name,))
        columns = {}
        for column in kept_columns(self.kind):
            if column.name in filled:
                columns[column.name] = arrow_type(column)
                if beside := note_column(column):
                    columns[beside] = pa.string()
        return columns

    def name(self, column: str) -> str:
        """The column's name in a prepared batch."""
        return f"{self.prefix}.{column}"

    @property
    def id_column(self) -> str:
        return f"{self.prefix}:id"

    def part_id_column(self, part: Part) -> str:
        return f"{self.prefix}>{part.name}:id"


@dataclass(frozen=True)
class RecordPlan:
    """How the rows that one record mapping takes are judged, keyed and stored."""

    mapping: RecordMapping
    kind: Kind
    own: Slot
    involved: tuple[Slot, ...]
    needed: frozenset[str]

    @property
    def slots(self) -> tuple[Slot, ...]:
        return (self.own, *self.involved)

    @property
    def mention_slots(self) -> tuple[Slot, ...]:
        """The slots whose rows become mentions."""
        return self.involved if self.kind.is_event else self.slots

    @property
    def hashed(self) -> tuple[tuple[str, ...], ...]:
        """The file's columns of each target, in the order in which a row's content is hashed: own ones by name, then those
        involved by role, number and name, so that the order of lines in a mapping changes no key."""
        slots = [self.own, *sorted(self.involved, key=lambda slot: (slot.role or "", slot.number))]
        return tuple(target.sources for slot in slots for target in sorted(slot.targets, key=lambda t: t.column.name))

    def schema(self) -> pa.Schema:
        """The columns of a prepared batch."""
        columns = dict(RECORD_COLUMNS)
        for slot in self.slots:
            columns.update({slot.name(column): kind for column, kind in slot.columns().items()})
        for slot in self.mention_slots:
            columns[slot.id_column] = pa.int64()
            columns.update({slot.part_id_column(part): pa.int64() for part in slot.parts})
        return pa.schema(list(columns.items()))

    @cached_property
    def statements(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """INSERT statements that store a prepared batch, each with the names of its parameters: ``prefix`` is the beginning of
        every record key of the file and kind; ``source_id``, ``sheet`` and ``operation`` are of the file."""
        kind = f"'{self.kind.name}'"
        record = f"""INSERT INTO record SELECT record_id, $prefix || record_key, {kind}, $source_id, $sheet, line, occurred_from,
            occurred_to, occurred_precision, source_grade, information_grade, handling, sensitivity, $operation, NULL,
            content_hash FROM {BATCH}"""  # noqa: S608
        statements: list[tuple[str, tuple[str, ...]]] = [(record, ("prefix", "source_id", "sheet", "operation"))]
        if self.kind.is_event:
            own = {column: self.own.name(column) for column in self.own.columns()}
            statements.append((_store(self.kind, "record_id", own), ()))
        for slot in self.mention_slots:
            statements.append((_store_mention(slot, None), ("prefix",)))
            statements.append((_store(slot.kind, slot.id_column, {c: slot.name(c) for c in slot.columns()}), ()))
            for part in slot.parts:
                statements.append((_store_mention(slot, part), ("prefix",)))
                given = {target: slot.name(source) for target, source in part.columns.items()}
                statements.append((_store(part.kind, slot.part_id_column(part), given), ()))
        return tuple(statements)


def _store_mention(slot: Slot, part: Part | None) -> str:
    key = f"#{slot.role}.{slot.number}" + (f">{part.name}" if part else "")
    id_column = quoted(slot.part_id_column(part) if part else slot.id_column)
    kind = part.kind.name if part else slot.kind.name
    belongs_to, name = (quoted(slot.id_column), f"'{part.name}'") if part else ("NULL", "NULL")
    return f"""INSERT INTO mention SELECT {id_column}, $prefix || record_key || '{key}', record_id, '{kind}', '{slot.role}',
        {belongs_to}, {name} FROM {BATCH} WHERE {id_column} IS NOT NULL"""  # noqa: S608


def _store(kind: Kind, id_column: str, given: MappingOf[str, str]) -> str:
    """Store the rows that have an id in the kind's own table; ``given``: table column -> column of the batch."""
    values = {name: quoted(column) for name, column in given.items()}
    if kind.name == "address" and {"latitude", "longitude"} <= given.keys():
        located = f"{values['latitude']} IS NOT NULL AND {values['longitude']} IS NOT NULL"
        values["geocoded"] = f"CASE WHEN {located} THEN 'source' END"
    first = next(iter(table_columns(kind)))
    names = ", ".join((first, *(quoted(name) for name in values)))
    return f"""INSERT INTO {quoted(kind.name)} ({names}) SELECT {", ".join((quoted(id_column), *values.values()))}
        FROM {BATCH} WHERE {quoted(id_column)} IS NOT NULL"""  # noqa: S608


def plan_record(mapping: RecordMapping, cleaners: Cleaners, file: str) -> RecordPlan:
    """Work out the plan; ``BadInput`` where a fixed value cannot be read, or a term of the record is mapped for one involved."""
    kind = kinds()[mapping.kind]
    role = None if kind.is_event else "subject"
    own = _slot("own", kind, role, 1, (mapping.columns, mapping.constants), cleaners, file)
    involved: list[Slot] = []
    for number, one in enumerate(mapping.involved, start=1):
        common = [name for name in (*one.columns, *one.constants) if kinds()[one.kind].columns[name].common]
        if common:
            raise BadInput(
                f"the mapping gives '{common[0]}' to one involved, but it belongs to the whole record.",
                file=file,
                column=f"record.involved.{number}.columns.{common[0]}",
                remedy="Move the line to [record.columns].",
            )
        nth = 1 + sum(slot.role == one.role for slot in involved)
        given = (one.columns, one.constants)
        involved.append(_slot(f"involved{number}", kinds()[one.kind], one.role, nth, given, cleaners, file))
    return RecordPlan(mapping, kind, own, tuple(involved), frozenset((*kind.needed, *mapping.required)))


def _slot(
    prefix: str,
    kind: Kind,
    role: str | None,
    number: int,
    given: tuple[MappingOf[str, tuple[str, ...]], MappingOf[str, str]],
    cleaners: Cleaners,
    file: str,
) -> Slot:
    columns, fixed = given
    constants: dict[str, Any] = {}
    for name, text in fixed.items():
        constants.update(_constant(kind.columns[name], text, cleaners, file))
    slot = Slot(
        prefix=prefix,
        kind=kind,
        role=role,
        number=number,
        targets=tuple(Target(kind.columns[name], sources) for name, sources in columns.items()),
        constants=constants,
        parts=(),
    )
    filled = slot.columns()
    parts = []
    for part in kind.parts.values():
        used = {target: source for target, source in part_columns(kind.name, part.name).items() if source in filled}
        if used.keys() & set(kinds()[part.kind].needs_any):
            parts.append(Part(part.name, kinds()[part.kind], used))
    return Slot(prefix, kind, role, number, slot.targets, constants, tuple(parts))


def _constant(column: Column, text: str, cleaners: Cleaners, file: str) -> dict[str, Any]:
    """A fixed value, cleaned: column name -> value. The end and precision of a time are named as in ``CleanedCells``."""
    text = text.strip()
    cleaned = cleaners[column.type](text) if text else Cleaned(None)
    if cleaned.failed or cleaned.value is None:
        raise BadInput(
            f"the mapping fixes '{column.name}' to '{text}', which cannot be used: {cleaned.note or 'it is empty'}.",
            file=file,
            column=column.name,
            remedy="Correct the line under constants in the mapping, or take it out.",
        )
    if column.fills:
        return dict(cleaned.value)
    if is_moment(column) and column.name in OWN_TIMES:
        moment = cleaned.value
        return {column.name: moment.start, f"{column.name}.end": moment.end, f"{column.name}.precision": moment.precision}
    return {column.name: cleaned.value.start if is_moment(column) else cleaned.value}
