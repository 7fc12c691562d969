"""Who goes to which school, is on which surgery's list, works where, is cared for by whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from stronghold.town.world.columns import Days, Ints, Words, as_table, stream
from stronghold.town.world.homes import Homes
from stronghold.town.world.organisations import Organisations
from stronghold.town.world.society import YEAR, Society
from stronghold.town.world.tables import TownSize
from stronghold.town.world.whereabouts import Spells, Whereabouts

__all__ = ["Attendance", "attend"]

_NEVER = np.datetime64("NaT", "D")
_OTHER_SCHOOL = 0.15


@dataclass(frozen=True)
class Attendance:
    """Rows of the table ``attends``; ``how`` is ``pupil``, ``patient``, ``staff`` or ``client``."""

    person: Ints
    organisation: Ints
    how: Words
    since: Days
    to: Days

    def of(self, how: str) -> Spells:
        """Those rows by person, to be asked for by day."""
        by = self.how == how
        return Spells(self.person[by], self.organisation[by], self.since[by], self.to[by])

    def rows(self, how: str, organisation: int) -> Ints:
        """Those who are so at that organisation."""
        return np.asarray(self.person[(self.how == how) & (self.organisation == organisation)])

    def table(self) -> pa.Table:
        """The table ``attends``."""
        columns = {"person": self.person, "organisation": self.organisation, "as": self.how, "from": self.since, "to": self.to}
        return as_table("attends", columns)


def _september(born: Days, years: int) -> Days:
    """The first of September after that birthday."""
    birthday = (born + round(years * YEAR)).astype("datetime64[D]")
    year = birthday.astype("datetime64[Y]").astype("datetime64[M]")
    this = (year + 8).astype("datetime64[D]")
    return np.where(birthday <= this, this, (year + 20).astype("datetime64[D]"))


@dataclass(frozen=True)
class _Rows:
    person: Ints
    organisation: Ints
    how: str
    since: Days
    to: Days


def _pupils(
    rng: np.random.Generator, size: TownSize, where: Whereabouts, society: Society, homes: Homes, orgs: Organisations
) -> list[_Rows]:
    made = []
    for sort, first, last in (("primary school", 4, 11), ("secondary school", 11, 16)):
        start, end = _september(society.born, first), _september(society.born, last)
        who = np.flatnonzero((end > size.first) & (start < size.end))
        seen = np.clip(start[who], size.first, size.end - 1)
        home = where.home(who, seen)
        home = np.where(home >= 0, home, where.home(who, np.full(len(who), size.end - 1)))
        town = (home >= 0) & (homes.ward[np.maximum(home, 0)] >= 0)
        who, home = who[town], home[town]
        school = orgs.nearest(sort, homes.lat[home], homes.lon[home])
        other = rng.random(len(who)) < _OTHER_SCHOOL
        school[other] = rng.choice(orgs.of(sort), int(other.sum()))
        made.append(_Rows(who, school, "pupil", start[who], np.where(end[who] < size.end, end[who], _NEVER)))
    # A few move to the pupil referral unit for the rest of their schooling.
    secondary = made[1]
    moved = np.flatnonzero(rng.random(len(secondary.person)) < 0.006)
    day: Days = np.maximum(secondary.since[moved] + np.timedelta64(200, "D"), size.first)
    day += rng.integers(0, 500, len(moved)).astype("timedelta64[D]")
    stays = (day < size.end) & (np.isnat(secondary.to[moved]) | (day < secondary.to[moved]))
    moved, day = moved[stays], day[stays]
    units = rng.choice(orgs.of("pupil referral unit"), len(moved))
    made.append(_Rows(secondary.person[moved], units, "pupil", day, secondary.to[moved].copy()))
    secondary.to[moved] = day
    return made


def _staff(rng: np.random.Generator, size: TownSize, society: Society, orgs: Organisations) -> list[_Rows]:
    age = society.age(size.first)
    able = np.flatnonzero((age > 21) & (age < 62) & (society.city < 0))
    place = np.repeat(np.arange(len(orgs.name)), orgs.staff)
    place = place[: len(able) // 2]
    who = rng.permutation(able)[: len(place)]
    since = np.maximum(size.first - rng.integers(-600, 3_000, len(who)), society.born[who] + round(18 * YEAR))
    to = np.where(rng.random(len(who)) < 0.2, since + rng.integers(200, 1_500, len(who)), _NEVER)
    return [_Rows(who, place, "staff", since, np.where(to < size.end, to, _NEVER))]


def attend(size: TownSize, society: Society, where: Whereabouts, homes: Homes, orgs: Organisations, frail: Ints) -> Attendance:
    """Pupils at the nearest school or another, patients at the nearest surgery, staff, and clients of care agencies.

    ``frail`` are the people who may have carers come to their home.
    """
    rng = stream(size, "attendance")
    made = _pupils(rng, size, where, society, homes, orgs)
    everyone = np.arange(len(society))
    home = where.home(everyone, np.full(len(society), size.first))
    late = np.maximum(society.born, size.first)
    home = np.where(home >= 0, home, where.home(everyone, np.minimum(late + 400, size.end - 1)))
    town = np.flatnonzero((home >= 0) & (homes.ward[np.maximum(home, 0)] >= 0))
    surgery = orgs.nearest("surgery", homes.lat[home[town]], homes.lon[home[town]])
    start = np.maximum(society.born[town], size.first - rng.integers(1, 4_000, len(town)))
    made.append(_Rows(town, surgery, "patient", start, np.full(len(town), _NEVER)))
    made += _staff(rng, size, society, orgs)
    clients = frail[rng.random(len(frail)) < 0.5]
    since = size.first + rng.integers(-500, 800, len(clients))
    agency = rng.choice(orgs.of("care agency"), len(clients))
    made.append(_Rows(clients, agency, "client", since, np.full(len(clients), _NEVER)))
    # Nobody attends anything once dead.
    person = np.concatenate([m.person for m in made])
    since, to = np.concatenate([m.since for m in made]), np.concatenate([m.to for m in made])
    died = where.life.died[person]
    ended = ~np.isnat(died) & (np.isnat(to) | (to > died))
    to = np.where(ended, died, to)
    kept = (np.isnat(to) | (since < to)) & (since < size.end)
    how = np.repeat([m.how for m in made], [len(m.person) for m in made])
    return Attendance(person[kept], np.concatenate([m.organisation for m in made])[kept], how[kept], since[kept], to[kept])
