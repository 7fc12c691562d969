from __future__ import annotations

import itertools

import numpy as np


def test_victim_lives_there_all_the_while_and_runs_nothing(town, supply):
    in_charge = {m.person for m in supply.members if m.role in ("supplier", "line_holder", "enforcer")}
    assert len(supply.cuckooings) >= len(supply.groups)
    for taken in supply.cuckooings:
        since, to = (np.array([town.size.first + day]) for day in (max(taken.since, 0), taken.to))
        victim = np.array([taken.victim])
        assert town.where.home(victim, since)[0] == taken.home
        assert town.where.at_home(victim, since, to)[0]
        assert taken.victim not in in_charge
        assert town.society.age_of(victim, since)[0] >= 18


def test_home_is_taken_by_one_at_a_time_for_weeks(supply):
    by_home: dict[int, list[tuple[int, int]]] = {}
    for taken in supply.cuckooings:
        assert 14 <= taken.to - taken.since <= 85
        group = supply.groups[taken.group]
        assert group.since <= taken.since and taken.to <= group.to
        by_home.setdefault(taken.home, []).append((taken.since, taken.to))
    for spells in by_home.values():
        spells.sort()
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(spells))


def test_the_vulnerable_are_preyed_upon(town, supply):
    risky = np.zeros(len(town.society), np.bool_)
    for sort in ("drug user", "learning disability", "mental health", "care leaver", "older alone"):
        risky |= town.vulnerable[sort]
    victims = [c.victim for c in supply.cuckooings]
    assert risky[victims].mean() > 3 * risky.mean()


def test_some_leave_nothing_to_see(supply):
    seen = np.array([c.seen for c in supply.cuckooings])
    assert 0.05 < (seen == 0).mean() < 0.5
