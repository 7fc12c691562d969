"""Recording whether somebody is to be protected, and undoing it: each in one transaction with its audit entry; nothing is deleted."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction

from stronghold.casework import notices
from stronghold.casework.checks.reading import visible_row
from stronghold.casework.checks.who import ACT, may_answer
from stronghold.casework.models import CheckCounter, ProtectionCheck
from stronghold.casework.plans.watching import watch
from stronghold.casework.resting import Resting
from stronghold.casework.undoable import Problem, checked_reason, mark_undone
from stronghold.concern import Outcome
from stronghold.concern.childhood import today_here
from stronghold.governance import audit
from stronghold.governance.acts import require_act
from stronghold.governance.gateway import Gateway
from stronghold.governance.protection import ProtectionView, seen_mark
from stronghold.governance.refusals import NotVisible

__all__ = ["CheckProblem", "check", "looked_up", "undo"]


class CheckProblem(Problem):
    """What is wrong, by the field of a form: ``outcome``, ``reason``."""


def looked_up(gateway: Gateway, entity_id: str) -> tuple[ProtectionView, str]:
    """Somebody as the account may see them, with the mark of what it was shown. ``NotVisible`` where it may see no record of them, or they
    are no person."""
    found = gateway.protection_of([entity_id])
    if not found:
        raise NotVisible(
            f"No person {entity_id.strip().upper()} is visible to you for the purpose you have stated.",
            remedy="Look for them by name, number or reference.",
        )
    return found[0], seen_mark(found[0], gateway.snapshot_id)


def check(gateway: Gateway, entity_id: str, outcome: Outcome, *, reason: str, seen: str = "") -> ProtectionCheck:
    """Record what the account found of somebody; it holds at once, for every plan and every page.

    ``seen`` is the mark of :func:`looked_up` for what was looked at: without it no reason can be found to be none. ``Refused`` where the policy
    does not permit it, ``NotVisible`` as by :func:`looked_up`, ``CheckProblem`` for what a form can mend.
    """
    _require(gateway)
    view, mark = looked_up(gateway, entity_id)
    given = checked_reason(reason, "Say what you looked at and why you find so", CheckProblem)
    if outcome is Outcome.NO_REASON:
        _refuse_unseen(view, seen == mark)
    keys = gateway.anchor_keys([view.entity_id])[view.entity_id]
    with transaction.atomic():
        counter = CheckCounter.objects.select_for_update().get_or_create(pk=1)[0]
        counter.last += 1
        counter.save(update_fields=["last"])
        row = ProtectionCheck(
            number=counter.last,
            outcome=outcome.value,
            keys=list(keys),
            entity_id=view.entity_id,
            snapshot=gateway.snapshot_id,
            looked_at=list(view.records),
            overrides=outcome is Outcome.NO_REASON and bool(view.live),
            on=today_here(),
            reason=given,
            by=gateway.account,
            at=datetime.now(UTC),
            purpose=gateway.purpose,
        )
        row.save(force_insert=True)
        _audit(gateway, "protection checked", row, given, outcome=outcome.value, overrides=row.overrides)
        if row.overrides:
            others = tuple(each.pk for each in may_answer(apart_from=gateway.account))
            _tell(
                row, others, f"{gateway.account.username} found that what records give as a reason to protect somebody is none."
            )
    watch(gateway.store)
    return row


def undo(gateway: Gateway, number: int, *, reason: str) -> ProtectionCheck:
    """The check no longer counts, at once. It is kept, with both reasons; whoever made it is told.

    ``NotVisible`` where there is none or the account may not see it, ``Refused`` where the policy does not permit it, ``CheckProblem`` where
    it was undone before.
    """
    _require(gateway)
    visible_row(gateway, number)
    given = checked_reason(reason, "Say why it is undone", CheckProblem)
    with transaction.atomic():
        CheckCounter.objects.select_for_update().get_or_create(pk=1)
        row = ProtectionCheck.objects.select_related("by", "undone_by").get(number=number)
        if row.undone_by is not None:
            raise CheckProblem({"reason": f"{row.undone_by.username} has undone this already"})
        mark_undone(gateway, row, given)
        _audit(gateway, "protection check undone", row, given)
        if row.by_id != gateway.account.pk:
            _tell(row, (row.by_id,), f"{gateway.account.username} undid it.")
    watch(gateway.store)
    return row


def _require(gateway: Gateway) -> None:
    require_act(
        gateway.account,
        gateway.purpose,
        ACT,
        "You may not say whether somebody is to be protected: social workers and safeguarding leads do, for safeguarding.",
        remedy="Ask for the check on the page of the plan.",
    )


def _refuse_unseen(view: ProtectionView, was_shown: bool) -> None:
    if view.confirmed:
        raise CheckProblem(
            {"outcome": f"Check {view.confirmed[0]} says that they are to be protected, and outweighs this"},
            remedy="Undo that check first, with the reason.",
        )
    if view.is_unsaid:
        raise CheckProblem(
            {"outcome": "Records that you may not see say that they are to be protected"},
            remedy="Ask somebody who may see those records.",
        )
    if view.reasons and not was_shown:
        raise CheckProblem(
            {"outcome": "What records say of them is not what you were shown: look at it again"},
            remedy="Read the reasons as they are now, then answer.",
        )


def _tell(row: ProtectionCheck, owners: tuple[int, ...], why: str) -> None:
    told = Resting("protection check", str(row.number), f"/protection/checks/{row.number}/", "", owners)
    notices.tell(None, [told], why)


def _audit(gateway: Gateway, action: str, row: ProtectionCheck, reason: str, **detail: object) -> None:
    audit.append(
        action,
        account=gateway.account,
        purpose=gateway.purpose,
        subjects=[row.entity_id, *row.looked_at],
        text=reason,
        detail={"check": row.number, "snapshot": gateway.snapshot_id, **detail},
    )
