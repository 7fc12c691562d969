"""Who lives in an invented town: households of families and sharers, each person with a true name, birthday and home.

Households are numbered through the whole town; a number alone gives the address (``addresses``), so that anyone may move anywhere
without a table of homes. People are made some thousand households at a time, which bounds the memory.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stronghold.town.names import Names
from stronghold.town.numbers import postcodes

__all__ = ["REFERENCE_DAY", "Addresses", "People", "addresses", "mean_household", "people_of"]

Ints = NDArray[np.int64]
Codes = NDArray[np.int32]
Flags = NDArray[np.bool_]
Words = NDArray[np.str_]

REFERENCE_DAY = np.datetime64("2026-06-30", "D")
_SIZES = np.array([0.30, 0.34, 0.16, 0.13, 0.05, 0.02])  # one to six people, near the census of 2021
_SHARED_HOUSES = 0.06
_COUPLES = 0.75
_CHILD_OF_THE_HEAD = 0.9
_TWINS = 0.03
_NAMED_AFTER_PARENT = 0.05
_HOMES_A_POSTCODE = 12
_BLOCKS_OF_FLATS = 0.15
_YEAR = 365.25


@dataclass(frozen=True)
class People:
    """People of some households; every array has shape (people,). Names are codes of ``Names``; ``middle`` is -1 for none."""

    household: Ints
    first_of_home: Ints
    forename: Codes
    middle: Codes
    surname: Codes
    married_name: Codes
    born: NDArray[np.datetime64]
    female: Flags

    @property
    def age(self) -> NDArray[np.float64]:
        """Years at ``REFERENCE_DAY``."""
        return (REFERENCE_DAY - self.born).astype(np.float64) / _YEAR


@dataclass(frozen=True)
class Addresses:
    """Where households live; every array has shape (households asked for,). ``flat`` is 0 for a house."""

    flat: Ints
    house: Ints
    street: Ints
    postcode: Words


def mean_household() -> float:
    """People per household, on average."""
    return float(_SIZES @ np.arange(1, len(_SIZES) + 1))


def _mixed(value: Ints) -> Ints:
    """A scrambled number below 2**31 for each number: the same everywhere, so that an address needs no table."""
    scrambled = (value.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)) * np.uint64(0xBF58476D1CE4E5B9)
    scrambled ^= scrambled >> np.uint64(31)
    return (scrambled * np.uint64(0x94D049BB133111EB) >> np.uint64(33)).astype(np.int64)


def addresses(household: Ints, names: Names) -> Addresses:
    """The address of each household number: a dozen homes to a postcode, on one side of a street or in one block of flats."""
    unit, place = household // _HOMES_A_POSTCODE, household % _HOMES_A_POSTCODE
    block = _mixed(unit * 3 + 1) % 1000 < _BLOCKS_OF_FLATS * 1000
    side = _mixed(unit * 3 + 2) % 120
    # Two postcodes share a street, one for the odd and one for the even side.
    street = _mixed(unit // 2 * 3) % len(names.street_names)
    return Addresses(
        flat=np.where(block, place + 1, 0),
        house=np.where(block, 1 + side, 1 + side // 2 * 2 + unit % 2 + 2 * place),
        street=street,
        postcode=postcodes(unit),
    )


@dataclass(frozen=True)
class _Places:
    """Each person's place at home, shape (people,): the head's index, and whether head, spouse, child or sharer."""

    home: Ints
    head: Ints
    spouse: Flags
    child: Flags
    culture: Ints


def _places(rng: np.random.Generator, homes: int, names: Names) -> _Places:
    size = rng.choice(len(_SIZES), homes, p=_SIZES) + 1
    start = np.cumsum(size) - size
    home = np.repeat(np.arange(homes), size)
    position = np.arange(len(home)) - start[home]
    shared = ((rng.random(homes) < _SHARED_HOUSES) & (size > 1))[home]
    couple = ((rng.random(homes) < _COUPLES) & (size > 1))[home] & ~shared
    spouse = couple & (position == 1)
    child = ~shared & (position > 0) & ~spouse
    shares = np.array([c.share for c in names.cultures])
    culture = rng.choice(len(shares), homes, p=shares / shares.sum())[home]
    culture[shared] = rng.choice(len(shares), int(shared.sum()), p=shares / shares.sum())
    return _Places(home=home, head=start[home], spouse=spouse, child=child, culture=culture)


def _birthdays(rng: np.random.Generator, at: _Places) -> NDArray[np.datetime64]:
    count = len(at.home)
    has_children = np.bincount(at.home, weights=at.child) > 0
    age = np.where(has_children[at.home], rng.uniform(26, 62, count), rng.uniform(18, 92, count))
    age[at.spouse] = np.maximum(18, age[at.head[at.spouse]] + rng.normal(0, 3.5, int(at.spouse.sum())))
    parent = age[at.head[at.child]]
    age[at.child] = rng.uniform(np.maximum(0, parent - 42), np.maximum(1, parent - 19))
    born = REFERENCE_DAY - (age * _YEAR).astype(np.int64).astype("timedelta64[D]")
    twin = np.flatnonzero(at.child[1:] & at.child[:-1] & (at.home[1:] == at.home[:-1]) & (rng.random(count - 1) < _TWINS)) + 1
    born[twin] = born[twin - 1]
    return np.asarray(born)


def _surnames(rng: np.random.Generator, at: _Places, female: Flags, names: Names) -> tuple[Codes, Codes]:
    """Each person's surname, and the one that a woman would bear after marrying (or marrying again)."""
    count = len(at.home)
    own, next_husbands = np.empty(count, np.int32), np.empty(count, np.int32)
    takes = np.empty(count)
    for number, culture in enumerate(names.cultures):
        of = np.flatnonzero(at.culture == number)
        own[of] = culture.surnames.draw(rng, len(of))
        next_husbands[of] = culture.surnames.draw(rng, len(of))
        takes[of] = culture.takes_husbands_name
    of_head = (at.spouse & (rng.random(count) < takes)) | (at.child & (rng.random(count) < _CHILD_OF_THE_HEAD))
    own[of_head] = own[at.head[of_head]]
    return np.where(female, names.womans_form[own], own), names.womans_form[next_husbands]


