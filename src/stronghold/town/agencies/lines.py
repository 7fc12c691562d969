"""Whole names and whole addresses in one cell, in the orders that systems use; and small groups of columns that several files have."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa

from stronghold.town.agencies.cells import Make, as_text, joined, number, prefixed, title, upper
from stronghold.town.agencies.directory import Directory
from stronghold.town.agencies.sheet import Column, Slot

__all__ = [
    "address_in_capitals",
    "address_line",
    "happenings",
    "name_in_order",
    "place_columns",
    "position",
    "surname_first",
    "vehicle_slot",
]


def address_line(*, flat: str = "Flat ", town: bool = True, postcode: bool = True) -> Make:
    """``Flat 3, 12 Church Road, Ravenmouth, AX1 2BC``."""
    parts = [prefixed(flat, as_text("flat")), joined(" ", as_text("house"), title("street"))]
    parts += [title("locality")] if town else []
    parts += [upper("postcode")] if postcode else []
    return joined(", ", *parts)


def address_in_capitals() -> Make:
    """``FLAT 3 12 CHURCH ROAD RAVENMOUTH AX1 2BC`` with commas after the street and the town."""
    flat = prefixed("FLAT ", as_text("flat"))
    return joined(", ", joined(" ", flat, as_text("house"), upper("street")), upper("locality"), upper("postcode"))


def name_in_order(*, with_title: bool = False) -> Make:
    """``Mr John Paul Smith``."""
    parts = [title("forename"), title("middle"), title("surname")]
    made = joined(" ", *parts)
    if not with_title:
        return made
    return joined(" ", _only_where(as_text("title"), as_text("surname")), made)


def _only_where(make: Make, other: Make) -> Make:
    """Empty where the other is empty: nobody writes a title alone."""

    def made(table: pa.Table) -> pa.Array:
        return pa.compute.if_else(other(table).is_valid(), make(table), pa.scalar(None, pa.string()))

    return made


def surname_first() -> Make:
    """``SMITH, John Paul``; a forename alone stands alone."""
    return joined(", ", upper("surname"), joined(" ", title("forename"), title("middle")))


def position(axis: str) -> Make:
    """A latitude or longitude to five places, about a metre."""
    return number(axis, "{:.5f}")


def place_columns(prefix: str, *, line: bool = False) -> tuple[Column, ...]:
    """The address of a place, in one cell (``line``) or in parts, with its position."""
    where: tuple[Column, ...] = (Column(f"{prefix}address", address_line(), "address"),)
    if not line:
        where = (
            Column(f"{prefix}flat", as_text("flat"), "flat"),
            Column(f"{prefix}house", as_text("house"), "house"),
            Column(f"{prefix}street", title("street"), "street"),
            Column(f"{prefix}postcode", upper("postcode"), "postcode"),
        )
    return (
        *where,
        Column(f"{prefix}latitude", position("lat"), "latitude"),
        Column(f"{prefix}longitude", position("lon"), "longitude"),
    )


def vehicle_slot(registration: str, *, nth: int = 1, known: float = 1.0) -> Slot:
    """A vehicle by its registration mark, with what it looks like."""
    columns = (
        Column(registration, as_text("registration"), "registration"),
        Column(f"{registration} make", title("make"), "make"),
        Column(f"{registration} colour", title("colour"), "colour"),
    )
    return Slot("vehicle", "vehicle", columns, nth, known)


def happenings(kind: str) -> Callable[[Directory], pa.Table]:
    """All of that kind that happened."""
    return lambda town: getattr(town.world, kind)
