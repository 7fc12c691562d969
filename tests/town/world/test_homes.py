from __future__ import annotations

import numpy as np

from stronghold.intake.cleaning import locate
from stronghold.town.world.homes import PEOPLE_A_HOME


def test_no_two_homes_have_one_address(town):
    homes = town.homes
    addresses = set(zip(homes.street.tolist(), homes.house.tolist(), homes.flat.tolist(), strict=True))
    assert len(addresses) == len(homes)


def test_there_are_homes_for_the_people(town):
    ordinary = np.isin(town.homes.sort, ["house", "flat"]) & (town.homes.ward >= 0)
    assert 0.95 < ordinary.sum() / (town.size.people / PEOPLE_A_HOME) < 1.35
    assert 0.08 < (town.homes.flat[ordinary] > 0).mean() < 0.5


def test_no_postcode_is_a_real_one_and_each_is_of_one_street(town):
    homes = town.homes
    assert locate(sorted(set(homes.postcode.tolist()))) == {}
    pairs = set(zip(homes.postcode.tolist(), homes.street.tolist(), strict=True))
    assert len(pairs) == len(set(homes.postcode.tolist()))


def test_poor_wards_have_more_social_homes(town):
    social = np.isin(town.homes.tenure, ["council", "housing association"])
    deprivation = town.geography.deprivation
    poor, rich = int(np.argmax(deprivation)), int(np.argmin(deprivation))
    assert social[town.homes.ward == poor].mean() > social[town.homes.ward == rich].mean() + 0.05


def test_table_numbers_its_homes(town):
    table = town.homes.table()
    assert table.num_rows == len(town.homes)
    assert len(set(table["uprn"].to_pylist())) == table.num_rows
