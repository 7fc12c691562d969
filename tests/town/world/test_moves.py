from __future__ import annotations

import numpy as np


def test_nobody_lives_in_two_homes_at_once(town):
    life = town.where.life
    same = life.person[1:] == life.person[:-1]
    assert not np.isnat(life.to[:-1][same]).any()
    assert (life.to[:-1][same] <= life.since[1:][same]).all()
    assert (np.isnat(life.to) | (life.since < life.to)).all()


def test_residences_lie_within_lives(town):
    life = town.where.life
    assert (life.since >= town.society.born[life.person]).all()
    died = life.died[life.person]
    dead = ~np.isnat(died)
    assert dead.sum() > 20
    assert (life.to[dead] <= died[dead]).all() and not np.isnat(life.to[dead]).any()


def test_people_move_marry_arrive_and_leave(town):
    life = town.where.life
    homes_of = np.bincount(life.person)
    assert (homes_of > 1).sum() > 0.1 * (homes_of > 0).sum()
    assert len(life.renamed) > 3 and town.society.female[life.renamed].all()
    last = np.full(len(town.society), town.size.end - 1)
    here = town.where.home(np.arange(len(town.society)), last) >= 0
    gone = np.isnat(life.died) & ~here & (town.society.age(town.size.end) > 3)
    assert 0 < gone.sum() < 0.2 * len(here)


def test_institutions_have_residents(town):
    for sort in ("hostel", "care home"):
        assert (town.homes.sort[town.where.life.home] == sort).any()
