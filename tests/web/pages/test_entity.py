"""The pages of one person, home, phone, vehicle or organisation."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

SignIn = Callable[..., Client]
AMOS, BETH, DAN, HOME = "P-AM000001", "P-BE000001", "P-DA000001", "A-H0000001"
PAGES = ("", "records/", "ties/", "why-one/", "history/")


@pytest.fixture
def analyst(sign_in: SignIn) -> Client:
    return sign_in("analyst", "disruption")


def text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def test_the_summary_says_what_records_say_and_whose_they_are(analyst: Client) -> None:
    page = text(analyst, f"/entity/{AMOS}/")
    assert "3 records that you may see, from council, police." in page
    for said in ("Amos Perry", "Perry", "1 February 1990", "14 High Street, Oxford, OX1 4AA", "Beth Cole", "Seen by the bridge."):
        assert said in page
    assert 'href="/record/police/rms/person/1/"' in page
    assert f'href="/entity/{AMOS}/network/"' in page


def test_protected_characteristics_are_not_on_any_page(analyst: Client) -> None:
    for page in PAGES:
        assert ">Sex<" not in text(analyst, f"/entity/{AMOS}/{page}")


def test_records_are_graded_in_words(analyst: Client) -> None:
    page = text(analyst, f"/entity/{AMOS}/records/")
    assert "Not graded" in page and "Lawful sharing permitted" in page
    assert "rms.csv" in page and "line 2" in page


def test_ties_are_grouped_by_layer_with_their_evidence(analyst: Client) -> None:
    page = text(analyst, f"/entity/{AMOS}/ties/")
    assert "Home (1)" in page and "Meeting (1)" in page
    assert 'href="/record/police/rms/meeting/m1/"' in page and "Meeting, 1 July 2024" in page
    assert "moderate" in page.lower() or "strong" in page.lower()
    one = text(analyst, f"/entity/{AMOS}/ties/?layer=home")
    assert "Home (1)" in one and "Meeting (1)" not in one
    assert "There is no such tie" in text(analyst, f"/entity/{AMOS}/ties/?layer=nonsense")


def test_records_that_tie_two_are_listed(analyst: Client) -> None:
    page = text(analyst, f"/entity/{AMOS}/records/?with={BETH.lower()}")
    assert "Records that tie Amos Perry to Beth Cole" in page
    assert "1 to 1 of 1" in page and "/record/police/rms/meeting/m1/" in page
    # One whom only hidden records tie to him is not named.
    hidden = text(analyst, f"/entity/{AMOS}/records/?with={DAN}")
    assert "No record that you may see ties the two" in hidden and "Voss" not in hidden


def test_why_the_records_are_one_person_is_told_field_by_field(analyst: Client) -> None:
    page = text(analyst, f"/entity/{AMOS}/why-one/")
    assert "Surname" in page and "police/rms/person/1#subject.1" in page and "Together" in page
    assert "the same flat, house, street and postcode" in text(analyst, f"/entity/{HOME}/why-one/")


def test_a_merged_id_says_so(analyst: Client) -> None:
    assert "was merged into" in text(analyst, "/entity/P-AM0000ZZ/")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("entity", [DAN, "P-00000000", "nonsense", "%F0%9F%98%80"])
def test_hidden_and_absent_are_answered_alike(analyst: Client, entity: str, page: str) -> None:
    assert "Nothing to show" in text(analyst, f"/entity/{entity}/{page}", 404)


def test_two_accounts_see_each_what_their_records_say(sign_in: SignIn) -> None:
    clients = {
        "analyst": sign_in("analyst", "disruption"),
        "member": sign_in("analyst", "disruption", operations=("ash",)),
        "worker": sign_in("social_worker", "safeguarding", agency="council"),
    }
    pages = {name: "".join(text(client, f"/entity/{AMOS}/{page}") for page in PAGES) for name, client in clients.items()}
    for name, marks in {"member": ("Voss", "covert"), "worker": ("Perryman", "Ghost", "health")}.items():
        for other, page in pages.items():
            for mark in marks:
                assert (mark in page) == (name == other), f"{mark} for {other}"
    assert "2 July 2024" not in pages["analyst"]
    assert "2 July 2024" in pages["member"]


def test_conditions_are_said_on_every_page_that_rests_on_them(sign_in: SignIn) -> None:
    cleared = sign_in(["analyst", "conditional_reader"], "disruption")
    for page in PAGES:
        assert "Shared with conditions. They travel" in text(cleared, f"/entity/{AMOS}/{page}")
        assert "Shared with conditions. They travel" not in text(cleared, f"/entity/{HOME}/{page}")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_too_far_goes_to_the_last(analyst: Client, page: str) -> None:
    answer = analyst.get(f"/entity/{AMOS}/{page}?page=999999999")
    assert answer.status_code in (200, 302)
    for number in ("0", "-1", "x", "\u0661", ""):
        assert analyst.get(f"/entity/{AMOS}/{page}", {"page": number}).status_code == 200
