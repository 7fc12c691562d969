"""Where a person lives on a day, and who holds a home on a day, asked for many at once."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from stronghold.town.world.columns import Days, Flags, Ints, Words, as_table
from stronghold.town.world.moves import Life
from stronghold.town.world.occupancy import AS

__all__ = ["Spells", "Whereabouts"]

_FAR = np.datetime64("2200-01-01", "D")
_WIDTH = 200_000  # more than the days from 1900 to 2200, so that an owner and a day make one number
_EPOCH = np.datetime64("1850-01-01", "D")


class Spells:
    """From when to when ``owner`` (of spell i) has ``what``; at most one at a time per owner, else the later one is found."""

    def __init__(self, owner: Ints, what: Ints, since: Days, to: Days) -> None:
        order = np.lexsort((since, owner))
        self.owner, self.what, self.since = owner[order], what[order], since[order]
        self.to = np.where(np.isnat(to), _FAR, to)[order]
        self._key = self.owner * _WIDTH + (self.since - _EPOCH).astype(np.int64)

    def row(self, owner: Ints, day: Days) -> Ints:
        """The spell of each owner on each day, -1 for none; days are cut down from times."""
        day = day.astype("datetime64[D]")
        at = np.searchsorted(self._key, owner * _WIDTH + (day - _EPOCH).astype(np.int64), side="right") - 1
        at = np.maximum(at, 0)
        if len(self.owner) == 0:
            return np.full(len(owner), -1)
        found = (self.owner[at] == owner) & (self.since[at] <= day) & (day < self.to[at])
        return np.where(found, at, -1)

    def at(self, owner: Ints, day: Days) -> Ints:
        """What each owner has on each day, -1 for nothing."""
        row = self.row(owner, day)
        return np.where(row >= 0, self.what[np.maximum(row, 0)] if len(self.what) else -1, -1)


class Whereabouts:
    """The residences, to be asked for by person or by home."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.died = np.where(np.isnat(life.died), _FAR, life.died)
        self._homes = Spells(life.person, life.home, life.since, life.to)
        holds = np.isin(life.how, [AS.index("householder"), AS.index("sharer")])
        self._holders = Spells(life.home[holds], life.person[holds], life.since[holds], life.to[holds])

    def home(self, person: Ints, day: Days) -> Ints:
        """Where each lives on that day; -1 for the unborn, the dead, and those who live nowhere told of."""
        return self._homes.at(person, day)

    def holder(self, home: Ints, day: Days) -> Ints:
        """Who holds each home on that day; -1 where nobody does."""
        return self._holders.at(home, day)

    def at_home(self, person: Ints, since: Days, to: Days) -> Flags:
        """Who lives in one home all through, from ``since`` up to ``to``."""
        row = self._homes.row(person, since)
        return (row >= 0) & (self._homes.to[np.maximum(row, 0)] >= to)

    def table(self) -> pa.Table:
        """The table ``residence``."""
        life = self.life
        how: Words = np.array(AS)[life.how]
        return as_table("residence", {"person": life.person, "home": life.home, "from": life.since, "to": life.to, "as": how})
