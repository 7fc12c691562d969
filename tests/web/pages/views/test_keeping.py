"""Saving a view from a network, sharing it with a colleague, and deleting it, on pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from stronghold.casework.models import SavedView

SignIn = Callable[..., Client]
AMOS, BETH = "P-AM000001", "P-BE000001"
CHOSEN = "layers=home&depth=2&since_day=1&since_month=1&since_year=2024"


@pytest.fixture
def client(sign_in: SignIn) -> Client:
    return sign_in("analyst", "disruption")


def save(client: Client, query: str = f"of={AMOS}&{CHOSEN}", title: str = "Homes around") -> SavedView:
    answer = client.post(f"/views/save/?{query}", {"title": title})
    view = SavedView.objects.latest("pk")
    assert (answer.status_code, answer["Location"]) == (302, f"/view/{view.pk}/settings/")
    return view


def test_the_network_offers_to_be_saved_as_it_is_shown(client: Client) -> None:
    text = client.get(f"/entity/{AMOS}/network/?layers=home&limit=nonsense").content.decode()
    assert f'href="/views/save/?of={AMOS}&amp;layers=home"' in text


def test_a_group_s_ties_offer_to_be_saved(client: Client, grouped: str) -> None:
    assert (
        f'href="/views/save/?of={grouped}&amp;least=0.4"' in client.get(f"/group/{grouped}/network/?least=0.4").content.decode()
    )
    view = save(client, f"of={grouped}&least=0.4", "Well evidenced")
    assert (view.focus, view.choices) == (grouped, {"least": ["0.4"]})
    assert client.get(f"/view/{view.pk}/")["Location"] == f"/group/{grouped}/network/?least=0.4"


def test_what_was_chosen_is_kept_and_told(client: Client) -> None:
    text = client.get(f"/views/save/?of={AMOS}&{CHOSEN}&stray=1&page=3").content.decode()
    assert "Network around Amos Perry" in text and "Chosen: up to two ties away; tied by home; from 1 January 2024." in text
    view = save(client, f"of={AMOS}&{CHOSEN}&stray=1&page=3&limit=99999")
    assert view.choices == {
        "layers": ["home"], "depth": ["2"], "since_day": ["1"], "since_month": ["1"], "since_year": ["2024"],
    }  # fmt: skip
    told = client.get(f"/view/{view.pk}/settings/").content.decode()
    assert "is saved. It is yours alone until you share it." in told and "You alone." in told


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("", "Give the view a title"),
        ("x" * 101, "The title must be 100 characters or fewer"),
        ("\0", "Enter letters and figures"),
    ],
)
def test_a_title_that_cannot_be_is_said_at_the_field(client: Client, title: str, words: str) -> None:
    answer = client.post(f"/views/save/?of={AMOS}", {"title": title})
    assert answer.status_code == 400 and words in answer.content.decode() and not SavedView.objects.exists()


@pytest.mark.parametrize("of", ["", "P-00000000", "P-DA000001", "G-00000000", "nothing"])
def test_what_one_may_not_see_is_not_saved(client: Client, of: str) -> None:
    for answer in (client.get(f"/views/save/?of={of}"), client.post(f"/views/save/?of={of}", {"title": "Whoever"})):
        assert answer.status_code == 404 and "voss" not in answer.content.decode().lower()
    assert not SavedView.objects.exists()


def test_it_is_shared_and_no_longer_shared(client: Client, sign_in: SignIn) -> None:
    view, settings = save(client), "/view/{}/settings/"
    other, far = sign_in("sergeant", "disruption"), sign_in("analyst", "disruption", agency="council")
    page = settings.format(view.pk)
    assert other.get(page).status_code == far.get(page).status_code == 404
    assert client.post(page, {"do": "share", "name": far.account.username}).status_code == 302  # type: ignore[attr-defined]
    assert client.post(page, {"do": "share with agency"}).status_code == 302
    text = client.get(page).content.decode()
    assert f'Stop sharing<span class="govuk-visually-hidden"> with {far.account.username}' in text and "Everybody" in text  # type: ignore[attr-defined]
    assert "Rename" not in other.get(page).content.decode()
    client.post(page, {"do": "stop", "name": far.account.username})  # type: ignore[attr-defined]
    client.post(page, {"do": "stop with agency"})
    assert other.get(page).status_code == far.get(page).status_code == 404


def test_whom_there_is_not_is_said_at_the_field(client: Client) -> None:
    page = f"/view/{save(client).pk}/settings/"
    for name, words in (("nobody", "There is no open account “nobody”"), ("", "Enter the name that they sign in with")):
        answer = client.post(page, {"do": "share", "name": name})
        text = answer.content.decode()
        assert answer.status_code == 400 and words in text and 'href="#id_name"' in text


def test_it_is_renamed_and_another_may_not(client: Client, sign_in: SignIn) -> None:
    page = f"/view/{save(client).pk}/settings/"
    client.post(page, {"do": "share with agency"})
    assert client.post(page, {"do": "rename", "title": "Houses"}).status_code == 302
    assert client.post(page, {"do": "rename", "title": ""}).status_code == 400
    other = sign_in("analyst", "disruption")
    assert other.post(page, {"do": "rename", "title": "Mine"}).status_code == 403
    assert other.post(page.replace("settings", "delete")).status_code == 403
    assert "may delete it" in other.get(page.replace("settings", "delete")).content.decode()
    assert SavedView.objects.get().title == "Houses"


def test_it_is_deleted_after_it_was_asked(client: Client) -> None:
    view = save(client)
    assert "Nobody can open it any more" in client.get(f"/view/{view.pk}/delete/").content.decode()
    assert SavedView.objects.exists()
    answer = client.post(f"/view/{view.pk}/delete/")
    assert (answer.status_code, answer["Location"]) == (302, "/views/") and not SavedView.objects.exists()
