"""The page of one record."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

SignIn = Callable[..., Client]


@pytest.fixture
def analyst(sign_in: SignIn) -> Client:
    return sign_in("analyst", "disruption")


def text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def test_an_event_with_everyone_it_names(analyst: Client) -> None:
    page = text(analyst, "/record/police/rms/meeting/m1/")
    assert "<h1" in page and "Meeting, 1 July 2024" in page
    for said in ("Seen by the bridge.", "What was seen", "Attendee", "/entity/P-AM000001/", "/entity/P-BE000001/", "Beth Cole"):
        assert said in page
    for said in ("rms.csv", "line 5", "crime prevention", "public task", "Not graded", "Lawful sharing permitted"):
        assert said in page


def test_a_person_with_their_home_and_the_cells_that_needed_care(analyst: Client) -> None:
    page = text(analyst, "/record/police/rms/person/1/")
    assert "of Amos Perry" in page and "14 High Street" in page
    assert "not a National Insurance number" in page and "QQ12" in page
    assert "M?" not in page  # a cell of a column that is kept for equality monitoring alone


@pytest.mark.parametrize(
    "path", ["/record/police/covert/meeting/c1/", "/record/none/", "/record/a%252F%20b%3F%23%F0%9F%98%80/", "/record/?key=.."]
)
def test_hidden_and_absent_are_answered_alike(analyst: Client, path: str) -> None:
    assert "Nothing to show" in text(analyst, path, 404)


def test_a_key_in_the_query_is_the_same_page(analyst: Client) -> None:
    assert "Seen by the bridge." in text(analyst, "/record/?key=police/rms/meeting/m1")
    assert "No record was asked for" in text(analyst, "/record/", 404)


def test_an_entitys_id_leads_to_its_page(analyst: Client) -> None:
    answer = analyst.get("/record/P-AM000001/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/entity/P-AM000001/")


def test_conditions_are_said(sign_in: SignIn) -> None:
    cleared = sign_in(["analyst", "conditional_reader"], "disruption")
    assert "Shared with conditions. They travel" in text(cleared, "/record/council/asb/meeting/a1/")
