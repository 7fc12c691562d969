from __future__ import annotations

import numpy as np

from stronghold.town.world.supply import Roster


def test_roster_gives_those_there_on_the_day_in_the_role():
    roster = Roster([(0, 5, "dealer", 0, 10), (0, 6, "runner", 5, 20), (1, 7, "dealer", 0, 9)])
    rng = np.random.default_rng(1)
    group, day = np.array([0, 0, 0, 1, 2]), np.array([3, 12, 30, 3, 3])
    assert roster.someone(rng, group, day).tolist() == [5, 6, -1, 7, -1]
    assert roster.someone(rng, np.zeros(1, np.int64), np.array([7]), ("runner",)).tolist() == [6]


def test_open_home_is_one_taken_over_that_day(supply):
    taken = next(c for c in supply.cuckooings if c.since > 0)
    rng = np.random.default_rng(1)
    found = supply.open_home(rng, np.full(40, taken.group), np.full(40, taken.since))
    assert taken.home in found.tolist()
    assert set(found.tolist()) <= {c.home for c in supply.cuckooings if c.group == taken.group}


def test_less_is_felt_when_less_is_dealt(supply):
    activity = supply.trade.activity
    group = int(np.argmax(activity.by_week.sum(axis=1)))
    busy, quiet = int(np.argmax(activity.by_week[group])), int(np.argmin(activity.by_week[group]))
    rng = np.random.default_rng(1)

    def share(week):
        day = np.full(500, activity.first_week + 7 * week)
        return supply.felt(rng, np.full(500, group), day).mean()

    assert share(busy) > share(quiet)


def test_barred_are_all_who_are_part_of_it(town, supply):
    persons, homes = supply.barred(len(town.society), len(town.homes))
    assert all(persons[m.person] for m in supply.members)
    assert all(persons[e.person] for e in supply.exploitations)
    assert all(persons[c.victim] and homes[c.home] for c in supply.cuckooings)
    assert persons.mean() < 0.1
