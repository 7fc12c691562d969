"""The base map: streets, wards, water and landmarks that places are shown on. It holds nothing of any record.

A file ``map.geojson`` among the partners' files: a GeoJSON feature collection in longitude and latitude. Lines are streets;
areas have ``class`` ``ward``, ``park`` or ``water``; points are landmarks; each has a ``name``.
"""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from stronghold.errors import BadInput

__all__ = ["MAP_FILE", "carry_map", "take_map"]

MAP_FILE = "map.geojson"
_MOST_BYTES = 64 * 1024 * 1024
_GEOMETRIES = {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"}
_REMEDY = "Give a GeoJSON feature collection in longitude and latitude (WGS 84)."


def take_map(folder: Path, building: Path) -> bool:
    """Check the folder's map and copy it into ``building``; whether there was one. ``BadInput`` where it cannot be drawn."""
    path = folder / MAP_FILE
    if not path.is_file():
        return False
    if path.stat().st_size > _MOST_BYTES:
        raise BadInput(
            f"the map is larger than {_MOST_BYTES // 2**20} MB.", file=MAP_FILE, remedy="Leave out what is far from the town."
        )
    try:
        _check(json.loads(path.read_bytes()))
    except (ValueError, RecursionError) as error:
        raise BadInput(f"this is not JSON ({error}).", file=MAP_FILE, remedy=_REMEDY) from None
    shutil.copyfile(path, building / MAP_FILE)
    return True


def carry_map(earlier: Path | None, building: Path) -> bool:
    """Copy the map of the snapshot in ``earlier`` into ``building``; whether it had one."""
    if earlier is None or not (earlier / MAP_FILE).is_file():
        return False
    shutil.copyfile(earlier / MAP_FILE, building / MAP_FILE)
    return True


def _check(read: Any) -> None:
    features = read.get("features") if isinstance(read, dict) and read.get("type") == "FeatureCollection" else None
    if not isinstance(features, list):
        raise BadInput("this is no GeoJSON feature collection.", file=MAP_FILE, remedy=_REMEDY)
    for number, feature in enumerate(features, start=1):
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        if not isinstance(geometry, dict) or geometry.get("type") not in _GEOMETRIES:
            raise BadInput(f"feature {number} has no geometry that can be drawn.", file=MAP_FILE, remedy=_REMEDY)
        if not all(_on_earth(position) for position in _positions(geometry.get("coordinates"))):
            raise BadInput(f"feature {number} has a position that is not on the map of the earth.", file=MAP_FILE, remedy=_REMEDY)


def _positions(coordinates: Any) -> Iterator[Any]:
    if isinstance(coordinates, list) and coordinates and isinstance(coordinates[0], list):
        for inner in coordinates:
            yield from _positions(inner)
    else:
        yield coordinates


def _on_earth(position: Any) -> bool:
    return (
        isinstance(position, list)
        and len(position) >= 2
        and all(isinstance(number, int | float) and math.isfinite(number) for number in position[:2])
        and abs(position[0]) <= 180
        and abs(position[1]) <= 90
    )
