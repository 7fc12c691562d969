from __future__ import annotations

import numpy as np

from stronghold.town.world.turns import Turn, plan_turns


def test_turns_are_in_order_of_days_and_of_all_kinds(town):
    arrives = np.zeros(len(town.society), np.int64)
    arrives[int(town.society.head[200])] = 40
    plan = plan_turns(town.size, town.society, town.vulnerable, arrives)
    assert (np.diff(plan.day) >= 0).all() and plan.day.min() >= 1
    assert set(plan.kind.tolist()) == {int(t) for t in Turn}


def test_nobody_couples_twice_or_dies_twice(town):
    plan = plan_turns(town.size, town.society, town.vulnerable, np.zeros(len(town.society), np.int64))
    couples = plan.kind == Turn.COUPLE
    both = np.concatenate([plan.who[couples], plan.other[couples]])
    assert len(set(both.tolist())) == len(both) > 20
    dead = plan.who[plan.kind == Turn.DIE]
    assert len(set(dead.tolist())) == len(dead) > 20
