"""Reading withdrawals: those of records that the account may see for its purpose, and never before the audit is written."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from stronghold.casework.models import Withdrawal
from stronghold.governance import audit, policy
from stronghold.governance.gateway import Gateway
from stronghold.governance.refusals import NotVisible
from stronghold.picture import VisibilityClass

__all__ = [
    "STATES",
    "State",
    "WithdrawalList",
    "WithdrawalView",
    "class_of",
    "listed",
    "of_record",
    "read",
    "state_of",
    "visible_row",
]

State = Literal["waiting", "in picture", "leaving", "undone"]
STATES: tuple[State, ...] = ("waiting", "in picture", "leaving", "undone")
"""``waiting``: it holds already, and the next build makes it so for good. ``leaving``: undone, and the served picture still obeys it."""


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


def state_of(row: Withdrawal, obeyed: Collection[int]) -> State:
    """What has become of a withdrawal in a picture that obeys those of the numbers ``obeyed``."""
    if row.stands:
        return "in picture" if row.number in obeyed else "waiting"
    return "leaving" if row.number in obeyed else "undone"


def class_of(row: Withdrawal, number: int = 0) -> VisibilityClass:
    """The visibility class that the record had, with a number of its own."""
    terms = row.terms
    return VisibilityClass(number, terms["agency"], terms["handling"], terms["sensitivity"], terms["operation"] or None)


def _visible(gateway: Gateway, rows: Sequence[Withdrawal]) -> list[Withdrawal]:
    """Those of records that the account may see: by what they are in the picture, and where they are gone, by what they were."""
    if not rows:
        return []
    hidden = gateway.hidden_records([row.record_key for row in rows])
    kept = list(dict.fromkeys(tuple(sorted(row.terms.items())) for row in rows))
    numbers = {terms: number for number, terms in enumerate(kept)}
    classes = {
        numbers[tuple(sorted(row.terms.items()))]: class_of(row, numbers[tuple(sorted(row.terms.items()))]) for row in rows
    }
    may_see = policy.visible_classes(gateway.account, gateway.purpose, classes.values()).visible_ids
    return [row for row in rows if row.record_key not in hidden and numbers[tuple(sorted(row.terms.items()))] in may_see]
