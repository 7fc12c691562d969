"""A group's ties: the same in the drawing, the tables and the files."""

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


def test_the_tables_have_each_tie_once_with_its_records(analyst: Client, grouped: str) -> None:
    told = page(analyst, f"/group/{grouped}/network/")
    assert "4 members and 6 ties among them." in told and "10 January 2024" in told
    assert f'data-network="/group/{grouped}/network.json" data-focus="{grouped}"' in told
    assert f'href="/group/{grouped}/evidence/?who={KAY}">3<' in told, "three arrests, though they tie two ways"


def test_the_drawing_is_made_from_the_same(analyst: Client, grouped: str) -> None:
    drawn = analyst.get(f"/group/{grouped}/network.json").json()
    assert {node["id"] for node in drawn["nodes"]} == {KAY, LEE, MAX, TIA} and len(drawn["edges"]) == 6
    assert [node["id"] for node in drawn["nodes"] if node["child"]] == [TIA]
    assert drawn["url_table"] == f"/group/{grouped}/network/"
    assert all(-1 <= node[axis] <= 1 for node in drawn["nodes"] for axis in "xy")


def test_choices_narrow_page_and_drawing_alike(analyst: Client, grouped: str) -> None:
    query = "?layers=phone&since_day=1&since_month=2&since_year=2024"
    told = page(analyst, f"/group/{grouped}/network/{query}")
    assert "Only what you chose is shown." in told and f"network.json{query.replace('&', '&amp;')}" in told
    edges = analyst.get(f"/group/{grouped}/network.json{query}").json()["edges"]
    assert {edge["records"] for edge in edges} == {2} and {tuple(edge["layers"]) for edge in edges} == {("phone",)}
    told = page(analyst, f"/group/{grouped}/network/?since_day=1&since_month=1&since_year=2030")
    assert "No tie fits what you chose" in told and "Kay Ganger" in told


def test_a_choice_that_cannot_be_used_is_told(analyst: Client, grouped: str) -> None:
    query = "?since_day=31&since_month=2&since_year=2024"
    assert "There is a problem" in page(analyst, f"/group/{grouped}/network/{query}", 400)
    assert analyst.get(f"/group/{grouped}/network.json{query}").status_code == 400


@pytest.mark.parametrize("ending", ["graphml", "geojson", "xlsx"])
def test_it_can_be_taken_along(analyst: Client, grouped: str, ending: str) -> None:
    answer = analyst.get(f"/group/{grouped}/network/export.{ending}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="group-{grouped}.{ending}"'


def test_another_form_of_file_is_refused_in_words(analyst: Client, grouped: str) -> None:
    assert "There is no export as" in page(analyst, f"/group/{grouped}/network/export.doc", 400)


def test_what_goes_with_a_picture_says_who_made_it(analyst: Client, grouped: str) -> None:
    notice = analyst.get(f"/group/{grouped}/network/notice.json").json()["notice"]
    assert analyst.account.username in notice  # type: ignore[attr-defined]
