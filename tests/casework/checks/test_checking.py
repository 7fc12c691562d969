"""Whether somebody is to be protected is said by those who protect people, of what they were shown, and holds at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from stronghold.casework import checks, notices
from stronghold.casework.checks import CheckProblem
from stronghold.casework.models import ProtectionCheck
from stronghold.concern import Outcome
from stronghold.governance.gateway import Gateway
from stronghold.governance.models import Account, AuditEntry
from stronghold.governance.refusals import NotVisible, Refused

KAY, LEE, MAX, TIA = (f"P-GANG000{n}" for n in range(1, 5))
DAN = "P-DA000001"

Entered = Callable[..., Gateway]


def state_of(gateway: Gateway, who: str) -> str:
    return gateway.protection_of([who])[0].state


def seen(gateway: Gateway, who: str) -> str:
    return checks.looked_up(gateway, who)[1]


def test_whom_nobody_looked_at_is_unchecked_until_somebody_has(entered: Entered) -> None:
    assert state_of(entered("sam"), KAY) == "unchecked"
    row = checks.check(entered(), KAY, Outcome.NO_REASON, reason="Spoke with the team")
    assert (row.number, row.entity_id, row.overrides) == (1, KAY, False)
    assert state_of(entered("sam"), KAY) == "no reason found"


def test_a_confirmation_protects_at_once_and_until_it_is_undone(entered: Entered) -> None:
    row = checks.check(entered(), LEE, Outcome.PROTECTED, reason="Told me that he is made to")
    (view,) = entered("sam").protection_of([LEE])
    assert view.state == "protected" and view.confirmed == (row.number, row.on)
    checks.undo(entered(), row.number, reason="It was his brother")
    assert state_of(entered("sam"), LEE) == "unchecked"
    kept = ProtectionCheck.objects.get(number=row.number)
    assert (kept.reason, kept.undo_reason) == ("Told me that he is made to", "It was his brother")
    with pytest.raises(CheckProblem, match="sue has undone this already"):
        checks.undo(entered(), row.number, reason="Again")


def test_a_live_reason_is_found_to_be_none_only_by_who_was_shown_it(entered: Entered) -> None:
    with pytest.raises(CheckProblem, match="look at it again"):
        checks.check(entered(), TIA, Outcome.NO_REASON, reason="Her passport says 1990")
    assert state_of(entered("sam"), TIA) == "protected"
    row = checks.check(entered(), TIA, Outcome.NO_REASON, reason="Her passport says 1990", seen=seen(entered(), TIA))
    assert row.overrides and row.looked_at == ["police/rms/arrest/g1", "police/rms/arrest/g2", "police/rms/arrest/g3"]
    assert state_of(entered("sam"), TIA) == "no reason found"


def test_what_outweighs_a_reason_is_told_to_all_others_who_protect_people(entered: Entered) -> None:
    checks.check(entered(), TIA, Outcome.NO_REASON, reason="Her passport says 1990", seen=seen(entered(), TIA))
    (notice,), _ = notices.waiting_for(Account.objects.get(username="sid"))
    assert (notice.noun, notice.key, notice.address) == ("protection check", "1", "/protection/checks/1/")
    assert "TIA" not in notice.why.upper()
    assert notices.waiting_for(Account.objects.get(username="sue"))[1] == 0
    assert notices.waiting_for(Account.objects.get(username="sam"))[1] == 0


def test_a_confirmation_is_undone_before_no_reason_can_be_found(entered: Entered) -> None:
    checks.check(entered(), LEE, Outcome.PROTECTED, reason="He told me")
    with pytest.raises(CheckProblem, match="Check 1 says that they are to be protected"):
        checks.check(entered("sid"), LEE, Outcome.NO_REASON, reason="He denies it", seen=seen(entered("sid"), LEE))


def test_who_made_a_check_is_told_that_another_undid_it(entered: Entered) -> None:
    row = checks.check(entered(), LEE, Outcome.PROTECTED, reason="He told me")
    checks.undo(entered("sid"), row.number, reason="It was his brother")
    (notice,), _ = notices.waiting_for(Account.objects.get(username="sue"))
    assert notice.why == "sid undid it."


@pytest.mark.parametrize(("name", "purpose"), [("sam", "disruption"), ("sam", "safeguarding"), ("ann", "safeguarding")])
def test_whoever_plans_never_answers(entered: Entered, name: str, purpose: str) -> None:
    with pytest.raises(Refused):
        checks.check(entered(name, purpose), KAY, Outcome.NO_REASON, reason="I looked")
    row = checks.check(entered(), LEE, Outcome.PROTECTED, reason="He told me")
    with pytest.raises(Refused):
        checks.undo(entered(name, purpose), row.number, reason="In the way")
    assert AuditEntry.objects.filter(action="refused", detail__act="check_protection").count() == 2
    assert ProtectionCheck.objects.filter(undone_at=None).count() == 1


def test_nobody_is_checked_without_a_reason_or_unseen(entered: Entered) -> None:
    with pytest.raises(CheckProblem) as problem:
        checks.check(entered(), KAY, Outcome.PROTECTED, reason=" ")
    assert list(problem.value.problems) == ["reason"]
    for who in (DAN, "A-H0000001", "P-00000000"):
        with pytest.raises(NotVisible):
            checks.check(entered(), who, Outcome.PROTECTED, reason="He told me")
    assert not ProtectionCheck.objects.exists()


def test_what_was_done_is_in_the_audit_with_the_reason(entered: Entered) -> None:
    row = checks.check(entered(), LEE, Outcome.PROTECTED, reason="He told me")
    checks.undo(entered(), row.number, reason="It was his brother")
    done, undone = AuditEntry.objects.filter(action__startswith="protection check", detail__check=1).order_by("sequence")
    assert (done.account, done.purpose, done.detail["outcome"]) == ("sue", "safeguarding", "protected")
    assert undone.action == "protection check undone"
