"""National grid references (metres) to WGS 84 latitude and longitude (degrees).

Inverse Transverse Mercator on the grid's own ellipsoid, then a seven-parameter Helmert transformation: the method of Ordnance
Survey, "A guide to coordinate systems in Great Britain" (D00659), section 6.6 and annexes B and C; good to about 5 m in Great
Britain. The Irish Grid, which the postcode list uses for Northern Ireland, has the same method with the parameters of EPSG:29903
and of EPSG transformation 1641 (about 1 m).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import radians

import numpy as np
import numpy.typing as npt

__all__ = ["BRITISH", "IRISH", "Grid", "to_ellipsoid", "to_wgs84"]

Floats = npt.NDArray[np.float64]

_WGS84_A, _WGS84_B = 6378137.0, 6356752.314245
_SECOND = radians(1 / 3600)


@dataclass(frozen=True)
class Grid:
    """A Transverse Mercator grid: ellipsoid axes and false origin in metres, true origin in degrees, and the way to WGS 84.

    ``helmert`` holds three translations (m), three rotations (seconds of arc) and a scale (parts per million).
    """

    a: float
    b: float
    scale: float
    latitude: float
    longitude: float
    easting: float
    northing: float
    helmert: tuple[float, float, float, float, float, float, float]


BRITISH = Grid(
    a=6377563.396,
    b=6356256.909,
    scale=0.9996012717,
    latitude=49.0,
    longitude=-2.0,
    easting=400_000.0,
    northing=-100_000.0,
    helmert=(446.448, -125.157, 542.060, 0.1502, 0.2470, 0.8421, -20.4894),
)
IRISH = Grid(
    a=6377340.189,
    b=6356034.448,
    scale=1.000035,
    latitude=53.5,
    longitude=-8.0,
    easting=200_000.0,
    northing=250_000.0,
    helmert=(482.5, -130.6, 564.6, -1.042, -0.214, -0.631, 8.15),
)


def _arc(latitude: Floats, grid: Grid) -> Floats:
    """The scaled length of the meridian from the true origin to a latitude (radians), in metres."""
    n = (grid.a - grid.b) / (grid.a + grid.b)
    minus, plus = latitude - radians(grid.latitude), latitude + radians(grid.latitude)
    series = (
        (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * minus
        - (3 * n + 3 * n**2 + 21 / 8 * n**3) * np.sin(minus) * np.cos(plus)
        + (15 / 8 * n**2 + 15 / 8 * n**3) * np.sin(2 * minus) * np.cos(2 * plus)
        - 35 / 24 * n**3 * np.sin(3 * minus) * np.cos(3 * plus)
    )
    return np.asarray(grid.b * grid.scale * series)


def to_ellipsoid(easting: Floats, northing: Floats, grid: Grid = BRITISH) -> tuple[Floats, Floats]:
    """Latitude and longitude (radians) on the grid's own ellipsoid."""
    scaled = grid.a * grid.scale
    phi = radians(grid.latitude) + (northing - grid.northing) / scaled
    for _ in range(10):
        rest = northing - grid.northing - _arc(phi, grid)
        phi = phi + rest / scaled
        if not np.any(np.abs(rest) >= 1e-5):
            break
    e2 = 1 - grid.b**2 / grid.a**2
    w = 1 - e2 * np.sin(phi) ** 2
    nu = scaled / np.sqrt(w)
    rho = scaled * (1 - e2) * w**-1.5
    eta2 = nu / rho - 1
    t, sec = np.tan(phi), 1 / np.cos(phi)
    d = easting - grid.easting
    latitude = (
        phi
        - t / (2 * rho * nu) * d**2
        + t / (24 * rho * nu**3) * (5 + 3 * t**2 + eta2 - 9 * t**2 * eta2) * d**4
        - t / (720 * rho * nu**5) * (61 + 90 * t**2 + 45 * t**4) * d**6
    )
    longitude = (
        radians(grid.longitude)
        + sec / nu * d
        - sec / (6 * nu**3) * (nu / rho + 2 * t**2) * d**3
        + sec / (120 * nu**5) * (5 + 28 * t**2 + 24 * t**4) * d**5
        - sec / (5040 * nu**7) * (61 + 662 * t**2 + 1320 * t**4 + 720 * t**6) * d**7
    )
    return np.asarray(latitude), np.asarray(longitude)


def to_wgs84(easting: Floats, northing: Floats, grid: Grid = BRITISH) -> tuple[Floats, Floats]:
    """Latitude and longitude in WGS 84 degrees of grid references in metres, height taken as zero."""
    phi, lam = to_ellipsoid(easting, northing, grid)
    e2 = 1 - grid.b**2 / grid.a**2
    nu = grid.a / np.sqrt(1 - e2 * np.sin(phi) ** 2)
    x, y, z = nu * np.cos(phi) * np.cos(lam), nu * np.cos(phi) * np.sin(lam), nu * (1 - e2) * np.sin(phi)
    tx, ty, tz = grid.helmert[:3]
    rx, ry, rz = (r * _SECOND for r in grid.helmert[3:6])
    s = 1 + grid.helmert[6] / 1e6
    x, y, z = tx + s * x - rz * y + ry * z, ty + rz * x + s * y - rx * z, tz - ry * x + rx * y + s * z
    e2 = 1 - _WGS84_B**2 / _WGS84_A**2
    p = np.hypot(x, y)
    latitude = np.arctan2(z, p * (1 - e2))
    for _ in range(6):
        nu = _WGS84_A / np.sqrt(1 - e2 * np.sin(latitude) ** 2)
        latitude = np.arctan2(z + e2 * nu * np.sin(latitude), p)
    return np.degrees(latitude), np.degrees(np.arctan2(y, x))
