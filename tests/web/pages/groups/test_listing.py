"""The list of groups, narrowed to an area, and drawn with the ties between them."""

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


def test_it_says_of_each_how_many_where_and_when(analyst: Client, grouped: str) -> None:
    told = page(analyst, "/groups/")
    assert f'href="/group/{grouped}/">Group active around Mill End</a>' in told and "1 to 1 of 1" in told
    assert "10 January 2024 to 10 March 2024" in told and "Found for the first time" in told
    assert "Ganger" not in told, "a list of groups names nobody"
    assert 'href="/groups/declare/"' in told


def test_it_is_narrowed_to_an_area_and_another_narrows_nothing(analyst: Client, grouped: str) -> None:
    assert "Show all" in page(analyst, "/groups/?area=Mill+End")
    told = page(analyst, "/groups/?area=Nowhere")
    assert grouped in told and "Show all" not in told


def test_without_a_group_it_says_what_a_group_needs(analyst: Client) -> None:
    told = page(analyst, "/groups/")
    assert "No group can be seen" in told and "three people" in told and 'href="/search/"' in told


def test_who_may_not_see_the_records_sees_no_group(sign_in: SignIn, grouped: str) -> None:
    told = page(sign_in("data_protection_officer", "data_protection", agency="council"), "/groups/")
    assert grouped not in told and "No group can be seen" in told and "declare a group" not in told


def test_groups_are_drawn_as_nodes_on_a_ring(analyst: Client, grouped: str) -> None:
    drawn = analyst.get("/groups/network.json").json()
    (node,) = drawn["nodes"]
    assert (node["id"], node["kind"], node["label"], node["url"]) == (
        grouped,
        "group",
        f"Around Mill End ({grouped})",
        f"/group/{grouped}/",
    )
    assert (drawn["url_table"], drawn["url_notice"], drawn["edges"]) == ("/groups/", "/groups/network/notice.json", [])
    notice = analyst.get("/groups/network/notice.json").json()["notice"]
    assert "Handling" in notice or "handling" in notice


def test_nothing_is_drawn_where_there_is_no_group(analyst: Client) -> None:
    assert analyst.get("/groups/network.json").json() == {"nodes": []}


def test_a_declared_group_is_marked_and_found_under_its_own_name(analyst: Client, grouped: str) -> None:
    analyst.post("/groups/declare/", {"name": "Bridge people", "people": AMOS, "reason": "Seen so"})
    told = page(analyst, "/groups/")
    assert ">Bridge people</a>" in told and "Declared" in told and "1 to 2 of 2" in told
    assert "No visible record ties members of one group to those of another." in told
