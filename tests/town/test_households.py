from __future__ import annotations

import numpy as np

from stronghold.town.households import REFERENCE_DAY, addresses, mean_household, people_of
from stronghold.town.names import names


def some_people(homes=4_000, first=100):
    return people_of(np.random.default_rng(3), first, homes, names())


def test_households_are_numbered_on_and_have_the_stated_size():
    people = some_people()
    assert set(people.household.tolist()) == set(range(100, 4_100))
    assert abs(len(people.age) / 4_000 - mean_household()) < 0.1


def test_nobody_is_born_after_the_reference_day_or_is_older_than_people_get():
    people = some_people()
    assert (people.born <= REFERENCE_DAY).all()
    assert people.age.max() < 110


def test_family_shares_surnames_and_the_head_is_grown_up():
    people = some_people()
    head = people.first_of_home
    others = head != np.arange(len(head))
    assert (people.age[head] >= 17.9).all()
    assert 0.5 < (people.surname[others] == people.surname[head][others]).mean() < 0.95


def test_there_are_twins_and_namesakes_at_home():
    people = some_people()
    head = people.first_of_home
    namesake = (
        (people.forename == people.forename[head]) & (people.surname == people.surname[head]) & (people.born != people.born[head])
    )
    assert namesake.sum() > 5
    twin = (people.born[1:] == people.born[:-1]) & (people.household[1:] == people.household[:-1])
    assert twin.sum() > 5


def test_every_home_has_an_address_of_its_own():
    where = addresses(np.arange(60_000), names())
    seen = set(zip(where.flat.tolist(), where.house.tolist(), where.street.tolist(), where.postcode.tolist(), strict=True))
    assert len(seen) == 60_000
    assert 0.05 < (where.flat > 0).mean() < 0.25
    assert where.house.min() >= 1


def test_an_address_depends_on_its_number_alone():
    alone = addresses(np.array([777]), names())
    among = addresses(np.arange(1_000), names())
    assert (alone.house[0], alone.street[0], alone.postcode[0]) == (among.house[777], among.street[777], among.postcode[777])
