"""The phone lines of groups, who holds them in turn, the phones that members swap, their cars, and how much is dealt where."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from stronghold.town.world.belongings import NEVER, Phones, Vehicles
from stronghold.town.world.columns import Days, Flags, Ints, Reals, as_table, picked, stream
from stronghold.town.world.exploitation import Exploitation
from stronghold.town.world.groups import Group, days_of
from stronghold.town.world.membership import Member, spell_columns
from stronghold.town.world.tables import TownSize
from stronghold.town.world.words import words

__all__ = ["Activity", "Line", "Trade", "activity_of", "burner_phones", "customers_of", "draw_lines", "group_cars"]


@dataclass(frozen=True)
class Line:
    """A group's line under one number, and who had the phone in turn: (person, since, to)."""

    number: int
    group: int
    phone: int
    name: str
    since: int
    to: int
    turns: tuple[tuple[int, int, int], ...]

    def holder(self, day: int) -> int:
        """Who had the phone on that day, -1 for nobody."""
        return next((person for person, since, to in self.turns if since <= day < to), -1)


@dataclass(frozen=True)
class Activity:
    """Deals of each group in each week and ward: the table ``activity``, and ``by_week`` of shape (groups, weeks)."""

    table: pa.Table
    by_week: Ints
    first_week: int  # the day, counted from the first told, of the Monday of column 0


@dataclass(frozen=True)
class Trade:
    """Lines, customers and activity of all the groups."""

    lines: list[Line]
    customers: tuple[Ints, Ints, Ints, Ints]  # person, group, since, to
    activity: Activity
    restarted: dict[int, tuple[int, int]]  # group -> line ended by the operation, line started again


def _numbers_of(rng: np.random.Generator, group: Group) -> list[tuple[int, int]]:
    """From when to when each number of a group's line is in use: swapped every few months, cut off by an operation."""
    spells = []
    day = group.since
    stops = [group.operation.day] if group.operation and not group.ends else []
    while day < group.to:
        end = min(group.to, day + 60 + int(rng.exponential(180)))
        stop = next((s for s in stops if day < s <= end), None)
        if stop is not None and group.operation is not None:
            spells.append((day, stop))
            day = group.operation.restart if group.operation.restart >= 0 else stop + 9
        else:
            spells.append((day, end))
            day = end
    return [(since, to) for since, to in spells if to > since]


def _turns(rng: np.random.Generator, holders: list[Member], since: int, to: int) -> tuple[tuple[int, int, int], ...]:
    turns, day, last = [], since, -1
    while day < to:
        able = [m for m in holders if m.active(day)]
        if not able:
            day += 1
            continue
        others = [m for m in able if m.person != last] or able
        member = others[int(rng.integers(len(others)))]
        end = min(to, member.to, day + int(rng.integers(10, 60)))
        turns.append((member.person, day, end))
        day, last = end, member.person
    return tuple(turns)


def draw_lines(
    size: TownSize, groups: list[Group], members: list[Member], phones: Phones
) -> tuple[list[Line], dict[int, tuple[int, int]]]:
    """Every number of every line, held by line holders in turn; also the lines that operations ended and that started again."""
    rng = stream(size, "lines")
    lines: list[Line] = []
    restarted = {}
    brands = rng.permutation(words("lines"))
    for group in groups:
        holders = [m for m in members if m.group == group.number and m.role == "line_holder"]
        before = after = -1
        for since, to in _numbers_of(rng, group):
            phone = int(phones.add(1, "line")[0])
            turns = _turns(rng, holders, since, to)
            line = Line(len(lines), group.number, phone, str(brands[group.number % len(brands)]), since, to, turns)
            if group.operation and to == group.operation.day:
                before = line.number
            elif group.operation and since == group.operation.restart:
                after = line.number
            lines.append(line)
            for person, start, end in turns:
                last = NEVER if end >= days_of(size) else size.first + end
                phones.hold(np.array([phone]), np.array([size.first + start]), np.array([last], "datetime64[D]"), person=person)
        restarted[group.number] = (before, after)
    return lines, restarted


def burner_phones(size: TownSize, members: list[Member], exploitations: list[Exploitation], phones: Phones) -> None:
    """Most members have a second phone, and so have most children who are used; they change it every few months."""
    rng = stream(size, "burners")
    end = days_of(size)
    spells = [(m.person, m.since, m.to, 0.2 if m.role == "enforcer" else 0.75) for m in members]
    known = {m.person for m in members}
    spells += [(e.person, e.since, e.to, 0.6) for e in exploitations if e.sort == "child" and e.person not in known]
    for person, since, stop, chance in spells:
        if rng.random() < chance:
            day = max(since, -200)
            while day < stop:
                to = min(stop, day + 20 + int(rng.exponential(110)))
                last = NEVER if to >= end else size.first + to
                phone = phones.add(1, "burner")
                phones.hold(phone, np.array([size.first + day]), np.array([last], "datetime64[D]"), person=person)
                day = to


