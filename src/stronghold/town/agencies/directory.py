"""What there is to be known of everyone and everything in the town on a day, laid out for whole arrays of questions."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from stronghold.town.agencies.spans import NONE, Ints, Spans, day_numbers, ints
from stronghold.town.names import names
from stronghold.town.world import World
from stronghold.town.world.geography import TOWN

__all__ = ["Directory", "Words", "taken"]

Words = NDArray[np.str_]

_SHORT = {
    "road": "rd",
    "street": "st",
    "avenue": "ave",
    "close": "cl",
    "lane": "ln",
    "drive": "dr",
    "court": "ct",
    "gardens": "gdns",
    "terrace": "terr",
    "crescent": "cres",
    "grove": "gr",
    "place": "pl",
}


def taken(column: pa.ChunkedArray | pa.Array, rows: Ints) -> pa.Array:
    """The values of those rows; null where the row is ``NONE``."""
    found = column.take(pa.array(rows, mask=rows < 0))
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def _words(column: pa.ChunkedArray) -> Words:
    return np.array(column.fill_null("").to_pylist(), dtype=np.str_)


def _shortened(street: str) -> str:
    first, _, last = street.rpartition(" ")
    return f"{first} {_SHORT.get(last, last)}" if first else street


class Directory:
    """Lookups over one true town. Row numbers are those of the world's tables, ``NONE`` for nothing; days count from 1970."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.names = names()
        person = world.person
        self.forename, self.surname = ints(person["forename_code"]), ints(person["surname_code"])
        self.middle = ints(person["middle_code"])
        self.born = person["born"].to_numpy().astype("datetime64[D]")
        self.female = person["female"].to_numpy().astype(bool)
        self.homes = Spans.of(world.residence, "person", "home")
        self.schools = Spans.of(world.attends.filter(pc.equal(world.attends["as"], "pupil")), "person", "organisation")
        change = world.name_change
        forever = np.full(change.num_rows, 1 << 16)
        started = day_numbers(change["day"], 0)
        self.changed_surname = Spans(ints(change["person"]), ints(change["surname_code"]), started, forever)
        self.street_names = np.char.lower(_words(world.street["name"]))
        self.short_street_names = np.array([_shortened(name) for name in self.street_names.tolist()])
        self.house, self.flat = ints(world.home["house"]), ints(world.home["flat"])
        self.home_street, self.home_city = ints(world.home["street"]), ints(world.home["city"])
        self.postcodes = _words(world.home["postcode"])
        self.organisation_home = ints(world.organisation["home"])

    def age(self, person: Ints, day: Ints) -> NDArray[np.float64]:
        """Years of each on that day."""
        return np.asarray((day - self.born[person].astype(np.int64)) / 365.25)

    @cached_property
    def phones(self) -> Spans:
        """The personal phone of each; a burner is nothing to give to a clerk."""
        personal = pc.equal(self.world.phone["sort"], "personal").to_numpy()
        held = self.world.holds_phone
        return Spans.of(held.filter(pa.array(personal[ints(held["phone"])])), "person", "phone")

    @cached_property
    def parent(self) -> Ints:
        """One parent of each person, shape (people,)."""
        kin = self.world.kin.filter(pc.equal(self.world.kin["sort"], "parent"))
        found = np.full(self.world.person.num_rows, NONE)
        found[ints(kin["person"])[::-1]] = ints(kin["relative"])[::-1]
        return found

    def alias(self, sort: str) -> Words:
        """One alias of that sort for each person, empty for none; shape (people,)."""
        chosen = self.world.alias.filter(pc.equal(self.world.alias["sort"], sort))
        person, words = ints(chosen["person"]), _words(chosen["alias"])
        found = np.zeros(self.world.person.num_rows, words.dtype if len(words) else "<U1")
        found[person[::-1]] = words[::-1]
        return found

    @cached_property
    def nickname(self) -> Words:
        return self.alias("nickname")

    @cached_property
    def street_name(self) -> Words:
        return self.alias("street name")

    @cached_property
    def localities(self) -> Words:
        """The town's name, then each city's; the last stands for city ``NONE``."""
        return np.array([*self.world.city["name"].to_pylist(), TOWN])

    def contact_phone(self, person: Ints, day: Ints, *, before: NDArray[np.bool_]) -> Ints:
        """The phone that each gives: their own, an older one where ``before``, a parent's for children without one."""
        own = self.phones.at(person, day)
        older = self.phones.before(person, day)
        own = np.where(before & (older >= 0), older, own)
        parent = self.parent[person]
        lent = (own < 0) & (parent >= 0) & (self.age(person, day) < 18)
        own[lent] = self.phones.at(parent[lent], day[lent])
        return own

    def involved(self, kind: str, role: str, sort: str, nth: int, event: Ints) -> Ints:
        """Who was the ``nth`` of that sort in that role of each event; ``NONE`` for nobody."""
        events, who, place = self._involved(kind, role, sort)
        chosen = place == nth - 1
        events, who = events[chosen], who[chosen]
        if not len(events):
            return np.full(len(event), NONE)
        at = np.minimum(np.searchsorted(events, event), len(events) - 1)
        return np.where(events[at] == event, who[at], NONE)

    def _involved(self, kind: str, role: str, sort: str) -> tuple[Ints, Ints, Ints]:
        """Events in order, who was in them, and which of those in that role each is, counted from 0."""
        table = self.world.involved
        fits = pc.and_(pc.equal(table["role"], role), pc.equal(table["sort"], sort))
        table = table.filter(pc.and_(pc.equal(table["kind"], kind), fits))
        events, who = ints(table["event"]), ints(table["who"])
        order = np.argsort(events, kind="stable")
        events, who = events[order], who[order]
        first = np.searchsorted(events, events, side="left")
        return events, who, np.arange(len(events)) - first
