from __future__ import annotations

from dataclasses import replace

import numpy as np

from stronghold.town.agencies.cards import keep_cards
from stronghold.town.agencies.habits import Habits
from stronghold.town.agencies.spans import NONE

PERSONS = np.array([4, 9, NONE, 4, 4, 9, 4])
END = 20_000
DAYS = END - np.array([5, 6, 0, 3, 9, 1, 1])


def kept(town, **habits):
    return keep_cards(np.random.default_rng(1), town, PERSONS, DAYS, replace(Habits(), **habits))


def test_each_mention_uses_a_writing_of_the_person_meant(town):
    cards = kept(town, afresh=0.5)
    person = cards.of(slice(0, len(PERSONS)))["person"].to_pylist()
    assert person == [None if p == NONE else int(p) for p in PERSONS]


def test_a_system_that_copies_has_one_writing_each(town):
    cards = kept(town, afresh=0.0)
    assert cards.writings.num_rows == 2
    assert cards.of(slice(0, 7))["card"].to_pylist() == [1, 2, None, 1, 1, 2, 1]  # person 4 was met first


def test_a_system_that_writes_anew_may_keep_someone_twice(town):
    cards = kept(town, afresh=1.0, duplicate=1.0)
    numbers = [n for n in cards.of(slice(0, 7))["card"].to_pylist() if n is not None]
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]


def test_nobody_at_all(town):
    nobody = np.full(3, NONE)
    cards = keep_cards(np.random.default_rng(1), town, nobody, nobody, Habits())
    assert cards.of(slice(0, 3))["surname"].null_count == 3
