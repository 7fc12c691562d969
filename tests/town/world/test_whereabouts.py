from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stronghold.town.world.whereabouts import Spells

_DAY0 = np.datetime64("2024-01-01", "D")
_spells = st.lists(st.tuples(st.integers(0, 4), st.integers(1, 20), st.integers(1, 20)), min_size=1, max_size=12)


@given(_spells, st.integers(0, 4), st.integers(-5, 120))
def test_the_spell_of_a_day_is_found_and_no_other(lengths, owner, day):
    """Against spells laid one after the other for each owner, looked through one by one."""
    rows, end = [], dict.fromkeys(range(5), 0)
    for what, (who, gap, length) in enumerate(lengths):
        since = end[who] + gap
        end[who] = since + length
        rows.append((who, what, since, since + length))
    owners, whats, since, to = (np.array(column) for column in zip(*rows, strict=True))
    spells = Spells(owners, whats, _DAY0 + since, _DAY0 + to)
    expected = next((what for who, what, a, b in rows if who == owner and a <= day < b), -1)
    assert spells.at(np.array([owner]), np.array([_DAY0 + day])).tolist() == [expected]


def test_no_spells_find_nothing():
    none = np.zeros(0, np.int64)
    empty = Spells(none, none, none.astype("datetime64[D]"), none.astype("datetime64[D]"))
    assert empty.at(np.array([3]), np.array([_DAY0])).tolist() == [-1]


def test_holder_lives_in_the_home_that_they_hold(town):
    day = np.full(len(town.homes), town.size.first + 300)
    holder = town.where.holder(np.arange(len(town.homes)), day)
    held = np.flatnonzero(holder >= 0)
    assert len(held) > 1_000
    assert np.array_equal(town.where.home(holder[held], day[held]), held)


def test_at_home_means_all_through(town):
    life = town.where.life
    row = np.flatnonzero(~np.isnat(life.to) & (life.to > life.since + 30))[:50]
    person, since, to = life.person[row], life.since[row], life.to[row]
    assert town.where.at_home(person, since, to).all()
    assert not town.where.at_home(person, since, to + 1).any()
