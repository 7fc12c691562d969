"""Who lives where and when: households move, the young leave home, people couple and part, some arrive, some die."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from stronghold.town.names import names
from stronghold.town.world.columns import Days, Flags, Ints, stream
from stronghold.town.world.homes import Homes
from stronghold.town.world.occupancy import How, Occupancy
from stronghold.town.world.organisations import Organisations
from stronghold.town.world.society import YEAR, Society
from stronghold.town.world.tables import TownSize
from stronghold.town.world.turns import ARRIVES, Plan, Turn, plan_turns

__all__ = ["Life", "live"]

_LEAVES_TOWN = 0.12


@dataclass(frozen=True)
class Life:
    """Residences in order of person and day, with ``how`` an index into ``AS``; ``to`` is NaT for those that go on.

    ``died`` has shape (people,), NaT for the living. Name changes: who, to which surname code, and when.
    """

    person: Ints
    home: Ints
    since: Days
    to: Days
    how: Ints
    died: Days
    renamed: Ints
    new_surname: Ints
    renamed_on: Days


class _Story:
    """The events, each played upon the town."""

    def __init__(self, town: Occupancy, society: Society, organisations: Organisations, days: int) -> None:
        self.town, self.society, self.days = town, society, days
        self.members: dict[int, list[int]] = {}
        self.places = {
            sort: organisations.home[organisations.of(sort)].tolist() for sort in ("care home", "hostel", "children's home")
        }
        self.named: list[tuple[int, int, int]] = []
        takes = [c.takes_husbands_name for c in names().cultures]
        self.takes = sum(takes) / len(takes)

    def _to_new_home(self, who: list[int], day: int, how: int | None = None, leaves: float = 0.0) -> None:
        home = -1 if self.town.rng.random() < leaves else self.town.let()
        if home < 0 and leaves == 0.0:
            return
        for person in who:
            self.town.go(person, home, day, self.town.how[person] if how is None else how)

    def move(self, who: int, day: int) -> None:
        if self.town.how[who] == How.HOUSEHOLDER and self.town.where[who] >= 0:
            self._to_new_home(self.town.family(who), day, leaves=_LEAVES_TOWN)

    def leave(self, who: int, day: int) -> None:
        if self.town.how[who] != How.CHILD or self.town.where[who] < 0 or day - self.town.born[who] < 18 * YEAR:
            return
        if self.town.rng.random() < 0.35 and (home := self.town.some_home()) >= 0:
            self.town.go(who, home, day, How.LODGER)
        else:
            self._to_new_home([who], day, How.HOUSEHOLDER, leaves=0.2)

    def couple(self, man: int, day: int, woman: int) -> None:
        if self.town.where[man] < 0 or self.town.where[woman] < 0 or self.town.died[woman] >= 0:
            return
        if self.town.how[man] == How.HOUSEHOLDER and self.town.how[woman] not in (How.RESIDENT, How.PARTNER):
            for person in self.town.family(woman):
                self.town.go(person, self.town.where[man], day, How.PARTNER if person == woman else How.CHILD)
        else:
            home = self.town.let()
            if home >= 0:
                self.town.go(man, home, day, How.HOUSEHOLDER)
                self.town.go(woman, home, day, How.PARTNER)
        if self.town.rng.random() < self.takes * 0.6:
            surname = int(self.society.surname[man])
            self.named.append((woman, int(names().womans_form[surname]), day))

    def part(self, one: int, day: int, other: int) -> None:
        if self.town.where[one] >= 0 and self.town.where[one] == self.town.where[other]:
            leaver = one if self.town.how[one] == How.PARTNER else other
            self._to_new_home([leaver], day, How.HOUSEHOLDER, leaves=0.1)

    def arrive(self, who: int, day: int) -> None:
        home = self.town.let()
        if home >= 0:
            for person in self.members[who]:
                self.town.go(person, home, day, self.town.how[person])

    def die(self, who: int, day: int) -> None:
        if self.town.where[who] >= 0:
            self.town.go(who, -1, day, How.RESIDENT)
            self.town.died[who] = day

    def enter(self, who: int, day: int, sort: str) -> None:
        if self.town.where[who] >= 0 or sort == "hostel":
            place = self.places[sort][int(self.town.rng.integers(len(self.places[sort])))]
            if self.town.where[who] != place:
                self.town.go(who, place, day, How.RESIDENT)

    def out(self, who: int, day: int) -> None:
        """Out of the hostel: to a flat, to somebody's sofa, or to nobody knows where."""
        if self.town.where[who] < 0 or self.town.how[who] != How.RESIDENT:
            return
        draw = self.town.rng.random()
        if draw < 0.4:
            self._to_new_home([who], day, How.HOUSEHOLDER)
        else:
            self.town.go(who, self.town.some_home() if draw < 0.7 else -1, day, How.LODGER)

    def into_care(self, who: int, day: int) -> None:
        if self.town.where[who] < 0 or day < self.town.born[who]:
            return
        draw = self.town.rng.random()
        if draw < 0.3:
            self.enter(who, day, "children's home")
        elif draw < 0.7 and (home := self.town.some_home()) >= 0:
            self.town.go(who, home, day, How.FOSTER)

    def play(self, plan: Plan) -> None:
        acts: dict[Turn, Callable[[int, int], None]] = {
            Turn.MOVE: self.move,
            Turn.LEAVE: self.leave,
            Turn.ARRIVE: self.arrive,
            Turn.DIE: self.die,
            Turn.OUT: self.out,
            Turn.IN_CARE: self.into_care,
            Turn.CARE_HOME: lambda who, day: self.enter(who, day, "care home"),
            Turn.HOSTEL: lambda who, day: self.enter(who, day, "hostel"),
        }
        for day, kind, who, other in zip(*(a.tolist() for a in (plan.day, plan.kind, plan.who, plan.other)), strict=True):
            if self.town.died[who] >= 0:
                continue
            if kind == Turn.COUPLE:
                self.couple(who, day, other)
            elif kind == Turn.PART:
                self.part(who, day, other)
            else:
                acts[Turn(kind)](who, day)


