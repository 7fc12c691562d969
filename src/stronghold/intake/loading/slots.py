"""The cells of one slot (what the record is, or one involved) become its columns."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from stronghold.intake.loading.cells import Cells, CleanedCells, Cleaners, Rows, clean_cells, raw_cells, rows_where
from stronghold.intake.loading.plan import Slot, Target
from stronghold.intake.loading.schema import arrow_type
from stronghold.vocabulary import Column

__all__ = ["FilledSlot", "Note", "any_valid", "fill_slot"]


@dataclass(frozen=True)
class Note:
    """Something to know about the cells of some rows: one reason for all of them, or one each."""

    target: Target
    cells: Cells
    rows: Rows
    reasons: list[str]


@dataclass
class FilledSlot:
    """A slot of a batch: column -> values of all rows, what each target gave, and what is to be noted."""

    slot: Slot
    rows: int
    values: dict[str, pa.Array] = field(default_factory=dict)
    cleaned: dict[str, CleanedCells] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def target(self, name: str) -> Target:
        return next(target for target in self.slot.targets if target.column.name == name)

    def note(self, name: str, rows: Rows, reason: str) -> None:
        """Note the same about the cells of the target ``name`` in those rows."""
        if len(rows):
            self.notes.append(Note(self.target(name), self.cleaned[name].cells, rows, [reason] * len(rows)))

    def present(self) -> pa.Array:
        """Per row, whether there is enough to tell one thing of the kind from another (its ``needs_any``)."""
        needs = self.slot.kind.needs_any
        if not needs:
            return self.given()
        return any_valid([self.values[name] for name in needs if name in self.values], self.rows)

    def given(self) -> pa.Array:
        """Per row, whether any cell gave a value."""
        found = pa.repeat(pa.scalar(False), self.rows)
        for cleaned in self.cleaned.values():
            found = pc.or_(found, cleaned.present())
        return found


def any_valid(arrays: list[pa.Array], rows: int) -> pa.Array:
    """Per row, whether any of the arrays has a value."""
    found = pa.repeat(pa.scalar(False), rows)
    for array in arrays:
        found = pc.or_(found, array.is_valid())
    return found


def fill_slot(slot: Slot, columns: dict[str, Cells], rows: int, cleaners: Cleaners) -> FilledSlot:
    """Clean the slot's targets and put their values together.

    A column's own cell goes before what a composite (a whole name or address) says of it, and that before a fixed value;
    where the first two differ, that is noted.
    """
    filled = FilledSlot(slot, rows)
    for target in sorted(slot.targets, key=lambda t: bool(t.column.fills)):
        cells = raw_cells([columns[name] for name in target.sources])
        cleaned = clean_cells(target.column, slot.kind, cells, cleaners)
        filled.cleaned[target.column.name] = cleaned
        if len(cleaned.noted):
            filled.notes.append(Note(target, cells, cleaned.noted, cleaned.notes))
        for name, values in cleaned.values.items():
            filled.values[name] = _joined(filled, target.column, name, values) if name in filled.values else values
    for name, value in slot.constants.items():
        kind = arrow_type(slot.kind.columns[name]) if name in slot.kind.columns else None
        fixed = pa.repeat(pa.scalar(value, kind), rows)
        filled.values[name] = pc.coalesce(filled.values[name], fixed) if name in filled.values else fixed
    return filled


def _joined(filled: FilledSlot, composite: Column, name: str, values: pa.Array) -> pa.Array:
    """What the column ``name`` holds, with what a composite says of it: lists are joined, a text stands and fills gaps.

    Where the composite says another text, that is noted.
    """
    own = filled.values[name]
    if pa.types.is_list(own.type):
        both = rows_where(pc.and_(own.is_valid(), values.is_valid()))
        joined = pc.coalesce(own, values).to_pylist() if len(both) else []
        for row in both.tolist():
            joined[row] = list(dict.fromkeys([*joined[row], *values[row].as_py()]))
        return pa.array(joined, own.type) if len(both) else pc.coalesce(own, values)
    rows = rows_where(pc.fill_null(pc.not_equal(own, values), False))
    label = filled.slot.kind.columns[name].label.lower()
    filled.note(composite.name, rows, f"it gives another {label} than the column of its own, which was used")
    return pc.coalesce(own, values)
