"""Where a group is active and the lines that it uses."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

SignIn = Callable[..., Client]
KAY, LEE, MAX, TIA = (f"P-GANG000{n}" for n in range(1, 5))
AMOS = "P-AM000001"


@pytest.fixture
def analyst(sign_in: SignIn) -> Client:
    return sign_in("analyst", "disruption")


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def test_each_area_has_one_number_on_the_map_and_in_the_table(analyst: Client, grouped: str) -> None:
    told = page(analyst, f"/group/{grouped}/places/")
    assert 'data-place="1">1</td>' in told and "Mill End" in told and f'data-places="/group/{grouped}/places.geojson"' in told
    (feature,) = analyst.get(f"/group/{grouped}/places.geojson").json()["features"]
    assert feature["geometry"]["coordinates"] == [-1.22, 51.74]
    assert feature["properties"]["number"] == 1 and feature["properties"]["records"] == 3
    assert feature["properties"]["url"] == f"/group/{grouped}/places/#place-1"
    assert "Mill Lane" not in told, "an area, never an address"


def test_its_lines_are_shown_with_how_busy_they_are(analyst: Client, grouped: str) -> None:
    told = page(analyst, f"/group/{grouped}/places/")
    assert 'href="/entity/T-L0000001/"' in told and ">20</td>" in told and "look before you act" in told


def test_a_group_without_places_and_lines_says_so(analyst: Client, grouped: str) -> None:
    analyst.post("/groups/declare/", {"name": "Bridge people", "people": "P-BE000001", "reason": "Seen so"})
    told = page(analyst, "/group/D-1/places/")
    assert "No visible record says where" in told and "No visible record shows a busy number" in told
    assert analyst.get("/group/D-1/places.geojson").json() == {"type": "FeatureCollection", "features": []}
