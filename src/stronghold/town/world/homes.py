"""Every address: houses along both sides of each street, blocks of flats, and the premises of organisations."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from stronghold.town.numbers import postcodes
from stronghold.town.world.columns import Ints, Reals, Words, as_table, picked, spans, stream
from stronghold.town.world.geography import Geography
from stronghold.town.world.tables import TownSize

__all__ = ["PEOPLE_A_HOME", "Homes", "build_homes"]

PEOPLE_A_HOME = 2.36
_VACANT = 0.05
_CITY_HOMES = 0.003  # in each city, per person of the town: homes of suppliers, relatives, and where the missing are found
_BUILDINGS = np.array([1, 2, 4, 8, 12, 24])
_HOMES_A_POSTCODE = 14


@dataclass(frozen=True)
class Homes:
    """Arrays of shape (homes,), as the table ``home``; ``ward`` -1 in a city, ``city`` -1 in the town."""

    street: Ints
    flat: Ints
    house: Ints
    postcode: Words
    lat: Reals
    lon: Reals
    ward: Ints
    city: Ints
    sort: Words
    tenure: Words

    def __len__(self) -> int:
        return len(self.street)

    def with_more(self, more: Homes) -> Homes:
        """These homes, then those."""
        both = {f.name: np.concatenate([getattr(self, f.name), getattr(more, f.name)]) for f in fields(self)}
        return Homes(**both)

    def table(self) -> Any:
        number = np.arange(len(self))
        uprn = np.char.add("9990", np.char.zfill((number * 37 + 1_000_003).astype(np.str_), 8))
        return as_table("home", {"home": number, "uprn": uprn, **vars(self)})


@dataclass(frozen=True)
class _Buildings:
    street: Ints
    place: Ints
    of: Ints
    size: Ints


def _buildings(rng: np.random.Generator, geography: Geography, wanted: Ints) -> _Buildings:
    """Buildings of one or more homes on each street until it has about as many homes as wanted."""
    street = np.repeat(np.arange(len(wanted)), wanted)
    flats = 0.10 + 0.18 * geography.centre[street]
    block = rng.random(len(street)) < flats * 0.35
    size = np.where(block, _BUILDINGS[1 + picked(rng, np.array([5.0, 4.0, 3.0, 1.0, 0.6]), len(street))], 1)
    before = np.cumsum(size) - size
    first = (np.cumsum(wanted) - wanted)[street]
    kept = before - before[np.minimum(first, len(street) - 1)] < wanted[street]
    street, size = street[kept], size[kept]
    of = np.bincount(street, minlength=len(wanted))
    return _Buildings(street=street, place=spans(of), of=of[street], size=size)


def _tenures(rng: np.random.Generator, deprivation: Reals, flat: Ints) -> Words:
    """Social homes are commoner in poor wards, and flats are seldom owned."""
    social = 0.05 + 0.32 * deprivation + 0.10 * (flat > 0)
    rent = 0.15 + 0.15 * (flat > 0)
    draw, landlord = rng.random(len(flat)), rng.random(len(flat))
    words = np.where(draw < social, np.where(landlord < 0.6, "council", "housing association"), "owned")
    return np.where((draw >= social) & (draw < social + rent), "private rent", words)


def build_homes(size: TownSize, geography: Geography) -> Homes:
    """About one home for 2.36 people and five in a hundred vacant; fewer in the cities, which are not told in full."""
    rng = stream(size, "homes")
    streets = geography.streets
    weight = streets.metres * (0.6 + 0.8 * geography.centre) * rng.lognormal(0, 0.25, len(streets.name))
    total = np.where(streets.city < 0, size.people / PEOPLE_A_HOME * (1 + _VACANT), max(60.0, _CITY_HOMES * size.people))
    of = streets.city + 1  # the town first, then each city
    wanted = np.maximum(2, weight * total / np.bincount(of, weight)[of]).round().astype(np.int64)
    built = _buildings(rng, geography, wanted)
    building = np.repeat(np.arange(len(built.street)), built.size)
    street, place = built.street[building], built.place[building]
    flat = np.where(built.size[building] > 1, spans(built.size) + 1, 0)
    share = (place // 2 + 0.5) / ((built.of[building] + 1) / 2)
    aside = np.where(place % 2 == 0, 14.0, -14.0) + rng.normal(0, 1.5, len(place))
    lon, lat = streets.along(street, share, aside)
    # One postcode for some fourteen homes on one side of the street, counted on through the town.
    side = street * 2 + place % 2
    order = np.argsort(side, kind="stable")
    rank = np.empty(len(side), np.int64)
    rank[order] = spans(np.bincount(side, minlength=2 * len(wanted)))
    unit = np.unique(side * 1_000 + rank // _HOMES_A_POSTCODE, return_inverse=True)[1]
    ward = streets.ward[street]
    deprivation = np.where(ward >= 0, geography.deprivation[ward], 0.5)
    return Homes(
        street=street,
        flat=flat,
        house=place + 1,
        postcode=postcodes(unit.astype(np.int64)),
        lat=lat,
        lon=lon,
        ward=ward,
        city=streets.city[street],
        sort=np.where(flat > 0, "flat", "house").astype("<U15"),
        tenure=_tenures(rng, deprivation, flat).astype("<U19"),
    )