def _forenames(rng: np.random.Generator, at: _Places, female: Flags, names: Names) -> tuple[Codes, Codes]:
    count = len(at.home)
    first, middle = np.empty(count, np.int32), np.empty(count, np.int32)
    for number, culture in enumerate(names.cultures):
        for pool, of_sex in ((culture.female, female), (culture.male, ~female)):
            of = np.flatnonzero((at.culture == number) & of_sex)
            first[of] = pool.draw(rng, len(of))
            middle[of] = pool.draw(rng, len(of))
    after = np.flatnonzero(at.child & (female == female[at.head]) & (rng.random(count) < _NAMED_AFTER_PARENT))
    first[after] = first[at.head[after]]
    middle[(rng.random(count) > 0.6) | (middle == first)] = -1
    return first, middle


def people_of(rng: np.random.Generator, first_home: int, homes: int, names: Names) -> People:
    """The people of ``homes`` households numbered from ``first_home``, in the order of their homes.

    Spouses and children mostly share the head's surname; some children are named after a parent of their sex, some are twins.
    """
    at = _places(rng, homes, names)
    female = rng.random(len(at.home)) < 0.5
    female[at.spouse] = ~female[at.head[at.spouse]]
    surname, married_name = _surnames(rng, at, female, names)
    forename, middle = _forenames(rng, at, female, names)
    return People(
        household=at.home + first_home,
        first_of_home=at.head,
        forename=forename,
        middle=middle,
        surname=surname,
        married_name=married_name,
        born=_birthdays(rng, at),
        female=female,
    )
