"""Calls and messages of phones under investigation: lines, phones taken from members, and many that turn out to be nobody's line."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from stronghold.town.world.columns import Day, Days, Ints, Reals, Times, Words, as_table, picked, stream
from stronghold.town.world.groups import days_of
from stronghold.town.world.happenings import BUSY, DAYTIME, EVENING, moments
from stronghold.town.world.lines import Line
from stronghold.town.world.setting import Setting
from stronghold.town.world.supply import Supply
from stronghold.town.world.twins import Twin

__all__ = ["call_data"]

_YEARLY = 60_000  # calls and messages a year among 100,000 people
_LINE_KNOWN, _MEMBER_KNOWN = 0.55, 0.45
_ROWS_EACH = 230  # of an ordinary phone
_LONGEST = 110  # days of a line's data that a network still holds


class _Book:
    """Calls and messages as they are gathered."""

    def __init__(self) -> None:
        self.rows: dict[str, list[tuple[Times, Ints, Ints, Ints, int, str]]] = {"call": [], "message": []}
        self.count = 0

    def add(self, rng: np.random.Generator, time: Times, one: Ints, other: Ints, group: int, why: str, *, written: float) -> None:
        """One phone to the other at each time, that share of them in writing; where a phone is -1 or both are one, nothing."""
        good = np.flatnonzero((one >= 0) & (other >= 0) & (one != other))
        text = rng.random(len(good)) < written
        for kind, at in (("message", good[text]), ("call", good[~text])):
            short = why in ("order", "supply")
            seconds = np.minimum(rng.exponential(35 if short else 140, len(at)), 7_200).astype(np.int64)
            self.rows[kind].append((time[at], one[at], other[at], seconds, group, why))
        self.count += len(good)

    def _columns(self, town: Setting, kind: str) -> tuple[list[np.ndarray], Ints, Words]:
        parts = self.rows[kind]
        lengths = [len(p[0]) for p in parts]
        group, why = np.repeat([p[4] for p in parts], lengths), np.repeat([p[5] for p in parts], lengths)
        columns = [np.concatenate([p[at] for p in parts]) for at in range(4)]
        kept = (columns[0] >= town.size.first) & (columns[0] < town.size.end)
        order = np.lexsort((columns[2], columns[1], columns[0]))
        order = order[kept[order]]
        return [column[order] for column in columns], group[order], why[order]

    def tables(self, rng: np.random.Generator, town: Setting) -> dict[str, pa.Table]:
        """The tables ``call`` and ``message``."""
        (time, one, other, seconds), group, why = self._columns(town, "call")
        number = np.arange(len(time))
        call = {"event": number, "time": time, "caller": one, "recipient": other, "seconds": seconds, "group": group, "why": why}
        (time, one, other, _), group, why = self._columns(town, "message")
        number = np.arange(len(time))
        channel = np.where((why == "bulk") | (rng.random(len(time)) < 0.7), "text message", "messaging service")
        message = {
            "event": number,
            "time": time,
            "sender": one,
            "recipient": other,
            "channel": channel,
            "nature": why,
            "group": group,
        }
        return {"call": as_table("call", call), "message": as_table("message", message)}


def _either_way(rng: np.random.Generator, one: Ints, other: Ints) -> tuple[Ints, Ints]:
    turned = rng.random(len(one)) < 0.5
    return np.where(turned, other, one), np.where(turned, one, other)


def _line(rng: np.random.Generator, town: Setting, supply: Supply, book: _Book, line: Line) -> None:
    """Adverts to all who buy, their orders, and the talk with those who run and deal."""
    since, to = max(line.since, line.to - _LONGEST, 0), min(line.to, days_of(town.size))
    if to - since < 5:
        return
    person, group, start, end = supply.trade.customers
    own = np.flatnonzero((group == line.group) & (start < to) & (end > since))
    buyers = town.phones.of(person[own], np.full(len(own), town.size.first + since))
    own, buyers = own[buyers >= 0], buyers[buyers >= 0]
    adverts = np.arange(since, to)[rng.random(to - since) < 0.6]
    for day in adverts.tolist():
        now = np.flatnonzero((start[own] <= day) & (day < end[own]))
        if len(now):
            at = moments(rng, np.full(1, town.size.first + day), BUSY)[0] + np.arange(len(now)) // 4
            book.add(rng, at, np.full(len(now), line.phone), buyers[now], line.group, "bulk", written=1.0)
    activity = supply.trade.activity
    days = np.arange(since, to)
    deals = activity.by_week[line.group, np.clip((days - activity.first_week) // 7, 0, activity.by_week.shape[1] - 1)] / 7
    if len(own):
        day = np.repeat(days, rng.poisson(deals * 0.8))
        keen = rng.lognormal(0, 1.0, len(own))
        who = buyers[picked(rng, keen, len(day))]
        one, other = np.where(rng.random(len(day)) < 0.8, 1, 0), np.full(len(day), line.phone)
        caller, called = np.where(one == 1, who, other), np.where(one == 1, other, who)
        book.add(rng, moments(rng, town.size.first + day, EVENING), caller, called, line.group, "order", written=0.35)
    day = np.repeat(days, rng.poisson(np.minimum(deals, 25) * 0.3))
    member = supply.roster.someone(rng, np.full(len(day), line.group), day)
    when: Days = town.size.first + day
    burner = town.phones.of(np.maximum(member, 0), when, "burner")
    phone = np.where(member < 0, -1, np.where(burner >= 0, burner, town.phones.of(np.maximum(member, 0), when)))
    one, other = _either_way(rng, np.full(len(day), line.phone), phone)
    book.add(rng, moments(rng, when, EVENING), one, other, line.group, "supply", written=0.4)


def _contacts(rng: np.random.Generator, town: Setting, person: int, day: Day, numbers: Ints) -> tuple[Ints, Reals]:
    """The phones that someone rings, and how much: family, friends, some strangers, a shop or two."""
    society = town.society
    near = [society.partner[person], society.mother[person], society.father[person], *town.friends.table[person].tolist()]
    near += rng.integers(0, len(society), 10).tolist()
    who = np.array([p for p in near if p >= 0], np.int64)
    phones = town.phones.of(who, np.full(len(who), day))
    phones = np.concatenate([phones[phones >= 0], numbers[rng.integers(0, len(numbers), 3)]])
    return phones, rng.permutation(1.0 / (1 + np.arange(len(phones))))


def _talk(
    rng: np.random.Generator,
    town: Setting,
    book: _Book,
    person: int,
    phone: int,
    spell: tuple[int, int],
    rows: int,
    numbers: Ints,
) -> None:
    """So many calls and messages of a phone with those its holder knows."""
    middle = town.size.first + (spell[0] + spell[1]) // 2
    contacts, weight = _contacts(rng, town, person, middle, numbers)
    who = contacts[picked(rng, weight, rows)]
    day = town.size.first + rng.integers(spell[0], max(spell[1], spell[0] + 1), rows)
    one, other = _either_way(rng, np.full(rows, phone), who)
    book.add(rng, moments(rng, day, BUSY), one, other, -1, "talk", written=0.45)


def _members(rng: np.random.Generator, town: Setting, supply: Supply, book: _Book, numbers: Ints) -> None:
    """Phones taken from members: some talk of supply with each other, far more of ordinary life."""
    days = days_of(town.size)
    for member in supply.members:
        since, to = max(member.since, 0), min(member.to, days)
        if rng.random() > _MEMBER_KNOWN or to - since < 20:
            continue
        start = int(rng.integers(since, to - 15))
        spell = (start, min(to, start + int(rng.integers(30, 90))))
        day = town.size.first + start
        own = town.phones.of(np.array([member.person]), np.array([day]))
        burner = town.phones.of(np.array([member.person]), np.array([day]), "burner")
        phone = int(burner[0] if burner[0] >= 0 and rng.random() < 0.6 else own[0])
        if phone < 0:
            continue
        _talk(rng, town, book, member.person, phone, spell, int(rng.integers(80, 350)), numbers)
        count = rng.poisson(40)
        when = rng.integers(spell[0], spell[1], count)
        other = supply.roster.someone(rng, np.full(count, member.group), when)
        at: Days = town.size.first + when
        second = town.phones.of(np.maximum(other, 0), at, "burner")
        known = np.where(other < 0, -1, np.where(second >= 0, second, town.phones.of(np.maximum(other, 0), at)))
        one, two = _either_way(rng, np.full(count, phone), known)
        book.add(rng, moments(rng, at, EVENING), one, two, member.group, "supply", written=0.5)


def _twins(rng: np.random.Generator, town: Setting, book: _Book, twins: list[Twin], numbers: Ints) -> None:
    """A shop that hundreds ring, a youth worker whom teenagers ring, a carer who rings round clients: busy, and innocent."""
    days = days_of(town.size)
    age = town.society.age(town.size.first + days // 2)
    crowds = {
        "busy shop phone": (np.flatnonzero((age > 16) & (town.society.city < 0)), 320, 7.0, EVENING, 0.0, 0.9),
        "youth worker": (np.flatnonzero((age > 12.5) & (age < 18) & (town.society.city < 0)), 60, 5.0, DAYTIME, 0.6, 0.4),
        "popular carer": (np.flatnonzero((age > 70) & (town.society.city < 0)), 25, 4.0, DAYTIME, 0.2, 0.3),
    }
    for twin in twins:
        if twin.sort not in crowds or twin.phone < 0:
            continue
        among, size, daily, hours, written, inward = crowds[twin.sort]
        start = int(rng.integers(0, max(1, days - 120)))
        day = town.size.first + rng.integers(start, start + 110, rng.poisson(daily * 110))
        callers = rng.choice(among, min(size, len(among)), replace=False)
        who = town.phones.of(callers[picked(rng, rng.lognormal(0, 1.0, len(callers)), len(day))], day)
        phone = np.full(len(day), twin.phone)
        into = rng.random(len(day)) < inward
        book.add(
            rng, moments(rng, day, hours), np.where(into, who, phone), np.where(into, phone, who), -1, "talk", written=written
        )
        if twin.person >= 0:
            _talk(rng, town, book, twin.person, twin.phone, (start, start + 110), 150, numbers)


def call_data(town: Setting, supply: Supply, twins: list[Twin]) -> dict[str, pa.Table]:
    """The tables ``call`` and ``message``: about 60,000 a year among 100,000 people, more where a small town has several groups."""
    rng = stream(town.size, "call data")
    book = _Book()
    numbers = np.array(list(town.phones.of_organisation().values()))
    for line in supply.trade.lines:
        if rng.random() < _LINE_KNOWN:
            _line(rng, town, supply, book, line)
    _members(rng, town, supply, book, numbers)
    _twins(rng, town, book, twins, numbers)
    wanted = max(15, (town.yearly(_YEARLY) - book.count) // _ROWS_EACH)
    day = town.days(rng, wanted)
    at, person, _ = town.someone(rng, town.propensity**0.6, day)
    phones = town.phones.of(person, day[at])
    first = (day[at] - town.size.first).astype(np.int64)
    for one, phone, start in zip(person.tolist(), phones.tolist(), first.tolist(), strict=True):
        if phone >= 0:
            rows = int(min(1_500, rng.lognormal(np.log(_ROWS_EACH) - 0.3, 0.8)))
            _talk(rng, town, book, one, phone, (start, start + 60), rows, numbers)
    return book.tables(rng, town)
