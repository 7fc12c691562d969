from __future__ import annotations

import numpy as np

from stronghold.town.world.setting import within


def test_someone_lives_in_the_town_that_day(town):
    rng = np.random.default_rng(1)
    day = town.days(rng, 400)
    at, person, home = town.someone(rng, np.ones(len(town.society)), day)
    assert len(at) > 300
    assert np.array_equal(town.where.home(person, day[at]), home)
    assert (town.homes.ward[home] >= 0).all()


def test_streets_of_a_ward_are_of_that_ward(town):
    ward = np.tile(np.arange(len(town.geography.ward_names)), 30)
    streets = town.streets(np.random.default_rng(1), len(ward), ward)
    assert np.array_equal(town.geography.streets.ward[streets], ward)
    assert (town.geography.streets.ward[town.streets(np.random.default_rng(1), 200)] >= 0).all()


def test_neighbour_lives_close_by(town):
    rng = np.random.default_rng(1)
    home = np.arange(500)
    day = np.full(500, town.size.first + 100)
    neighbour = town.neighbour(rng, home, day)
    found = neighbour >= 0
    apart = np.abs(town.where.home(neighbour[found], day[found]) - home[found])
    assert found.sum() > 200 and apart.max() <= 3 and apart.min() >= 1


def test_yearly_is_per_100_000_and_year(town):
    assert town.yearly(1_000) == 180


def test_within_stays_in_its_spell():
    rng = np.random.default_rng(1)
    since, to = np.array([5, 100, 7]), np.array([9, 101, 7])
    spell, day = within(rng, since, to, np.array([20, 3, 2]))
    assert np.bincount(spell).tolist() == [20, 3, 2]
    assert (day >= since[spell]).all() and (day < np.maximum(to, since + 1)[spell]).all()
