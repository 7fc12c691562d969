from __future__ import annotations

import numpy as np

from stronghold.town.world.everyday_youth import ordinary_missing, ordinary_school
from stronghold.vocabulary import terms


def test_volumes(town, found):
    ordinary_school(town, found)
    ordinary_missing(town, found)
    tables = found.tables()
    yearly = {kind: table.num_rows / town.yearly(100_000) * 100_000 for kind, table in tables.items()}
    assert 4_500 < yearly["school_absence"] < 7_500
    assert 380 < yearly["school_exclusion"] < 800
    assert 900 < yearly["missing_episode"] < 1_300


def test_school_trouble_is_on_school_days_at_ones_own_school(world, involved, town):
    for kind in ("school_absence", "school_exclusion"):
        table = world.tables()[kind]
        day = table["time"].to_numpy().astype("datetime64[D]")
        assert ((day.astype(np.int64) + 3) % 7 < 5).all()
        event, pupil = involved(kind, "pupil")
        school = town.attendance.of("pupil").at(pupil, day[event])
        assert np.array_equal(school, table["organisation"].to_numpy()[event])


def test_the_missing_are_found_after_they_were_last_seen(world):
    table = world.missing_episode
    assert (table["until"].to_numpy() > table["time"].to_numpy()).all()
    assert (table["reported"].to_numpy() > table["time"].to_numpy()).all()
    assert set(table["risk"].to_pylist()) <= set(terms("missing_risk").terms)


def test_a_few_go_missing_over_and_over(world, involved):
    times = np.bincount(involved("missing_episode", "missing_person")[1])
    assert times.max() >= 5 and np.median(times[times > 0]) <= 2


def test_city_is_told_where_they_were_found_in_one(world, town):
    table = world.missing_episode.to_pylist()
    away = [row for row in table if row["found_city"] is not None]
    assert away and all(town.homes.city[row["home"]] == row["found_city"] for row in away)
    assert all(row["ward"] is None for row in away)