def _settle(rng: np.random.Generator, town: Occupancy, society: Society, homes: Homes, arrives: Ints) -> None:
    """Put every household but those yet to arrive into a home: singles more often into flats."""
    number = np.arange(len(society))
    heads = np.flatnonzero(society.head == number)
    people = np.bincount(society.household)
    how = np.select(
        [society.head == number, society.partner == society.head, society.sharer],
        [How.HOUSEHOLDER, How.PARTNER, How.SHARER],
        How.CHILD,
    )
    town.how = how.tolist()
    home_of = np.full(len(heads), -1)
    for city in (-1, 0, 1):
        empty = np.flatnonzero((homes.city == city) & np.isin(homes.sort, ["house", "flat"]))
        those = np.flatnonzero((society.city[heads] == city) & (arrives[heads] == 0))
        flat = (homes.flat[empty] > 0) + rng.normal(0, 0.5, len(empty))
        single = (people[those] == 1) + rng.normal(0, 0.5, len(those))
        kept = rng.permutation(len(empty))[: len(those)]
        home_of[those[np.argsort(single, kind="stable")]] = empty[kept][np.argsort(flat[kept], kind="stable")]
        if city < 0:
            town.vacant = np.setdiff1d(empty, home_of[those]).tolist()
    since = -(rng.exponential(7.0, len(heads)) * YEAR).astype(np.int64) - 1
    household = np.unique(society.head, return_inverse=True)[1]
    for person, (home, day) in enumerate(zip(home_of[household].tolist(), since[household].tolist(), strict=True)):
        town.where[person], town.since[person] = home, day
        if home >= 0:
            town.lives_in[home].append(person)


def live(size: TownSize, society: Society, vulnerable: dict[str, Flags], homes: Homes, organisations: Organisations) -> Life:
    """Everyone's residences through the years told, deaths and marriages."""
    rng = stream(size, "living")
    days = int((size.end - size.first).astype(np.int64))
    born = (society.born - size.first).astype(np.int64)
    heads = np.flatnonzero((society.head == np.arange(len(society))) & (society.city < 0))
    later = heads[rng.random(len(heads)) < ARRIVES * days / YEAR]
    arrives = np.zeros(len(society), np.int64)
    arrives[later] = rng.integers(1, days, len(later))
    town = Occupancy(rng, society, born, homes)
    _settle(rng, town, society, homes, arrives)
    story = _Story(town, society, organisations, days)
    members = np.bincount(society.head, minlength=len(society))
    for head in later.tolist():
        story.members[head] = list(range(head, head + int(members[head])))
    story.play(plan_turns(size, society, vulnerable, arrives))
    for person, home in enumerate(town.where):
        start = max(town.since[person], town.born[person])
        if home >= 0 and start < days:
            town.rows.append((person, home, start, -1_000_000, town.how[person]))
    rows = np.array(town.rows, np.int64)
    rows = rows[np.lexsort((rows[:, 2], rows[:, 0]))]
    nat = np.datetime64("NaT", "D")
    died, renamed = np.array(town.died), np.array(story.named, np.int64).reshape(-1, 3)
    return Life(
        person=rows[:, 0],
        home=rows[:, 1],
        since=size.first + rows[:, 2],
        to=np.where(rows[:, 3] > -1_000_000, size.first + rows[:, 3], nat),
        how=rows[:, 4],
        died=np.where(died >= 0, size.first + died, nat),
        renamed=renamed[:, 0],
        new_surname=renamed[:, 1],
        renamed_on=size.first + renamed[:, 2],
    )
