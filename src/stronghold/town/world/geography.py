"""Where things are: wards, streets that bend, a river, parks, and two cities; all of it in the North Sea, so nobody's.

The town is laid out on a lattice of about 110 metres, which a few slow waves then bend. Streets follow the lattice's lines, wards
are squares of it, the river runs through from west to east and only some streets cross it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from stronghold.town.names import names
from stronghold.town.world.columns import Ints, Reals, Words, stream
from stronghold.town.world.tables import TownSize
from stronghold.town.world.words import words

__all__ = ["CITIES", "METRES_A_DEGREE", "TOWN", "Geography", "Streets", "lay_out"]

TOWN = "Ravenmouth"
CITIES = ("Carrowgate", "Stellingford")
METRES_A_DEGREE = 111_320.0
_TOWN_AT, _CITIES_AT = (54.5, 2.0), ((55.2, 3.2), (53.9, 3.5))
_NARROWS = float(np.cos(np.radians(54.5)))  # a degree of longitude against one of latitude
_CELL = 110.0
_HOMES_A_STREET = 55
_PEOPLE_A_WARD = 7_000
_PEOPLE_A_PARK = 14_000
_CITY_STREETS = 40
_LANDMARKS = (
    "Railway station", "Bus station", "Town hall", "Market", "Hospital", "Police station", "Harbour", "College", "Library", "Old church",
)  # fmt: skip


@dataclass(frozen=True)
class Streets:
    """Streets as polylines; ``lon``/``lat`` hold one array a street. ``ward`` is -1 in a city, ``city`` -1 in the town."""

    name: Words
    ward: Ints
    city: Ints
    lon: list[Reals]
    lat: list[Reals]
    metres: Reals

    def along(self, street: Ints, share: Reals, aside: Reals) -> tuple[Reals, Reals]:
        """Longitude and latitude at that share of each street's length, ``aside`` metres to its left; each shape (points,)."""
        corners = np.array([len(line) for line in self.lon])
        first = np.cumsum(corners) - corners
        all_lon, all_lat = np.concatenate(self.lon), np.concatenate(self.lat)
        at = np.clip(share, 0, 0.9999) * (corners[street] - 1)
        before = first[street] + at.astype(np.int64)
        part = at - at.astype(np.int64)
        east, north = all_lon[before + 1] - all_lon[before], all_lat[before + 1] - all_lat[before]
        length = np.hypot(east * _NARROWS, north) + 1e-12
        lon = all_lon[before] + part * east - north / length * aside / METRES_A_DEGREE / _NARROWS
        lat = all_lat[before] + part * north + east * _NARROWS / length * aside / METRES_A_DEGREE
        return lon, lat


@dataclass(frozen=True)
class Geography:
    """The whole map. ``features`` are (sort, name, lon, lat); ``centre`` says how central each street is, 0 to 1."""

    streets: Streets
    centre: Reals
    ward_names: Words
    deprivation: Reals
    outlines: list[tuple[Reals, Reals]]
    features: list[tuple[str, str, Reals, Reals]]


class _Lattice:
    """A square of ``side`` cells, bent by slow waves, about the town's middle."""

    def __init__(self, rng: np.random.Generator, side: int, at: tuple[float, float]) -> None:
        self.side, self.at = side, at
        self.waves = rng.uniform(0.6, 2.2, (2, 3)) * 2 * np.pi / side
        self.phases = rng.uniform(0, 2 * np.pi, (2, 3))
        self.heights = rng.uniform(0.15, 0.35, (2, 3)) * side / 9
        self.river_phase = rng.uniform(0, 2 * np.pi)

    def place(self, u: Reals, v: Reals) -> tuple[Reals, Reals]:
        x, y = u - self.side / 2, v - self.side / 2
        for wave in range(3):
            x = x + self.heights[0, wave] * np.sin(self.waves[0, wave] * v + self.phases[0, wave])
            y = y + self.heights[1, wave] * np.sin(self.waves[1, wave] * u + self.phases[1, wave])
        lat, lon = self.at
        return lon + x * _CELL / METRES_A_DEGREE / _NARROWS, lat + y * _CELL / METRES_A_DEGREE

    def river(self, u: Reals) -> Reals:
        return self.side * (0.56 + 0.07 * np.sin(8.0 * u / self.side + self.river_phase)) + 0.5


def _lines(rng: np.random.Generator, side: int) -> list[tuple[Reals, Reals]]:
    """Pieces of three to six cells of every line of the lattice, both ways, as (u, v)."""
    pieces = []
    for line, upright in product(range(side + 1), (False, True)):
        start = 0
        while start < side:
            end = min(side, start + int(rng.integers(3, 7)))
            along, across = np.arange(start, end + 1, dtype=np.float64), np.full(end - start + 1, float(line))
            pieces.append((across, along) if upright else (along, across))
            start = end
    return pieces


def _dry(lattice: _Lattice, parks: Reals, u: Reals, v: Reals, number: int) -> bool:
    """Whether a street can run there: inside the town, through no park, and over the river only at one crossing in five."""
    half = lattice.side / 2
    # A rounded square: a circle would leave wards at the corners with next to nobody in them.
    if (((u - half) ** 4 + (v - half) ** 4).mean()) ** 0.25 > half:
        return False
    if any((np.hypot(u - x, v - y) < radius).any() for x, y, radius in parks):
        return False
    north = v > lattice.river(u)
    return bool(north.all() or not north.any() or number % 5 == 0)


