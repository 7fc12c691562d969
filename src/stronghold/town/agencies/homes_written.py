"""Addresses as clerks write them: abbreviated, misspelt, without the flat, with another postcode."""

from __future__ import annotations

import numpy as np

from stronghold.town.agencies.directory import Directory, Words
from stronghold.town.agencies.habits import Habits
from stronghold.town.agencies.spans import Ints
from stronghold.town.slips import slipped

__all__ = ["HOME_COLUMNS", "write_homes"]

HOME_COLUMNS = ("flat", "house", "street", "postcode", "locality")


def _numbers(values: Ints) -> Words:
    return np.where(values > 0, np.maximum(values, 0).astype("<U6"), "")


def _off_by_a_digit(rng: np.random.Generator, house: Ints) -> Ints:
    """House numbers with two digits swapped, or one too high or low."""
    swapped = house % 10 * 10 + house // 10 % 10
    return np.where((house > 12) & (swapped > 9), swapped, np.maximum(1, house + rng.choice([-2, 2], len(house))))


def write_homes(rng: np.random.Generator, town: Directory, home: Ints, habits: Habits) -> dict[str, Words]:
    """``HOME_COLUMNS`` of each home, in lower case ASCII; all empty where it is ``NONE``."""
    count = len(home)
    at = np.maximum(home, 0)
    there = home >= 0
    street = town.home_street[at]
    name = np.where(rng.random(count) < habits.street_short, town.short_street_names[street], town.street_names[street])
    name = name.astype(f"<U{name.dtype.itemsize // 4 + 2}")
    wrong = np.flatnonzero(rng.random(count) < habits.street_slip)
    name[wrong] = slipped(rng, name[wrong])
    house = town.house[at].copy()
    wrong = np.flatnonzero(rng.random(count) < habits.house_slip)
    house[wrong] = _off_by_a_digit(rng, house[wrong])
    flat = np.where(rng.random(count) < habits.flat_missing, 0, town.flat[at])
    postcode = np.char.lower(town.postcodes[at]).astype(f"<U{town.postcodes.dtype.itemsize // 4 + 2}")
    how = rng.random(count)
    wrong = np.flatnonzero(how < habits.postcode_slip)
    postcode[wrong] = slipped(rng, postcode[wrong])
    postcode[(how >= habits.postcode_slip) & (how < habits.postcode_slip + habits.postcode_missing)] = ""
    found = {
        "flat": _numbers(flat),
        "house": _numbers(house),
        "street": name,
        "postcode": postcode,
        "locality": town.localities[town.home_city[at]],
    }
    return {column: np.where(there, words, "") for column, words in found.items()}
