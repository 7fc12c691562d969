"""A plan is saved with its aim, released by a sergeant once everybody was checked, and withdrawn; each step is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from stronghold.casework import checks, plans
from stronghold.casework.models import SavedPlan
from stronghold.casework.plans import NotReleasable, PlanProblem
from stronghold.concern import Outcome
from stronghold.errors import BadInput
from stronghold.governance.gateway import Gateway
from stronghold.governance.models import AuditEntry
from stronghold.governance.refusals import NotVisible, Refused
from stronghold.network.groups.identity import group_id

KAY, LEE, MAX, TIA = (f"P-GANG000{n}" for n in range(1, 5))
GROUP = group_id(KAY)

Entered = Callable[..., Gateway]


def saved(entered: Entered, *out: str, by: str = "ann", **options: Any) -> SavedPlan:
    return plans.save(entered(by), GROUP, out or (KAY,), aim="Weaken the line", seconds=0.5, **options)


def check_everybody(entered: Entered) -> None:
    for who in (KAY, LEE, MAX):
        checks.check(entered("sue"), who, Outcome.NO_REASON, reason="Looked at all there is")


def test_it_is_kept_with_its_aim_what_it_comes_to_and_why_each_was_chosen(entered: Entered) -> None:
    best = entered("ann").group_plan(GROUP, 1, seconds=0.5).plan
    plan = saved(entered, *best.chosen)
    view = plans.read(entered("sam"), plan.number)
    assert (plan.number, view.row.state, view.row.aim, view.row.group_id) == (1, "draft", "Weaken the line", GROUP)
    result = plans.Result(**view.row.result)
    assert (result.pairs_before, result.surviving_pairs, result.proved, result.by_hand, result.gap) == (6, 3.0, True, False, 0.0)
    (person,) = view.people
    assert person.row.sentence.startswith("Taking them out leaves the 3 they reach together")
    assert [each.label for each in person.today] == [
        f"{dict(zip((KAY, LEE, MAX), ('Kay', 'Lee', 'Max'), strict=True))[best.chosen[0]]} Ganger"
    ]
    assert "police/rms/arrest/g1" in view.row.records


def test_a_choice_by_hand_is_kept_beside_the_best_that_is_known(entered: Entered) -> None:
    best = entered("ann").group_plan(GROUP, 1, seconds=0.5).plan.chosen[0]
    other = next(who for who in (KAY, LEE, MAX) if who != best)
    result = plans.Result(**saved(entered, other).result)
    assert result.by_hand and not result.proved and result.bound <= result.surviving_pairs


def test_what_was_left_out_and_taken_for_false_is_kept(entered: Entered) -> None:
    plan = saved(entered, KAY, excluded=[MAX], false=["police/rms/arrest/g3"], uncertain=True)
    assert plan.options == {"uncertain": True, "excluded": [MAX], "false": ["police/rms/arrest/g3"]}
    assert plan.result["low"] is None or plan.result["low"] <= plan.result["surviving_pairs"]


def test_nobody_to_be_protected_is_ever_saved(entered: Entered) -> None:
    with pytest.raises(BadInput, match="is to be protected first"):
        saved(entered, KAY, TIA)
    checks.check(entered("sue"), LEE, Outcome.PROTECTED, reason="He told me")
    with pytest.raises(BadInput, match="is to be protected first"):
        saved(entered, LEE)
    assert not SavedPlan.objects.exists()


@pytest.mark.parametrize(("out", "aim", "field"), [([], "Why", "out"), ([KAY], " ", "aim")])
def test_what_cannot_be_saved_says_so_at_the_field(entered: Entered, out: list[str], aim: str, field: str) -> None:
    with pytest.raises(PlanProblem) as problem:
        plans.save(entered("ann"), GROUP, out, aim=aim, seconds=0.5)
    assert list(problem.value.problems) == [field]


def test_it_is_released_only_once_everybody_in_the_group_was_checked(entered: Entered) -> None:
    number = saved(entered).number
    with pytest.raises(NotReleasable, match="Nobody has checked 3 people"):
        plans.release(entered("sam"), number, reason="Day of action")
    for who in (KAY, LEE):
        checks.check(entered("sue"), who, Outcome.NO_REASON, reason="Looked")
    with pytest.raises(NotReleasable, match="Nobody has checked 1 person"):
        plans.release(entered("sam"), number, reason="Day of action")
    assert AuditEntry.objects.filter(action="plan release refused").count() == 2
    checks.check(entered("sue"), MAX, Outcome.NO_REASON, reason="Looked")
    plan = plans.release(entered("sam"), number, reason="Day of action")
    assert plan.state == "released"
    with pytest.raises(PlanProblem, match="The plan is released already"):
        plans.release(entered("sam"), number, reason="Again")


def test_it_is_not_released_against_anybody_who_is_protected_by_now(entered: Entered) -> None:
    number = saved(entered).number
    check_everybody(entered)
    checks.check(entered("sue"), KAY, Outcome.PROTECTED, reason="She told me")
    with pytest.raises(NotReleasable, match="The plan chose 1 person who has to be protected"):
        plans.release(entered("sam"), number, reason="Day of action")


def test_it_is_not_released_against_somebody_who_is_not_who_they_were(entered: Entered, next_picture: Callable[..., str]) -> None:
    number = saved(entered).number
    next_picture(
        lambda con: con.execute(
            "UPDATE entity_member SET entity_id = 'P-GANG0009' WHERE entity_id = ? AND mention_id IN"
            " (SELECT mention_id FROM mention JOIN record USING (record_id) WHERE record_key = 'police/rms/arrest/g1')",
            [KAY],
        )
    )
    with pytest.raises(NotReleasable, match="Somebody whom the plan chose was parted"):
        plans.release(entered("sam"), number, reason="Day of action")


def test_it_is_not_released_for_a_group_that_is_not_found_any_more(entered: Entered, next_picture: Callable[..., str]) -> None:
    number = saved(entered).number
    next_picture(lambda con: con.execute("DELETE FROM tie"))
    with pytest.raises(NotReleasable, match="The group is no longer found"):
        plans.release(entered("sam"), number, reason="Day of action")


def test_only_who_may_saves_and_releases(entered: Entered) -> None:
    for name in ("sue", "dev"):
        with pytest.raises(Refused):
            saved(entered, by=name)
    with pytest.raises(Refused):
        plans.save(entered("sam", "safeguarding"), GROUP, [KAY], aim="Why", seconds=0.5)
    number = saved(entered).number
    check_everybody(entered)
    with pytest.raises(Refused, match="may not release plans"):
        plans.release(entered("ann"), number, reason="Day of action")
    assert SavedPlan.objects.get(number=number).state == "draft"


def test_a_withdrawn_plan_is_kept_with_every_step_and_never_released_again(entered: Entered) -> None:
    number = saved(entered).number
    check_everybody(entered)
    plans.release(entered("sam"), number, reason="Day of action")
    plans.withdraw(entered("ann"), number, reason="The line has moved on")
    steps = [(step.to, step.reason, step.by.username) for step in plans.read(entered("sam"), number).steps if step.by]
    assert steps == [
        ("draft", "Weaken the line", "ann"),
        ("released", "Day of action", "sam"),
        ("withdrawn", "The line has moved on", "ann"),
    ]
    for verb in (plans.release, plans.withdraw):
        with pytest.raises(PlanProblem, match="The plan is withdrawn already"):
            verb(entered("sam"), number, reason="Again")


def test_a_plan_that_one_may_not_see_is_not_there(entered: Entered) -> None:
    number = saved(entered).number
    for asked in (number, 99):
        with pytest.raises(NotVisible, match=f"No plan {asked} is visible"):
            plans.read(entered("dev"), asked)
