"""A batch of rows that one record mapping takes: judged, keyed, and prepared for storing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from stronghold.intake.loading.cells import Cells, Cleaners, Rows, raw_cells, rows_where
from stronghold.intake.loading.ids import Ids
from stronghold.intake.loading.keys import Occurrences, record_keys
from stronghold.intake.loading.plan import RecordPlan
from stronghold.intake.loading.slots import FilledSlot, any_valid, fill_slot
from stronghold.intake.loading.unread import Unread

__all__ = ["Judged", "Prepared", "RowMaker"]

# A row whose terms of use cannot be read must not be kept on the source's usual, perhaps wider, terms.
_TERMS_THAT_MUST_BE_READ = ("handling", "sensitivity")


@dataclass
class Judged:
    """Rows of a batch that cannot be kept: row from 0 -> (the file's column, the reason). The first reason stands."""

    rejected: dict[int, tuple[str | None, str]] = field(default_factory=dict)

    def reject(self, rows: Rows, column: str | None, reason: str, failed: Mapping[int, str] | None = None) -> None:
        """Reject the rows, each with its own reason where ``failed`` has one."""
        for row in rows.tolist():
            self.rejected.setdefault(row, (column, failed.get(row, reason) if failed else reason))


@dataclass(frozen=True)
class Prepared:
    """Rows ready to be stored: a table by the plan's schema, notes on cells, and the rows that were rejected."""

    table: pa.Table
    notes: pa.Table
    rejected: dict[int, tuple[str | None, str]]


class RowMaker:
    """Makes records of the rows that one record mapping of a file takes.

    ``defaults`` are the source's own grades, handling and sensitivity; ``seen`` numbers repeated keys and is shared by the record
    mappings of one kind. ``unread`` counts cells that could not be read.
    """

    def __init__(self, plan: RecordPlan, cleaners: Cleaners, defaults: Mapping[str, str | None], seen: Occurrences) -> None:
        self.plan = plan
        self._cleaners = cleaners
        self._defaults = defaults
        self._seen = seen
        self.unread = Unread()
        self._schema = plan.schema()

    def prepare(self, lines: pa.Array, columns: dict[str, Cells], ids: Ids) -> Prepared:
        """Clean, judge and key the rows. ``columns``: the file's column -> its cells; ``lines`` where the rows lie."""
        filled = [fill_slot(slot, columns, len(lines), self._cleaners) for slot in self.plan.slots]
        self.unread.count(filled)
        judged = Judged()
        self._judge(filled, judged)
        prepared = {"line": lines, **self._times(filled[0]), **self._terms(filled[0])}
        for one in filled:
            prepared.update({one.slot.name(name): one.values[name] for name in one.slot.columns()})
        present = {one.slot.prefix: one.present() for one in filled}
        self._note_absent(filled, present)
        kept = np.ones(len(lines), dtype=bool)
        kept[list(judged.rejected)] = False
        if judged.rejected:
            rows = pa.array(np.flatnonzero(kept))
            prepared = {name: array.take(rows) for name, array in prepared.items()}
            columns = {name: cells.take(rows) for name, cells in columns.items()}
            present = {name: mask.take(rows) for name, mask in present.items()}
        table = self._table(prepared, columns, present, ids)
        return Prepared(table, _notes(filled, kept, table["record_id"]), judged.rejected)

    def _judge(self, filled: list[FilledSlot], judged: Judged) -> None:
        own = filled[0]
        for name in sorted(self.plan.needed):
            self._judge_needed(own, name, judged)
        for name in _TERMS_THAT_MUST_BE_READ:
            if name in own.cleaned:
                cleaned = own.cleaned[name]
                unread = pc.and_(cleaned.cells.texts().is_valid(), pc.invert(cleaned.present()))
                judged.reject(rows_where(unread), own.target(name).file_columns, f"the {name} cannot be read", cleaned.failed)
        kind = self.plan.kind
        if kind.needs_any:
            labels = ", ".join(kind.columns[name].label for name in kind.needs_any)
            reason = f"nothing tells which {kind.label.lower()} this is: none of these is given: {labels}"
            judged.reject(rows_where(pc.invert(own.present())), None, reason)
        if kind.is_event:
            said = own.given()
            for one in filled[1:]:
                said = pc.or_(said, pc.and_(one.given(), one.present()))
            judged.reject(rows_where(pc.invert(said)), None, "the row says nothing and names nobody")

    def _judge_needed(self, own: FilledSlot, name: str, judged: Judged) -> None:
        column = own.slot.kind.columns[name]
        names = column.fills or (name,)
        missing = pc.invert(any_valid([own.values[n] for n in names if n in own.values], own.rows))
        target = next((t for t in own.slot.targets if name == t.column.name or name in t.column.fills), None)
        failed = own.cleaned[target.column.name].failed if target else None
        judged.reject(
            rows_where(missing),
            target.file_columns if target else None,
            f"'{column.label}' is needed, and there is none",
            failed,
        )

    def _times(self, own: FilledSlot) -> dict[str, pa.Array]:
        """The span of the records. Where the end given does not lie after the start, it is noted and not used."""
        if not self.plan.kind.is_event:
            return {}
        nothing = pa.nulls(own.rows, pa.timestamp("us"))
        start = own.values.get("occurred", nothing)
        until = own.values.get("occurred_to.end", nothing)
        backwards = pc.fill_null(pc.less_equal(until, start), False)
        if "occurred_to" in own.cleaned:
            own.note("occurred_to", rows_where(backwards), "it lies before the start, and was not used")
        until = pc.if_else(backwards, pa.scalar(None, pa.timestamp("us")), until)
        no_precision = pa.nulls(own.rows, pa.string())
        return {
            "occurred_from": start,
            "occurred_to": pc.coalesce(until, own.values.get("occurred.end", nothing)),
            "occurred_precision": pc.coalesce(
                own.values.get("occurred.precision", no_precision), own.values.get("occurred_to.precision", no_precision)
            ),
        }

    def _terms(self, own: FilledSlot) -> dict[str, pa.Array]:
        """Grades, handling and sensitivity: the row's own; the source's where the row's cell is empty."""
        terms = {}
        for name, default in self._defaults.items():
            usual = pa.repeat(pa.scalar(default, pa.string()), own.rows)
            values = own.values.get(name, usual)
            if name in own.cleaned:
                values = pc.if_else(own.cleaned[name].cells.texts().is_null(), usual, values)
            terms[name] = values
        return terms

    def _note_absent(self, filled: list[FilledSlot], present: dict[str, pa.Array]) -> None:
        """Note cells that were readable, but belong to someone or something that the row does not name."""
        for one in filled[1:]:
            absent = pc.invert(present[one.slot.prefix])
            if not pc.any(absent).as_py():
                continue
            for name, cleaned in one.cleaned.items():
                rows = rows_where(pc.and_(absent, cleaned.present()))
                one.note(name, rows, f"not kept: nothing tells which {one.slot.kind.label.lower()} this is about")

    def _table(
        self, prepared: dict[str, pa.Array], columns: dict[str, Cells], present: dict[str, pa.Array], ids: Ids
    ) -> pa.Table:
        rows = len(prepared["line"])
        cells = [raw_cells([columns[name] for name in sources]).texts() for sources in self.plan.hashed]
        key_cells = [columns[name].texts() for name in self.plan.mapping.key]
        keys, content = record_keys(cells, key_cells, rows, self._seen)
        prepared = {**prepared, "record_id": ids.records(rows), "record_key": pa.array(keys), "content_hash": pa.array(content)}
        for slot in self.plan.mention_slots:
            prepared[slot.id_column] = ids.mentions(present[slot.prefix])
            named = prepared[slot.id_column].is_valid()
            for part in slot.parts:
                needs = [prepared[slot.name(part.columns[n])] for n in part.kind.needs_any if n in part.columns]
                prepared[slot.part_id_column(part)] = ids.mentions(pc.and_(named, any_valid(needs, rows)))
        nothing = {f.name: pa.nulls(rows, f.type) for f in self._schema if f.name not in prepared}
        return pa.table([prepared.get(f.name, nothing.get(f.name)) for f in self._schema], schema=self._schema)


def _notes(filled: list[FilledSlot], kept: np.ndarray, record_ids: pa.ChunkedArray) -> pa.Table:
    """The notes on rows that were kept: ``record_id, column_name, raw, reason``."""
    numbers = np.zeros(len(kept), dtype=np.int64)
    numbers[kept] = record_ids.to_numpy()
    records: list[int] = []
    names: list[str | None] = []
    raw: list[str | None] = []
    reasons: list[str] = []
    for note in (note for one in filled for note in one.notes):
        standing = kept[note.rows]
        rows = note.rows[standing]
        records.extend(numbers[rows].tolist())
        names.extend([note.target.file_columns] * len(rows))
        raw.extend(note.cells.distinct.take(note.cells.indices.take(pa.array(rows))).to_pylist())
        reasons.extend(reason for reason, stands in zip(note.reasons, standing.tolist(), strict=True) if stands)
    return notes_table(records, names, raw, reasons)


def notes_table(records: list[int], names: list[str | None], raw: list[str | None], reasons: list[str]) -> pa.Table:
    """Rows of ``cell_note``."""
    return pa.table(
        {
            "record_id": pa.array(records, pa.int64()),
            "column_name": pa.array(names, pa.string()),
            "raw": pa.array(raw, pa.string()),
            "reason": pa.array(reasons, pa.string()),
        }
    )
