from __future__ import annotations

from dataclasses import fields

import numpy as np

from stronghold.town.agencies.habits import Habits
from stronghold.town.agencies.spans import NONE
from stronghold.town.agencies.things_written import (
    home_table,
    organisation_table,
    phone_table,
    place_of,
    place_table,
    vehicle_table,
)

EXACT = Habits(**{f.name: 0.0 for f in fields(Habits) if f.type == "float"})


def rng():
    return np.random.default_rng(1)


def test_where_there_is_none_all_cells_are_empty(town):
    none = np.array([NONE])
    tables = [
        home_table(rng(), town, none, EXACT),
        phone_table(town, none),
        vehicle_table(rng(), town, none),
        organisation_table(town, none),
    ]
    for table in tables:
        assert all(column.null_count == 1 for column in table.columns)


def test_a_home_has_the_gazetteers_position(town):
    made = home_table(rng(), town, np.array([5]), EXACT).to_pylist()[0]
    true = town.world.home.slice(5, 1).to_pylist()[0]
    assert (made["lat"], made["lon"], made["uprn"], made["home"]) == (true["lat"], true["lon"], true["uprn"], 5)


def test_a_place_is_a_home_an_organisations_address_or_a_street(town):
    happened = town.world.recorded_crime
    made = place_table(rng(), town, happened, EXACT).to_pandas()
    true = happened.to_pandas()
    inside, shop = true["home"].notna(), true["organisation"].notna() & true["home"].isna()
    opened = ~inside & ~shop & true["street"].notna()
    assert inside.any() and shop.any() and opened.any()
    assert (made["home"][inside] == true["home"][inside]).all()
    assert (made["home"][shop] == town.organisation_home[true["organisation"][shop].astype(int)]).all()
    assert made["home"][opened].isna().all()
    assert (made["open_street"][opened] == true["street"][opened]).all()
    assert made["house"][opened].isna().all()
    assert made["street"][opened].notna().all()
    home, street = place_of(town, happened)
    assert not ((home >= 0) & (street >= 0)).any()


def test_few_registrations_are_wrong(town):
    vehicle = np.tile(np.arange(town.world.vehicle.num_rows), 5)
    made = vehicle_table(rng(), town, vehicle).to_pandas()
    true = town.world.vehicle["registration"].take(vehicle).to_pandas()
    assert 0 < (made["registration"].to_numpy() != true.to_numpy()).mean() < 0.04
    assert made["registration"].notna().all()
