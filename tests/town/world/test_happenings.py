from __future__ import annotations

import numpy as np
import pytest

from stronghold.town.world.happenings import SCHOOL, moments


def _times(*texts):
    return np.array(texts, "datetime64[s]")


def test_tables_are_in_order_of_time_and_those_involved_follow(found):
    events = found.add(
        "recorded_crime", _times("2025-03-02T10:00", "2024-03-02T10:00"), home=np.array([4, 9]), category="burglary"
    )
    found.involve("recorded_crime", events, "place", "home", np.array([4, 9]))
    tables = found.tables()
    crime = tables["recorded_crime"]
    assert crime["home"].to_pylist() == [9, 4]
    assert [(r["event"], r["who"]) for r in tables["involved"].to_pylist()] == [(0, 9), (1, 4)]


def test_place_fills_in_street_ward_and_coordinates(found, town):
    shop = int(town.organisations.of("shop")[0])
    found.add("community_report", _times("2025-03-02T10:00"), home=7)
    found.add("community_report", _times("2025-03-03T10:00"), organisation=shop)
    found.add("community_report", _times("2025-03-04T10:00"), street=3)
    at_home, at_shop, outside = found.tables()["community_report"].to_pylist()
    assert (at_home["lat"], at_home["ward"]) == (town.homes.lat[7], town.homes.ward[7])
    assert at_shop["lat"] == town.organisations.lat[shop] and at_shop["home"] is None
    assert outside["ward"] == town.geography.streets.ward[3] and outside["lat"] is not None


def test_outside_the_years_told_nothing_is_kept_but_tenancies(found):
    for kind in ("sighting", "tenancy"):
        events = found.add(kind, _times("1999-01-01T10:00", "2099-01-01T10:00"), home=1)
        found.involve(kind, events, "place" if kind == "sighting" else "home", "home", np.array([1, 1]))
    tables = found.tables()
    assert tables["sighting"].num_rows == 0 and tables["tenancy"].num_rows == 1
    assert tables["involved"]["kind"].to_pylist() == ["tenancy"]


def test_nobody_is_involved_before_birth_or_after_death(found, town):
    died = np.flatnonzero(~np.isnat(town.where.life.died))[0]
    before, after = town.where.life.died[died] - 5, town.where.life.died[died] + 5
    times = np.array([before, after]).astype("datetime64[s]")
    events = found.add("sighting", times, home=1)
    found.involve("sighting", events, "seen", "person", np.array([died, died]))
    tables = found.tables()
    assert tables["sighting"].num_rows == 2
    assert tables["involved"]["event"].to_pylist() == [0]


def test_custody_points_to_its_arrest_after_renumbering(found):
    arrests = found.add("arrest", _times("2025-03-02T10:00", "2024-03-02T10:00"), home=1, offence="assault")
    found.add("custody", _times("2025-03-02T12:00"), home=1, arrest=arrests[:1])
    assert found.tables()["custody"]["arrest"].to_pylist() == [1]


def test_column_that_a_kind_has_not_got_is_refused(found):
    with pytest.raises(ValueError, match="colour"):
        found.add("sighting", _times("2025-03-02T10:00"), home=1, colour="red")


def test_moments_fall_in_their_hours():
    day = np.full(500, np.datetime64("2025-03-02"))
    hour = (moments(np.random.default_rng(1), day, SCHOOL) - day.astype("datetime64[s]")).astype(np.int64) // 3_600
    assert hour.min() >= 8 and hour.max() <= 15
