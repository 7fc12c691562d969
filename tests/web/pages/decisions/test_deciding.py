"""Side by side, same as another, not all the same: read by whoever may see both, decided by whoever may decide."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.test import Client

from stronghold.casework.models import Decision

SignIn = Callable[..., Client]
AMOS, BETH = "P-AM000001", "P-BE000001"
KEY, KEY_TOO, HIDDEN = "police/rms/person/1#subject.1", "council/housing/person/7#subject.1", "health/ed/person/h1#subject.1"
SEEN = {"judgement": "not_same", "reason": "Father and son"}


@pytest.fixture
def analyst(sign_in: SignIn) -> Client:
    return sign_in("analyst", "disruption")


def compare(left: str, right: str) -> str:
    return "/compare/?" + urlencode({"left": left, "right": right})


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def test_what_differs_is_said_in_words(analyst: Client) -> None:
    told = page(analyst, compare(AMOS, BETH))
    for words in (
        "Amos Perry and Beth Cole",
        "Different",
        "Only one says",
        "Are they the same person?",
        "takes the two for two now",
    ):
        assert words in told
    assert told.count("<h1") == 1 and "style=" not in told
    same = page(analyst, compare(KEY, KEY_TOO))
    assert ">Same<" in same and "takes the two for one person now" in same and "What each field says for or against" in same


def test_a_decision_is_made_and_shown_at_once_as_pending(analyst: Client) -> None:
    answer = analyst.post(compare(AMOS, BETH), {"judgement": "same", "reason": "Her married name"}, follow=True)
    assert answer.redirect_chain[-1][0] == f"/entity/{AMOS}/"
    told = answer.content.decode()
    assert "Decided: Amos Perry and Beth Cole are the same." in told
    assert f"{analyst.account.username} decided on" in told and "look at both pages" in told  # type: ignore[attr-defined]
    assert Decision.objects.get().reason == "Her married name"
    data_quality = analyst.session
    data_quality["purpose"] = "data_quality"
    data_quality.save()
    assert "the next build obeys" in page(analyst, "/data/") and "Build the picture again" in page(analyst, "/data/")
    data_quality["purpose"] = "disruption"
    data_quality.save()
    for path in ("", "records/", "ties/", "why-one/", "network/", "map/", "timeline/"):
        assert "The picture shows it after the next build." in page(analyst, f"/entity/{BETH}/{path}"), path


def test_what_is_missing_is_said_and_what_was_typed_stays(analyst: Client) -> None:
    answer = analyst.post(compare(AMOS, BETH), {"reason": "Her married name"})
    told = answer.content.decode()
    assert answer.status_code == 400 and "Choose whether they are the same" in told and "Her married name" in told
    assert not Decision.objects.exists()


def test_a_contradiction_is_shown_with_the_decisions_that_say_otherwise(analyst: Client) -> None:
    analyst.post(compare(KEY, KEY_TOO), {"judgement": "same", "reason": "One man"})
    answer = analyst.post(compare(KEY, KEY_TOO), SEEN)
    told = answer.content.decode()
    assert answer.status_code == 400
    for words in (
        "Earlier decisions say otherwise",
        "Amos Perry is the same as Amos Perry",
        "One man",
        'href="/decisions/1/"',
        "Father and son",
    ):
        assert words in told
    assert Decision.objects.count() == 1


def test_who_may_not_decide_may_compare_but_not_decide(sign_in: SignIn) -> None:
    sergeant = sign_in("sergeant", "disruption")
    told = page(sergeant, compare(AMOS, BETH))
    assert "takes an analyst" in told and 'name="judgement"' not in told
    assert sergeant.post(compare(AMOS, BETH), SEEN).status_code == 403
    assert sergeant.post(f"/entity/{AMOS}/not-the-same/", {}).status_code == 403
    assert "Same as another" not in page(sergeant, f"/entity/{AMOS}/")
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("left", "right", "status"), [(AMOS, "P-DA000001", 404), (HIDDEN, KEY, 404), (AMOS, "", 400), (AMOS, "A-H0000001", 400)]
)
def test_what_cannot_be_compared_is_said_plainly(analyst: Client, left: str, right: str, status: int) -> None:
    told = page(analyst, compare(left, right), status)
    assert "perryman" not in told.lower() and "voss" not in told.lower()
    assert analyst.post(compare(left, right), SEEN).status_code == status


def test_one_and_the_same_record_cannot_be_decided_about(analyst: Client) -> None:
    assert "nothing to decide" in page(analyst, compare(KEY, AMOS))
    assert analyst.post(compare(KEY, AMOS), SEEN).status_code == 400


def test_another_of_the_same_kind_is_looked_for_and_compared(analyst: Client) -> None:
    assert "Nothing is decided by looking" in page(analyst, f"/entity/{AMOS}/same-as/")
    told = page(analyst, f"/entity/{AMOS}/same-as/?q=cole")
    assert f"/compare/?left={AMOS}&amp;right={BETH}" in told
    # Nobody is compared with themselves, and a person with no home.
    assert "No other that you may see matches" in page(analyst, f"/entity/{AMOS}/same-as/?q=amos")
    assert "No other that you may see matches" in page(analyst, f"/entity/{AMOS}/same-as/?q=voss")
    assert "Enter what you are looking for" in page(analyst, f"/entity/{AMOS}/same-as/?q=", 400)
    assert "page=1" in analyst.get(f"/entity/{AMOS}/same-as/?q=cole&page=9")["Location"]


def test_records_are_parted_from_the_link_that_joined_them(analyst: Client) -> None:
    link = f"/entity/{AMOS}/not-the-same/?" + urlencode({"left": KEY, "right": KEY_TOO}).replace("+", "%20")
    assert link.replace("&", "&amp;") in page(analyst, f"/entity/{AMOS}/why-one/").replace("%2F", "%2F")
    told = page(analyst, link)
    assert told.count("checked") == 3
    form = {"goes_0": "first", "goes_1": "second", "goes_2": "second", "reason": "Two men of one name"}
    answer = analyst.post(link, form, follow=True)
    assert "not all the same" in answer.content.decode() and "has the records of both" in answer.content.decode()
    assert [(d.judgement, {d.left, d.right}) for d in Decision.objects.all()] == [
        ("not_same", {KEY, KEY_TOO}),
        ("same", {KEY_TOO, "police/rms/meeting/m1#attendee.1"}),
    ]


def test_what_is_missing_when_records_are_parted_is_said(analyst: Client) -> None:
    answer = analyst.post(f"/entity/{AMOS}/not-the-same/", {"goes_0": "first", "reason": "Two men"})
    told = answer.content.decode()
    assert answer.status_code == 400 and "goes with the second" in told and "Two men" in told
    analyst.post(compare(KEY, KEY_TOO), {"judgement": "same", "reason": "One man"})
    link = f"/entity/{AMOS}/not-the-same/?" + urlencode({"left": KEY, "right": KEY_TOO})
    answer = analyst.post(link, {"goes_0": "first", "goes_1": "second", "reason": "Two men"})
    assert answer.status_code == 400 and "One man" in answer.content.decode()


def test_of_one_visible_record_nothing_can_be_parted(analyst: Client) -> None:
    assert "nothing to part" in page(analyst, f"/entity/{BETH}/not-the-same/?left={HIDDEN}")
    assert analyst.post(f"/entity/{BETH}/not-the-same/", {"reason": "Why"}).status_code == 400
