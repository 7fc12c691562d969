"""How records name people: again and again, mostly the same, sometimes changed, sometimes wrong.

A person is mentioned three times on average. Six later mentions in ten repeat an earlier one to the letter; the others are
written afresh, with what happens to people (they move, marry, change their number) and what happens to clerks (short forms, other
spellings, slips, initials, names in the wrong order, day and month swapped, 1 January for an unknown birthday, gaps).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stronghold.town.households import People, addresses, mean_household, people_of
from stronghold.town.names import Names, names
from stronghold.town.numbers import ninos, phones
from stronghold.town.slips import slipped

__all__ = ["Mentions", "mentions_of_town"]

Ints = NDArray[np.int64]
Codes = NDArray[np.int32]
Flags = NDArray[np.bool_]
Words = NDArray[np.str_]

_HOMES_AT_ONCE = 20_000
_HOMES_LAST = 50  # a few more where the expected number of homes has not given enough mentions
_LATER_MENTIONS = 2.0
_REPEATS = 0.6


@dataclass(frozen=True)
class Mentions:
    """Some mentions in lower case ASCII; every array has shape (mentions,), an empty word is a gap.

    ``person`` counts through the town. ``forename_code`` and ``surname_code`` are codes of ``Names``, or -1 where the word is not
    in it. ``born`` is ISO text and may be no date at all; ``adult`` is said of the person, not of what is written. ``phones`` is
    how many numbers the town holds up to here.
    """

    person: Ints
    forename: Words
    forename_code: Codes
    middle: Words
    surname: Words
    surname_code: Codes
    born: Words
    flat: Words
    house: Words
    street: Words
    postcode: Words
    phone: Words
    nino: Words
    adult: Flags
    phones: int

    def __len__(self) -> int:
        return len(self.person)

    def at(self, rows: Ints) -> Mentions:
        """The mentions at these places, in this order."""
        chosen: dict[str, Any] = {name: value[rows] for name, value in vars(self).items() if isinstance(value, np.ndarray)}
        return replace(self, **chosen)


@dataclass(frozen=True)
class _Writings:
    """The distinct ways in which people are written, and which of them each mention uses.

    ``person`` and ``first`` (the person's first writing) have shape (writings,); ``used`` shape (mentions,); ``mentioned``, shape
    (mentions,), is the person.
    """

    person: Ints
    first: Flags
    used: Ints
    mentioned: Ints


def _writings(rng: np.random.Generator, people: int) -> _Writings:
    times = 1 + rng.poisson(_LATER_MENTIONS, people)
    mentioned = np.repeat(np.arange(people), times)
    start = np.cumsum(times) - times
    first = np.arange(len(mentioned)) == start[mentioned]
    fresh = first | (rng.random(len(mentioned)) >= _REPEATS)
    written = np.cumsum(fresh)  # writings so far, of everyone
    before = (written - 1)[start][mentioned]  # writings of the people before
    repeated = before + rng.integers(0, np.maximum(written - before, 1))
    used = np.where(fresh, written - 1, repeated)
    return _Writings(person=mentioned[fresh], first=first[fresh], used=used, mentioned=mentioned)


def _carried(value: Ints, fresh: Flags) -> Ints:
    """``value`` where ``fresh``, and from there onwards until the next fresh one; the first must be fresh."""
    return value[np.maximum.accumulate(np.where(fresh, np.arange(len(value)), 0))]


def _of(words: Words, codes: Codes) -> Words:
    """The words of ``codes``; empty where the code is -1."""
    return np.where(codes >= 0, words[codes], "")


def _chosen(rng: np.random.Generator, count: int, share: float, among: Flags) -> Ints:
    return np.flatnonzero(among & (rng.random(count) < share))


@dataclass(frozen=True)
class _NamesWritten:
    forename: Words
    forename_code: Codes
    middle: Words
    surname: Words
    surname_code: Codes


def _names_written(rng: np.random.Generator, people: People, w: _Writings, lists: Names) -> _NamesWritten:
    count, later = len(w.person), ~w.first
    forename_code = people.forename[w.person].copy()
    how = rng.random(count)
    other = np.flatnonzero(later & (how < 0.12))
    forename_code[other] = lists.others[forename_code[other], rng.integers(0, lists.others.shape[1], len(other))]
    adult_woman = people.female[w.person] & (people.age[w.person] >= 18)
    marries = later & adult_woman & (rng.random(count) < 0.02)
    born_or_married = np.where(marries, people.married_name[w.person], people.surname[w.person])
    surname_code = _carried(born_or_married.astype(np.int64), w.first | marries).astype(np.int32)
    longest = lists.words.dtype.itemsize // 4 + 2
    forename = lists.words[forename_code].astype(f"<U{longest}")
    surname = lists.words[surname_code].astype(f"<U{longest}")
    wrong = np.flatnonzero(later & (how >= 0.12) & (how < 0.22))
    forename[wrong] = slipped(rng, forename[wrong])
    initial = np.flatnonzero(later & (how >= 0.22) & (how < 0.24))
    forename[initial] = forename[initial].astype("<U1")
    forename_code[wrong] = forename_code[initial] = -1
    wrong = _chosen(rng, count, 0.10, later)
    surname[wrong] = slipped(rng, surname[wrong])
    surname_code[wrong] = -1
    swapped = _chosen(rng, count, 0.02, later)
    forename[swapped], surname[swapped] = surname[swapped], forename[swapped].copy()
    forename_code[swapped], surname_code[swapped] = surname_code[swapped], forename_code[swapped].copy()
    middle_code = np.where(rng.random(count) < 0.4, people.middle[w.person], -1).astype(np.int32)
    return _NamesWritten(forename, forename_code, _of(lists.words, middle_code), surname, surname_code)


def _born_written(rng: np.random.Generator, people: People, w: _Writings) -> Words:
    born = people.born[w.person]
    text = np.datetime_as_string(born, unit="D")
    code_points = np.ascontiguousarray(text.astype("<U10")).view(np.uint32).reshape(len(text), 10).copy()
    day = (born - born.astype("datetime64[M]")).astype(np.int64) + 1
    how = rng.random(len(text))
    swapped = np.flatnonzero((how < 0.04) & (day <= 12))
    code_points[swapped[:, None], [5, 6, 8, 9]] = code_points[swapped[:, None], [8, 9, 5, 6]]
    wrong = np.flatnonzero((how < 0.08) & ((how >= 0.04) | (day > 12)))
    at = rng.choice([2, 3, 5, 6, 8, 9], len(wrong))
    code_points[wrong, at] = ord("0") + rng.integers(0, 10, len(wrong))
    written = code_points.view("<U10").reshape(len(text)).copy()
    placeholder = (how >= 0.08) & (how < 0.11)
    written[placeholder] = np.char.add(written[placeholder].astype("<U4"), "-01-01")
    written[(how >= 0.11) & (how < 0.20)] = ""
    return written


@dataclass(frozen=True)
class _HomesWritten:
    flat: Words
    house: Words
    street: Words
    postcode: Words


def _homes_written(rng: np.random.Generator, people: People, w: _Writings, lists: Names, homes_in_town: int) -> _HomesWritten:
    count = len(w.person)
    moves = ~w.first & (rng.random(count) < 0.22)
    home = np.where(moves, rng.integers(0, homes_in_town, count), people.household[w.person])
    where = addresses(_carried(home, w.first | moves), lists)
    flat = np.where(where.flat > 0, where.flat.astype(np.str_), "")
    house = where.house.astype(np.str_)
    longest = lists.street_names.dtype.itemsize // 4 + 2
    street = lists.street_names[where.street].astype(f"<U{longest}")
    postcode = np.char.lower(where.postcode).astype("<U10")
    how = rng.random(count)
    wrong = np.flatnonzero(how < 0.05)
    postcode[wrong] = slipped(rng, postcode[wrong])
    postcode[(how >= 0.05) & (how < 0.20)] = ""
    gap = rng.random(count) < 0.15
    wrong = _chosen(rng, count, 0.08, ~gap)
    street[wrong] = slipped(rng, street[wrong])
    flat[gap] = house[gap] = street[gap] = ""
    return _HomesWritten(flat, house, street, postcode)


def _phones_written(rng: np.random.Generator, people: People, w: _Writings, already: int) -> tuple[Words, int]:
    """The number in each writing (empty: none), and how many numbers the town now holds; small children give their head's."""
    count = len(w.person)
    small = people.age < 11
    changes = ~w.first & ~small[w.person] & (rng.random(count) < 0.15)
    new = (w.first & ~small[w.person]) | changes
    number = already + np.cumsum(new) - 1
    first_writing = np.flatnonzero(w.first)
    of_home = number[first_writing[people.first_of_home]]
    number = np.where(new, number, of_home[w.person])
    number = _carried(number, w.first | changes)
    shown = rng.random(count) < 0.5
    written = np.zeros(count, "<U12")
    written[shown] = phones(number[shown])
    return written, already + int(new.sum())


def _ninos_written(rng: np.random.Generator, people: People, w: _Writings, first_person: int) -> Words:
    # Three in four of those old enough hold one that some agency knows, which is about six people in ten.
    holds = (people.age >= 16) & (rng.random(len(people.age)) < 0.75)
    shown = holds[w.person] & (rng.random(len(w.person)) < 0.35)
    written = np.zeros(len(w.person), "<U9")
    written[shown] = np.char.lower(ninos(first_person + w.person[shown]))
    return written


def _mentions_of(rng: np.random.Generator, people: People, first_person: int, held: int, homes_in_town: int) -> Mentions:
    lists = names()
    w = _writings(rng, len(people.age))
    named = _names_written(rng, people, w, lists)
    born = _born_written(rng, people, w)
    home = _homes_written(rng, people, w, lists, homes_in_town)
    phone, phones_held = _phones_written(rng, people, w, held)
    nino = _ninos_written(rng, people, w, first_person)
    u = w.used
    return Mentions(
        person=w.mentioned + first_person,
        forename=named.forename[u],
        forename_code=named.forename_code[u],
        middle=named.middle[u],
        surname=named.surname[u],
        surname_code=named.surname_code[u],
        born=born[u],
        flat=home.flat[u],
        house=home.house[u],
        street=home.street[u],
        postcode=home.postcode[u],
        phone=phone[u],
        nino=nino[u],
        adult=people.age[w.mentioned] >= 18,
        phones=phones_held,
    )


def mentions_of_town(count: int, seed: int) -> Iterator[Mentions]:
    """``count`` mentions of the people of one town, in blocks of about 140,000; the same seed and count give the same town."""
    homes_in_town = max(1, round(count / (1 + _LATER_MENTIONS) / mean_household()))
    streams = np.random.SeedSequence(seed)
    made = people_so_far = homes_so_far = held = 0
    while made < count:
        rng = np.random.default_rng(streams.spawn(1)[0])
        homes = min(_HOMES_AT_ONCE, max(_HOMES_LAST, homes_in_town - homes_so_far))
        people = people_of(rng, homes_so_far, homes, names())
        block = _mentions_of(rng, people, people_so_far, held, homes_in_town)
        yield block if made + len(block) <= count else block.at(np.arange(count - made))
        made += len(block)
        homes_so_far += homes
        people_so_far += len(people.age)
        held = block.phones
