"""The list of views, and where each leads."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from stronghold.casework.models import SavedView

SignIn = Callable[..., Client]
AMOS, DAN = "P-AM000001", "P-DA000001"


@pytest.fixture
def client(sign_in: SignIn) -> Client:
    return sign_in("analyst", "disruption", operations=["ash"])


def saved(client: Client, of: str = AMOS, query: str = "layers=home&kinds=address&least=0.7", title: str = "Homes") -> SavedView:
    assert client.post(f"/views/save/?of={of}&{query}", {"title": title}).status_code == 302
    return SavedView.objects.latest("pk")


def test_where_there_is_none_it_says_how_to_save_one(client: Client) -> None:
    text = client.get("/views/").content.decode()
    assert "No view is saved yet" in text and "Save this view" in text


def test_one_s_own_and_those_shared_are_listed_apart_with_what_they_show(client: Client, sign_in: SignIn) -> None:
    view = saved(client)
    client.post(f"/view/{view.pk}/settings/", {"do": "share with agency"})
    text = client.get("/views/").content.decode()
    assert "Network around a person: homes and places; tied by home; evidence at least strong" in text
    assert "everybody of police" in text and "Nobody has shared a view with you." in text
    other = sign_in("sergeant", "disruption").get("/views/").content.decode()
    assert "Homes" in other and "You have saved none." in other and "Amos" not in other


def test_it_opens_the_network_as_it_was_chosen(client: Client) -> None:
    view = saved(client)
    answer = client.get(f"/view/{view.pk}/")
    assert answer["Location"] == f"/entity/{AMOS}/network/?kinds=address&least=0.7&layers=home"
    shown = client.get(answer["Location"]).content.decode()
    assert "14 High Street" in shown and "Beth Cole" not in shown


def test_a_shared_view_shows_only_what_its_reader_may_see(client: Client, sign_in: SignIn) -> None:
    covert = saved(client, DAN, "depth=2", "Around him")
    client.post(f"/view/{covert.pk}/settings/", {"do": "share with agency"})
    assert client.get(f"/view/{covert.pk}/", follow=True).status_code == 200
    other = sign_in("analyst", "disruption")
    answer = other.get(f"/view/{covert.pk}/")
    text = answer.content.decode()
    assert answer.status_code == 404 and "Nothing of what this view is around is visible to you" in text
    assert "Voss" not in text and DAN not in text


def test_where_it_is_somebody_else_today_one_is_asked_whom_one_means(client: Client) -> None:
    view = saved(client)
    SavedView.objects.filter(pk=view.pk).update(focus="P-AS1TWAS0")
    answer = client.get(f"/view/{view.pk}/")
    text = answer.content.decode()
    assert answer.status_code == 200 and "The records that were meant now belong to another." in text
    assert f'href="/entity/{AMOS}/network/?kinds=address&amp;least=0.7&amp;layers=home"' in text and "Amos Perry" in text
