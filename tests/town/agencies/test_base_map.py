from __future__ import annotations

import json
from collections import Counter

from stronghold.town.agencies.base_map import write_map


def test_the_map_has_everything_that_is_drawn(town, tmp_path):
    path = tmp_path / "map.geojson"
    write_map(town.world, path)
    read = json.loads(path.read_text(encoding="utf-8"))
    assert read["type"] == "FeatureCollection"
    found = Counter((f["properties"]["class"], f["geometry"]["type"]) for f in read["features"])
    assert found["ward", "Polygon"] == town.world.ward.num_rows
    assert found["street", "LineString"] >= town.world.street.num_rows
    assert set(found) == {
        ("ward", "Polygon"),
        ("park", "Polygon"),
        ("water", "Polygon"),
        ("street", "LineString"),
        ("landmark", "Point"),
    }
    for feature in read["features"]:
        assert feature["properties"]["name"]
        if feature["geometry"]["type"] == "Polygon":
            for ring in feature["geometry"]["coordinates"]:
                assert ring[0] == ring[-1]
                assert len(ring) >= 4


def test_the_town_lies_in_the_sea(town, tmp_path):
    path = tmp_path / "map.geojson"
    write_map(town.world, path)
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        if feature["properties"]["class"] == "ward":
            for lon, lat in feature["geometry"]["coordinates"][0]:
                assert 1.5 < lon < 4.5
                assert 53.5 < lat < 56
