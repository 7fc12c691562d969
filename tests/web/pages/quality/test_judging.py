"""One pair after another: side by side, what differs marked, nothing of what the model thinks, and nothing lost."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from stronghold.casework.models import ClericalPair

SignIn = Callable[..., Client]


def begun(sign_in: SignIn) -> tuple[Client, str]:
    analyst = sign_in("analyst", "disruption")
    return analyst, str(analyst.post("/quality/samples/draw/", {"size": "20", "seed": "1"})["Location"]) + "next/"


def test_the_two_are_shown_without_what_the_model_thinks(sign_in: SignIn) -> None:
    analyst, address = begun(sign_in)
    told = analyst.get(address).content.decode()
    assert "Are these two records of one person?" in told and "0 of 1 judged" in told
    assert "Perry" in told and "01/02/1990" in told and "Only one says" in told
    for hidden in ("robability", "9.5", "P-AM000001", "odds"):
        assert hidden not in told
    for value, key in (("yes", "y"), ("no", "n"), ("unsure", "s")):
        assert f'value="{value}" data-key="{key}"' in told


def test_an_answer_is_kept_the_next_is_asked_and_the_last_taken_back(sign_in: SignIn) -> None:
    analyst, address = begun(sign_in)
    told = analyst.post(address, {"pair": "1", "answer": "unsure", "note": "No date of birth"}, follow=True).content.decode()
    assert "Every pair that can be shown has been judged" in told
    assert ClericalPair.objects.get().answer == "unsure" and ClericalPair.objects.get().note == "No date of birth"
    told = analyst.post(address, {"answer": "undo"}, follow=True).content.decode()
    assert "Are these two records of one person?" in told and ClericalPair.objects.get().answer == ""


def test_what_is_no_answer_is_said_and_what_was_typed_stays(sign_in: SignIn) -> None:
    analyst, address = begun(sign_in)
    for sent in ({"pair": "1", "answer": "perhaps"}, {"pair": "77", "answer": "yes"}, {"pair": "x", "answer": "yes"}):
        answer = analyst.post(address, {**sent, "note": "Typed here"})
        assert answer.status_code == 400 and "Typed here" in answer.content.decode()
    assert ClericalPair.objects.get().answer == ""
    assert sign_in("sergeant", "disruption").get(address).status_code == 403
