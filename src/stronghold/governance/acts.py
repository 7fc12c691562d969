"""Acts that the policy does not permit: refused in words, and the refusal is in the audit before anybody reads it."""

from __future__ import annotations

from typing import NoReturn

from stronghold.governance import audit, policy
from stronghold.governance.models import Account
from stronghold.governance.refusals import Refused

__all__ = ["refuse_act", "require_act"]


def require_act(account: Account, purpose: str, act: str, message: str, *, remedy: str) -> None:
    """Nothing, where the policy permits the account the act for the purpose; else as :func:`refuse_act`."""
    if not policy.may(account, act, purpose):
        refuse_act(account, purpose, act, message, remedy=remedy)


def refuse_act(account: Account, purpose: str, act: str, message: str, *, remedy: str) -> NoReturn:
    """``Refused`` with the message and what to do; it is written to the audit first."""
    audit.append_durably("refused", account=account, purpose=purpose, detail={"reason": "act not permitted", "act": act})
    raise Refused(message, remedy=remedy)
