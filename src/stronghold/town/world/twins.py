"""Innocent look-alikes: people and places whose records look like those of supply or exploitation, and why they do not mean it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from stronghold.town.world.belongings import NEVER
from stronghold.town.world.columns import Flags, Ints, as_table, stream
from stronghold.town.world.groups import days_of
from stronghold.town.world.setting import Setting
from stronghold.town.world.supply import Supply

__all__ = ["SORTS", "Twin", "cast_twins"]

# sort: (looks like, why it is not, people of the town for each)
SORTS: dict[str, tuple[str, str, int]] = {
    "popular carer": ("supply run", "a carer who visits many vulnerable people at all hours", 30_000),
    "big family": ("cuckooed home", "a large family with many visitors", 12_000),
    "busy shop phone": ("line phone", "a takeaway and shop that many customers ring", 40_000),
    "hostel": ("cuckooed home", "a hostel: ambulances, needles and bail addresses belong to its residents", 10_000),
    "taxi": ("supply run", "a taxi that is everywhere at night", 50_000),
    "teenager away from home": ("exploited child", "runs away to the other parent or to friends after rows at home", 9_000),
    "house party": ("cuckooed home", "one or two loud weeks and nothing before or after", 8_000),
    "namesake": ("group member", "has the name of a member and nothing else in common", 20_000),
    "child of a member": ("exploited child", "troubled at school because of what happens at home", 40_000),
    "excluded teenager": ("exploited child", "excluded, with a new phone and older friends who are only friends", 10_000),
    "drug user at home": ("cuckooed home", "buys and uses at home; nobody has taken it over", 10_000),
    "commuter": ("supply run", "drives to the city for work each week", 15_000),
    "bail host": ("cuckooed home", "a mother who takes in her sons' friends", 25_000),
    "relative moved in": ("cuckooed home", "a vulnerable person whose grown-up relative stays and helps", 15_000),
    "youth worker": ("line phone", "rings and is rung by many teenagers at risk", 40_000),
    "older brother": ("exploited child", "a teenager often out with a grown-up brother", 20_000),
}


@dataclass(frozen=True)
class Twin:
    """One look-alike from ``since`` up to ``to`` (days told); what it is not has -1. ``other`` is whom it is taken for or is with."""

    number: int
    sort: str
    person: int
    home: int
    phone: int
    organisation: int
    vehicle: int
    other: int
    since: int
    to: int


class _Cast:
    """Draws innocent people and homes, each once."""

    def __init__(self, town: Setting, supply: Supply) -> None:
        self.town, self.supply = town, supply
        self.rng = stream(town.size, "twins")
        self.guilty, self.taken_homes = supply.barred(len(town.society), len(town.homes))
        self.used = self.guilty.copy()
        self.days = days_of(town.size)
        self.middle = town.size.first + self.days // 2
        everyone = np.arange(len(town.society))
        self.home = town.where.home(everyone, np.full(len(everyone), self.middle))
        self.settled = town.where.at_home(
            everyone, np.full(len(everyone), self.middle - 150), np.full(len(everyone), self.middle + 150)
        )
        self.age = town.society.age(self.middle)
        self.made: list[Twin] = []

    def count(self, sort: str) -> int:
        return max(1, round(self.town.size.people / SORTS[sort][2]))

    def people(self, fits: Flags, count: int) -> Ints:
        """Up to ``count`` people who fit, live in the town and have not been taken for anything."""
        home = np.maximum(self.home, 0)
        able = np.flatnonzero(fits & self.town.in_town(self.home) & ~self.used & ~self.taken_homes[home] & self.settled)
        drawn = self.rng.permutation(able)[:count]
        self.used[drawn] = True
        return drawn

    def add(self, sort: str, spell: tuple[int, int] | None = None, **what: int) -> None:
        since, to = spell or (0, self.days)
        blank = {"person": -1, "home": -1, "phone": -1, "organisation": -1, "vehicle": -1, "other": -1}
        self.made.append(Twin(number=len(self.made), sort=sort, since=since, to=to, **{**blank, **what}))

    def spell(self, least: int, most: int) -> tuple[int, int]:
        since = int(self.rng.integers(0, max(1, self.days - most)))
        return since, since + int(self.rng.integers(least, most))

    def phone(self, person: int) -> int:
        return int(self.town.phones.of(np.array([person]), np.array([self.middle]))[0])

    def car(self, person: int) -> int:
        return int(self.town.vehicles.of(np.array([person]), np.array([self.middle]))[0])


def _at_work(cast: _Cast) -> None:
    town, number = cast.town, np.arange(len(cast.town.society))
    drives = town.vehicles.of(number, np.full(len(number), cast.middle)) >= 0
    rings = town.phones.of(number, np.full(len(number), cast.middle)) >= 0
    staff = np.zeros(len(number), np.bool_)
    for agency in town.organisations.of("care agency"):
        staff[town.attendance.rows("staff", int(agency))] = True
    grown = (cast.age > 22) & (cast.age < 64)
    for person in cast.people(staff & drives & rings, cast.count("popular carer")).tolist():
        cast.add("popular carer", person=person, vehicle=cast.car(person), phone=cast.phone(person))
    for person in cast.people(grown & drives, cast.count("commuter")).tolist():
        cast.add("commuter", person=person, vehicle=cast.car(person))
    for person in cast.people(grown & rings, cast.count("youth worker")).tolist():
        cast.add("youth worker", person=person, phone=cast.phone(person))
    numbers = town.phones.of_organisation()
    for shop in cast.rng.permutation(town.organisations.of("shop"))[: cast.count("busy shop phone")].tolist():
        cast.add("busy shop phone", organisation=shop, phone=numbers[shop])
    for taxi in cast.rng.permutation(town.vehicles.of_sort("taxi"))[: cast.count("taxi")].tolist():
        cast.add("taxi", vehicle=taxi)
    for hostel in town.organisations.of("hostel").tolist():
        cast.add("hostel", organisation=hostel, home=int(town.organisations.home[hostel]))


def _at_home(cast: _Cast) -> None:
    town = cast.town
    number = np.arange(len(town.society))
    home = np.maximum(cast.home, 0)
    crowd = np.bincount(cast.home[cast.home >= 0], minlength=len(town.homes))[home]
    ordinary = np.isin(town.homes.sort[home], ["house", "flat"])
    holds = ordinary & (town.where.holder(home, np.full(len(home), cast.middle)) == number)
    grown_ups = np.bincount(cast.home[(cast.home >= 0) & (cast.age >= 18)], minlength=len(town.homes))[home]
    frail = town.vulnerable["learning disability"] | town.vulnerable["mental health"] | town.vulnerable["physical disability"]
    casting = {
        "big family": holds & (crowd >= 6),
        "house party": holds & (cast.age < 40) & (cast.age >= 18),
        "drug user at home": holds & town.vulnerable["drug user"],
        "bail host": holds & (cast.age > 42) & (cast.age < 70) & town.society.female,
        "relative moved in": holds & frail & (grown_ups == 2),
    }
    middle = cast.days // 2
    for sort, fits in casting.items():
        for person in cast.people(fits, cast.count(sort)).tolist():
            around = (max(0, middle - 140), min(cast.days, middle + 140))
            spell = (middle - 6, middle + int(cast.rng.integers(4, 12))) if sort == "house party" else around
            relative = -1
            if sort == "relative moved in":
                with_them = np.flatnonzero((cast.home == cast.home[person]) & (cast.age >= 18) & (number != person))
                relative = int(with_them[0]) if len(with_them) and not cast.guilty[with_them[0]] else -1
            cast.add(sort, spell, person=person, home=int(cast.home[person]), other=relative)


def _young(cast: _Cast) -> None:
    town = cast.town
    teen = (cast.age > 12.6) & (cast.age < 16.4)
    for person in cast.people(teen & (town.society.mother >= 0), cast.count("teenager away from home")).tolist():
        cast.add("teenager away from home", cast.spell(150, 400), person=person)
    rings = town.phones.of(np.arange(len(teen)), np.full(len(teen), cast.middle)) >= 0
    for person in cast.people(teen & rings, cast.count("excluded teenager")).tolist():
        spell = cast.spell(120, 330)
        phone = int(town.phones.add(1, "personal")[0])
        last = NEVER if spell[1] >= cast.days else town.size.first + spell[1]
        town.phones.hold(
            np.array([phone]), np.array([town.size.first + spell[0]]), np.array([last], "datetime64[D]"), person=person
        )
        cast.add("excluded teenager", spell, person=person, phone=phone)
    brother = np.full(len(teen), -1)
    adults = np.flatnonzero((cast.age > 19) & (cast.age < 30) & (town.society.mother >= 0) & ~cast.guilty)
    of_mother = dict(zip(town.society.mother[adults].tolist(), adults.tolist(), strict=True))
    children = np.flatnonzero(teen)
    brother[children] = [of_mother.get(m, -1) if m >= 0 else -1 for m in town.society.mother[children].tolist()]
    for person in cast.people(brother >= 0, cast.count("older brother")).tolist():
        cast.add("older brother", cast.spell(150, 400), person=person, other=int(brother[person]))


def _by_name(cast: _Cast) -> None:
    """Those who have a member's name or a member for a parent."""
    society = cast.town.society
    members = sorted({m.person for m in cast.supply.members if m.role != "supplier"})
    namesakes = 0
    key = society.forename * 100_000 + society.surname
    for member in cast.rng.permutation(members).tolist():
        if namesakes >= cast.count("namesake"):
            break
        same = (key == key[member]) & (np.abs(cast.age - cast.age[member]) < 25) & (cast.age > 14)
        same[member] = False
        for person in cast.people(same, 1).tolist():
            cast.add("namesake", person=person, other=member)
            namesakes += 1
    parents = np.zeros(len(society), np.bool_)
    parents[members] = True
    child = (cast.age > 5) & (cast.age < 15.5)
    child &= ((society.father >= 0) & parents[np.maximum(society.father, 0)]) | (
        (society.mother >= 0) & parents[np.maximum(society.mother, 0)]
    )
    for person in cast.people(child, cast.count("child of a member")).tolist():
        cast.add("child of a member", person=person)


def cast_twins(town: Setting, supply: Supply) -> list[Twin]:
    """The look-alikes of every sort, none of whom is in a group, exploited, or lives where a home was taken over."""
    cast = _Cast(town, supply)
    for scene in (_by_name, _young, _at_home, _at_work):
        scene(cast)
    return cast.made


def twin_table(town: Setting, twins: list[Twin]) -> pa.Table:
    """The table ``twin``."""
    days = days_of(town.size)
    ids = {
        name: np.array([getattr(t, name) for t in twins], np.int64)
        for name in ("person", "home", "phone", "organisation", "vehicle", "since", "to")
    }
    since, to = ids.pop("since"), ids.pop("to")
    return as_table(
        "twin",
        {
            "twin": np.arange(len(twins)),
            "sort": np.array([t.sort for t in twins]),
            "looks_like": np.array([SORTS[t.sort][0] for t in twins]),
            "why": np.array([SORTS[t.sort][1] for t in twins]),
            **ids,
            "from": town.size.first + since,
            "to": np.where(to >= days, NEVER, town.size.first + to),
        },
    )
