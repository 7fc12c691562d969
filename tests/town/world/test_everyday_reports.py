from __future__ import annotations

import numpy as np
import pyarrow.compute as pc

from stronghold.town.world.everyday_reports import (
    INTELLIGENCE_HANDLING,
    ordinary_housing,
    ordinary_intelligence,
    ordinary_reports,
    ordinary_sightings,
)
from stronghold.vocabulary import terms


def test_volumes(town, found):
    for ordinary in (ordinary_housing, ordinary_intelligence, ordinary_reports, ordinary_sightings):
        ordinary(town, found)
    yearly = {kind: table.num_rows / town.yearly(100_000) * 100_000 for kind, table in found.tables().items()}
    assert 1_200 < yearly["housing_complaint"] < 1_500
    assert 2_200 < yearly["intelligence_report"] < 2_800
    assert 3_200 < yearly["community_report"] < 3_800
    assert 3_500 < yearly["sighting"] < 5_200


def test_tenants_live_in_the_home_they_hold(world, involved, town):
    event, tenant = involved("tenancy", "tenant")
    table = world.tenancy
    home = table["home"].to_numpy()[event]
    day = table["time"].to_numpy()[event].astype("datetime64[D]")
    assert np.array_equal(town.where.home(tenant, day), home)
    assert set(town.homes.tenure[home].tolist()) == {"council", "housing association"}
    assert pc.min(table["time"]).as_py() < world.recorded_crime["time"][0].as_py(), "some are older than the years told"


def test_intelligence_is_graded_and_what_is_not_so_is_graded_lower(world):
    table = world.intelligence_report
    assert set(table["source_grade"].to_pylist()) == set(terms("source_grades").terms)
    assert set(table["information_grade"].to_pylist()) <= set(terms("information_grades").terms)
    assert set(table["handling"].to_pylist()) == set(INTELLIGENCE_HANDLING.tolist()) <= set(terms("handling").terms)
    correct = table["correct"].to_numpy(zero_copy_only=False)
    reliable = np.array(table["source_grade"].to_pylist()) == "1"
    assert 0.05 < (~correct).mean() < 0.3
    assert reliable[correct].mean() > 2 * reliable[~correct].mean()
    assert (table["submitted"].to_numpy() >= table["time"].to_numpy()).all()


def test_complaints_are_made_by_neighbours_about_those_who_hold_the_home(world, involved, town):
    table = world.housing_complaint
    event, about = involved("housing_complaint", "about")
    day = table["time"].to_numpy()[event].astype("datetime64[D]")
    assert np.array_equal(town.where.home(about, day), table["home"].to_numpy()[event])
    complainants = set(zip(*involved("housing_complaint", "complainant"), strict=True))
    assert complainants and not complainants & set(zip(event, about, strict=True))
