"""What people decide: the same or not the same, withdrawn or found false; undone; and what of it waits for the next build."""

from __future__ import annotations

from typing import Annotated

from ninja import Path, Query, Router

from stronghold.casework import decisions, withdrawals
from stronghold.casework.models import Decision, Withdrawal
from stronghold.intake.withdrawals import Effect
from stronghold.linking.decisions import Judgement
from stronghold.web.pages.api.doors import ApiRequest
from stronghold.web.pages.api.shapes import (
    DecideIn,
    DecisionOut,
    DecisionsOut,
    PendingOut,
    ReasonIn,
    RestingOut,
    TroubleOut,
    WithdrawalOut,
    WithdrawalsOut,
    WithdrawIn,
    WithdrawnOut,
    decision_out,
    withdrawal_out,
)

__all__ = ["ACTS", "router"]

router = Router(tags=["decided by people"])
_TROUBLE = {400: TroubleOut, 403: TroubleOut, 404: TroubleOut}

ACTS = {"api_decision_undo": "decide", "api_withdrawal_undo": "withdraw"}
"""By the name of an address that only takes what is sent: the act that it does."""

# The largest number that a database keeps.
Number = Annotated[int, Path(ge=1, le=2**63 - 1)]
Limit = Annotated[int, Query(ge=1, le=100)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]
_ALL = 1_000


@router.get(
    "decisions", response={200: DecisionsOut, **_TROUBLE}, url_name="api_decisions", summary="Decisions, the latest first"
)
def decision_list(request: ApiRequest, limit: Limit = 25, offset: Offset = 0) -> DecisionsOut:
    """Those about records that the account may see."""
    found = decisions.listed(request.gateway, start=offset, limit=limit)
    return DecisionsOut(found=found.found, decisions=[decision_out(view) for view in found.decisions])


@router.post(
    "decisions", response={200: DecisionOut, **_TROUBLE}, url_name="api_decide", summary="Two are the same, or they are not"
)
def decide(request: ApiRequest, wanted: DecideIn) -> DecisionOut:
    """What stands already is given back as it stands. Where decisions that stand say otherwise, nothing is decided (400)."""
    both = decisions.Wanted(Judgement(wanted.judgement), wanted.left, wanted.right)
    (row,) = decisions.decide(request.gateway, [both], reason=wanted.reason, origin=Decision.Origin.API)
    return decision_out(decisions.read(request.gateway, row.number))


@router.get(
    "decisions/{int:decision_number}", response={200: DecisionOut, **_TROUBLE}, url_name="api_decision", summary="One decision"
)
def decision(request: ApiRequest, decision_number: Number) -> DecisionOut:
    return decision_out(decisions.read(request.gateway, decision_number))


@router.post(
    "decisions/{int:decision_number}/undo",
    response={200: DecisionOut, **_TROUBLE},
    url_name="api_decision_undo",
    summary="Undo a decision",
)
def undo_decision(request: ApiRequest, decision_number: Number, why: ReasonIn) -> DecisionOut:
    """The next build is as if it had never been made."""
    decisions.undo(request.gateway, decision_number, reason=why.reason)
    return decision_out(decisions.read(request.gateway, decision_number))


@router.get(
    "withdrawals", response={200: WithdrawalsOut, **_TROUBLE}, url_name="api_withdrawals", summary="Withdrawals, the latest first"
)
def withdrawal_list(request: ApiRequest, limit: Limit = 25, offset: Offset = 0) -> WithdrawalsOut:
    """Those of records that the account may see."""
    found = withdrawals.listed(request.gateway, start=offset, limit=limit)
    return WithdrawalsOut(found=found.found, withdrawals=[withdrawal_out(view) for view in found.withdrawals])


@router.post(
    "withdrawals",
    response={200: WithdrawnOut, **_TROUBLE},
    url_name="api_withdraw",
    summary="Withdraw a record, or say that it is false",
)
def withdraw(request: ApiRequest, wanted: WithdrawIn) -> WithdrawnOut:
    """At once and for everybody. Records of the account's own agency alone."""
    made = withdrawals.withdraw(
        request.gateway, wanted.record, Effect(wanted.effect), reason=wanted.reason, origin=Withdrawal.Origin.API
    )
    return WithdrawnOut(
        withdrawal=withdrawal_out(withdrawals.read(request.gateway, made.row.number)),
        rested_on_it=[RestingOut(noun=one.noun, key=one.key, how=one.how) for one in made.resting],
    )


@router.get(
    "withdrawals/{int:withdrawal_number}",
    response={200: WithdrawalOut, **_TROUBLE},
    url_name="api_withdrawal",
    summary="One withdrawal",
)
def withdrawal(request: ApiRequest, withdrawal_number: Number) -> WithdrawalOut:
    return withdrawal_out(withdrawals.read(request.gateway, withdrawal_number))


@router.post(
    "withdrawals/{int:withdrawal_number}/undo",
    response={200: WithdrawalOut, **_TROUBLE},
    url_name="api_withdrawal_undo",
    summary="Undo a withdrawal",
)
def undo_withdrawal(request: ApiRequest, withdrawal_number: Number, why: ReasonIn) -> WithdrawalOut:
    """Where the picture was built with it, the record comes back with the next build; else at once."""
    withdrawals.undo(request.gateway, withdrawal_number, reason=why.reason)
    return withdrawal_out(withdrawals.read(request.gateway, withdrawal_number))


@router.get("pending", response={200: PendingOut, **_TROUBLE}, url_name="api_pending", summary="What waits for the next build")
def pending(request: ApiRequest) -> PendingOut:
    """At most a thousand of each, the latest first."""
    decided = [
        view for state in ("waiting", "leaving") for view in decisions.listed(request.gateway, state=state, limit=_ALL).decisions
    ]
    out = [
        view
        for state in ("waiting", "leaving")
        for view in withdrawals.listed(request.gateway, state=state, limit=_ALL).withdrawals
    ]
    return PendingOut(decisions=[decision_out(view) for view in decided], withdrawals=[withdrawal_out(view) for view in out])
