from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from stronghold.town.world.occupancy import How, Occupancy


@pytest.fixture
def occupancy(town):
    made = Occupancy(np.random.default_rng(1), town.society, np.full(len(town.society), -9_000), town.homes)
    ordinary = np.flatnonzero(np.isin(town.homes.sort, ["house", "flat"]))[:4]
    made.vacant = ordinary[1:].tolist()
    made.where[0], made.how[0] = int(ordinary[0]), How.HOUSEHOLDER
    made.lives_in[int(ordinary[0])] = [0]
    return made


def test_home_left_by_the_last_is_vacant_again(occupancy):
    old, new = occupancy.where[0], occupancy.let()
    occupancy.go(0, new, 10, How.HOUSEHOLDER)
    assert old in occupancy.vacant and new not in occupancy.vacant
    assert occupancy.rows == [(0, old, 0, 10, How.HOUSEHOLDER)]


def test_full_town_lets_nothing(occupancy):
    let = [occupancy.let() for _ in range(4)]
    assert let[-1] == -1 and len(set(let[:3])) == 3


def test_the_dead_go_nowhere(occupancy):
    occupancy.died[0] = 5
    occupancy.go(0, occupancy.let(), 10, How.HOUSEHOLDER)
    assert occupancy.rows == []


def test_lodgers_stay_when_a_family_moves(occupancy):
    home = occupancy.where[0]
    for person, how in ((1, How.CHILD), (2, How.LODGER)):
        occupancy.where[person], occupancy.how[person] = home, how
        occupancy.lives_in[home].append(person)
    assert Counter(occupancy.family(0)) == Counter([0, 1])
    assert occupancy.family(2) == [2]
