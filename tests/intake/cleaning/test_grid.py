"""Grid references as latitude and longitude."""

from __future__ import annotations

from math import cos, degrees, hypot, radians

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.intake.cleaning.grid import BRITISH, IRISH, Grid, to_ellipsoid, to_wgs84


def degrees_of(whole: int, minutes: int, seconds: float) -> float:
    return whole + minutes / 60 + seconds / 3600


def metres_apart(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    north = (latitude - other_latitude) * 111_200
    return hypot(north, (longitude - other_longitude) * 111_320 * cos(radians(latitude)))


def at(easting: float, northing: float, grid: Grid = BRITISH) -> tuple[float, float]:
    latitude, longitude = to_wgs84(np.array([easting]), np.array([northing]), grid)
    return float(latitude[0]), float(longitude[0])


def test_the_worked_example_of_the_ordnance_survey() -> None:
    """Guide to coordinate systems in Great Britain, annex C: Caister water tower on the ellipsoid of the grid."""
    phi, lam = to_ellipsoid(np.array([651_409.903]), np.array([313_177.270]))
    assert degrees(phi[0]) == pytest.approx(degrees_of(52, 39, 27.2531), abs=1e-8)
    assert degrees(lam[0]) == pytest.approx(degrees_of(1, 43, 4.5177), abs=1e-8)


@pytest.mark.parametrize(
    ("easting", "northing", "latitude", "longitude"),
    [
        (651_409.903, 313_177.270, degrees_of(52, 39, 28.72), degrees_of(1, 42, 57.79)),  # Caister, by OSTN: published pair
        (529_090, 179_645, 51.501009, -0.141588),  # Buckingham Palace, SW1A 1AA
        (538_874, 177_323, 51.4778, -0.0015),  # Royal Observatory, Greenwich
    ],
)
def test_known_points_of_great_britain_within_some_metres(
    easting: float, northing: float, latitude: float, longitude: float
) -> None:
    assert metres_apart(*at(easting, northing), latitude, longitude) < 10


def test_belfast_city_hall_on_the_irish_grid() -> None:
    assert metres_apart(*at(333_832, 374_014, IRISH), 54.5966, -5.9301) < 25


@settings(deadline=None, max_examples=100)
@given(easting=st.floats(80_000, 655_000), northing=st.floats(5_000, 1_215_000))
def test_a_kilometre_on_the_grid_is_a_kilometre_on_the_ground(easting: float, northing: float) -> None:
    here, east, north = at(easting, northing), at(easting + 1000, northing), at(easting, northing + 1000)
    assert metres_apart(*here, *east) == pytest.approx(1000, rel=0.006)
    assert metres_apart(*here, *north) == pytest.approx(1000, rel=0.006)
