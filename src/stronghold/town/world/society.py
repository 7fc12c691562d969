"""Who there is: households of the town and of the two cities, who is whose partner and parent, and what makes some vulnerable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from stronghold.town.households import REFERENCE_DAY, mean_household, people_of
from stronghold.town.names import names
from stronghold.town.numbers import emails, nhs_numbers, ninos
from stronghold.town.world.columns import Days, Flags, Ints, Reals, Words, as_table, picked, stream
from stronghold.town.world.tables import TownSize
from stronghold.town.world.words import words

__all__ = ["YEAR", "Society", "populate", "proper_words"]

YEAR = 365.25
_CITY_PEOPLE = 0.004  # of each city, per person of the town
_LIVES_APART = 0.7
_KNOWN_GRANDPARENT = 0.35


@dataclass(frozen=True)
class Society:
    """Everyone told of, by household; arrays of shape (people,). Names are codes of ``Names``; ``city`` is -1 for the town.

    ``partner`` is who a person lived with as a couple on the first day, ``mother`` and ``father`` their parents; -1 for nobody.
    ``sharer`` lives in a household without being family. ``married_name`` is the surname a woman may take.
    """

    household: Ints
    head: Ints
    forename: Ints
    middle: Ints
    surname: Ints
    married_name: Ints
    born: Days
    female: Flags
    city: Ints
    partner: Ints
    mother: Ints
    father: Ints
    sharer: Flags

    def __len__(self) -> int:
        return len(self.household)

    def age(self, day: Any) -> Any:
        """Years of everyone on that day (or on each one's own day), shape (people,); below 0 before birth."""
        return (day - self.born).astype(np.float64) / YEAR

    def age_of(self, person: Ints, day: Any) -> Any:
        """Years of those people on that day or each on their own, shape (people asked for,)."""
        return (day - self.born[person]).astype(np.float64) / YEAR


def _family(born: Days, head: Ints, female: Flags) -> tuple[Ints, Flags, Flags]:
    """Each one's partner (-1: none), who is a child of the head, and who merely shares the home."""
    count = len(born)
    position = np.arange(count) - head
    gap = (born - born[head]).astype(np.float64) / YEAR  # years younger than the head
    spouse = (position == 1) & (female != female[head]) & (np.abs(gap) < 16)
    child = (position > 0) & ~spouse & (gap > 16) & (gap < 50)
    partner = np.full(count, -1)
    wives = np.flatnonzero(spouse)
    partner[wives], partner[head[wives]] = head[wives], wives
    return partner, child, (position > 0) & ~spouse & ~child


def _parents(rng: np.random.Generator, born: Days, female: Flags, head: Ints, partner: Ints, child: Flags) -> tuple[Ints, Ints]:
    mother, father = np.full(len(born), -1), np.full(len(born), -1)
    for parent in (head, partner[head]):
        of = np.flatnonzero(child & (parent >= 0))
        years = (born[of] - born[parent[of]]).astype(np.float64) / YEAR
        of = of[(years > 14) & (years < 55)]
        mother[of] = np.where(female[parent[of]], parent[of], mother[of])
        father[of] = np.where(female[parent[of]], father[of], parent[of])
    # Most children of one parent have another who lives alone elsewhere: one for all the children of the home.
    for missing, sex in ((mother, True), (father, False)):
        lone = np.unique(head[child & (missing < 0) & (partner[head] < 0)])
        lone = lone[(female[lone] != sex) & (rng.random(len(lone)) < _LIVES_APART)]
        single = np.flatnonzero((female == sex) & (partner < 0) & ~child)
        if len(single) == 0:
            continue
        single = single[np.argsort(born[single], kind="stable")]
        near = np.searchsorted(born[single], born[lone]) + rng.integers(-40, 41, len(lone))
        other = np.full(len(born), -1)
        other[lone] = single[np.clip(near, 0, len(single) - 1)]
        of = np.flatnonzero(child & (missing < 0) & (other[head] >= 0))
        years = (born[of] - born[other[head[of]]]).astype(np.float64) / YEAR
        of = of[(years > 15) & (years < 55)]
        missing[of] = other[head[of]]
    return mother, father


def _grandparents(rng: np.random.Generator, born: Days, female: Flags, surname: Ints, mother: Ints, father: Ints) -> None:
    """Some grown-ups have a parent of their own surname in another household: it is written into ``mother`` and ``father``."""
    days = born.astype(np.int64)
    order = np.lexsort((days, surname))
    key = surname.astype(np.int64)[order] * 1_000_000 + days[order] + 500_000
    grown = np.flatnonzero((mother < 0) & (father < 0) & (rng.random(len(born)) < _KNOWN_GRANDPARENT))
    at = surname[grown].astype(np.int64) * 1_000_000 + days[grown] + 500_000
    low = np.searchsorted(key, at - int(43 * YEAR))
    high = np.searchsorted(key, at - int(18 * YEAR))
    found = high > low
    grown, low, high = grown[found], low[found], high[found]
    elder = order[low + (rng.random(len(grown)) * (high - low)).astype(np.int64)]
    same = surname[elder] == surname[grown]
    grown, elder = grown[same], elder[same]
    mother[grown] = np.where(female[elder], elder, -1)
    father[grown] = np.where(female[elder], -1, elder)


def populate(size: TownSize) -> Society:
    """The town's people, as many as its size says and to the end of a household, then those told of in each city."""
    rng = stream(size, "society")
    later = size.end - np.timedelta64(1, "D") - REFERENCE_DAY
    city_homes = max(25, round(size.people * _CITY_PEOPLE / mean_household()))
    homes = round(size.people / mean_household() * 1.01) + 30
    people = people_of(rng, 0, homes + 2 * city_homes, names())
    household = people.household
    # The town is every household up to the wanted number of people; the last ones are those of the cities.
    last = household[size.people]
    first_city = household[-1] + 1 - 2 * city_homes
    kept = (household <= last) | (household >= first_city)
    where = np.flatnonzero(kept)
    new = np.full(len(household), -1)
    new[where] = np.arange(len(where))
    born = people.born[where] + later
    head, female = new[people.first_of_home[where]], people.female[where]
    surname = people.surname[where].astype(np.int64)
    partner, child, sharer = _family(born, head, female)
    mother, father = _parents(rng, born, female, head, partner, child)
    _grandparents(rng, born, female, surname, mother, father)
    numbered = np.unique(household[where], return_inverse=True)[1]
    return Society(
        household=numbered,
        head=head,
        forename=people.forename[where].astype(np.int64),
        middle=people.middle[where].astype(np.int64),
        surname=surname,
        married_name=people.married_name[where].astype(np.int64),
        born=born,
        female=female,
        city=np.where(household[where] < first_city, -1, (household[where] - first_city) // city_homes),
        partner=partner,
        mother=mother,
        father=father,
        sharer=sharer,
    )


def proper_words() -> Words:
    """Every name by its code as it is properly written: ``O'Neill``, ``McDonald``, ``Zoë``."""
    written = np.char.title(names().marked)
    return np.array([f"Mc{w[2:].title()}" if w.startswith("Mc") and len(w) > 4 else w for w in written.tolist()])


def person_table(size: TownSize, society: Society, died: Days) -> pa.Table:
    """The table ``person``: National Insurance numbers for most of those over 16, e-mail addresses for half of the grown-ups."""
    rng = stream(size, "person table")
    count = len(society)
    number, age = np.arange(count), society.age(size.end)
    plain, proper = names().words, proper_words()
    has_nino = (age >= 16.3) & (rng.random(count) < 0.9)
    has_email = (age >= 14) & (age < 85) & (rng.random(count) < 0.5)
    return as_table(
        "person",
        {
            "person": number,
            "forename": proper[society.forename],
            "middle": np.where(society.middle >= 0, proper[society.middle], ""),
            "surname": proper[society.surname],
            "forename_code": society.forename,
            "middle_code": [int(m) for m in society.middle],
            "surname_code": society.surname,
            "born": society.born,
            "died": died,
            "female": society.female,
            "nino": np.where(has_nino, ninos(number), ""),
            "nhs_number": nhs_numbers(number),
            "email": np.where(has_email, emails(plain[society.forename], plain[society.surname], number), ""),
            "city": society.city,
        },
    )


def alias_table(size: TownSize, society: Society, members: Ints, propensity: Reals) -> pa.Table:
    """The nicknames by which one in seven is known, and the street names of half of the members of groups and of some others."""
    rng = stream(size, "aliases")
    others, proper = names().others, proper_words()
    who = np.flatnonzero(rng.random(len(society)) < 0.15)
    short = others[society.forename[who], rng.integers(0, others.shape[1], len(who))]
    kept = short != society.forename[who]
    street = np.array(words("street_names"))
    ordinary = picked(rng, propensity, max(4, 2 * len(members)))
    called = np.unique(np.concatenate([members[rng.random(len(members)) < 0.5], ordinary]))
    return as_table(
        "alias",
        {
            "person": np.concatenate([who[kept], called]),
            "alias": np.concatenate([proper[short[kept]], street[rng.integers(0, len(street), len(called))]]),
            "sort": np.repeat(["nickname", "street name"], [int(kept.sum()), len(called)]),
        },
    )


def kin_table(society: Society) -> pa.Table:
    """Who is whose parent and whose partner on the first day."""
    parts = [(society.mother, "parent"), (society.father, "parent"), (society.partner, "partner")]
    has = [np.flatnonzero(other >= 0) for other, _ in parts]
    return as_table(
        "kin",
        {
            "person": np.concatenate(has),
            "relative": np.concatenate([other[of] for (other, _), of in zip(parts, has, strict=True)]),
            "sort": np.repeat([sort for _, sort in parts], [len(of) for of in has]),
        },
    )


_SHARES = {"mental health": 0.04, "learning disability": 0.012, "physical disability": 0.03, "drug user": 0.011}


def vulnerabilities(size: TownSize, society: Society, deprivation: Any) -> dict[str, Flags]:
    """Who has which vulnerability; ``deprivation`` is that of each one's first ward, shape (people,). Poverty raises them."""
    rng = stream(size, "vulnerabilities")
    count, age = len(society), society.age(size.first)
    alone = np.bincount(society.household, minlength=int(society.household.max()) + 1)[society.household] == 1
    found = {sort: rng.random(count) < share * (0.4 + 1.2 * deprivation) for sort, share in _SHARES.items()}
    found["drug user"] &= (age >= 18) & (age < 62)
    found["mental health"] &= age >= 14
    found["physical disability"] |= (age > 70) & (rng.random(count) < 0.12)
    found["older alone"] = alone & (age >= 70)
    found["care leaver"] = (age >= 17) & (age < 25) & (rng.random(count) < 0.02)
    found["in care"] = (age >= 5) & (age < 16.5) & (rng.random(count) < 0.007 * (0.4 + 1.2 * deprivation))
    homeless = np.zeros(count, np.bool_)
    weight = (found["drug user"] * 8.0 + found["mental health"] * 2.0 + 0.05) * (age >= 18) * (age < 65) * (society.city < 0)
    homeless[np.unique(picked(rng, weight, max(6, round(size.people * 0.0016))))] = True
    found["homeless"] = homeless
    return found


def vulnerability_table(found: dict[str, Flags]) -> pa.Table:
    """The table ``vulnerability``."""
    who = {sort: np.flatnonzero(flags) for sort, flags in found.items()}
    return as_table(
        "vulnerability",
        {"person": np.concatenate(list(who.values())), "sort": np.repeat(list(who), [len(w) for w in who.values()])},
    )
