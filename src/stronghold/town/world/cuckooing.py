"""Homes taken over: whose, by which group, for which weeks. A group has one or a few at a time, and moves on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from stronghold.town.world.columns import Day, Flags, Ints, Reals, as_table, picked, stream
from stronghold.town.world.groups import Group, days_of
from stronghold.town.world.homes import Homes
from stronghold.town.world.membership import Member, spell_columns
from stronghold.town.world.society import Society
from stronghold.town.world.tables import TownSize
from stronghold.town.world.whereabouts import Whereabouts

__all__ = ["Cuckooing", "take_over"]

_SORTS = ("deal", "store", "base", "live")
_SORT_SHARES = np.array([0.5, 0.2, 0.2, 0.1])
_RISKS = {
    "drug user": 8.0, "learning disability": 6.0, "care leaver": 5.0, "mental health": 3.5, "older alone": 2.5, "physical disability": 2.0,
}  # fmt: skip


@dataclass(frozen=True)
class Cuckooing:
    """A home taken over from ``since`` up to ``to``; ``seen`` is how much of it others notice, 0 for nothing."""

    number: int
    home: int
    victim: int
    group: int
    since: int
    to: int
    sort: str
    seen: float


def _risk(
    society: Society, vulnerable: dict[str, Flags], age: Reals, where: Whereabouts, homes: Homes, day: Day
) -> tuple[Reals, Ints]:
    """How likely each grown-up who holds a home is to be preyed upon, and that home; 0 for others."""
    everyone = np.arange(len(society))
    home = where.home(everyone, np.full(len(society), day))
    holds = (home >= 0) & (where.holder(np.maximum(home, 0), np.full(len(society), day)) == everyone)
    grown_ups = np.bincount(home[(home >= 0) & (age >= 18)], minlength=len(homes))
    alone = grown_ups[np.maximum(home, 0)] == 1
    risk = np.where(alone, 0.05, 0.01)
    for sort, times in _RISKS.items():
        risk = risk * np.where(vulnerable[sort], times, 1.0)
    children = np.bincount(home[(home >= 0) & (age < 16)], minlength=len(homes))
    risk = risk * np.where(alone & (children[np.maximum(home, 0)] > 0) & society.female, 2.0, 1.0)
    ordinary = np.isin(homes.sort[np.maximum(home, 0)], ["house", "flat"])
    return np.where(holds & ordinary & (age >= 18.1) & (homes.ward[np.maximum(home, 0)] >= 0), risk, 0.0), home


def _spells(rng: np.random.Generator, group: Group, days: int) -> list[tuple[int, int]]:
    """From when to when a group has a home: several homes at once for a large one, each for three to twelve weeks."""
    spells = []
    for slot in range(1 + group.size // 15):
        day = max(group.since + 30, -100) + int(rng.integers(0, 60 + 40 * slot))
        while day < min(group.to, days) - 21:
            to = min(group.to, days, day + int(rng.integers(21, 85)))
            if group.operation and day < group.operation.day < to:
                to = group.operation.day
            if to - day >= 14:
                spells.append((day, to))
            day = to + int(rng.exponential(25)) + (int(rng.integers(0, 10)) if slot else 0)
            if (
                group.operation
                and group.operation.day <= day < group.operation.effect_to
                and rng.random() < group.operation.effect
            ):
                day += int(rng.integers(20, 60))
    return sorted(spell for spell in spells if spell[1] > 0)


def take_over(
    size: TownSize,
    groups: list[Group],
    members: list[Member],
    society: Society,
    vulnerable: dict[str, Flags],
    where: Whereabouts,
    homes: Homes,
) -> list[Cuckooing]:
    """Every home taken over. The victim lives there all the while; no home is taken by two groups within two months."""
    rng = stream(size, "cuckooing")
    days = days_of(size)
    busy_until: dict[int, int] = {}
    in_charge = {m.person for m in members if m.role in ("supplier", "line_holder", "enforcer")}
    made: list[Cuckooing] = []
    risks: dict[int, tuple[Reals, Ints]] = {}
    spells = sorted((since, to, group.number) for group in groups for since, to in _spells(rng, group, days))
    for since, to, number in spells:
        group = groups[number]
        start = max(since, 0)
        quarter = start // 90
        if quarter not in risks:
            day = size.first + min(quarter * 90, days - 1)
            risks = {quarter: _risk(society, vulnerable, society.age(day), where, homes, day)}
        risk, home = risks[quarter]
        moved = group.operation is not None and group.operation.ward_after >= 0 and since >= group.operation.day
        turf = group.operation.ward_after if moved and group.operation else group.ward
        ward = homes.ward[np.maximum(home, 0)]
        weight = risk * np.where(ward == turf, 12.0, np.where(ward == group.second_ward, 5.0, 0.3))
        victim = _victim(rng, weight, home, where, (size.first + start, size.first + to), busy_until, since)
        if victim < 0 or victim in in_charge:
            continue
        busy_until[int(home[victim])] = to + 60
        sort = _SORTS[int(picked(rng, _SORT_SHARES, 1)[0])]
        seen = 0.0 if rng.random() < 0.25 else float(rng.lognormal(-0.2, 0.7))
        made.append(Cuckooing(len(made), int(home[victim]), victim, number, since, to, sort, seen))
    return made


def _victim(
    rng: np.random.Generator,
    weight: Reals,
    home: Ints,
    where: Whereabouts,
    spell: tuple[Day, Day],
    busy: dict[int, int],
    since: int,
) -> int:
    """Someone at risk who holds the home and lives there through the spell, -1 where none is found."""
    for person in picked(rng, weight, 12).tolist() if weight.sum() > 0 else []:
        here = int(home[person])
        stays = where.at_home(np.array([person]), np.array([spell[0]]), np.array([spell[1]]))[0]
        if stays and busy.get(here, -10_000) <= since and where.home(np.array([person]), np.array([spell[0]]))[0] == here:
            return int(person)
    return -1


def cuckooing_table(size: TownSize, cuckooings: list[Cuckooing]) -> pa.Table:
    """The table ``cuckooing``."""
    since, to = (np.array([getattr(c, name) for c in cuckooings], np.int64) for name in ("since", "to"))
    columns = {name: np.array([getattr(c, name) for c in cuckooings], np.int64) for name in ("home", "victim", "group")}
    sort = np.array([c.sort for c in cuckooings], dtype=np.str_)
    return as_table("cuckooing", {"cuckooing": np.arange(len(since)), "sort": sort, **columns, **spell_columns(size, since, to)})
