"""Phones and vehicles: who holds which number from when to when, who keeps which car; more are added as groups need them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from stronghold.town.numbers import imeis, phones, registrations
from stronghold.town.world.columns import Days, Ints, as_table, picked, spans, stream
from stronghold.town.world.organisations import Organisations
from stronghold.town.world.society import YEAR, Society
from stronghold.town.world.tables import TownSize
from stronghold.town.world.whereabouts import Spells

__all__ = ["NEVER", "Phones", "Vehicles", "first_phones", "first_vehicles", "hire_out"]

NEVER = np.datetime64("NaT", "D")
_HAS_PHONE, _CHANGES, _SHARED = 0.88, 0.12, 0.03
_KEEPS_CAR, _SOLD = 0.55, 0.10
_MAKES = {
    "Ford": "Fiesta Focus Transit", "Vauxhall": "Corsa Astra", "Volkswagen": "Golf Polo", "Nissan": "Qashqai Juke Micra",
    "Toyota": "Yaris Corolla", "BMW": "118 320", "Mercedes": "A180 C220", "Audi": "A1 A3", "Kia": "Picanto Sportage",
    "Hyundai": "i10 Tucson", "Skoda": "Fabia Octavia", "Peugeot": "208 308", "Renault": "Clio Captur", "Seat": "Ibiza Leon",
}  # fmt: skip
_COLOURS = np.array(["Black", "Grey", "White", "Silver", "Blue", "Red", "Green", "Orange", "Yellow"])
_COLOUR_SHARES = np.array([0.2, 0.25, 0.18, 0.12, 0.13, 0.08, 0.02, 0.01, 0.01])


class _Grown:
    """Columns that grow batch by batch."""

    def __init__(self, names: str) -> None:
        self._parts: dict[str, list[np.ndarray]] = {name: [] for name in names.split()}

    def add(self, count: int, **columns: object) -> None:
        for name, parts in self._parts.items():
            parts.append(np.broadcast_to(np.asarray(columns[name]), (count,)))

    def columns(self) -> dict[str, np.ndarray]:
        return {name: np.concatenate(parts) for name, parts in self._parts.items()}


class Phones:
    """Every number there is and who holds it. A number is a running count; two people may hold one."""

    def __init__(self) -> None:
        self._phone = _Grown("handset sort")
        self._held = _Grown("phone person organisation since to")
        self._count = 0
        self._handsets = 0
        self._found: dict[str, Spells] = {}

    def __len__(self) -> int:
        return self._count

    def add(self, count: int, sort: str, handset: Ints | None = None) -> Ints:
        """New numbers, in new handsets unless some are given; gives the phones, shape (count,)."""
        if handset is None:
            handset = self._handsets + np.arange(count)
            self._handsets += count
        self._phone.add(count, handset=handset, sort=np.array(sort, "<U8"))
        self._count += count
        return np.arange(self._count - count, self._count)

    def hold(self, phone: Ints, since: Days, to: Days, *, person: Ints | int = -1, organisation: Ints | int = -1) -> None:
        """Say who holds those phones; ``to`` NaT for good."""
        self._held.add(len(phone), phone=phone, person=person, organisation=organisation, since=since, to=to)
        self._found.clear()

    def handset(self, phone: Ints) -> Ints:
        """The handset of each phone."""
        return self._phone.columns()["handset"][phone]

    def of(self, person: Ints, day: Days, sort: str = "personal") -> Ints:
        """A number of that sort each person holds on that day, the latest one taken up; -1 for none."""
        if sort not in self._found:
            held, sorts = self._held.columns(), self._phone.columns()["sort"]
            by = (held["person"] >= 0) & (sorts[held["phone"]] == sort)
            self._found[sort] = Spells(held["person"][by], held["phone"][by], held["since"][by], held["to"][by])
        return self._found[sort].at(person, day)

    def of_organisation(self) -> dict[int, int]:
        """The number of each organisation that has one."""
        held = self._held.columns()
        by = held["organisation"] >= 0
        return dict(zip(held["organisation"][by].tolist(), held["phone"][by].tolist(), strict=True))

    def tables(self) -> tuple[pa.Table, pa.Table]:
        """The tables ``phone`` and ``holds_phone``."""
        phone, held = self._phone.columns(), self._held.columns()
        number = np.arange(self._count)
        made = {"phone": number, "number": phones(number), "imei": imeis(phone["handset"]), "sort": phone["sort"]}
        holds = {"from": held.pop("since"), **held}
        return as_table("phone", made), as_table("holds_phone", holds)


def first_phones(size: TownSize, society: Society, died: Days, organisations: Organisations) -> Phones:
    """A number for most people from eleven on, which some change and some couples share, and one for each organisation."""
    rng = stream(size, "phones")
    phones_held = Phones()
    age = society.age(size.end)
    who = np.flatnonzero((age > 11.2) & (rng.random(len(society)) < _HAS_PHONE))
    days = int((size.end - size.first).astype(np.int64))
    changes = np.minimum(rng.poisson(_CHANGES * days / YEAR, len(who)), 4)
    person = np.repeat(who, changes + 1)
    turn = spans(changes + 1)
    eleven = (
        society.born[person]
        + (rng.uniform(10.5, 14, len(who)) * YEAR).astype(np.int64)[np.repeat(np.arange(len(who)), changes + 1)]
    )
    before = size.first - rng.integers(1, 2_500, len(person))
    changed = size.first + rng.integers(0, days, len(person))
    order = np.lexsort((np.where(turn == 0, before, changed), person))
    since = np.maximum(np.where(turn == 0, before, changed)[order], np.minimum(eleven, size.end - 20))
    since = np.maximum.accumulate(since.astype(np.int64) + person * 10_000_000) - person * 10_000_000
    since = since.astype("datetime64[D]")
    last = np.append(person[1:] != person[:-1], True)
    to = np.where(last, died[person], np.append(since[1:], NEVER))
    to = np.where(~np.isnat(died[person]) & ~last & (to > died[person]), died[person], to)
    # Half of those who change their number keep the handset.
    fresh = (turn == 0) | (rng.random(len(person)) < 0.5)
    phone = phones_held.add(len(person), "personal", np.cumsum(fresh) - 1)
    phones_held._handsets = int(fresh.sum())
    alive = np.isnat(to) | (since < to)
    phones_held.hold(phone[alive], since[alive], to[alive], person=person[alive])
    shared = np.flatnonzero(alive & (society.partner[person] >= 0) & (rng.random(len(person)) < _SHARED))
    partner = society.partner[person[shared]]
    stops = np.fmin(
        np.where(np.isnat(to[shared]), died[partner], to[shared]), np.where(np.isnat(died[partner]), to[shared], died[partner])
    )
    both = np.isnat(stops) | (since[shared] < stops)
    phones_held.hold(phone[shared][both], since[shared][both], stops[both], person=partner[both])
    bodies = np.arange(len(organisations.name))
    first = np.full(len(bodies), size.first - 2_000)
    phones_held.hold(phones_held.add(len(bodies), "shop"), first, np.full(len(bodies), NEVER), organisation=bodies)
    return phones_held


class Vehicles:
    """Every vehicle there is and who keeps or hires it."""

    def __init__(self) -> None:
        self._vehicle = _Grown("make model colour sort")
        self._kept = _Grown("vehicle person organisation as_ since to")
        self._count = 0
        self._found: dict[str, Spells] = {}

    def add(self, rng: np.random.Generator, count: int, sort: str) -> Ints:
        """New vehicles, shape (count,)."""
        listed = np.array([(make, model) for make, models in _MAKES.items() for model in models.split()])
        what = listed[rng.integers(0, len(listed), count)]
        colour = _COLOURS[picked(rng, _COLOUR_SHARES, count)]
        self._vehicle.add(count, make=what[:, 0], model=what[:, 1], colour=colour, sort=np.array(sort, "<U8"))
        self._count += count
        return np.arange(self._count - count, self._count)

    def keep(
        self, vehicle: Ints, since: Days, to: Days, *, person: Ints | int = -1, organisation: Ints | int = -1, how: str
    ) -> None:
        """Say who keeps or hires those vehicles."""
        self._kept.add(len(vehicle), vehicle=vehicle, person=person, organisation=organisation, as_=how, since=since, to=to)
        self._found.clear()

    def of(self, person: Ints, day: Days, how: str = "keeper") -> Ints:
        """A vehicle that each person keeps (or has hired, for ``hirer``) on that day, -1 for none."""
        if how not in self._found:
            kept = self._kept.columns()
            by = (kept["person"] >= 0) & (kept["as_"] == how)
            self._found[how] = Spells(kept["person"][by], kept["vehicle"][by], kept["since"][by], kept["to"][by])
        return self._found[how].at(person, day)

    def of_sort(self, sort: str) -> Ints:
        """The vehicles of that sort."""
        return np.flatnonzero(self._vehicle.columns()["sort"] == sort)

    def tables(self) -> tuple[pa.Table, pa.Table]:
        """The tables ``vehicle`` and ``keeps_vehicle``."""
        kept = self._kept.columns()
        number = np.arange(self._count)
        made = {"vehicle": number, "registration": registrations(number), **self._vehicle.columns()}
        keeps = {"from": kept.pop("since"), "as": kept.pop("as_"), **kept}
        return as_table("vehicle", made), as_table("keeps_vehicle", keeps)


def hire_out(
    size: TownSize, society: Society, died: Days, vehicles: Vehicles, organisations: Organisations, booked: tuple[Ints, Days]
) -> None:
    """Every hire car is let to one person after another for days at a time; ``booked`` are (person, day) who must get one."""
    rng = stream(size, "car hire")
    firms = organisations.of("car hire")
    cars = vehicles.add(rng, max(4, round(size.people / 2_500)), "hire car")
    start = np.full(len(cars), size.first - 700)
    vehicles.keep(cars, start, np.full(len(cars), NEVER), organisation=firms[cars % len(firms)], how="keeper")
    days = int((size.end - size.first).astype(np.int64))
    age = society.age(size.first)
    grown = np.flatnonzero((age > 22) & (age < 70) & (society.city < 0) & np.isnat(died))
    turns = max(1, days // 9)
    since = size.first + np.tile(np.arange(turns) * 9, len(cars)) + rng.integers(0, 4, turns * len(cars))
    to = since + rng.integers(1, 6, len(since))
    who = rng.choice(grown, len(since))
    taken = (rng.random(len(since)) < 0.5) & (since < size.end)
    # Each booking gets the turn nearest its day in some car: turns of all cars lie in the order of their start.
    order = np.argsort(since, kind="stable")
    at = order[np.minimum(np.searchsorted(since[order], booked[1]), len(order) - 1)]
    at, first = np.unique(at, return_index=True)
    who[at], taken[at] = booked[0][first], since[at] < size.end
    vehicles.keep(np.repeat(cars, turns)[taken], since[taken], to[taken], person=who[taken], how="hirer")


def first_vehicles(size: TownSize, society: Society, died: Days, organisations: Organisations) -> Vehicles:
    """Cars of grown-ups, some sold on to another, and taxis."""
    rng = stream(size, "vehicles")
    vehicles = Vehicles()
    age = society.age(size.end)
    grown = (age > 18.5) & (age < 88) & np.isnat(died)
    who = np.flatnonzero(grown & (rng.random(len(society)) < _KEEPS_CAR))
    cars = vehicles.add(rng, len(who), "car")
    days = int((size.end - size.first).astype(np.int64))
    since = np.maximum(size.first - rng.integers(1, 3_000, len(who)), society.born[who] + round(17.5 * YEAR))
    sold = rng.random(len(who)) < _SOLD * days / YEAR
    day = size.first + rng.integers(1, days, len(who))
    sold &= day > since + 30
    vehicles.keep(cars, since, np.where(sold, day, NEVER), person=who, how="keeper")
    buyers = rng.choice(np.flatnonzero(grown), int(sold.sum()))
    vehicles.keep(cars[sold], day[sold], np.full(len(buyers), NEVER), person=buyers, how="keeper")
    firms = organisations.of("taxi firm")
    taxis = vehicles.add(rng, len(firms) * max(3, min(20, size.people // 1_000)), "taxi")
    start = np.full(len(taxis), size.first - 400)
    vehicles.keep(taxis, start, np.full(len(taxis), NEVER), organisation=firms[taxis % len(firms)], how="keeper")
    return vehicles
