"""People as clerks write them on a day: names in other forms, slips, birthdays half known, old homes, parents' phones."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from stronghold.town.agencies.directory import Directory, Words, taken
from stronghold.town.agencies.habits import Habits
from stronghold.town.agencies.homes_written import write_homes
from stronghold.town.agencies.spans import NONE, Ints
from stronghold.town.slips import slipped

__all__ = ["write_people"]

Flags = NDArray[np.bool_]

_FILLER = "07000 000000"


def _some(rng: np.random.Generator, count: int, share: float) -> Flags:
    return rng.random(count) < share


def _spelt(town: Directory, codes: Ints, *, accents: bool) -> Words:
    words = town.names.marked if accents else town.names.words
    chosen = np.where(codes >= 0, words[np.maximum(codes, 0)], "")
    return chosen.astype(f"<U{words.dtype.itemsize // 4 + 2}")


def _with_slips(rng: np.random.Generator, town: Directory, spelt: Words, codes: Ints, wrong: Flags) -> None:
    """Slips, in place; they are made of the ASCII form."""
    at = np.flatnonzero(wrong & (codes >= 0))
    spelt[at] = slipped(rng, town.names.words[codes[at]])


def _surname_codes(rng: np.random.Generator, town: Directory, person: Ints, day: Ints, habits: Habits) -> Ints:
    changed = town.changed_surname.at(person, day)
    keeps = _some(rng, len(person), habits.former)
    return np.where((changed >= 0) & ~keeps, changed, town.surname[person])


def _names(rng: np.random.Generator, town: Directory, person: Ints, day: Ints, habits: Habits) -> dict[str, Words]:
    count = len(person)
    code = town.forename[person].copy()
    others = town.names.others
    other = np.flatnonzero(_some(rng, count, habits.other_form))
    code[other] = others[code[other], rng.integers(0, others.shape[1], len(other))]
    surname_code = _surname_codes(rng, town, person, day, habits)
    forename = _spelt(town, code, accents=habits.accents)
    surname = _spelt(town, surname_code, accents=habits.accents)
    _with_slips(rng, town, forename, code, _some(rng, count, habits.forename_slip))
    _with_slips(rng, town, surname, surname_code, _some(rng, count, habits.surname_slip))
    nickname = town.nickname[person]
    friends = np.flatnonzero(_some(rng, count, habits.nickname) & (nickname != ""))
    forename[friends] = np.char.lower(nickname[friends])
    initial = np.flatnonzero(_some(rng, count, habits.initial))
    forename[initial] = forename[initial].astype("<U1")
    swapped = np.flatnonzero(_some(rng, count, habits.swapped))
    forename[swapped], surname[swapped] = surname[swapped], forename[swapped].copy()
    street_name = town.street_name[person]
    alone = _some(rng, count, habits.street_name_alone) & (street_name != "")
    nameless = _some(rng, count, habits.surname_missing)
    surname[alone | nameless] = ""
    forename[alone | (_some(rng, count, habits.forename_missing) & ~nameless)] = ""
    middle_code = np.where(_some(rng, count, habits.middle) & (forename != ""), town.middle[person], NONE)
    middle = _spelt(town, middle_code, accents=habits.accents)
    return {"forename": forename, "middle": middle, "surname": surname, "street_name": street_name}


def _born(rng: np.random.Generator, town: Directory, person: Ints, habits: Habits) -> Words:
    born = town.born[person]
    characters = np.ascontiguousarray(np.datetime_as_string(born, unit="D").astype("<U10")).view(np.uint32).reshape(-1, 10).copy()
    day = (born - born.astype("datetime64[M]")).astype(np.int64) + 1
    swapped = np.flatnonzero(_some(rng, len(person), habits.day_month_swapped) & (day <= 12))
    characters[swapped[:, None], [5, 6, 8, 9]] = characters[swapped[:, None], [8, 9, 5, 6]]
    wrong = np.flatnonzero(_some(rng, len(person), habits.born_slip))
    characters[wrong, rng.choice([2, 3, 5, 6, 8, 9], len(wrong))] = ord("0") + rng.integers(0, 10, len(wrong))
    written = characters.view("<U10").reshape(-1).copy()
    guessed = _some(rng, len(person), habits.first_january)
    written[guessed] = np.char.add(written[guessed].astype("<U4"), "-01-01")
    written[_some(rng, len(person), habits.born_missing)] = ""
    return written


def _titles(town: Directory, person: Ints, day: Ints) -> Words:
    female, adult = town.female[person], town.age(person, day) >= 18
    married = town.changed_surname.at(person, day) >= 0
    return np.where(female, np.where(married, "Mrs", np.where(adult, "Ms", "Miss")), np.where(adult, "Mr", "Master"))


def _phones(rng: np.random.Generator, town: Directory, person: Ints, day: Ints, habits: Habits) -> tuple[Words, Ints]:
    """What is written, and whose number it truly is."""
    count = len(person)
    phone = town.contact_phone(person, day, before=_some(rng, count, habits.old_phone))
    phone = np.where(_some(rng, count, habits.phone), phone, NONE)
    number = np.array(taken(town.world.phone["number"], phone).fill_null("").to_pylist(), dtype="<U16")
    wrong = np.flatnonzero(_some(rng, count, habits.phone_slip) & (phone >= 0))
    number[wrong] = np.char.add(number[wrong].astype("<U11"), rng.integers(0, 10, len(wrong)).astype("<U1"))
    filled = (phone < 0) & _some(rng, count, habits.phone_filler)
    number[filled] = _FILLER
    return number, phone


def _shown(rng: np.random.Generator, column: pa.ChunkedArray, person: Ints, share: float) -> pa.Array:
    return taken(column, np.where(_some(rng, len(person), share), person, NONE))


def write_people(rng: np.random.Generator, town: Directory, person: Ints, day: Ints, habits: Habits) -> pa.Table:
    """One row for each person as written on that day: words in lower case, what is not written null; dates of birth ISO text that
    may be no date. ``home``, ``contact``, ``school`` say which home, phone and school are truly meant."""
    home = town.homes.at(person, day)
    older = town.homes.before(person, day)
    home = np.where(_some(rng, len(person), habits.old_home) & (older >= 0), older, home)
    home = np.where(_some(rng, len(person), habits.home_missing), NONE, home)
    number, phone = _phones(rng, town, person, day, habits)
    school = town.schools.at(person, day)
    words = {
        **_names(rng, town, person, day, habits),
        "title": _titles(town, person, day),
        "born": _born(rng, town, person, habits),
        "sex": np.where(town.female[person], "female", "male"),
        **write_homes(rng, town, home, habits),
        "number": number,
    }
    columns = {name: pa.array(values, mask=values == "") for name, values in words.items()}
    columns["nino"] = _shown(rng, town.world.person["nino"], person, habits.nino)
    columns["nhs_number"] = _shown(rng, town.world.person["nhs_number"], person, habits.nhs_number)
    columns["email"] = _shown(rng, town.world.person["email"], person, habits.email)
    columns["school_name"] = taken(town.world.organisation["name"], school)
    truth = {"person": person, "home": home, "contact": phone, "school": school}
    columns |= {name: pa.array(values, mask=values < 0) for name, values in truth.items()}
    return pa.table(columns)
