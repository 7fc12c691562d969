"""A check rests on the records that were looked at, and on those that name whom it is about; its checker is told."""

from __future__ import annotations

from collections.abc import Callable

from stronghold.casework import checks
from stronghold.casework.checks.resting import checks_resting_on, checks_seen
from stronghold.concern import Outcome
from stronghold.governance.gateway import Gateway
from stronghold.governance.models import Account

LEE = "P-GANG0002"


def test_a_record_leads_to_the_checks_that_may_have_come_from_it(entered: Callable[..., Gateway]) -> None:
    checks.check(entered(), LEE, Outcome.PROTECTED, reason="He told me")
    (resting,) = checks_resting_on("police/rms/arrest/g1")
    assert (resting.key, resting.owners) == ("1", (Account.objects.get(username="sue").pk,))
    assert list(checks_resting_on("police/rms/arrest/g")) == []
    assert checks_seen(entered("sam"), ["1", "9"]) == {"1"}
    assert checks_seen(entered("dev"), ["1"]) == frozenset()
    checks.undo(entered(), 1, reason="His brother")
    assert list(checks_resting_on("police/rms/arrest/g1")) == []
