"""Withdrawing a record and undoing it: each in one transaction with its audit entry and what its owners are told; nothing is deleted.

Plans are looked at again at once: one that was released and rests on the record is suspended.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction

from stronghold.casework import notices
from stronghold.casework.models import Withdrawal, WithdrawalCounter
from stronghold.casework.plans.watching import watch
from stronghold.casework.reports.files import SYSTEM
from stronghold.casework.resting import Resting, shown_to, what_rests_on
from stronghold.casework.undoable import Problem, checked_reason, class_of, mark_undone
from stronghold.casework.withdrawals.reading import visible_row
from stronghold.governance import audit, policy
from stronghold.governance.answers import RecordView
from stronghold.governance.gateway import Gateway
from stronghold.governance.refusals import NotVisible, Refused
from stronghold.intake.withdrawals import Effect

__all__ = ["WithdrawalProblem", "Withdrawn", "readied", "undo", "withdraw"]

_DONE = {
    Effect.WITHDRAWN: "was withdrawn",
    Effect.CORRECTED: "was withdrawn until its corrected version is sent",
    Effect.DISCREDITED: "was found false",
}


class WithdrawalProblem(Problem):
    """What is wrong, by the field of a form: ``effect``, ``reason``."""


@dataclass(frozen=True)
class Withdrawn:
    """What was withdrawn, and what casework holds that rested on it: those things that the account may be told of, and how many there
    are. The owners of all of them were told."""

    row: Withdrawal
    resting: tuple[Resting, ...]
    resting_total: int


def readied(gateway: Gateway, record_key: str) -> RecordView:
    """The record, where the account may withdraw it.

    ``NotVisible`` where the account may not see it, ``Refused`` where the policy does not permit it: only its own agency withdraws
    a record.
    """
    view = gateway.show(record_key)
    if not isinstance(view, RecordView):
        raise NotVisible(
            f"'{record_key}' is a person or thing, and no record.",
            remedy="Withdraw the records that speak of it, each by its key.",
        )
    _require(gateway, view)
    return view


def withdraw(
    gateway: Gateway, record_key: str, effect: Effect, *, reason: str, origin: str = Withdrawal.Origin.PAGE
) -> Withdrawn:
    """The record is withdrawn, waits for its corrected version, or is found false: at once, for everybody.

    ``NotVisible`` and ``Refused`` as by :func:`readied`; ``WithdrawalProblem`` for what a form can mend.
    """
    view = readied(gateway, record_key.strip())
    given = checked_reason(reason, "Say why, for whoever reads this later", WithdrawalProblem)
    if view.system == SYSTEM and effect is not Effect.DISCREDITED:
        raise WithdrawalProblem(
            {"effect": "This report was entered here: withdraw or change it on its own page"}, remedy="Look under Reports."
        )
    resting = what_rests_on(view.record_key)
    with transaction.atomic():
        counter = WithdrawalCounter.objects.select_for_update().get_or_create(pk=1)[0]
        earlier = Withdrawal.objects.select_related("by").filter(standing=view.record_key).first()
        if earlier is not None and not _goes_further(earlier, effect, view):
            raise WithdrawalProblem(
                {"effect": f"{earlier.by.username} has done this already: the record is {earlier.get_effect_display()}"}
            )
        if earlier is not None:
            _close(gateway, earlier, f"Followed by withdrawal {counter.last + 1}")
        counter.last += 1
        counter.save(update_fields=["last"])
        row = _row(gateway, view, effect, given, origin, counter.last)
        row.save(force_insert=True)
        notices.tell(row, resting, f"A record that it rests on {_DONE[effect]} by {view.agency}.")
        _audit(gateway, "withdrawn", row, given, effect=effect.value, origin=str(origin), resting=len(resting))
    watch(gateway.store)
    return Withdrawn(row, shown_to(gateway, resting), len(resting))


def undo(gateway: Gateway, number: int, *, reason: str) -> Withdrawal:
    """The withdrawal no longer counts: where a picture was built with it, the next build brings the record back. It is kept, with both
    reasons.

    ``NotVisible`` where there is none or the account may not see what it is of, ``Refused`` where the policy does not permit it,
    ``WithdrawalProblem`` where it was undone before.
    """
    row = visible_row(gateway, number)
    if not policy.may_withdraw(gateway.account, gateway.purpose, class_of(row.terms)):
        _refuse(gateway, row.terms["agency"])
    given = checked_reason(reason, "Say why it is undone", WithdrawalProblem)
    with transaction.atomic():
        WithdrawalCounter.objects.select_for_update().get_or_create(pk=1)
        row = Withdrawal.objects.select_related("by", "undone_by").get(number=number)
        if row.undone_by is not None:
            raise WithdrawalProblem({"reason": f"{row.undone_by.username} has undone this already"})
        _close(gateway, row, given)
        notices.settle(row)
        _audit(gateway, "withdrawal undone", row, given)
    watch(gateway.store)
    return row


def _goes_further(earlier: Withdrawal, effect: Effect, view: RecordView) -> bool:
    """What was found false can still be withdrawn; a corrected version that came can be as wrong as the first."""
    if earlier.effect == Effect.CORRECTED.value and effect is Effect.CORRECTED:
        return earlier.version != (view.version or "")
    return earlier.effect != effect.value


def _close(gateway: Gateway, row: Withdrawal, reason: str) -> None:
    row.standing = None
    mark_undone(gateway, row, reason, "standing")


def _require(gateway: Gateway, view: RecordView) -> None:
    if not policy.may_withdraw(gateway.account, gateway.purpose, class_of(view.terms)):
        _refuse(gateway, view.agency)


def _refuse(gateway: Gateway, agency: str) -> None:
    own = agency == gateway.account.agency.name
    audit.append_durably(
        "refused",
        account=gateway.account,
        purpose=gateway.purpose,
        detail={"reason": "act not permitted" if own else "another agency's record", "act": "withdraw"},
    )
    if not own:
        raise Refused(
            f"This is a record of another agency ({agency}), which alone may withdraw it.", remedy="Tell them why it is wrong."
        )
    raise Refused(
        "You may not withdraw records for the purpose you have stated.",
        remedy="Change your purpose, or ask an analyst of your agency.",
    )


def _row(gateway: Gateway, view: RecordView, effect: Effect, reason: str, origin: str, number: int) -> Withdrawal:
    return Withdrawal(
        number=number,
        effect=effect.value,
        record_key=view.record_key,
        version=view.version or "",
        kind=view.kind,
        terms=view.terms,
        snapshot=gateway.snapshot_id,
        origin=origin,
        standing=view.record_key,
        reason=reason,
        by=gateway.account,
        at=datetime.now(UTC),
        purpose=gateway.purpose,
    )


def _audit(gateway: Gateway, action: str, row: Withdrawal, reason: str, **detail: object) -> None:
    audit.append(
        action,
        account=gateway.account,
        purpose=gateway.purpose,
        subjects=[row.record_key],
        text=reason,
        detail={"withdrawal": row.number, "snapshot": gateway.snapshot_id, **detail},
    )
