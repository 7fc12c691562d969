"""Schools, surgeries, shops, a hostel, homes for children and for old people, care agencies, a taxi firm: each with its premises."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from stronghold.town.numbers import postcodes
from stronghold.town.world.columns import Ints, Reals, Words, as_table, spans, stream
from stronghold.town.world.geography import Geography
from stronghold.town.world.homes import Homes
from stronghold.town.world.tables import TownSize
from stronghold.town.world.words import words

__all__ = ["Organisations", "found_organisations"]


@dataclass(frozen=True)
class _Sort:
    """How many people of the town there are for each, how few there are at the least, and what they are called."""

    people: int
    least: int
    endings: tuple[str, ...]
    premises: str = "premises"
    staff: int = 0


_SORTS = {
    "primary school": _Sort(4_200, 2, ("Primary School", "Junior School"), staff=12),
    "secondary school": _Sort(14_000, 2, ("Academy", "High School", "School"), staff=30),
    "pupil referral unit": _Sort(120_000, 1, ("Centre",), staff=8),
    "surgery": _Sort(8_500, 1, ("Surgery", "Medical Practice", "Health Centre"), staff=8),
    "shop": _Sort(450, 4, ("Stores", "News", "Off Licence", "Bakery", "Takeaway", "Pharmacy", "Barbers", "Hardware"), staff=3),
    "hostel": _Sort(120_000, 1, ("House Hostel",), "hostel", staff=6),
    "care agency": _Sort(40_000, 1, ("Home Care", "Care at Home"), staff=25),
    "taxi firm": _Sort(60_000, 1, ("Cars", "Taxis"), staff=25),
    "children's home": _Sort(30_000, 2, ("House", "Lodge"), "children's home", staff=6),
    "care home": _Sort(15_000, 1, ("Court", "Grange", "Manor"), "care home", staff=15),
    "hospital": _Sort(400_000, 1, ("General Hospital",), staff=60),
    "police station": _Sort(150_000, 1, ("Police Station",)),
    "car hire": _Sort(150_000, 1, ("Car Hire",), staff=4),
}


@dataclass(frozen=True)
class Organisations:
    """Arrays of shape (organisations,), as the table ``organisation``; ``staff`` is how many work there."""

    name: Words
    sort: Words
    home: Ints
    ward: Ints
    lat: Reals
    lon: Reals
    staff: Ints

    def of(self, sort: str) -> Ints:
        """The organisations of that sort."""
        return np.flatnonzero(self.sort == sort)

    def nearest(self, sort: str, lat: Reals, lon: Reals) -> Ints:
        """The nearest organisation of that sort to each point, shape (points,)."""
        among = self.of(sort)
        best, so_far = np.full(len(lat), among[0]), np.full(len(lat), np.inf)
        for number in among:
            far = (self.lat[number] - lat) ** 2 + ((self.lon[number] - lon) * 0.58) ** 2
            best, so_far = np.where(far < so_far, number, best), np.minimum(far, so_far)
        return best

    def table(self) -> pa.Table:
        columns = {name: value for name, value in vars(self).items() if name != "staff"}
        return as_table("organisation", {"organisation": np.arange(len(self.name)), **columns})


def _name(number: int, count: int, sort: str, spec: _Sort, order: Ints) -> str:
    listed = words("organisations")
    stem = listed[order[number % len(order)]]
    if sort in ("hospital", "police station"):
        return f"{'Ravenmouth' if count == 1 else stem} {spec.endings[0]}"
    ending = spec.endings[number % len(spec.endings)]
    again = number // len(order) // len(spec.endings)
    return f"{stem} {ending}" if not again else f"{stem} {ending} No {again + 1}"


def found_organisations(size: TownSize, geography: Geography, homes: Homes) -> tuple[Organisations, Homes]:
    """The town's organisations, and the homes with their premises added at the end, each at a number that no house has."""
    rng = stream(size, "organisations")
    streets = geography.streets
    in_town = np.flatnonzero(streets.city < 0)
    sorts, names, staff, premises = [], [], [], []
    for sort, spec in _SORTS.items():
        count = max(spec.least, round(size.people / spec.people))
        order = rng.permutation(len(words("organisations")))
        names += [_name(number, count, sort, spec, order) for number in range(count)]
        sorts += [sort] * count
        staff += [max(2, min(spec.staff, size.people // 200)) if spec.staff else 0] * count
        premises += [spec.premises] * count
    total = len(sorts)
    street = rng.choice(in_town, total, p=np.full(len(in_town), 1 / len(in_town)))
    share = rng.uniform(0.1, 0.9, total)
    lon, lat = streets.along(street, share, rng.choice([-22.0, 22.0], total))
    # Organisations count on from 201 in each street; the longest street has fewer houses than that.
    order = np.argsort(street, kind="stable")
    number = np.empty(total, np.int64)
    number[order] = 201 + spans(np.bincount(street))
    used = len(np.unique(homes.postcode))
    added = Homes(
        street=street,
        flat=np.zeros(total, np.int64),
        house=number,
        postcode=postcodes(used + np.unique(street, return_inverse=True)[1]),
        lat=lat,
        lon=lon,
        ward=streets.ward[street],
        city=np.full(total, -1),
        sort=np.array(premises, "<U15"),
        tenure=np.full(total, "none", "<U19"),
    )
    organisations = Organisations(
        name=np.array(names),
        sort=np.array(sorts),
        home=len(homes) + np.arange(total),
        ward=added.ward,
        lat=lat,
        lon=lon,
        staff=np.array(staff),
    )
    return organisations, homes.with_more(added)
