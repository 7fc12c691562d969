"""Released plans are watched: once somebody whom one chose has to be protected, it is suspended by itself and its owner is told.

Nothing lifts a suspension by itself: a person has to release the plan again, and everything is looked at again then.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction

from stronghold.casework import notices
from stronghold.casework.models import CheckCounter, PlanStep, ProtectionCheck, SavedPlan, Withdrawal, WithdrawalCounter
from stronghold.casework.resting import Resting
from stronghold.concern.childhood import today_here
from stronghold.governance import audit
from stronghold.governance.protection import protection_among
from stronghold.governance.whereabouts import held_by
from stronghold.picture.snapshot import Snapshot
from stronghold.picture.store import Store

__all__ = ["resting", "watch"]

_WHY = "Somebody whom it chose has to be protected now."


def watch(store: Store) -> tuple[int, ...]:
    """Suspend every released plan that chose somebody who has to be protected, by every record of the served picture and every check; the
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
    where = held_by(snapshot, {key for plan in plans for person in plan.people.all() for key in person.keys})
    chosen = {plan.pk: {where[key] for person in plan.people.all() for key in person.keys if key in where} for plan in plans}
    protected = protection_among(snapshot, {who for people in chosen.values() for who in people}).protected
    suspended = []
    for plan in plans:
        if affected := chosen[plan.pk] & protected:
            if _suspend(plan, snapshot.id, affected):
                suspended.append(plan.number)
        else:
            SavedPlan.objects.filter(pk=plan.pk).update(watched=mark)
    return tuple(suspended)


def resting(plan: SavedPlan, how: str, owners: tuple[int, ...]) -> Resting:
    """The plan as a notice and the list of what rests on a record name it."""
    return Resting(noun="plan", key=str(plan.number), address=f"/plans/{plan.number}/", how=how, owners=owners)


def _mark(snapshot: Snapshot) -> str:
    """Differs once anything has changed that says who is protected: the picture, the day, a check, a withdrawal."""
    checks, withdrawals = (counter.objects.filter(pk=1).first() for counter in (CheckCounter, WithdrawalCounter))
    undone = [rows.objects.exclude(undone_at=None).count() for rows in (ProtectionCheck, Withdrawal)]
    numbers = (checks.last if checks else 0, withdrawals.last if withdrawals else 0, *undone)
    return f"{snapshot.id} {today_here():%Y-%m-%d} {' '.join(map(str, numbers))}"


def _suspend(plan: SavedPlan, snapshot_id: str, affected: set[str]) -> bool:
    with transaction.atomic():
        held = SavedPlan.objects.select_for_update().get(pk=plan.pk)
        if held.state != SavedPlan.State.RELEASED:
            return False
        held.state = SavedPlan.State.SUSPENDED
        held.save(update_fields=["state"])
        now = datetime.now(UTC)
        PlanStep(plan=held, to=held.state, by=None, at=now, reason=_WHY, snapshot=snapshot_id).save(force_insert=True)
        audit.append("plan suspended", subjects=sorted(affected), detail={"plan": held.number, "snapshot": snapshot_id})
        owners = {held.by_id, *held.steps.filter(to=SavedPlan.State.RELEASED, by__isnull=False).values_list("by", flat=True)}
        notices.tell(None, [resting(held, "", tuple(sorted(owners)))], f"{_WHY} The plan is suspended.")
    return True
