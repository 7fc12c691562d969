"""A plan rests on the records that name whom it chose and on those that its group's ties come from; its owner is told."""

from __future__ import annotations

from collections.abc import Callable

from stronghold.casework import notices, plans, withdrawals
from stronghold.casework.models import PlanStep
from stronghold.casework.plans.resting import plans_resting_on, plans_seen
from stronghold.governance.gateway import Gateway
from stronghold.governance.models import Account
from stronghold.intake.withdrawals import Effect
from stronghold.network.groups.identity import group_id

KAY = "P-GANG0001"

Entered = Callable[..., Gateway]


def test_a_withdrawn_report_leads_to_the_plan_and_its_owner_is_told(entered: Entered) -> None:
    plan = plans.save(entered("sam"), group_id(KAY), [KAY], aim="Weaken the line", seconds=0.5)
    made = withdrawals.withdraw(entered("ann"), "police/rms/arrest/g1", Effect.DISCREDITED, reason="Made up")
    assert [(one.noun, one.key) for one in made.resting] == [("plan", str(plan.number))]
    (notice,), _ = notices.waiting_for(Account.objects.get(username="sam"))
    assert (notice.noun, notice.address, notice.cause) == ("plan", f"/plans/{plan.number}/", made.row)


def test_whoever_released_it_is_told_as_well_as_whoever_kept_it(entered: Entered) -> None:
    plan = plans.save(entered("ann"), group_id(KAY), [KAY], aim="Weaken the line", seconds=0.5)
    ann, sam = (Account.objects.get(username=name).pk for name in ("ann", "sam"))
    (resting,) = plans_resting_on("police/rms/arrest/g2")
    assert resting.owners == (ann,)
    PlanStep(plan=plan, to="released", by_id=sam, at=plan.at, reason="Day of action", snapshot=plan.snapshot).save()
    (resting,) = plans_resting_on("police/rms/arrest/g2")
    assert resting.owners == tuple(sorted((ann, sam)))


def test_a_record_of_a_tie_between_others_counts_as_well(entered: Entered) -> None:
    plans.save(entered("sam"), group_id(KAY), [KAY], aim="Weaken the line", seconds=0.5)
    assert [one.key for one in plans_resting_on("police/rms/intelligence_report/iP-GANG0001")] == ["1"]
    assert list(plans_resting_on("police/rms/intelligence_report/iP-GANG0002")) == []
    (resting,) = plans_resting_on("police/rms/arrest/g2")
    assert resting.how == "The record names somebody whom the plan chose."


def test_a_withdrawn_plan_rests_on_nothing_and_a_hidden_one_is_not_named(entered: Entered) -> None:
    number = plans.save(entered("sam"), group_id(KAY), [KAY], aim="Weaken the line", seconds=0.5).number
    assert plans_seen(entered("ann"), ["1", "7"]) == {"1"}
    assert plans_seen(entered("dev"), ["1"]) == frozenset()
    plans.withdraw(entered("ann"), number, reason="No more")
    assert list(plans_resting_on("police/rms/arrest/g1")) == []
