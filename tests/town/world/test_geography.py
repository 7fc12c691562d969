from __future__ import annotations

import numpy as np
import pytest

from stronghold.town.world.geography import CITIES, lay_out
from stronghold.town.world.tables import TownSize


@pytest.mark.parametrize("people", [1_000, 40_000])
def test_everything_lies_in_the_sea_far_from_land(people):
    streets = lay_out(TownSize(people, 3)).streets
    lon, lat = np.concatenate(streets.lon), np.concatenate(streets.lat)
    assert (lon > 1.5).all() and (lon < 4.2).all()
    assert (lat > 53.3).all() and (lat < 55.7).all()


def test_larger_towns_have_more_wards_and_at_least_four():
    few, many = lay_out(TownSize(1_000, 3)), lay_out(TownSize(90_000, 3))
    assert 4 <= len(few.ward_names) < len(many.ward_names)
    assert len(set(many.ward_names.tolist())) == len(many.ward_names)


def test_streets_are_of_a_ward_or_of_a_city(town):
    streets = town.geography.streets
    assert ((streets.ward >= 0) != (streets.city >= 0)).all()
    assert set(streets.city[streets.city >= 0].tolist()) == set(range(len(CITIES)))
    assert set(streets.ward[streets.ward >= 0].tolist()) == set(range(len(town.geography.ward_names)))


def test_points_along_a_street_are_close_to_it(town):
    streets = town.geography.streets
    street = np.arange(len(streets.name))
    lon, lat = streets.along(street, np.full(len(street), 0.5), np.zeros(len(street)))
    for number in street.tolist():
        near = np.hypot((streets.lon[number] - lon[number]) * 0.58, streets.lat[number] - lat[number]) * 111_320
        assert near.min() < 120


def test_outlines_are_closed_rings_and_features_have_names(town):
    for lon, lat in town.geography.outlines:
        assert lon[0] == pytest.approx(lon[-1]) and lat[0] == pytest.approx(lat[-1])
    assert {f[0] for f in town.geography.features} == {"water", "park", "road", "landmark"}
    assert all(f[1] for f in town.geography.features)
