"""Whoever plans may ask for checks: all who may answer are told once, by the number of the plan and no name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from stronghold.casework import notices, plans
from stronghold.casework.plans import PlanProblem
from stronghold.governance import accounts
from stronghold.governance.gateway import Gateway
from stronghold.governance.models import Account, AuditEntry
from stronghold.network.groups.identity import group_id

KAY = "P-GANG0001"

Entered = Callable[..., Gateway]


@pytest.fixture
def number(entered: Entered) -> int:
    return int(plans.save(entered("ann"), group_id(KAY), [KAY], aim="Weaken the line", seconds=0.5).number)


def test_those_who_may_answer_are_told_once(entered: Entered, number: int) -> None:
    assert plans.ask(entered("sam"), number) == 2
    assert plans.ask(entered("ann"), number) == 0
    (notice,), _ = notices.waiting_for(Account.objects.get(username="sue"))
    assert (notice.noun, notice.key) == ("plan", str(number))
    assert notice.why == "sam asks you to check whether people of its group are to be protected."
    notices.done(Account.objects.get(username="sue"), notice.pk)
    assert plans.ask(entered("sam"), number) == 1
    assert AuditEntry.objects.filter(action="checks asked").count() == 3


def test_it_says_where_nobody_may_answer(entered: Entered, number: int) -> None:
    for name in ("sue", "sid"):
        accounts.deactivate(name)
    with pytest.raises(PlanProblem, match="no account that may check"):
        plans.ask(entered("sam"), number)


def test_nothing_is_asked_for_a_withdrawn_plan(entered: Entered, number: int) -> None:
    plans.withdraw(entered("ann"), number, reason="No more")
    with pytest.raises(PlanProblem, match="withdrawn"):
        plans.ask(entered("sam"), number)
