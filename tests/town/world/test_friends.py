from __future__ import annotations

import numpy as np


def test_friends_are_of_nearly_one_age_and_never_oneself(town):
    table = town.friends.table
    who, column = np.nonzero(table >= 0)
    friend = table[who, column]
    assert (friend != who).all() and len(who) > 5_000
    born = town.society.born
    apart = np.abs((born[who] - born[friend]).astype(np.float64)) / 365.25
    teens = np.abs(town.society.age(town.size.first)[who] - 15) < 2
    assert np.median(apart) < 6 and np.median(apart[teens]) < 2


def test_many_friendships_go_both_ways(town):
    table = town.friends.table
    who, column = np.nonzero(table >= 0)
    both = [int(w) in table[f].tolist() for w, f in zip(who[:2_000], table[who, column][:2_000], strict=True)]
    assert np.mean(both) > 0.5
