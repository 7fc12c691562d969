"""Asking those who protect people for the checks that a plan still needs. Whoever plans may ask, and never answers."""

from __future__ import annotations

from django.db import transaction

from stronghold.casework import notices
from stronghold.casework.checks.who import may_answer
from stronghold.casework.models import Notice
from stronghold.casework.plans.plan import PlanProblem
from stronghold.casework.plans.reading import read
from stronghold.casework.plans.watching import resting
from stronghold.governance import audit
from stronghold.governance.gateway import Gateway

__all__ = ["ask"]


def ask(gateway: Gateway, number: int) -> int:
    """Tell everybody who may check people that the plan waits for it, those apart whom it waits for already; how many were told.

    ``NotVisible`` as by :func:`.reading.read`; ``PlanProblem`` where there is nobody who may check, or the plan is withdrawn.
    """
    view = read(gateway, number)
    if not view.is_open:
        raise PlanProblem({"reason": "The plan is withdrawn"})
    asked = may_answer(apart_from=gateway.account)
    if not asked:
        raise PlanProblem(
            {"reason": "There is no account that may check who is to be protected"},
            remedy="Ask whoever keeps the accounts for one with the role social_worker.",
        )
    waiting = set(
        Notice.objects.filter(noun="plan", key=str(number), done_at=None, cause=None).values_list("account_id", flat=True)
    )
    new = tuple(each.pk for each in asked if each.pk not in waiting)
    with transaction.atomic():
        told = notices.tell(
            None,
            [resting(view.row, "", new)],
            f"{gateway.account.username} asks you to check whether people of its group are to be protected.",
        )
        audit.append(
            "checks asked",
            account=gateway.account,
            purpose=gateway.purpose,
            detail={"plan": number, "group": view.row.group_id, "told": told},
        )
    return told
