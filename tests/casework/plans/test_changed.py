"""What is not as it was when a plan was kept, in sentences: whom it chose, and the records that it rests on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from stronghold.casework import plans, withdrawals
from stronghold.casework.anchors import resolved
from stronghold.casework.models import SavedPlan
from stronghold.casework.plans.changed import rests_on, what_changed
from stronghold.governance.gateway import Gateway
from stronghold.governance.whereabouts import Whereabouts
from stronghold.intake.withdrawals import Effect
from stronghold.network.groups.identity import group_id

KAY, OTHER = "P-GANG0001", "P-GANG0009"
ARREST = "police/rms/arrest/g2"
OWN_REPORT, OTHER_REPORT = "police/rms/intelligence_report/iP-GANG0001", "police/rms/intelligence_report/iP-GANG0002"

Entered = Callable[..., Gateway]


@pytest.fixture
def plan(entered: Entered) -> SavedPlan:
    """A plan that chose Kay, and took one arrest for false."""
    return plans.save(entered("ann"), group_id(KAY), [KAY], aim="Why", false=["police/rms/arrest/g3"], seconds=0.5)


def said(plan: SavedPlan, where: dict[str, str] | None = None, leads_to: str | None = None, lost: str = "") -> str:
    """What has changed once Kay's mentions are where it says (where they were, if it does not) and a record is lost."""
    (person,) = plan.people.all()
    found = resolved(person.anchor, Whereabouts(dict.fromkeys(person.keys, KAY) if where is None else where, leads_to))
    return " ".join(what_changed(plan, [found], rests_on(plan) - {lost}))


def test_it_rests_on_who_was_chosen_and_on_the_ties_and_not_on_what_it_took_for_false(plan: SavedPlan) -> None:
    assert {OWN_REPORT, "police/rms/arrest/g1", "health/ed/sighting/s1"} <= rests_on(plan)
    assert OTHER_REPORT not in rests_on(plan) and "police/rms/arrest/g3" not in rests_on(plan)


def test_nothing_is_said_where_nothing_has_changed(plan: SavedPlan) -> None:
    assert said(plan) == ""


def test_each_thing_that_can_become_of_somebody_is_said(plan: SavedPlan) -> None:
    (person,) = plan.people.all()
    moved = dict.fromkeys(person.keys, OTHER)
    assert said(plan, moved, OTHER) == "Somebody whom the plan chose was joined with another person."
    assert said(plan, moved, KAY) == "Somebody whom the plan chose is found as another person now."
    assert "was parted" in said(plan, {**moved, person.keys[0]: KAY}, KAY)
    assert "is gone" in said(plan, {}, None)
    assert "not named by every record" in said(plan, {person.keys[0]: KAY}, KAY)


@pytest.mark.parametrize("effect", [Effect.WITHDRAWN, Effect.DISCREDITED])
def test_a_record_that_was_withdrawn_or_found_false_since_is_said_until_that_is_undone(
    entered: Entered, plan: SavedPlan, effect: Effect
) -> None:
    made = withdrawals.withdraw(entered("ann"), ARREST, effect, reason="Wrong")
    assert said(plan) == "A record that the plan rests on was withdrawn or found false."
    withdrawals.undo(entered("ann"), made.row.number, reason="It was right")
    assert said(plan) == ""


def test_what_the_plan_does_not_rest_on_and_what_it_took_for_false_itself_change_nothing(
    entered: Entered, plan: SavedPlan
) -> None:
    for key in (OTHER_REPORT, "police/rms/arrest/g3"):
        withdrawals.withdraw(entered("ann"), key, Effect.DISCREDITED, reason="Wrong")
    assert said(plan) == ""


def test_what_was_found_false_before_it_was_kept_changes_nothing(entered: Entered) -> None:
    withdrawals.withdraw(entered("ann"), ARREST, Effect.DISCREDITED, reason="Wrong")
    assert said(plans.save(entered("ann"), group_id(KAY), [KAY], aim="Why", seconds=0.5)) == ""


def test_a_record_that_went_without_a_withdrawal_is_said(plan: SavedPlan) -> None:
    assert said(plan, lost="police/rms/arrest/g1") == "A record that the plan rests on is not in the picture any more."
