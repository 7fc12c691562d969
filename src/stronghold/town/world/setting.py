"""The town that things happen in: everything about it that is settled before the first happening, and ways to draw from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stronghold.town.world.attendance import Attendance
from stronghold.town.world.belongings import Phones, Vehicles
from stronghold.town.world.columns import Days, Flags, Ints, Reals, picked
from stronghold.town.world.friends import Friends
from stronghold.town.world.geography import Geography
from stronghold.town.world.groups import days_of
from stronghold.town.world.homes import Homes
from stronghold.town.world.organisations import Organisations
from stronghold.town.world.society import Society
from stronghold.town.world.tables import TownSize
from stronghold.town.world.whereabouts import Whereabouts

__all__ = ["Setting", "within"]


@dataclass(frozen=True)
class Setting:
    """The places, the people, where they live, and what they have. Days asked of it are dates."""

    size: TownSize
    geography: Geography
    homes: Homes
    organisations: Organisations
    society: Society
    vulnerable: dict[str, Flags]
    where: Whereabouts
    attendance: Attendance
    phones: Phones
    vehicles: Vehicles
    friends: Friends
    propensity: Reals

    def yearly(self, per_100_000: float) -> int:
        """How many of something there are in the years told, from how many a year there are among 100,000 people."""
        return max(1, round(per_100_000 * self.size.people / 100_000 * days_of(self.size) / 365.25))

    def days(self, rng: np.random.Generator, count: int) -> Days:
        """Days at random of those told; shape (count,)."""
        return self.size.first + rng.integers(0, days_of(self.size), count)

    def someone(self, rng: np.random.Generator, weights: Reals, day: Days) -> tuple[Ints, Ints, Ints]:
        """People in proportion to ``weights`` (shape (people,)), one for each day, with their home on it.

        Gives (which of the days, person, home), each shape (found,): days for which a person was drawn who did not live in the
        town just then are left out, after three tries.
        """
        person = picked(rng, weights, len(day))
        home = self.where.home(person, day)
        for _ in range(2):
            again = np.flatnonzero(~self.in_town(home))
            person[again] = picked(rng, weights, len(again))
            home[again] = self.where.home(person[again], day[again])
        at = np.flatnonzero(self.in_town(home))
        return at, person[at], home[at]

    def in_town(self, home: Ints) -> Flags:
        """Whether each home is in the town; -1 is nowhere."""
        return np.asarray((home >= 0) & (self.homes.ward[np.maximum(home, 0)] >= 0))

    def age(self, person: Ints, day: Days) -> Reals:
        """Years of those people on those days."""
        return np.asarray(self.society.age_of(person, day.astype("datetime64[D]")))

    def streets(self, rng: np.random.Generator, count: int, ward: Ints | None = None) -> Ints:
        """Streets where people are about: central ones and poor wards more; of the wards given, one each, where they are."""
        streets = self.geography.streets
        town = streets.ward >= 0
        poor = np.where(town, self.geography.deprivation[np.maximum(streets.ward, 0)], 0)
        weight = town * (0.2 + self.geography.centre) * (0.3 + poor)
        if ward is None:
            return picked(rng, weight, count)
        # Streets of a ward lie side by side, so that a share of the ward's weight is one place in the running total.
        totals = np.concatenate([[0.0], np.cumsum(weight)])
        first = np.searchsorted(streets.ward[town], np.arange(len(self.geography.ward_names)), side="left")
        last = np.searchsorted(streets.ward[town], np.arange(len(self.geography.ward_names)), side="right")
        low, high = totals[first[ward]], totals[last[ward]]
        at = np.searchsorted(totals, low + rng.random(len(ward)) * (high - low), side="right") - 1
        return np.asarray(np.minimum(at, last[ward] - 1))

    def neighbour(self, rng: np.random.Generator, home: Ints, day: Days) -> Ints:
        """Someone who holds a home a few doors away, -1 for nobody."""
        step = rng.choice([-3, -2, -1, 1, 2, 3], len(home))
        near = np.where((home + step < 0) | (home + step >= len(self.homes)), home - step, home + step)
        return self.where.holder(near, day)

    def parent(self, rng: np.random.Generator, person: Ints) -> Ints:
        """One of the parents of each, the mother more often; -1 for nobody told of."""
        mother, father = self.society.mother[person], self.society.father[person]
        first = rng.random(len(person)) < 0.65
        return np.where((first & (mother >= 0)) | (father < 0), mother, father)

    def friend(self, rng: np.random.Generator, person: Ints, day: Days) -> Ints:
        """A friend of each who lives in the town that day, -1 for nobody."""
        friend = self.friends.one(rng, person)
        home = self.where.home(np.maximum(friend, 0), day)
        return np.where((friend >= 0) & self.in_town(home), friend, -1)


def within(rng: np.random.Generator, since: Ints, to: Ints, times: Ints) -> tuple[Ints, Ints]:
    """``times`` days in each spell: (which spell, the day as a number from the first told)."""
    spell = np.repeat(np.arange(len(times)), times)
    length = np.maximum(to - since, 1)[spell]
    return spell, since[spell] + (rng.random(len(spell)) * length).astype(np.int64)
