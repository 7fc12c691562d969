"""What happened, gathered kind by kind while the town lives, then put in order of time."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pyarrow as pa

from stronghold.town.world.columns import Days, Ints, Reals, Times, as_table, stream
from stronghold.town.world.schemas import EVENTS, SCHEMAS
from stronghold.town.world.setting import Setting

__all__ = ["BUSY", "CAUSES", "DAYTIME", "EVENING", "NIGHT", "SCHOOL", "Happenings", "moments"]

# How likely a happening is at each hour of the day, by its sort.
EVENING = np.array([6, 4, 3, 2, 1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 4, 5, 6, 8, 9, 10, 11, 12, 11, 9], np.float64)
NIGHT = np.array([14, 13, 12, 9, 5, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 5, 7, 9, 12, 14], np.float64)
DAYTIME = np.array([1, 1, 0, 0, 0, 1, 2, 5, 9, 11, 12, 12, 11, 11, 11, 10, 9, 7, 5, 4, 3, 3, 2, 1], np.float64)
SCHOOL = np.array([0, 0, 0, 0, 0, 0, 0, 0, 20, 12, 8, 6, 6, 5, 3, 2, 0, 0, 0, 0, 0, 0, 0, 0], np.float64)
BUSY = np.array([3, 2, 1, 1, 1, 1, 2, 4, 7, 9, 10, 11, 12, 11, 11, 11, 12, 13, 14, 13, 12, 10, 8, 5], np.float64)

_PLACES = ("home", "organisation", "street", "ward")
CAUSES = ("group", "cuckooing", "exploitation", "operation", "twin")
_ARRESTS = ("custody", "seizure")


def moments(rng: np.random.Generator, day: Days, hours: Reals) -> Times:
    """A second of each day, by how likely each hour is; shape as ``day``."""
    totals = np.cumsum(hours)
    hour = np.searchsorted(totals, rng.random(len(day)) * totals[-1], side="right")
    second = np.minimum(hour, 23) * 3_600 + rng.integers(0, 3_600, len(day))
    return np.asarray(day.astype("datetime64[D]").astype("datetime64[s]") + second)


class Happenings:
    """Gathers happenings. ``add`` gives each a number of its kind for ``involve``; ``tables`` numbers them anew by time.

    Nobody is involved before they are born or once they are dead, whatever ``involve`` was told.
    """

    def __init__(self, town: Setting) -> None:
        size = town.size
        self.first, self.end = size.first.astype("datetime64[s]"), size.end.astype("datetime64[s]")
        self._geography, self._homes, self._organisations = town.geography, town.homes, town.organisations
        self._born, self._died = town.society.born, town.where.died
        self._parts: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._involved: dict[str, list[tuple[Ints, str, str, Ints]]] = defaultdict(list)
        self._count: dict[str, int] = defaultdict(int)
        self._rng = stream(size, "places of happenings")

    def _placed(self, columns: dict[str, Any], count: int) -> None:
        """Fill in street, ward and coordinates from the home, the organisation or the open street."""
        place = {name: np.broadcast_to(np.asarray(columns.get(name, -1)), (count,)) for name in _PLACES}
        body, home = place["organisation"], place["home"]
        if "lat" not in columns:
            lat, lon = np.full(count, np.nan), np.full(count, np.nan)
            open_air = np.flatnonzero((home < 0) & (body < 0) & (place["street"] >= 0))
            share, aside = self._rng.random(len(open_air)), self._rng.uniform(-6, 6, len(open_air))
            lon[open_air], lat[open_air] = self._geography.streets.along(place["street"][open_air], share, aside)
            at = np.where(home >= 0, home, np.where(body >= 0, self._organisations.home[body], -1))
            lat, lon = np.where(at >= 0, self._homes.lat[at], lat), np.where(at >= 0, self._homes.lon[at], lon)
            street = np.where(at >= 0, self._homes.street[at], place["street"])
            place["street"] = street
            ward = np.where(street >= 0, self._geography.streets.ward[street], -1)
            place["ward"] = np.where(place["ward"] >= 0, place["ward"], ward)
            columns["lat"], columns["lon"] = lat, lon
        columns.update(place)

    def add(self, kind: str, time: Times, **columns: Any) -> Ints:
        """Happenings of a kind, one for each time; a column left out is null. Gives their numbers, shape (times,).

        ``ValueError`` for a column that the kind has not got. Those outside the years told are left out of the tables.
        """
        count = len(time)
        schema = EVENTS[kind]
        if extra := set(columns) - set(schema.names):
            raise ValueError(f"{kind} has no column {sorted(extra)}")
        self._placed(columns, count)
        made: dict[str, Any] = {"time": time.astype("datetime64[s]")}
        for field in schema:
            if field.name in ("event", "time"):
                continue
            given = columns.get(field.name, _nothing(field.type))
            made[field.name] = np.broadcast_to(np.asarray(given), (count,))
        self._parts[kind].append(made)
        self._count[kind] += count
        return np.arange(self._count[kind] - count, self._count[kind])

    def involve(self, kind: str, events: Ints, role: str, sort: str, who: Ints) -> None:
        """Say who was in those happenings, in that role of the vocabulary; where ``who`` is -1, nobody."""
        there = np.flatnonzero(np.broadcast_to(who, (len(events),)) >= 0)
        if len(there):
            self._involved[kind].append((events[there], role, sort, np.broadcast_to(who, (len(events),))[there]))

    def tables(self) -> dict[str, pa.Table]:
        """The table of each kind, in order of time, and ``involved``."""
        made: dict[str, pa.Table] = {}
        renumbered: dict[str, Ints] = {}
        involved = []
        for kind in EVENTS:
            columns, new = self._ordered(kind)
            if kind in _ARRESTS:
                arrest = columns["arrest"]
                columns["arrest"] = np.where(arrest >= 0, renumbered["arrest"][arrest], -1) if len(arrest) else arrest
            renumbered[kind] = new
            made[kind] = as_table(kind, columns)
            for events, role, sort, who in self._involved[kind]:
                kept = new[events] >= 0
                if sort == "person":  # a parent or a partner may have died since
                    day = columns["time"][np.maximum(new[events], 0)].astype("datetime64[D]")
                    kept &= (self._born[who] <= day) & (day < self._died[who])
                involved.append((kind, new[events][kept], role, sort, who[kept]))
        made["involved"] = _involved_table(involved)
        return made

    def _ordered(self, kind: str) -> tuple[dict[str, Any], Ints]:
        """The columns of a kind in order of time, and the new number of each happening (-1: outside the years told)."""
        parts = self._parts[kind]
        names = [name for name in EVENTS[kind].names if name != "event"]
        if not parts:
            empty: dict[str, Any] = {f.name: pa.array([], f.type).to_numpy(zero_copy_only=False) for f in EVENTS[kind]}
            return empty, np.zeros(0, np.int64)
        columns = {name: np.concatenate([part[name] for part in parts]) for name in names}
        order = np.argsort(columns["time"], kind="stable")
        time = columns["time"][order]
        # A tenancy may be older than the years told.
        order = order[((time >= self.first) | (kind == "tenancy")) & (time < self.end)]
        new = np.full(len(columns["time"]), -1)
        new[order] = np.arange(len(order))
        return {"event": np.arange(len(order)), **{name: values[order] for name, values in columns.items()}}, new


def _nothing(kind: pa.DataType) -> Any:
    if pa.types.is_string(kind):
        return ""
    if pa.types.is_timestamp(kind):
        return np.datetime64("NaT", "s")
    if pa.types.is_floating(kind):
        return np.nan
    return False if pa.types.is_boolean(kind) else -1


def _involved_table(parts: list[tuple[str, Ints, str, str, Ints]]) -> pa.Table:
    if not parts:
        return SCHEMAS["involved"].empty_table()
    lengths = [len(part[1]) for part in parts]
    words = {
        name: pa.DictionaryArray.from_arrays(np.repeat(np.arange(len(parts)), lengths), [part[at] for part in parts]).cast(
            pa.string()
        )
        for name, at in (("kind", 0), ("role", 2), ("sort", 3))
    }
    numbers = {"event": np.concatenate([p[1] for p in parts]), "who": np.concatenate([p[4] for p in parts])}
    schema = SCHEMAS["involved"]
    columns = [words[f.name] if f.name in words else pa.array(numbers[f.name].astype(f.type.to_pandas_dtype())) for f in schema]
    table = pa.table(columns, schema=schema)
    return table.sort_by([("kind", "ascending"), ("event", "ascending"), ("role", "ascending"), ("who", "ascending")])
