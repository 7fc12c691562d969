"""Who is in a group, in which role, from when to when, and who gives drugs to whom.

Members are ordinary people of the town and of the city: their friends, brothers and neighbours are likelier to be drawn in.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from stronghold.town.world.columns import Flags, Ints, Reals, as_table, picked, stream
from stronghold.town.world.friends import Friends
from stronghold.town.world.groups import Group, days_of
from stronghold.town.world.homes import Homes
from stronghold.town.world.society import YEAR, Society
from stronghold.town.world.tables import TownSize
from stronghold.town.world.whereabouts import Whereabouts

__all__ = ["Member", "Recruits", "recruit", "supply_of"]


@dataclass(frozen=True)
class Member:
    """One person in one role of a group, from ``since`` up to ``to`` (days told)."""

    group: int
    person: int
    role: str
    since: int
    to: int

    def active(self, day: int) -> bool:
        return self.since <= day < self.to


@dataclass(frozen=True)
class Recruits:
    """What decides who is drawn in: ``propensity`` to offend, shape (people,), vulnerabilities, friends, and where people live."""

    society: Society
    propensity: Reals
    vulnerable: dict[str, Flags]
    friends: Friends
    where: Whereabouts
    homes: Homes


@dataclass(frozen=True)
class _Slot:
    """A place in a group to be filled: ``of`` is ``city``, ``town adult``, ``town child``, ``city child`` or ``user``."""

    role: str
    of: str
    since: int
    to: int


_AGES = {"city": (19, 46), "town adult": (17.9, 45), "town child": (12.8, 17.2), "city child": (13.5, 17.4), "user": (19, 56)}


def _slots(rng: np.random.Generator, group: Group) -> list[_Slot]:
    """The places in a group of that size: first those who must last, then the others, who come and go."""
    suppliers = 1 if group.size < 15 else 2
    holders = 1 if group.size < 8 else 2 + group.size // 14
    slots = [_Slot("supplier", "city", group.since, group.to)] * suppliers
    length = group.to - group.since

    def spell(least: int) -> tuple[int, int]:
        since = group.since + int(rng.random() * 0.6 * length)
        return since, min(group.to, max(since + least, since + int(rng.exponential(420))))

    for number in range(holders):
        since, to = (group.since, group.to) if number == 0 else spell(120)
        slots.append(_Slot("line_holder", "city" if number % 2 == 0 else "town adult", since, to))
    for number in range(group.size - len(slots)):
        since, to = spell(60)
        if number % 10 == 9:
            slots.append(_Slot("enforcer", "town adult" if rng.random() < 0.6 else "city", since, to))
        elif number % 5 in (0, 3):
            of = ("town child", "town child", "city child", "town adult")[int(rng.integers(4))]
            slots.append(_Slot("runner", of, since, to))
        else:
            slots.append(_Slot("dealer", "user" if rng.random() < 0.3 else "town adult", since, to))
    return slots


class _Draft:
    """Finds people for places; nobody is taken by two groups."""

    def __init__(self, rng: np.random.Generator, size: TownSize, recruits: Recruits) -> None:
        self.rng, self.size, self.of = rng, size, recruits
        self.taken = np.zeros(len(recruits.society), np.bool_)
        everyone = np.arange(len(recruits.society))
        middle = size.first + days_of(size) // 2
        home = recruits.where.home(everyone, np.full(len(everyone), middle))
        self.ward = np.where(home >= 0, recruits.homes.ward[home], -1)

    def _weights(self, slot: _Slot, among: Ints, drawn: set[int]) -> Reals:
        people = self.of
        weight = people.propensity[among] + 0.05
        if slot.of in ("town child", "city child"):
            for sort, times in (("in care", 8.0), ("mental health", 3.0), ("learning disability", 3.0)):
                weight = weight * np.where(people.vulnerable[sort][among], times, 1.0)
        known = {int(f) for p in drawn for f in people.friends.table[p]} | {
            q
            for p in drawn
            for q in range(p - 3, p + 4)
            if 0 <= q < len(self.taken) and people.society.head[q] == people.society.head[p]
        }
        return weight * np.where(np.isin(among, list(known)), 12.0, 1.0)

    def fill(self, group: Group, slot: _Slot, pool: Ints, drawn: set[int]) -> int:
        """A person for the place, -1 where nobody fits: of that age, alive and at home in the town (or city) all through."""
        society = self.of.society
        first = self.size.first + max(slot.since, 0)
        low, high = _AGES[slot.of]
        age = society.age_of(pool, self.size.first + slot.since)
        fits = (age >= low) & (age < high) & ~self.taken[pool]
        if slot.of == "user":
            fits &= self.of.vulnerable["drug user"][pool]
        among = pool[fits]
        last = self.size.first + max(slot.to - 1, 0)
        here = np.full(len(among), first)
        fits = (self.of.where.home(among, here) >= 0) & (self.of.where.home(among, np.full(len(among), last)) >= 0)
        among = among[fits]
        if len(among) == 0:
            return -1
        person = int(among[picked(self.rng, self._weights(slot, among, drawn), 1)[0]])
        self.taken[person] = True
        return person

    def pools(self, group: Group) -> dict[str, Ints]:
        """Whom a group may draw from: the people told of in its city, and its own ward with some from the rest of the town."""
        society = self.of.society
        city = np.flatnonzero(society.city == group.city)
        town = (self.ward == group.ward) | ((self.ward >= 0) & (self.rng.random(len(society)) < 0.06))
        local = np.flatnonzero(town & (society.city < 0))
        return {"city": city, "city child": city, "town adult": local, "town child": local, "user": local}


def _grown_up(member: Member, eighteenth: int, rng: np.random.Generator) -> list[Member]:
    """A runner who comes of age: half of them deal from then on."""
    if member.role != "runner" or not member.since < eighteenth < member.to or rng.random() < 0.5:
        return [member]
    return [replace(member, to=eighteenth), replace(member, role="dealer", since=eighteenth)]


def _after_operation(group: Group, members: list[Member], rng: np.random.Generator) -> list[Member]:
    """Some of those active are out of the group for good; if its first line holder is, another takes over the line."""
    if group.operation is None or group.ends:
        return members
    day = group.operation.day
    first = next(i for i, m in enumerate(members) if m.role == "line_holder")
    heirs = [i for i, m in enumerate(members) if m.role in ("dealer", "enforcer") and m.active(day) and m.to > day + 30]
    kept = []
    succeeded = bool(heirs) and rng.random() < 0.6
    for number, member in enumerate(members):
        if succeeded and number == first:
            kept.append(replace(member, to=day))
        elif succeeded and number == heirs[0]:
            kept += [replace(member, to=day), replace(member, role="line_holder", since=day, to=group.to)]
        elif (
            member.role in ("runner", "dealer", "enforcer")
            and member.active(day)
            and rng.random() < 0.2 + 0.4 * group.operation.effect
        ):
            kept.append(replace(member, to=day))
        else:
            kept.append(member)
    return [m for m in kept if m.since < m.to]


def recruit(size: TownSize, groups: list[Group], recruits: Recruits) -> tuple[list[Group], list[Member]]:
    """The members of every group; gives the groups with their true size (a small town may lack people for a place)."""
    rng = stream(size, "membership")
    draft = _Draft(rng, size, recruits)
    sized, everyone = [], []
    society = recruits.society
    for group in groups:
        pools, drawn, members = draft.pools(group), set[int](), list[Member]()
        for slot in _slots(rng, group):
            person = draft.fill(group, slot, pools[slot.of], drawn)
            if person < 0:  # nobody such is left: a grown-up of the town or the city instead
                other = "city" if slot.of in ("city", "city child") else "town adult"
                person = draft.fill(group, replace(slot, of=other), pools[other], drawn)
            if person >= 0:
                drawn.add(person)
                members.append(Member(group.number, person, slot.role, slot.since, slot.to))
        grown = []
        for member in members:
            eighteenth = int((society.born[member.person] + round(18 * YEAR) - size.first).astype(np.int64))
            grown += _grown_up(member, eighteenth, rng)
        sized.append(replace(group, size=len(drawn)))
        everyone += _after_operation(group, grown, rng)
    return sized, everyone


_GIVERS = {
    "line_holder": ("supplier",),
    "enforcer": ("line_holder",),
    "runner": ("line_holder",),
    "dealer": ("runner", "line_holder"),
}


def supply_of(size: TownSize, members: list[Member]) -> list[tuple[int, int, int, int, int]]:
    """Who gives to whom: (group, giver, receiver, since, to). Everyone but a supplier receives from someone higher up the chain."""
    rng = stream(size, "supply")
    by_role: dict[tuple[int, str], list[Member]] = defaultdict(list)
    for member in members:
        by_role[member.group, member.role].append(member)
    made = []
    for receiver in members:
        for role in _GIVERS.get(receiver.role, ()):
            meets = [
                (min(g.to, receiver.to) - max(g.since, receiver.since), g)
                for g in by_role[receiver.group, role]
                if g.person != receiver.person
            ]
            meets = [(days, giver) for days, giver in meets if days > 0]
            if not meets or (role == "runner" and rng.random() < 0.4):
                continue
            weight = np.array([float(days) for days, _ in meets])
            giver = meets[int(picked(rng, weight, 1)[0])][1]
            made.append(
                (receiver.group, giver.person, receiver.person, max(giver.since, receiver.since), min(giver.to, receiver.to))
            )
            if role == "runner" and rng.random() < 0.6:
                break
    return sorted(set(made))


def spell_columns(size: TownSize, since: Ints, to: Ints) -> dict[str, object]:
    """The columns ``from`` and ``to``; whatever lasts to the end of the years told has no end."""
    end = days_of(size)
    return {"from": size.first + since, "to": np.where(to >= end, np.datetime64("NaT", "D"), size.first + to)}


def membership_table(size: TownSize, members: list[Member]) -> pa.Table:
    """The table ``membership``."""
    return as_table(
        "membership",
        {
            "group": np.array([m.group for m in members]),
            "person": np.array([m.person for m in members]),
            "role": np.array([m.role for m in members]),
            **spell_columns(size, np.array([m.since for m in members]), np.array([m.to for m in members])),
        },
    )


def supply_table(size: TownSize, supply: list[tuple[int, int, int, int, int]]) -> pa.Table:
    """The table ``supply``."""
    rows = np.array(supply, np.int64).reshape(-1, 5)
    columns = {"group": rows[:, 0], "giver": rows[:, 1], "receiver": rows[:, 2]}
    return as_table("supply", {**columns, **spell_columns(size, rows[:, 3], rows[:, 4])})
