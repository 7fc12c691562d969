"""Who answers whether somebody is to be protected: those whom the policy permits it for safeguarding."""

from __future__ import annotations

from stronghold.governance import policy
from stronghold.governance.models import Account

__all__ = ["ACT", "PURPOSE", "may_answer"]

ACT, PURPOSE = "check_protection", "safeguarding"


def may_answer(apart_from: Account | None = None) -> tuple[Account, ...]:
    """The open accounts that may answer, but for ``apart_from``, by name."""
    accounts = Account.objects.select_related("agency").filter(is_active=True).order_by("username")
    return tuple(each for each in accounts if each != apart_from and policy.may(each, ACT, PURPOSE))
