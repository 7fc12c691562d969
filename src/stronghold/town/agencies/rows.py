"""The rows of one record of a file, a batch at a time, with what each of them truly names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from stronghold.town.agencies.cards import Cards
from stronghold.town.agencies.directory import Directory
from stronghold.town.agencies.habits import Habits
from stronghold.town.agencies.mentions import Named, named_in, slot_numbers
from stronghold.town.agencies.sheet import Record, Slot
from stronghold.town.agencies.spans import NONE, Ints, day_numbers, ints
from stronghold.town.agencies.things_written import (
    home_table,
    organisation_table,
    phone_table,
    place_table,
    vehicle_table,
)

__all__ = ["Batch", "RecordRows"]

_AT_ONCE = 20_000


@dataclass(frozen=True)
class Batch:
    """Some rows: what happened, the system's own keys, the cells by column, and what they truly name."""

    happenings: pa.Table
    keys: pa.Array
    cells: pa.Table
    named: list[Named]


class RecordRows:
    """What is written down of one kind in one system: which happenings, and whom each row names in each slot."""

    def __init__(self, rng: np.random.Generator, town: Directory, record: Record) -> None:
        self.record = record
        self._rng, self._town = rng, town
        every = record.rows(town)
        written = rng.random(every.num_rows) < record.recorded
        self.happenings = every.filter(pa.array(written)) if record.recorded < 1 else every
        self._who = [self._known(slot) for slot in record.slots]
        self._days = day_numbers(self.happenings["time"], 0) if "time" in every.column_names else np.zeros(len(self), np.int64)

    def __len__(self) -> int:
        return int(self.happenings.num_rows)

    def _known(self, slot: Slot) -> Ints:
        """Whom the rows name in the slot; places are looked up when written."""
        if slot.sort == "place":
            return np.zeros(len(self), np.int64)
        who = self._true(slot)
        if slot.known < 1:
            who = np.where(self._rng.random(len(self)) < slot.known, who, NONE)
        return who

    def _true(self, slot: Slot) -> Ints:
        if slot.sort == "premises":
            return ints(self.happenings["organisation"])
        if slot.role in self.happenings.column_names:
            return ints(self.happenings[slot.role])
        return self._town.involved(self.record.kind, slot.role, slot.sort, slot.nth, ints(self.happenings["event"]))

    def people(self) -> tuple[Ints, Ints]:
        """Who the person slots name and on which day, slot after slot; each shape (person slots x rows,)."""
        who = [w for slot, w in zip(self.record.slots, self._who, strict=True) if slot.sort == "person"]
        return np.concatenate([*who, np.empty(0, np.int64)]), np.tile(self._days, len(who))

    def batches(self, cards: Cards, first: int, habits: Habits) -> Iterator[Batch]:
        """The rows in their order. ``first`` is where this record's people begin among the mentions of ``cards``."""
        for start in range(0, len(self), _AT_ONCE):
            yield self._batch(slice(start, min(start + _AT_ONCE, len(self))), cards, first, habits)

    def _batch(self, rows: slice, cards: Cards, first: int, habits: Habits) -> Batch:
        happenings = self.happenings.slice(rows.start, rows.stop - rows.start)
        cells: dict[str, pa.Array] = {c.name: c.make(happenings) for c in (self.record.key, *self.record.columns)}
        named: list[Named] = []
        at = first
        for slot, number, who in zip(self.record.slots, slot_numbers(self.record.slots), self._who, strict=True):
            if slot.sort == "person":
                data = cards.of(slice(at + rows.start, at + rows.stop))
                at += len(self)
            else:
                data = self._things(slot, happenings, who[rows], habits)
            made = [column.make(data) for column in slot.columns]
            named += named_in(slot, number, data, made)
            cells |= {column.name: cell for column, cell in zip(slot.columns, made, strict=True)}
        keys = cells[self.record.key.name]
        return Batch(happenings, keys, pa.table(cells), named)

    def _things(self, slot: Slot, happenings: pa.Table, who: Ints, habits: Habits) -> pa.Table:
        if slot.sort == "place":
            return place_table(self._rng, self._town, happenings, habits)
        if slot.sort == "home":
            return home_table(self._rng, self._town, who, habits)
        if slot.sort == "phone":
            return phone_table(self._town, who)
        if slot.sort == "vehicle":
            return vehicle_table(self._rng, self._town, who)
        return organisation_table(self._town, who)
