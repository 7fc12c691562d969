"""The base map is checked, kept with the snapshot, and carried on until another is given."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from stronghold.errors import BadInput
from stronghold.picture import Store
from stronghold.picture.base_map import MAP_FILE, carry_map, take_map
from stronghold.picture.build import build

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples" / "partners"


def town_map(*coordinates: Any, geometry: str = "LineString") -> dict[str, Any]:
    line = {"type": "Feature", "properties": {"class": "street", "name": "Marsh Lane"}}
    return {
        "type": "FeatureCollection",
        "features": [{**line, "geometry": {"type": geometry, "coordinates": c}} for c in coordinates],
    }


GOOD = town_map([[2.0, 54.5], [2.01, 54.51]])


def put(folder: Path, content: Any) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / MAP_FILE).write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return folder


def test_a_folder_without_a_map_gives_none(tmp_path: Path) -> None:
    assert not take_map(tmp_path, tmp_path)
    assert not carry_map(None, tmp_path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('{"type": "Feature"}', "no GeoJSON feature collection"),
        ('{"type": "FeatureCollection", "features": [{"geometry": null}]}', "feature 1 has no geometry"),
        (town_map([[2.0, 54.5], [2.0, 540.5]]), "not on the map of the earth"),
        (town_map([[2.0, 54.5], [525_000.0, 183_000.0]]), "not on the map of the earth"),
        (town_map([["2.0", "54.5"]]), "not on the map of the earth"),
        (town_map(None), "not on the map of the earth"),
        (town_map([[[2.0]]], geometry="Polygon"), "not on the map of the earth"),
    ],
)
def test_what_cannot_be_drawn_is_refused(tmp_path: Path, content: Any, said: str) -> None:
    building = tmp_path / "building"
    building.mkdir()
    with pytest.raises(BadInput, match=said):
        take_map(put(tmp_path / "sent", content), building)
    assert list(building.iterdir()) == []


def test_a_map_stays_until_another_is_given(tmp_path: Path) -> None:
    partners = put(Path(shutil.copytree(EXAMPLES, tmp_path / "partners")), GOOD)
    store = Store.create(tmp_path / "store")
    first = build(store, partners)
    assert first.refused == ()
    assert [passed for passed in first.manifest.passed_over if passed.name == MAP_FILE] == []
    kept = first.snapshot.base_map()
    assert kept is not None
    assert json.loads(kept.read_text(encoding="utf-8")) == GOOD
    assert MAP_FILE in first.manifest.files

    put(partners, "{")
    second = build(store, partners)
    assert [refused.name for refused in second.manifest.refused] == [MAP_FILE]
    assert [error.file for error in second.refused] == [MAP_FILE]
    third = build(store, None)
    for later in (second, third):
        carried = later.snapshot.base_map()
        assert carried is not None
        assert carried.read_bytes() == kept.read_bytes()
