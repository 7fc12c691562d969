"""Who is in which home as time passes: a home is let once it is empty, and nobody is ever in two."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from stronghold.town.world.columns import Ints
from stronghold.town.world.homes import Homes
from stronghold.town.world.society import Society

__all__ = ["AS", "How", "Occupancy"]

AS = ("householder", "partner", "child", "lodger", "sharer", "resident", "foster child")


class How(IntEnum):
    """How someone lives in a home: a place in ``AS``."""

    HOUSEHOLDER = 0
    PARTNER = 1
    CHILD = 2
    LODGER = 3
    SHARER = 4
    RESIDENT = 5
    FOSTER = 6


class Occupancy:
    """Where everybody is as time passes; days are numbers from the first day told, and may be below 0."""

    def __init__(self, rng: np.random.Generator, society: Society, born: Ints, homes: Homes) -> None:
        count = len(society)
        self.rng = rng
        self.born = born.tolist()
        self.where, self.since, self.how = [-1] * count, [0] * count, [int(How.CHILD)] * count
        self.died = [-1] * count
        self.lives_in: list[list[int]] = [[] for _ in range(len(homes))]
        self.vacant: list[int] = []
        self.rows: list[tuple[int, int, int, int, int]] = []
        self.ordinary = np.isin(homes.sort, ["house", "flat"]).tolist()

    def go(self, person: int, home: int, day: int, how: int) -> None:
        """Leave where one is, and from that day live in ``home`` (-1: nowhere told of)."""
        old, start = self.where[person], max(self.since[person], self.born[person])
        if self.died[person] >= 0:
            return
        if old >= 0:
            if start < day:
                self.rows.append((person, old, start, day, self.how[person]))
            self.lives_in[old].remove(person)
            if not self.lives_in[old] and self.ordinary[old]:
                self.vacant.append(old)
        if home >= 0:
            self.lives_in[home].append(person)
        self.where[person], self.since[person], self.how[person] = home, day, how

    def let(self) -> int:
        """A vacant home, no longer so; -1 when the town is full."""
        if not self.vacant:
            return -1
        at = int(self.rng.integers(len(self.vacant)))
        self.vacant[at], self.vacant[-1] = self.vacant[-1], self.vacant[at]
        return self.vacant.pop()

    def some_home(self, tries: int = 20) -> int:
        """An ordinary home that someone lives in; -1 when none is found."""
        for _ in range(tries):
            home = int(self.rng.integers(len(self.lives_in)))
            if self.ordinary[home] and self.lives_in[home]:
                return home
        return -1

    def family(self, person: int) -> list[int]:
        """Those who move when the person does: all of the home but lodgers, where the person holds it."""
        home = self.where[person]
        if home < 0 or not self.ordinary[home] or self.how[person] != How.HOUSEHOLDER:
            return [person]
        return [p for p in self.lives_in[home] if self.how[p] != How.LODGER]
