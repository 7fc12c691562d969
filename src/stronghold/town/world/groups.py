"""Organised supply as it is laid out: how many groups, how large, from which city, where they deal, and what an operation does.

Days are numbers from the first day told; a group may be older than that.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from stronghold.town.world.columns import as_table, picked, stream
from stronghold.town.world.geography import CITIES, Geography
from stronghold.town.world.tables import TownSize
from stronghold.town.world.words import words

__all__ = ["Group", "Operation", "days_of", "group_table", "operation_days", "plan_groups"]

_PEOPLE_A_GROUP, _FEWEST = 25_000, 4
_SMALLEST, _LARGEST = 5, 40
_HAVE_OPERATION = 0.6
_EFFECTS = (0.0, 0.35, 0.6, 0.85)


@dataclass(frozen=True)
class Operation:
    """A day of arrests against a group: deals fall by ``effect`` until ``effect_to``; -1 for no ward moved to, no line restarted."""

    day: int
    effect: float
    effect_to: int
    ward_after: int
    restart: int


@dataclass(frozen=True)
class Group:
    """A group as planned: ``size`` people in all, from ``since`` up to ``to``."""

    number: int
    name: str
    city: int
    ward: int
    second_ward: int
    size: int
    since: int
    to: int
    ends: bool
    operation: Operation | None


def days_of(size: TownSize) -> int:
    """How many days are told."""
    return int((size.end - size.first).astype(np.int64))


def _sizes(rng: np.random.Generator, count: int, people: int) -> list[int]:
    """A few large and many small; in a small town none so large that its members were a crowd."""
    largest = int(np.clip(people * 0.05 / count, _SMALLEST, _LARGEST))
    drawn = _SMALLEST + np.round((largest - _SMALLEST) * rng.beta(0.8, 1.7, count)).astype(int)
    drawn[0], drawn[-1] = largest, min(_SMALLEST + 1, largest)
    return [int(x) for x in rng.permutation(drawn)]


def _operation(rng: np.random.Generator, group: Group, wards: int, days: int, effect: float) -> Group:
    low, high = max(group.since + 150, round(0.3 * days)), round(0.75 * days)
    if low >= high:
        return group
    day = int(rng.integers(low, high))
    if rng.random() < 0.12:
        return replace(group, to=day, ends=True, operation=Operation(day, 1.0, days, -1, -1))
    moved = -1
    if wards > 2 and rng.random() < 0.45 and effect > 0:
        others = [w for w in range(wards) if w not in (group.ward, group.second_ward)]
        moved = int(rng.choice(others)) if others else -1
    restart = day + int(rng.integers(12, 50)) if rng.random() < 0.85 else -1
    to = min(days, day + int(rng.integers(60, 260)))
    return replace(group, operation=Operation(day, effect, to, moved, restart))


def plan_groups(size: TownSize, geography: Geography) -> list[Group]:
    """One group for 25,000 people, four at the least, of 5 to 40 people; poor wards have more of them, six in ten an operation."""
    rng = stream(size, "groups")
    days, wards = days_of(size), len(geography.ward_names)
    count = max(_FEWEST, round(size.people / _PEOPLE_A_GROUP))
    sizes = _sizes(rng, count, size.people)
    weight = 0.15 + geography.deprivation**2
    turf: list[int] = []
    groups = []
    with_operation = rng.permutation(count)[: max(2, round(count * _HAVE_OPERATION))].tolist()
    for number in range(count):
        free = weight.copy()
        free[turf[-min(len(turf), wards - 1) :] if turf else []] = 0.0
        ward = int(picked(rng, free, 1)[0])
        turf.append(ward)
        since = (
            -int(rng.integers(60, 900)) if number % 2 == 0 or number in with_operation[:2] else int(rng.integers(0, days // 2))
        )
        ends = bool(rng.random() < 0.15) and number not in with_operation
        to = int(rng.integers(max(since + 200, days // 2), days + 200)) if ends else days
        group = Group(
            number=number,
            name=f"Group {number + 1}",
            city=number % len(CITIES),
            ward=ward,
            second_ward=int(picked(rng, weight, 1)[0]),
            size=sizes[number],
            since=since,
            to=min(to, days),
            ends=to < days,
            operation=None,
        )
        if number in with_operation:
            effect = _EFFECTS[with_operation.index(number) % len(_EFFECTS)] if with_operation.index(number) else 0.85
            group = _operation(rng, group, wards, days, effect)
        groups.append(group)
    return groups


def operation_days(groups: list[Group]) -> list[tuple[Group, Operation]]:
    """The operations in the order of their groups: row i of the table ``operation`` is the i-th."""
    return [(group, group.operation) for group in groups if group.operation is not None]


def group_table(size: TownSize, groups: list[Group]) -> pa.Table:
    """The table ``group``."""
    never = np.datetime64("NaT", "D")
    return as_table(
        "group",
        {
            "group": np.array([g.number for g in groups]),
            "name": np.array([g.name for g in groups]),
            "city": np.array([g.city for g in groups]),
            "ward": np.array([g.ward for g in groups]),
            "size": np.array([g.size for g in groups]),
            "from": np.array([size.first + g.since for g in groups]),
            "to": np.array([size.first + g.to if g.ends else never for g in groups]),
        },
    )


def operation_table(size: TownSize, groups: list[Group], lines: dict[int, tuple[int, int]]) -> pa.Table:
    """The table ``operation``; ``lines`` has the line ended and the line started again (-1: none) of each group."""
    done, names = operation_days(groups), words("operations")
    return as_table(
        "operation",
        {
            "operation": np.arange(len(done)),
            "name": np.array([names[i % len(names)] for i in range(len(done))], dtype=np.str_),
            "group": np.array([g.number for g, _ in done], np.int64),
            "day": np.array([size.first + o.day for _, o in done]),
            "effect": np.array([o.effect for _, o in done]),
            "effect_to": np.array([size.first + o.effect_to for _, o in done]),
            "ward_before": np.array([g.ward for g, _ in done], np.int64),
            "ward_after": np.array([o.ward_after for _, o in done], np.int64),
            "line_before": np.array([lines[g.number][0] for g, _ in done], np.int64),
            "line_after": np.array([lines[g.number][1] for g, _ in done], np.int64),
        },
    )
