"""Released plans are watched: once somebody whom one chose has to be protected or is not who they were, or a record that it rests on is
gone or found false, it is suspended by itself and its owners are told.

Nothing lifts a suspension by itself: a person has to release the plan again, and everything is looked at again then.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial

from django.db import transaction

from stronghold.casework import notices
from stronghold.casework.anchors import Resolved, resolve_all
from stronghold.casework.models import CheckCounter, PlanStep, ProtectionCheck, SavedPlan, Withdrawal, WithdrawalCounter
from stronghold.casework.plans.changed import rests_on, what_changed
from stronghold.casework.resting import Resting
from stronghold.concern.childhood import today_here
from stronghold.governance import audit
from stronghold.governance.protection import protection_among
from stronghold.governance.whereabouts import records_held, whereabouts_of
from stronghold.picture.snapshot import Snapshot
from stronghold.picture.store import Store

__all__ = ["owners", "resting", "watch"]

_PROTECTED = "Somebody whom the plan chose has to be protected now."


def watch(store: Store) -> tuple[int, ...]:
    """Suspend every released plan that does not hold any more, by every record of the served picture, every check and every withdrawal; the
    numbers of the plans. What nothing has changed for since it was last looked at is passed over."""
    released = SavedPlan.State.RELEASED
    if not SavedPlan.objects.filter(state=released).exists():
        return ()
    snapshot = store.current()
    if snapshot is None:
        return ()
    mark = _mark(snapshot)
    plans = list(SavedPlan.objects.filter(state=released).exclude(watched=mark).prefetch_related("people"))
    if not plans:
        return ()
    found = _found(snapshot, plans)
    sides = {who for people in found.values() for each in people for who in each.entities}
    protected = protection_among(snapshot, sides).protected
    held = records_held(snapshot, frozenset[str]().union(*map(rests_on, plans)))
    suspended = []
    for plan in plans:
        people = found[plan.pk]
        if why := _why(plan, people, protected, held):
            affected = {each.anchor.entity_id for each in people}.union(*(each.entities for each in people))
            if _suspend(plan, snapshot.id, affected, why):
                suspended.append(plan.number)
        else:
            SavedPlan.objects.filter(pk=plan.pk).update(watched=mark)
    return tuple(suspended)


def owners(plan: SavedPlan) -> tuple[int, ...]:
    """The accounts (their primary keys) that answer for the plan: whoever kept it, and whoever released it."""
    released = {step.by_id for step in plan.steps.all() if step.to == SavedPlan.State.RELEASED and step.by_id is not None}
    return tuple(sorted({plan.by_id, *released}))


def resting(plan: SavedPlan, how: str, told: tuple[int, ...]) -> Resting:
    """The plan as a notice and the list of what rests on a record name it."""
    return Resting(noun="plan", key=str(plan.number), address=f"/plans/{plan.number}/", how=how, owners=told)


def _found(snapshot: Snapshot, plans: Sequence[SavedPlan]) -> Mapping[int, tuple[Resolved, ...]]:
    """By the plan's primary key, what has become of each whom it chose."""
    chosen = [(plan.pk, person.anchor) for plan in plans for person in plan.people.all()]
    found = resolve_all([anchor for _, anchor in chosen], partial(whereabouts_of, snapshot))
    return {plan.pk: tuple(each for (pk, _), each in zip(chosen, found, strict=True) if pk == plan.pk) for plan in plans}


def _why(plan: SavedPlan, people: Sequence[Resolved], protected: Collection[str], held: Collection[str]) -> str:
    """Why the plan does not hold any more, in sentences; empty where it does. What protects holds for every side of a split."""
    is_protected = any(who in protected for each in people for who in each.entities)
    return " ".join([*([_PROTECTED] if is_protected else ()), *what_changed(plan, people, held)])


def _mark(snapshot: Snapshot) -> str:
    """Differs once anything has changed that says whether a plan holds: the picture, the day, a check, a withdrawal."""
    checks, withdrawals = (counter.objects.filter(pk=1).first() for counter in (CheckCounter, WithdrawalCounter))
    undone = [rows.objects.exclude(undone_at=None).count() for rows in (ProtectionCheck, Withdrawal)]
    numbers = (checks.last if checks else 0, withdrawals.last if withdrawals else 0, *undone)
    return f"{snapshot.id} {today_here():%Y-%m-%d} {' '.join(map(str, numbers))}"


def _suspend(plan: SavedPlan, snapshot_id: str, affected: set[str], why: str) -> bool:
    with transaction.atomic():
        held = SavedPlan.objects.select_for_update().get(pk=plan.pk)
        if held.state != SavedPlan.State.RELEASED:
            return False
        held.state = SavedPlan.State.SUSPENDED
        held.save(update_fields=["state"])
        now = datetime.now(UTC)
        PlanStep(plan=held, to=held.state, by=None, at=now, reason=why, snapshot=snapshot_id).save(force_insert=True)
        audit.append("plan suspended", subjects=sorted(affected), detail={"plan": held.number, "snapshot": snapshot_id})
        notices.tell(None, [resting(held, "", owners(held))], f"{why} The plan is suspended.")
    return True
