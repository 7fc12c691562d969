"""What one file of a partner looks like: its columns, whom its rows name, on what terms it is sent; and the mapping for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import pyarrow as pa

from stronghold.intake.mapping import InvolvedMapping, QuarantineRule, RecordMapping, SourceTerms
from stronghold.intake.mapping import Mapping as FileMapping
from stronghold.town.agencies.cells import Make
from stronghold.town.agencies.directory import Directory
from stronghold.town.agencies.habits import Habits
from stronghold.vocabulary import kinds

__all__ = ["Column", "Form", "Record", "Sheet", "Slot", "Sort", "System"]

Sort = Literal["person", "home", "phone", "vehicle", "organisation", "place", "premises"]

KIND_OF: Mapping[Sort, str] = {
    "person": "person",
    "home": "address",
    "place": "address",
    "phone": "phone",
    "vehicle": "vehicle",
    "organisation": "organisation",
    "premises": "organisation",
}


@dataclass(frozen=True)
class Column:
    """A column of the file: its name, how its cells are made, and which column of the record it is (``None``: of none)."""

    name: str
    make: Make
    to: str | None = None


@dataclass(frozen=True)
class Slot:
    """One that a row may name: the ``nth`` of that sort in that role. ``place`` and ``premises`` are the happening's own place, as
    an address and as an organisation. ``known`` is how often whoever writes the row knows of them."""

    role: str
    sort: Sort
    columns: tuple[Column, ...]
    nth: int = 1
    known: float = 1.0

    @property
    def kind(self) -> str:
        return KIND_OF[self.sort]


@dataclass(frozen=True)
class Record:
    """Rows of one kind. ``rows`` gives what is to be written, shaped as the world's table of that kind (for a list of people or homes:
    with a column ``who``); ``recorded`` is how often such a thing is written down at all. ``key`` has the system's own number."""

    kind: str
    key: Column
    rows: Callable[[Directory], pa.Table]
    columns: tuple[Column, ...] = ()
    slots: tuple[Slot, ...] = ()
    recorded: float = 1.0
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    required: tuple[str, ...] = ("occurred",)
    quarantine_when: tuple[QuarantineRule, ...] = ()

    def all_columns(self) -> tuple[Column, ...]:
        """In the order of the file."""
        return (self.key, *self.columns, *(column for slot in self.slots for column in slot.columns))

    def mapping(self) -> RecordMapping:
        involved = tuple(InvolvedMapping(slot.kind, slot.role, _mapped(slot.columns)) for slot in self.slots)
        event = kinds()[self.kind].is_event
        return RecordMapping(
            self.kind,
            columns=_mapped(self.columns if event else (*self.columns, *self.slots[0].columns)),
            key=(self.key.name,),
            only=self.only,
            involved=involved if event else (),
            quarantine_when=self.quarantine_when,
            required=self.required if event else (),
        )


Form = Literal["csv", "csv.gz", "xlsx", "jsonl"]


@dataclass(frozen=True)
class Sheet:
    """One file. ``signed`` is its last column, who entered the row; ``later_file`` takes what came later, with a month in both."""

    file: str
    form: Form
    records: tuple[Record, ...]
    signed: str
    delimiter: str = ","
    encoding: str = "utf-8"
    line_end: str = "\n"
    title: str = ""
    later_file: str = ""

    @property
    def files(self) -> tuple[str, ...]:
        return (self.file, self.later_file) if self.later_file else (self.file,)

    def column_names(self) -> tuple[str, ...]:
        """Every column of the file once, in order."""
        names = (column.name for record in self.records for column in record.all_columns())
        return (*dict.fromkeys(names), self.signed)


@dataclass(frozen=True)
class System:
    """One system of an agency: the terms on which its files are sent, how its clerks write, and its files."""

    terms: SourceTerms
    habits: Habits
    sheets: tuple[Sheet, ...]

    def mapping(self, sheet: Sheet) -> FileMapping:
        return FileMapping(self.terms, tuple(record.mapping() for record in sheet.records))


def _mapped(columns: tuple[Column, ...]) -> dict[str, tuple[str, ...]]:
    """The record's column -> the file's columns that it is read from, in order."""
    found: dict[str, tuple[str, ...]] = {}
    for column in columns:
        if column.to is not None:
            found[column.to] = (*found.get(column.to, ()), column.name)
    return found