def _wards(size: TownSize, lattice: _Lattice, middles: Reals) -> tuple[Ints, list[tuple[Reals, Reals]]]:
    """The ward of each middle (u, v), numbered by those that have streets, and the wards' outlines."""
    across = int(np.clip(round((size.people / _PEOPLE_A_WARD) ** 0.5), 2, 9))
    width = lattice.side / across
    square = np.minimum((middles // width).astype(np.int64), across - 1)
    used, ward = np.unique(square[:, 0] * across + square[:, 1], return_inverse=True)
    outlines = []
    for number in used:
        left, low = number // across * width, number % across * width
        step = np.linspace(0, width, 9)
        u = np.concatenate([left + step, np.full(9, left + width), left + width - step, np.full(9, left)])
        v = np.concatenate([np.full(9, low), low + step, np.full(9, low + width), low + width - step])
        outlines.append(lattice.place(u, v))
    return ward.astype(np.int64), outlines


def _parks(rng: np.random.Generator, size: TownSize, side: int) -> Reals:
    count = max(1, round(size.people / _PEOPLE_A_PARK))
    angle, far = rng.uniform(0, 2 * np.pi, count), side / 2 * rng.uniform(0.15, 0.85, count)
    radius = np.minimum(rng.uniform(1.1, 2.3, count), side / 8)
    return np.column_stack([side / 2 + far * np.cos(angle), side / 2 + far * np.sin(angle), radius])


def _features(
    rng: np.random.Generator, lattice: _Lattice, parks: Reals, ward_names: Words
) -> list[tuple[str, str, Reals, Reals]]:
    side = lattice.side
    u = np.linspace(-0.05 * side, 1.05 * side, 60)
    bank = lattice.river(u)
    ring = lattice.place(np.concatenate([u, u[::-1], u[:1]]), np.concatenate([bank - 0.35, bank[::-1] + 0.35, bank[:1] - 0.35]))
    found = [("water", "River Raven", *ring)]
    turn = np.linspace(0, 2 * np.pi, 25)
    for number, (x, y, radius) in enumerate(parks):
        name = f"{ward_names[number % len(ward_names)]} {'Park' if number < len(ward_names) else 'Recreation Ground'}"
        found.append(("park", name, *lattice.place(x + radius * np.cos(turn), y + radius * np.sin(turn))))
    for name, angle in zip((*(f"{city} Road" for city in CITIES), "Coast Road"), rng.uniform(0, 2 * np.pi, 3), strict=True):
        far = np.linspace(0, 0.6 * side, 30)
        found.append(("road", name, *lattice.place(side / 2 + far * np.cos(angle), side / 2 + far * np.sin(angle))))
    for name in _LANDMARKS:
        u, v = rng.uniform(0.35, 0.65, (2, 1)) * side
        found.append(("landmark", name, *lattice.place(u, v)))
    return found


def _city_streets(rng: np.random.Generator, number: int, listed: Words) -> Streets:
    lattice = _Lattice(rng, 24, _CITIES_AT[number])
    pieces = _lines(rng, 24)
    drawn = [pieces[at] for at in rng.choice(len(pieces), _CITY_STREETS, replace=False)]
    placed = [lattice.place(u, v) for u, v in drawn]
    return Streets(
        name=rng.choice(listed, _CITY_STREETS, replace=False),
        ward=np.full(_CITY_STREETS, -1),
        city=np.full(_CITY_STREETS, number),
        lon=[lon for lon, _ in placed],
        lat=[lat for _, lat in placed],
        metres=np.array([_CELL * (len(u) - 1) for u, _ in drawn]),
    )


def _joined(parts: list[Streets]) -> Streets:
    return Streets(
        name=np.concatenate([p.name for p in parts]),
        ward=np.concatenate([p.ward for p in parts]),
        city=np.concatenate([p.city for p in parts]),
        lon=[line for p in parts for line in p.lon],
        lat=[line for p in parts for line in p.lat],
        metres=np.concatenate([p.metres for p in parts]),
    )


def _ward_names(rng: np.random.Generator, count: int) -> Words:
    made = np.array([a + b for a, b in product(words("ward_stems"), words("ward_endings"))])
    return rng.permutation(made)[:count]


def lay_out(size: TownSize) -> Geography:
    """The map of a town of that size: about one street for 55 homes, one ward for 7,000 people (at least four), the two cities."""
    rng = stream(size, "geography")
    side = max(8, round((size.people / 2.3 / _HOMES_A_STREET / 0.33) ** 0.5))
    lattice = _Lattice(rng, side, _TOWN_AT)
    parks = _parks(rng, size, side)
    pieces = [(u, v) for number, (u, v) in enumerate(_lines(rng, side)) if _dry(lattice, parks, u, v, number)]
    middles = np.array([(u.mean(), v.mean()) for u, v in pieces])
    ward, outlines = _wards(size, lattice, middles)
    order = np.argsort(ward, kind="stable")
    placed = [lattice.place(*pieces[at]) for at in order]
    listed = names().street_names
    # Every name once, then again with others in another order, as large towns have two streets of one name.
    drawn = np.concatenate([rng.permutation(listed) for _ in range(1 + len(order) // len(listed))])[: len(order)]
    town = Streets(
        name=drawn,
        ward=ward[order],
        city=np.full(len(order), -1),
        lon=[lon for lon, _ in placed],
        lat=[lat for _, lat in placed],
        metres=np.array([_CELL * (len(pieces[at][0]) - 1) for at in order]),
    )
    far = np.hypot(*(middles[order] - side / 2).T) / (side / 2)
    streets = _joined([town, *(_city_streets(rng, number, listed) for number in range(len(CITIES)))])
    count = len(outlines)
    ward_names = _ward_names(rng, count)
    return Geography(
        streets=streets,
        centre=np.concatenate([np.clip(1 - far, 0, 1), np.full(len(streets.name) - len(order), 0.5)]),
        ward_names=ward_names,
        deprivation=(rng.permutation(count) + 0.5) / count,
        outlines=outlines,
        features=_features(rng, lattice, parks, ward_names),
    )
