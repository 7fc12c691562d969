from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import numpy as np

from stronghold.intake.cleaning import CleaningContext, cleaner
from stronghold.town.agencies.habits import Habits
from stronghold.town.agencies.homes_written import HOME_COLUMNS, write_homes

EXACT = Habits(**{f.name: 0.0 for f in fields(Habits) if f.type == "float"})


def test_nothing_is_written_where_there_is_no_home(town):
    made = write_homes(np.random.default_rng(1), town, np.array([-1, 0]), Habits())
    assert tuple(made) == HOME_COLUMNS
    assert all(words[0] == "" for words in made.values())
    assert made["street"][1] and made["house"][1]


def test_short_streets_are_read_as_the_same_street(town):
    homes = np.arange(town.world.home.num_rows)
    read = cleaner("street", CleaningContext(today=date(2026, 9, 30)))
    long = write_homes(np.random.default_rng(1), town, homes, EXACT)["street"]
    short = write_homes(np.random.default_rng(1), town, homes, replace(EXACT, street_short=1.0))["street"]
    assert (long != short).mean() > 0.5
    assert [read(s).value for s in short.tolist()] == [read(s).value for s in long.tolist()]


def test_a_wrong_house_number_is_another_number(town):
    homes = np.arange(town.world.home.num_rows)
    wrong = write_homes(np.random.default_rng(1), town, homes, replace(EXACT, house_slip=1.0))["house"].astype(int)
    assert (wrong > 0).all()
    assert (wrong != town.house).mean() > 0.8
