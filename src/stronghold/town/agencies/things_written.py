"""Homes, places, phones, vehicles and organisations as a row names them: tables for a slot's columns, null where there is none."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from stronghold.town.agencies.directory import Directory, Words, taken
from stronghold.town.agencies.habits import Habits
from stronghold.town.agencies.homes_written import write_homes
from stronghold.town.agencies.spans import NONE, Ints, ints
from stronghold.town.slips import slipped

__all__ = ["home_table", "organisation_table", "phone_table", "place_of", "place_table", "vehicle_table"]

_MARK_SLIP = 0.02
_MARK_ALIKE = str.maketrans("O0I1S5B8", "0O1I5S8B")


def _columns(words: dict[str, Words]) -> dict[str, pa.Array]:
    return {name: pa.array(values, mask=values == "") for name, values in words.items()}


def home_table(rng: np.random.Generator, town: Directory, home: Ints, habits: Habits) -> pa.Table:
    """``flat, house, street, postcode, locality`` in lower case as written; ``uprn, lat, lon`` as the gazetteer has them."""
    columns = _columns(write_homes(rng, town, home, habits))
    columns |= {name: taken(town.world.home[name], home) for name in ("uprn", "lat", "lon")}
    columns["home"] = pa.array(home, mask=home < 0)
    return pa.table(columns)


def place_of(town: Directory, happenings: pa.Table) -> tuple[Ints, Ints]:
    """The home at which each thing happened, an organisation's address included; and the street where it was in the open."""
    home, organisation = ints(happenings["home"]), ints(happenings["organisation"])
    premises = np.where(organisation >= 0, town.organisation_home[np.maximum(organisation, 0)], NONE)
    home = np.where(home >= 0, home, premises)
    return home, np.where(home >= 0, NONE, ints(happenings["street"]))


def place_table(rng: np.random.Generator, town: Directory, happenings: pa.Table, habits: Habits) -> pa.Table:
    """As ``home_table``; in the open the street alone, with the happening's own ``lat, lon``; ``location`` says it in words."""
    home, street = place_of(town, happenings)
    written = write_homes(rng, town, home, habits)
    opened = street >= 0
    name = town.street_names[np.maximum(street, 0)]
    written["street"] = np.where(opened, name, written["street"])
    written["locality"] = np.where(opened, town.localities[NONE], written["locality"])
    columns = _columns(written)
    columns["uprn"] = taken(town.world.home["uprn"], home)
    columns |= {axis: happenings[axis].combine_chunks() for axis in ("lat", "lon")}
    columns["location"] = taken(town.world.organisation["name"], ints(happenings["organisation"]))
    columns["home"] = pa.array(home, mask=home < 0)
    columns["open_street"] = pa.array(street, mask=~opened)
    return pa.table(columns)


def phone_table(town: Directory, phone: Ints) -> pa.Table:
    columns = {name: taken(town.world.phone[name], phone) for name in ("number", "imei")}
    return pa.table({**columns, "phone": pa.array(phone, mask=phone < 0)})


def vehicle_table(rng: np.random.Generator, town: Directory, vehicle: Ints) -> pa.Table:
    """``registration, make, model, colour``; a few marks with a slip or with O for 0."""
    columns = {name: taken(town.world.vehicle[name], vehicle) for name in ("registration", "make", "model", "colour")}
    marks = np.array(columns["registration"].fill_null("").to_pylist(), dtype="<U12")
    wrong = np.flatnonzero((rng.random(len(marks)) < _MARK_SLIP) & (vehicle >= 0))
    alike = np.array([mark.translate(_MARK_ALIKE) for mark in marks[wrong].tolist()], dtype="<U12")
    marks[wrong] = np.where(rng.random(len(wrong)) < 0.5, slipped(rng, marks[wrong]).astype("<U12"), alike)
    columns["registration"] = pa.array(marks, mask=marks == "")
    return pa.table({**columns, "vehicle": pa.array(vehicle, mask=vehicle < 0)})


def organisation_table(town: Directory, organisation: Ints) -> pa.Table:
    """``name, postcode`` and the street it is in."""
    home = np.where(organisation >= 0, town.organisation_home[np.maximum(organisation, 0)], NONE)
    return pa.table(
        {
            "name": taken(town.world.organisation["name"], organisation),
            "postcode": taken(town.world.home["postcode"], home),
            "organisation": pa.array(organisation, mask=organisation < 0),
        }
    )
