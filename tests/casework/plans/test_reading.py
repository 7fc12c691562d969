"""Plans are read by whoever may see everyone in them, with who each is today and why a plan may not be released."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from stronghold.casework import checks, groups, plans
from stronghold.casework.groups import Naming
from stronghold.casework.models import SavedPlan
from stronghold.concern import Outcome
from stronghold.governance.gateway import Gateway
from stronghold.governance.models import AuditEntry
from stronghold.network.groups.identity import group_id

KAY, LEE, MAX, TIA = (f"P-GANG000{n}" for n in range(1, 5))
AMOS = "P-AM000001"

Entered = Callable[..., Gateway]


@pytest.fixture
def number(entered: Entered) -> int:
    return int(plans.save(entered("ann"), group_id(KAY), [KAY, LEE], aim="Weaken the line", seconds=0.5).number)


def test_the_list_holds_what_one_may_see(entered: Entered, number: int) -> None:
    assert [view.row.number for view in plans.listed(entered("sue"))] == [number]
    assert plans.listed(entered("dev")) == ()
    assert AuditEntry.objects.filter(action="plans listed").count() == 2


def test_who_each_is_today_is_said_and_what_became_of_them(entered: Entered, number: int, next_picture: Any) -> None:
    view = plans.read(entered("sam"), number)
    assert [(each.today[0].label, each.is_same, each.is_protected) for each in view.people] == [
        ("Kay Ganger", True, False),
        ("Lee Ganger", True, False),
    ]
    checks.check(entered("sue"), LEE, Outcome.PROTECTED, reason="He told me")
    assert [each.row.entity_id for each in plans.read(entered("sam"), number).protected] == [LEE]
    next_picture(
        lambda con: con.execute(
            "UPDATE entity_member SET entity_id = 'P-GANG0009' WHERE entity_id = ? AND mention_id IN"
            " (SELECT mention_id FROM mention JOIN record USING (record_id) WHERE record_key = 'police/rms/arrest/g1')",
            [KAY],
        )
    )
    kay, lee = plans.read(entered("sam"), number).people
    assert ([each.entity_id for each in kay.today], kay.is_same, lee.is_same) == ([KAY, "P-GANG0009"], False, True)


def test_a_plan_with_somebody_of_whom_no_record_is_left_is_for_those_alone_who_answer_for_it(
    entered: Entered, number: int, next_picture: Any
) -> None:
    next_picture(lambda con: con.execute("DELETE FROM entity_member WHERE entity_id = ?", [KAY]))
    next_picture(
        lambda con: con.execute(
            "DELETE FROM mention WHERE mention_id NOT IN (SELECT mention_id FROM entity_member WHERE mention_id IS NOT NULL)"
        )
    )
    kay, lee = plans.read(entered("ann"), number).people
    assert (kay.today, kay.resolved.state, lee.is_same) == ((), "gone", True)
    assert [view.is_same for view in plans.listed(entered("ann"))] == [False]
    assert plans.listed(entered("sam")) == ()
    assert "is gone" in " ".join(plans.blocks(entered("ann"), plans.read(entered("ann"), number)).reasons)


def test_what_keeps_it_from_release_is_worked_out_now(entered: Entered, number: int) -> None:
    found = plans.blocks(entered("sam"), plans.read(entered("sam"), number))
    assert [each.entity_id for each in found.unchecked] == [KAY, LEE, MAX]
    assert found.reasons == ("Nobody has checked 3 people of the group for reasons to protect them first.",)
    for who in (KAY, LEE, MAX):
        checks.check(entered("sue"), who, Outcome.NO_REASON, reason="Looked")
    assert plans.blocks(entered("sam"), plans.read(entered("sam"), number)).reasons == ()


def test_somebody_who_left_the_group_keeps_it_from_release(entered: Entered, number: int) -> None:
    groups.declare(entered("ann"), "Ours", [Naming(KAY, True), Naming(LEE, False)], reason="He is her neighbour")
    found = plans.blocks(entered("sam"), plans.read(entered("sam"), number))
    assert "no longer in the group" in " ".join(found.reasons)


def test_who_is_asked_to_check_is_led_to_everybody_whom_the_planner_saw_in_the_group(entered: Entered, number: int) -> None:
    plan = SavedPlan.objects.get(number=number)
    assert plan.members == sorted([KAY, LEE, MAX, TIA])
    for who in (KAY, LEE, MAX):
        checks.check(entered("sue"), who, Outcome.NO_REASON, reason="Looked")
    # Somebody whom sue may see, and not in the group as she sees it.
    SavedPlan.objects.filter(number=number).update(members=[*plan.members, AMOS])
    found = plans.blocks(entered("sue"), plans.read(entered("sue"), number))
    assert [each.entity_id for each in found.unchecked] == [AMOS]
    assert found.reasons == ("Nobody has checked 1 person of the group for reasons to protect them first.",)
    checks.check(entered("sue"), AMOS, Outcome.NO_REASON, reason="Looked")
    assert plans.blocks(entered("sue"), plans.read(entered("sue"), number)).reasons == ()
