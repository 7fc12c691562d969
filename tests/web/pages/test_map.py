"""The map page, its places and its streets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from django.test import Client

from stronghold.picture.base_map import MAP_FILE

SignIn = Callable[..., Client]
AMOS, DAN, HOME, MERGED = "P-AM000001", "P-DA000001", "A-H0000001", "P-AM0000ZZ"
PAGE, GEOJSON, BASE = f"/entity/{AMOS}/map/", f"/entity/{AMOS}/places.geojson", "/map/base.geojson"


@pytest.fixture
def client(sign_in: SignIn) -> Client:
    return sign_in("analyst", "disruption")


@pytest.fixture
def snapshot(store: Path) -> Path:
    (folder,) = (store / "snapshots").iterdir()
    return folder


def locate(snapshot: Path, geocoded: str, location: str | None = None) -> None:
    with duckdb.connect(str(snapshot / "picture.duckdb")) as con:
        con.execute("UPDATE address SET latitude = 54.5, longitude = 2.01, geocoded = ?, location = ?", [geocoded, location])


def test_a_located_home_is_on_the_map_and_in_the_table(client: Client, snapshot: Path) -> None:
    locate(snapshot, "source")
    text = client.get(PAGE).content.decode()
    assert "1 place, the latest first." in text
    assert 'data-place="1">1</td>' in text and f'href="/entity/{HOME}/"' in text
    assert "As recorded" in text and "5 January 2024" in text and 'href="/record/police/rms/person/1/"' in text
    assert f'data-places="{GEOJSON}"' in text
    assert client.get(GEOJSON).json() == {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [2.01, 54.5]},
                "properties": {
                    "number": 1,
                    "label": "14 High Street, Oxford, OX1 4AA",
                    "entity_id": HOME,
                    "url": f"/entity/{HOME}/",
                    "role": "Home",
                    "precision": "As recorded",
                    "records": 1,
                    "first": "2024-01-05",
                    "last": "2024-01-05",
                },
            }
        ],
    }


@pytest.mark.parametrize(
    ("geocoded", "location", "said"),
    [
        ("postcode", None, "the building may be some streets away"),
        ("source", "On or near High Street", "the agency moved the point on purpose"),
    ],
)
def test_how_near_a_position_is_to_the_truth_is_said(
    client: Client, snapshot: Path, geocoded: str, location: str | None, said: str
) -> None:
    locate(snapshot, geocoded, location)
    assert said in client.get(PAGE).content.decode()


def test_places_without_a_position_are_listed_with_what_would_help(client: Client) -> None:
    text = client.get(PAGE).content.decode()
    assert "None of these places can be put on the map" in text and "latitude and longitude" in text
    assert "14 High Street" in text and 'class="sh-map"' not in text
    assert client.get(GEOJSON).json()["features"] == []


def test_without_any_place_it_says_so(client: Client) -> None:
    text = client.get("/entity/P-BE000001/map/").content.decode()
    assert "No visible record gives a place" in text


def test_a_merged_id_shows_what_it_is_now(client: Client) -> None:
    assert f'was merged into <span class="sh-key">{AMOS}' in client.get(f"/entity/{MERGED}/map/").content.decode()


def test_hidden_and_absent_are_not_found(client: Client) -> None:
    for entity in (DAN, "P-00000000"):
        assert client.get(f"/entity/{entity}/map/").status_code == 404
        assert client.get(f"/entity/{entity}/places.geojson").status_code == 404


def test_the_streets_are_sent_once_for_a_picture(client: Client, snapshot: Path) -> None:
    locate(snapshot, "source")
    assert client.get(BASE).status_code == 404
    text = client.get(PAGE).content.decode()
    assert "The streets are not drawn" in text and 'data-base="' not in text
    (snapshot / MAP_FILE).write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")
    assert f'data-base="{BASE}"' in client.get(PAGE).content.decode()
    answer = client.get(BASE)
    assert answer.json() == {"type": "FeatureCollection", "features": []}
    assert answer["Content-Type"] == "application/geo+json" and "private" in answer["Cache-Control"]
    again = client.get(BASE, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(BASE, headers={"If-None-Match": '"another"'}).status_code == 200


def test_the_streets_need_a_sign_in_and_no_purpose(sign_in: SignIn, snapshot: Path) -> None:
    (snapshot / MAP_FILE).write_text("{}", encoding="utf-8")
    assert Client().get(BASE).status_code == 403
    assert sign_in("analyst", None).get(BASE).status_code == 200
