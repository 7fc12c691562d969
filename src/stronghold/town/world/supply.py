"""Organised supply as settled before the first happening, and who of it may be met where and when."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from stronghold.town.world.columns import Flags, Ints, picked
from stronghold.town.world.cuckooing import Cuckooing
from stronghold.town.world.exploitation import Exploitation
from stronghold.town.world.groups import Group
from stronghold.town.world.lines import Trade
from stronghold.town.world.membership import Member

__all__ = ["STREET_ROLES", "Roster", "Supply"]

STREET_ROLES = ("dealer", "runner", "enforcer")


class Roster:
    """Who belongs to a group on a day, in which role; asked for many days at once. Days are numbers from the first told."""

    def __init__(self, rows: list[tuple[int, int, str, int, int]]) -> None:
        self._of: dict[int, tuple[Ints, np.ndarray, Ints, Ints]] = {}
        for group in {row[0] for row in rows}:
            own = [row for row in rows if row[0] == group]
            numbers = np.array([(person, since, to) for _, person, _, since, to in own], np.int64)
            self._of[group] = (numbers[:, 0], np.array([role for _, _, role, _, _ in own]), numbers[:, 1], numbers[:, 2])

    def someone(self, rng: np.random.Generator, group: Ints, day: Ints, roles: tuple[str, ...] | None = None) -> Ints:
        """Someone of each group who is in it on each day in one of the roles, -1 for nobody; shape (days,)."""
        found = np.full(len(day), -1)
        draw = rng.random(len(day))
        allowed = {g: np.isin(role, roles) if roles else np.ones(len(role), np.bool_) for g, (_, role, _, _) in self._of.items()}
        for at, (one, when) in enumerate(zip(group.tolist(), day.tolist(), strict=True)):
            if one in self._of:
                person, _, since, to = self._of[one]
                able = person[allowed[one] & (since <= when) & (when < to)]
                if len(able):
                    found[at] = able[int(draw[at] * len(able))]
        return found


@dataclass(frozen=True)
class Supply:
    """The groups, their members, the chain (group, giver, receiver, since, to), lines, homes taken over, people exploited."""

    groups: list[Group]
    members: list[Member]
    chain: list[tuple[int, int, int, int, int]]
    trade: Trade
    cuckooings: list[Cuckooing]
    exploitations: list[Exploitation]

    @cached_property
    def roster(self) -> Roster:
        """The members."""
        return Roster([(m.group, m.person, m.role, m.since, m.to) for m in self.members])

    @cached_property
    def buyers(self) -> Roster:
        """The customers."""
        person, group, since, to = (column.tolist() for column in self.trade.customers)
        return Roster([(g, p, "customer", s, t) for p, g, s, t in zip(person, group, since, to, strict=True)])

    @cached_property
    def _usual(self) -> np.ndarray:
        weeks = self.trade.activity.by_week.astype(np.float64)
        active = np.maximum((weeks > 0).sum(axis=1), 1)
        return np.asarray(weeks.sum(axis=1) / active)

    def felt(self, rng: np.random.Generator, group: Ints, day: Ints) -> Flags:
        """Whether something that depends on how busy each group is happens on each day: two in three in a usual week."""
        activity = self.trade.activity
        week = np.clip((day - activity.first_week) // 7, 0, activity.by_week.shape[1] - 1)
        level = activity.by_week[group, week] / np.maximum(self._usual[group], 1e-9)
        return np.asarray(rng.random(len(day)) < level / 1.5)

    def open_home(self, rng: np.random.Generator, group: Ints, day: Ints) -> Ints:
        """A home that each group has taken over on each day, -1 for none."""
        found = np.full(len(day), -1)
        for at, (one, when) in enumerate(zip(group.tolist(), day.tolist(), strict=True)):
            able = [c.home for c in self.cuckooings if c.group == one and c.since <= when < c.to]
            if able:
                found[at] = able[int(picked(rng, np.ones(len(able)), 1)[0])]
        return found

    def barred(self, people: int, homes: int) -> tuple[Flags, Flags]:
        """Who is in a group, exploited or a victim, shape (people,), and which homes were taken over, shape (homes,)."""
        persons, places = np.zeros(people, np.bool_), np.zeros(homes, np.bool_)
        persons[[m.person for m in self.members]] = True
        persons[[e.person for e in self.exploitations]] = True
        persons[[c.victim for c in self.cuckooings]] = True
        places[[c.home for c in self.cuckooings]] = True
        return persons, places
