"""The review: a list in its order, and one question at a time that is answered, skipped, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client

from stronghold import engine
from stronghold.casework.models import Decision
from stronghold.picture.snapshot import PICTURE_FILE

SignIn = Callable[..., Client]
AMOS, AMOS_TOO = "police/rms/person/1#subject.1", "council/housing/person/7#subject.1"
BETH, THIRD, HIDDEN = (
    "police/rms/meeting/m1#attendee.2",
    "police/rms/meeting/m1#attendee.1",
    "police/covert/meeting/c1#attendee.2",
)
NEXT = "/review/next/"


@pytest.fixture
def questions(store: Path) -> None:
    """Amos is a child; whether Beth is he, or Dan of a hidden record, is uncertain, and so is one of his own records."""
    (path,) = store.glob(f"snapshots/*/{PICTURE_FILE}")
    with engine.connect(path) as con:
        con.execute("UPDATE person SET date_of_birth = '2016-02-01' WHERE date_of_birth = '1990-02-01'")
        con.execute("UPDATE link SET match_weight = 4.5 WHERE match_weight = 9.5")
        for key, weight in ((BETH, 1.5), (HIDDEN, 1.9)):
            con.execute(
                "INSERT INTO link SELECT least(a.mention_id, b.mention_id), greatest(a.mention_id, b.mention_id), 'person', $w, 0.5, 0, 0, false"
                " FROM mention a, mention b WHERE a.mention_key = $left AND b.mention_key = $right",
                {"w": weight, "left": AMOS, "right": key},
            )


@pytest.fixture
def analyst(questions: None, sign_in: SignIn) -> Client:
    return sign_in("analyst", "disruption")


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def answered(client: Client, answer: str, left: str = AMOS, right: str = BETH, reason: str = "Looked at both") -> str:
    sent = {"left": left, "right": right, "answer": answer, "reason": reason}
    return client.post(NEXT, sent, follow=True).content.decode()


def test_the_list_says_why_and_in_which_order(analyst: Client) -> None:
    told = page(analyst, "/review/")
    assert "1 to 2 of 2" in told
    assert told.index("Beth Cole") < told.index("two of the records")
    for words in ("Amos Perry is a child", "would join them", "would part them", "Nobody has a score"):
        assert words in told
    assert "Voss" not in told and "covert" not in told
    assert "page=1" in analyst.get("/review/?page=9")["Location"]


def test_where_nothing_is_uncertain_it_says_so(sign_in: SignIn) -> None:
    client = sign_in("analyst", "disruption")
    assert "There is nothing to review" in page(client, "/review/")
    assert "Nothing is left to review" in page(client, NEXT)


def test_one_question_side_by_side_with_plain_buttons_and_keys(analyst: Client) -> None:
    told = page(analyst, NEXT)
    assert "Are these the same person?" in told and "2 to review" in told and "Amos Perry is a child" in told
    for value, key in (("same", "y"), ("not_same", "n"), ("skip", "s")):
        assert f'value="{value}" data-key="{key}"' in told
    assert "Compared side by side in the review." in told and "review-00000000.js" in told


def test_an_answer_is_a_decision_that_the_review_asked_for(analyst: Client) -> None:
    told = answered(analyst, "not_same")
    row = Decision.objects.get()
    assert (row.judgement, row.origin, row.reason, row.match_weight, row.accepted) == (
        "not_same",
        "review",
        "Looked at both",
        1.5,
        False,
    )
    assert "1 to review" in told and "Your last answer" in told and 'data-key="u"' in told
    told = answered(analyst, "same", AMOS, AMOS_TOO)
    assert "Nothing is left to review" in told and Decision.objects.count() == 2


def test_the_last_answer_is_undone_and_asked_again(analyst: Client) -> None:
    answered(analyst, "same")
    told = analyst.post(NEXT, {"answer": "undo", "undo-reason": ""}).content.decode()
    assert "Say why" in told and Decision.objects.get().stands
    told = analyst.post(NEXT, {"answer": "undo", "undo-reason": "The wrong key"}, follow=True).content.decode()
    assert Decision.objects.get().undo_reason == "The wrong key"
    assert "2 to review" in told and "Beth Cole" in told and "Your last answer" not in told
    assert "2 to review" in analyst.post(NEXT, {"answer": "undo", "undo-reason": "Again"}, follow=True).content.decode()


def test_what_is_skipped_comes_last_and_can_be_asked_again(analyst: Client) -> None:
    told = answered(analyst, "skip")
    assert "1 to review, 1 skipped" in told and "takes the two for one person now" in told
    told = answered(analyst, "skip", AMOS, AMOS_TOO)
    assert "2 questions were skipped" in told
    told = analyst.post(NEXT, {"answer": "again"}, follow=True).content.decode()
    assert "2 to review" in told and "skipped" not in told
    assert not Decision.objects.exists()


def test_one_of_the_list_is_asked_for(analyst: Client) -> None:
    told = page(analyst, f"{NEXT}?{urlencode({'left': AMOS, 'right': AMOS_TOO})}")
    assert f'name="right" value="{AMOS_TOO}"' in told
    assert page(analyst, f"{NEXT}?{urlencode({'left': AMOS, 'right': HIDDEN})}", 404).count("Voss") == 0


def test_what_is_wrong_with_an_answer_is_said_and_what_was_typed_stays(analyst: Client) -> None:
    for answer, reason, words in (("same", "", "Say why"), ("perhaps", "Typed", "Choose an answer")):
        told = analyst.post(NEXT, {"left": AMOS, "right": BETH, "answer": answer, "reason": reason})
        assert told.status_code == 400 and words in told.content.decode() and reason in told.content.decode()
    answered(analyst, "not_same")
    told = analyst.post(NEXT, {"left": AMOS, "right": BETH, "answer": "same", "reason": "Sure of it"})
    assert told.status_code == 400
    assert "Earlier decisions say otherwise" in told.content.decode() and "Sure of it" in told.content.decode()
    assert analyst.post(NEXT, {"left": AMOS, "right": HIDDEN, "answer": "same", "reason": "Why"}).status_code == 404


def test_who_may_not_decide_sees_the_list_and_answers_nothing(questions: None, sign_in: SignIn) -> None:
    sergeant = sign_in("sergeant", "disruption")
    assert "/compare/?" in page(sergeant, "/review/") and "one at a time" not in page(sergeant, "/review/")
    assert 'data-key="y"' not in page(sergeant, NEXT)
    assert sergeant.post(NEXT, {"left": AMOS, "right": BETH, "answer": "same", "reason": "Why"}).status_code == 403


def test_an_answer_that_another_gave_before_is_not_taken_back_with_a_key(analyst: Client, sign_in: SignIn) -> None:
    other = sign_in("analyst", "disruption")
    answered(other, "same")
    assert "Your last answer" not in answered(analyst, "same")
    assert Decision.objects.count() == 1


def test_what_differs_is_marked_letter_by_letter_where_values_are_much_alike(analyst: Client, store: Path) -> None:
    told = page(analyst, f"{NEXT}?{urlencode({'left': AMOS, 'right': BETH})}")
    assert "<mark>Amos Perry</mark>" in told and "<mark>Beth Cole</mark>" in told
    assert "<mark>" not in page(analyst, f"{NEXT}?{urlencode({'left': AMOS, 'right': AMOS_TOO})}")


def test_people_kept_apart_at_one_weak_link_are_listed_to_be_looked_at(analyst: Client, store: Path) -> None:
    (path,) = store.glob(f"snapshots/*/{PICTURE_FILE}")
    with engine.connect(path) as con:
        parted = "SELECT mention_l, mention_r, match_weight, 'weak' AS reason FROM link WHERE match_weight = 1.5"
        con.execute(f"CREATE OR REPLACE TABLE linking_split AS {parted}")
    told = page(analyst, "/review/")
    assert "Linked, and kept apart" in told and "3 and 1" in told
    answered(analyst, "not_same")
    assert "Linked, and kept apart" not in page(analyst, "/review/")
