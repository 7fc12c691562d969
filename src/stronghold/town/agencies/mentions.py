"""What each row of a file truly names: for every cell or cells that name someone or something, the row of the world's table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from stronghold.town.agencies.sheet import Slot
from stronghold.vocabulary import kinds

__all__ = ["Named", "named_in", "slot_numbers"]

# What of a slot's own table says which row of which of the world's tables a kind of mention truly is.
_OWN = {
    "person": ("person", "person"),
    "home": ("home", "home"),
    "place": ("home", "home"),
    "phone": ("phone", "phone"),
    "vehicle": ("vehicle", "vehicle"),
    "organisation": ("organisation", "organisation"),
    "premises": ("organisation", "organisation"),
}
_PARTS = {"home": ("home", "home"), "phone": ("contact", "phone"), "organisation": ("school", "organisation")}


@dataclass(frozen=True)
class Named:
    """Mentions of one kind, a row of the file each: ``end`` is what follows the record key in the mention key; ``true_id`` is a row
    of the world's table ``table``; ``there`` says which rows do name one."""

    end: str
    kind: str
    table: str
    true_id: pa.Array
    there: pa.Array


def slot_numbers(slots: Sequence[Slot]) -> list[int]:
    """The number of each slot among those of its role, from 1, as mention keys have it."""
    seen: dict[str, int] = {}
    numbers = []
    for slot in slots:
        seen[slot.role] = seen.get(slot.role, 0) + 1
        numbers.append(seen[slot.role])
    return numbers


def _any_cell(cells: Sequence[pa.Array], rows: int) -> pa.Array:
    found = pa.repeat(pa.scalar(False), rows)
    for one in cells:
        found = pc.or_(found, one.is_valid())
    return found


def _needed_cells(slot: Slot, cells: Sequence[pa.Array], needs: set[str]) -> list[pa.Array]:
    columns = kinds()[slot.kind].columns
    return [
        one
        for column, one in zip(slot.columns, cells, strict=True)
        if column.to is not None and needs & {column.to, *columns[column.to].fills}
    ]


def named_in(slot: Slot, number: int, data: pa.Table, cells: Sequence[pa.Array]) -> Iterator[Named]:
    """What the slot's cells name, the person's home, phone and school included. ``data`` is what the cells were made from."""
    kind = kinds()[slot.kind]
    own, table = _OWN[slot.sort]
    needed = _needed_cells(slot, cells, set(kind.needs_any))
    there = _any_cell(needed, data.num_rows)
    end = f"#{slot.role}.{number}"
    if slot.sort == "place":
        in_open = data["open_street"].combine_chunks().is_valid()
        yield Named(end, "address", "street", _id(data, "open_street"), pc.and_(there, in_open))
        there = pc.and_(there, pc.invert(in_open))
    yield Named(end, slot.kind, table, _id(data, own), there)
    for name, part in kind.parts.items():
        if name not in _PARTS:
            continue
        source, table = _PARTS[name]
        columns = {c.name for c in kind.columns.values() if c.part_of == name} - {"flat", "town"}
        cells_of_part = _needed_cells(slot, cells, columns)
        if cells_of_part:
            meant = pc.and_(_any_cell(cells_of_part, data.num_rows), data[source].combine_chunks().is_valid())
            yield Named(f"{end}>{name}", part.kind, table, _id(data, source), pc.and_(meant, there))


def _id(data: pa.Table, column: str) -> pa.Array:
    return data[column].combine_chunks().cast(pa.int64())
