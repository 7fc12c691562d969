"""The town's own map as GeoJSON: wards, parks, water, streets and landmarks, for drawing under what is found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from stronghold.town.world import World

__all__ = ["MAP_FILE", "write_map"]

MAP_FILE = "map.geojson"
_PLACES = 6  # of a degree: a decimetre


def _points(row: dict[str, Any]) -> list[list[float]]:
    return [[round(lon, _PLACES), round(lat, _PLACES)] for lon, lat in zip(row["lon"], row["lat"], strict=True)]


def _feature(kind: str, shape: str, coordinates: Any, **said: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"class": kind, **said}, "geometry": {"type": shape, "coordinates": coordinates}}


def _ring(row: dict[str, Any]) -> list[list[list[float]]]:
    points = _points(row)
    return [points if points[0] == points[-1] else [*points, points[0]]]


def _features(world: World) -> Iterator[dict[str, Any]]:
    """Areas first, so that lines are drawn over them."""
    for row in world.ward.to_pylist():
        yield _feature("ward", "Polygon", _ring(row), name=row["name"])
    features = world.feature.to_pylist()
    for row in features:
        if row["sort"] in ("park", "water"):
            yield _feature(row["sort"], "Polygon", _ring(row), name=row["name"])
    for row in world.street.to_pylist():
        yield _feature("street", "LineString", _points(row), name=row["name"].title())
    for row in features:
        if row["sort"] == "road":
            yield _feature("street", "LineString", _points(row), name=row["name"], main=True)
        elif row["sort"] == "landmark":
            yield _feature("landmark", "Point", _points(row)[0], name=row["name"], sort="landmark")
    for row in world.organisation.to_pylist():
        if row["lon"] is not None and row["ward"] is not None:
            yield _feature(
                "landmark", "Point", [round(row["lon"], _PLACES), round(row["lat"], _PLACES)], name=row["name"], sort=row["sort"]
            )


def write_map(world: World, path: Path) -> None:
    """Write the map, one feature a line."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"type": "FeatureCollection", "features": [\n')
        file.write(",\n".join(json.dumps(feature, ensure_ascii=False) for feature in _features(world)))
        file.write("\n]}\n")
