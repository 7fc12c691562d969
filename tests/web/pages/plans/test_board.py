"""The board of a group: a plan with its proof, what is left without somebody, who is never chosen, and what if a file were false."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from stronghold.casework.models import SavedPlan

KAY, LEE, MAX, TIA = (f"P-GANG000{n}" for n in range(1, 5))
SignIn = Callable[..., Client]


@pytest.fixture
def board(grouped: str) -> str:
    return f"/group/{grouped}/plan/"


@pytest.fixture
def client(sign_in: SignIn) -> Client:
    return sign_in("sergeant", "disruption")


def page(client: Client, address: str, sent: dict[str, str] | None = None, status: int = 200) -> str:
    answer = client.get(address) if sent is None else client.post(address, sent, follow=True)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def test_it_opens_with_everybody_in_and_says_whom_nobody_has_checked(client: Client, board: str) -> None:
    told = page(client, board)
    assert "Everybody is in: 6 pairs of people can reach each other" in told
    assert "Nobody has checked 3 of these people" in told
    assert f'value="{KAY}"' in told and f"/protection/{KAY}/check/" in told


def test_a_plan_says_whom_why_and_how_surely(client: Client, board: str) -> None:
    told = page(client, f"{board}?people=1&do=plan")
    assert "Proved: no other choice of 1 person leaves fewer pairs." in told
    assert "Taking them out leaves the 3 they reach together" in told
    assert "3 of 6 pairs of people can still reach each other" in told
    assert "As good, or nearly" in told
    assert len(re.findall(r'name="out" value="[^"]+" checked', told)) == 1


def test_who_is_to_be_protected_cannot_be_ticked_and_is_never_taken_out(client: Client, board: str) -> None:
    told = page(client, board)
    assert f'name="out" value="{TIA}"' not in told and "Protect first" in told and "under 18" in told
    assert "is to be protected first" in page(client, f"{board}?out={TIA}", status=400)
    assert "is to be protected first" in page(client, f"{board}?out={TIA}", {"aim": "Why"}, status=400)
    assert client.get(f"{board}network.json?out={TIA}").status_code == 400


def test_who_could_take_the_place_is_protected_first(client: Client, board: str) -> None:
    told = page(client, f"{board}?out={KAY}")
    assert "Protect them first:" in told and "nobody has checked them: protect them first" in told


def test_what_is_asked_for_wrongly_is_said_at_the_number(client: Client, board: str) -> None:
    assert "Choose a number from 1 to 10" in page(client, f"{board}?people=99&do=plan", status=400)
    assert "4 people cannot be chosen of 3 who may be" in page(client, f"{board}?people=4&do=plan", status=400)
    assert "is not in this group" in page(client, f"{board}?out=P-AM000001", status=400)
    page(client, "/group/G-00000000/plan/", status=404)


def test_somebody_who_is_not_to_be_chosen_is_not(client: Client, board: str) -> None:
    told = page(client, f"{board}?people=1&do=plan&excluded={KAY}&excluded={LEE}")
    assert f'name="out" value="{MAX}" checked' in told


def test_a_file_taken_for_false_changes_what_is_left_and_never_who_is_protected(client: Client, board: str) -> None:
    told = page(client, f"{board}?out={KAY}&false=rms.csv")
    assert "0 of 0 pairs of people can still reach each other" in told
    assert f'name="out" value="{TIA}"' not in told
    assert "There is no source" in page(client, f"{board}?false=none.csv", status=400)


def test_each_file_is_tried(client: Client, board: str) -> None:
    told = page(client, f"{board}?out={KAY}&people=1&do=each")
    assert "Without it" in told and "The choice is as good as any." in told


def test_the_drawing_shows_who_is_out_and_who_is_never_chosen(client: Client, board: str) -> None:
    drawn = client.get(f"{board}network.json?out={KAY}").json()
    looks = {node["id"]: node["look"] for node in drawn["nodes"]}
    assert looks == {KAY: "out", LEE: "part-1", MAX: "part-1", TIA: "never"}
    assert all(KAY not in (edge["source"], edge["target"]) for edge in drawn["edges"]) and len(drawn["edges"]) == 3
    assert all(node["letter"] for node in drawn["nodes"])


def test_a_choice_is_kept_as_it_is_shown(client: Client, board: str) -> None:
    assert "Say what the plan is for" in page(client, f"{board}?out={KAY}", {"aim": " "}, status=400)
    done = page(client, f"{board}?out={KAY}&out={LEE}&excluded={MAX}", {"aim": "Weaken the line"})
    assert "Plan 1 is kept as a draft" in done and "Weaken the line" in done
    plan = SavedPlan.objects.get()
    assert sorted(person.entity_id for person in plan.people.all()) == [KAY, LEE]
    assert plan.options["excluded"] == [MAX]


def test_who_may_not_keep_plans_is_not_offered_it(sign_in: SignIn, board: str) -> None:
    social_worker = sign_in("social_worker", "safeguarding", agency="children")
    assert "Keep it as a draft" not in page(social_worker, f"{board}?out={KAY}")
    page(social_worker, f"{board}?out={KAY}", {"aim": "Why"}, status=403)
