"""GeoJSON (RFC 7946): the things that have a place, and who is tied to each."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from stronghold.network.formats.drawn import DrawnNetwork, DrawnThing

__all__ = ["to_geojson"]


def to_geojson(network: DrawnNetwork) -> bytes:
    """A collection of points in longitude and latitude (WGS 84); things without a place are counted in ``without_place``."""
    labels = {thing.entity_id: thing.label for thing in network.things}
    tied: dict[str, list[str]] = defaultdict(list)
    for tie in network.ties:
        for one, other in ((tie.left, tie.right), (tie.right, tie.left)):
            tied[one].append(labels[other])
    placed = [thing for thing in network.things if thing.latitude is not None and thing.longitude is not None]
    collection = {
        "type": "FeatureCollection",
        "notice": network.notice,
        "handling": network.handling,
        "without_place": len(network.things) - len(placed),
        "features": [_feature(thing, sorted(tied[thing.entity_id])) for thing in placed],
    }
    return json.dumps(collection, ensure_ascii=False).encode()


def _feature(thing: DrawnThing, tied: list[str]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": thing.entity_id,
        "geometry": {"type": "Point", "coordinates": [thing.longitude, thing.latitude]},
        "properties": {
            "kind": thing.kind,
            "label": thing.label,
            "handling": thing.handling,
            "tied_to": tied,
            **{name: value for name, value in thing.facts.items() if name not in ("kind", "label", "handling", "tied_to")},
        },
    }