def group_cars(size: TownSize, groups: list[Group], members: list[Member], vehicles: Vehicles) -> tuple[Ints, Days]:
    """Cars that members keep, and who of them hires a car on which day: (person, day)."""
    rng = stream(size, "group cars")
    who, when = [], []
    for group in groups:
        roles = ("line_holder", "dealer", "enforcer")
        drivers = [m for m in members if m.group == group.number and m.role in roles and m.to > 0]
        for member in drivers[: 1 + group.size // 8]:
            car = vehicles.add(rng, 1, "car")
            last = NEVER if member.to >= days_of(size) else size.first + member.to
            start = np.array([size.first + max(member.since, -300)])
            vehicles.keep(car, start, np.array([last], "datetime64[D]"), person=member.person, how="keeper")
        for member in drivers:
            if member.role == "line_holder" or rng.random() < 0.2:
                since, to = max(member.since, 0), min(member.to, days_of(size))
                count = rng.poisson(max(0, to - since) / 40)
                who += [member.person] * count
                when += rng.integers(since, max(to, since + 1), count).tolist()
    return np.array(who, np.int64), size.first + np.array(when, np.int64)


def customers_of(size: TownSize, groups: list[Group], users: Flags, ages: Reals, died: Days) -> tuple[Ints, Ints, Ints, Ints]:
    """Who buys from which group, from when to when: drug users of the town, and some whom nobody would think of."""
    rng = stream(size, "customers")
    weight = np.where((ages >= 17) & (ages < 65), users * 1.0 + 0.002, 0.0)
    made = []
    for group in groups:
        who = np.unique(picked(rng, weight, 25 + 9 * group.size))
        since = group.since + (rng.random(len(who)) ** 2 * (group.to - group.since)).astype(np.int64)
        to = np.minimum(group.to, since + 30 + rng.exponential(500, len(who)).astype(np.int64))
        made.append((who, np.full(len(who), group.number), since, to))
    person, of, since, to = (np.concatenate(part) for part in zip(*made, strict=True))
    lived = np.where(np.isnat(died[person]), to, (died[person] - size.first).astype(np.int64))
    to = np.minimum(to, lived)
    kept = since < to
    return person[kept], of[kept], since[kept], to[kept]


def activity_of(size: TownSize, groups: list[Group], wards: int) -> Activity:
    """Deals by week: more for larger groups, in slow waves, less after an operation, and then partly in another ward."""
    rng = stream(size, "activity")
    first_week = -int((size.first.astype(np.int64) + 3) % 7)  # day 0 of the epoch was a Thursday
    weeks = np.arange(first_week, days_of(size), 7)
    by_week = np.zeros((len(groups), len(weeks)), np.int64)
    # A small town has more groups for its size than a large one, and each of them sells less.
    crowded = min(1.0, size.people / (20_000 * len(groups))) ** 0.6
    rows: dict[str, list[np.ndarray]] = {"group": [], "week": [], "ward": [], "deals": []}
    for group in groups:
        level = crowded * 10.0 * group.size**0.9 * np.exp(0.2 * np.sin(weeks / 365.25 * 2 * np.pi + rng.uniform(0, 6)))
        level *= rng.lognormal(0, 0.15, len(weeks))
        level[(weeks + 6 < group.since) | (weeks >= group.to)] = 0.0
        ward = np.full(len(weeks), group.ward)
        other = np.full(len(weeks), group.second_ward)
        if group.operation:
            struck = (weeks >= group.operation.day) & (weeks < group.operation.effect_to)
            level[struck] *= 1 - group.operation.effect
            if group.operation.ward_after >= 0:
                other[weeks >= group.operation.day] = group.ward
                ward[weeks >= group.operation.day] = group.operation.ward_after
        deals = rng.poisson(level)
        by_week[group.number] = deals
        there = rng.binomial(deals, 0.72)
        for where, count in ((ward, there), (other, deals - there)):
            some = np.flatnonzero(count > 0)
            rows["group"].append(np.full(len(some), group.number))
            rows["week"].append(size.first + weeks[some])
            rows["ward"].append(where[some])
            rows["deals"].append(count[some])
    table = as_table("activity", {name: np.concatenate(parts) for name, parts in rows.items()})
    return Activity(table=table, by_week=by_week, first_week=first_week)


def line_tables(size: TownSize, trade: Trade) -> dict[str, pa.Table]:
    """The tables ``line``, ``line_holding`` and ``customer``."""
    lines = trade.lines
    turns = np.array([(line.number, *turn) for line in lines for turn in line.turns], np.int64).reshape(-1, 4)
    person, group, since, to = trade.customers
    return {
        "line": as_table(
            "line",
            {
                "line": np.arange(len(lines)),
                "group": np.array([line.group for line in lines]),
                "phone": np.array([line.phone for line in lines]),
                "name": np.array([line.name for line in lines]),
                **spell_columns(size, np.array([line.since for line in lines]), np.array([line.to for line in lines])),
            },
        ),
        "line_holding": as_table(
            "line_holding", {"line": turns[:, 0], "person": turns[:, 1], **spell_columns(size, turns[:, 2], turns[:, 3])}
        ),
        "customer": as_table("customer", {"person": person, "group": group, **spell_columns(size, since, to)}),
    }
