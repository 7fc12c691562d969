from __future__ import annotations

import numpy as np
import pyarrow.compute as pc

from stronghold.town.world.everyday_health import ordinary_health, ordinary_needles
from stronghold.vocabulary import terms


def test_twelve_thousand_a_year_among_100_000(town, found):
    ordinary_health(town, found)
    tables = found.tables()
    both = tables["ambulance_attendance"].num_rows + tables["hospital_attendance"].num_rows
    assert 10_000 < both / town.yearly(100_000) * 100_000 < 13_000


def test_overdoses_are_of_known_drugs_and_grown_ups(world, involved, town):
    table = world.ambulance_attendance
    drugs = set(table["drug"].drop_null().to_pylist())
    assert drugs and drugs <= set(terms("drugs").terms)
    event, who = involved("ambulance_attendance", "patient")
    overdose = pc.equal(table["nature"], "overdose").to_numpy()[event]
    day = table["time"].to_numpy()[event].astype("datetime64[D]")
    assert (town.society.age_of(who, day)[overdose] > 16).all()


def test_the_old_fall(world, involved, town):
    table = world.hospital_attendance
    event, who = involved("hospital_attendance", "patient")
    fell = pc.equal(table["nature"], "fall").to_numpy()[event]
    age = town.society.age_of(who, table["time"].to_numpy()[event].astype("datetime64[D]"))
    assert np.median(age[fell]) > np.median(age[~fell]) + 10


def test_needles_lie_near_the_hostel(town, found):
    ordinary_needles(town, found)
    table = found.tables()["needle_find"]
    hostels = set(town.homes.street[town.organisations.home[town.organisations.of("hostel")]].tolist())
    near = [row["street"] in hostels for row in table.to_pylist()]
    assert 0.1 < np.mean(near) < 0.7 and pc.min(table["number"]).as_py() >= 1
