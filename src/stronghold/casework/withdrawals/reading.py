"""Reading withdrawals: those of records that the account may see for its purpose, and never before the audit is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stronghold.casework.models import Withdrawal
from stronghold.casework.undoable import State, sees_terms, state_of
from stronghold.governance import audit
from stronghold.governance.gateway import Gateway
from stronghold.governance.refusals import NotVisible

__all__ = [
    "WithdrawalList",
    "WithdrawalView",
    "listed",
    "of_record",
    "read",
    "visible_row",
]


@dataclass(frozen=True)
class WithdrawalView:
    """A withdrawal, and what the served picture makes of it."""

    row: Withdrawal
    state: State

    @property
    def agency(self) -> str:
        return str(self.row.terms["agency"])


@dataclass(frozen=True)
class WithdrawalList:
    """A part of a list of ``found`` withdrawals. ``waiting``: how many of all that are visible wait for the next build."""

    withdrawals: tuple[WithdrawalView, ...]
    found: int
    waiting: int


def listed(gateway: Gateway, *, state: State | None = None, start: int = 0, limit: int = 25) -> WithdrawalList:
    """The withdrawals of records that the account may see, the latest first."""
    obeyed = gateway.withdrawals_obeyed
    rows = _visible(gateway, list(Withdrawal.objects.select_related("by", "undone_by").order_by("-number")))
    views = [WithdrawalView(row, state_of(row, obeyed)) for row in rows]
    wanted = [view for view in views if state is None or view.state == state]
    shown = wanted[start : start + limit]
    audit.append_durably(
        "withdrawals listed",
        account=gateway.account,
        purpose=gateway.purpose,
        subjects=[view.row.record_key for view in shown],
        detail={"found": len(wanted), "shown": [view.row.number for view in shown]},
    )
    return WithdrawalList(tuple(shown), len(wanted), sum(view.state in ("waiting", "leaving") for view in views))


def read(gateway: Gateway, number: int) -> WithdrawalView:
    """The withdrawal of that number. ``NotVisible``, in the same words, where there is none and where the account may not see it."""
    row = visible_row(gateway, number)
    audit.append_durably(
        "withdrawal read",
        account=gateway.account,
        purpose=gateway.purpose,
        subjects=[row.record_key],
        detail={"withdrawal": number},
    )
    return WithdrawalView(row, state_of(row, gateway.withdrawals_obeyed))


def visible_row(gateway: Gateway, number: int) -> Withdrawal:
    """The withdrawal, where the account may see the record that it is of."""
    row = Withdrawal.objects.select_related("by", "undone_by").filter(number=number).first()
    if row is None or not _visible(gateway, [row]):
        audit.append_durably(
            "withdrawal read", account=gateway.account, purpose=gateway.purpose, detail={"withdrawal": number, "found": 0}
        )
        raise NotVisible(
            f"No withdrawal {number} is visible to you for the purpose you have stated.",
            remedy="Look for it in the list of withdrawn records.",
        )
    return row


def of_record(gateway: Gateway, record_key: str) -> WithdrawalView | None:
    """The withdrawal that stands of a record which the gateway has shown, or that the picture still obeys; ``None``: there is none.

    Of a record that is shown that is "found false", or what comes of a new version.
    """
    rows = Withdrawal.objects.select_related("by", "undone_by").filter(record_key=record_key).order_by("-number")
    for row in rows:
        state = state_of(row, gateway.withdrawals_obeyed)
        if state != "undone" and row.effect == Withdrawal.Effect.DISCREDITED:
            return WithdrawalView(row, state)
    return None


def _visible(gateway: Gateway, rows: Sequence[Withdrawal]) -> list[Withdrawal]:
    """Those of records that the account may see: by what they are in the picture, and where they are gone, by what they were."""
    if not rows:
        return []
    hidden = gateway.hidden_records([row.record_key for row in rows])
    sees = sees_terms(gateway, (row.terms for row in rows))
    return [row for row in rows if row.record_key not in hidden and sees(row.terms)]
