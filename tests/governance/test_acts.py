"""What the policy does not permit is refused in words, and the audit has it first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from stronghold.governance.acts import refuse_act, require_act
from stronghold.governance.models import Account, AuditEntry
from stronghold.governance.refusals import Refused


def test_an_act_that_the_policy_permits_goes_on_and_leaves_no_refusal(account: Callable[..., Account]) -> None:
    require_act(account("ann", "police", "analyst"), "disruption", "decide", "You may not.", remedy="Ask.")
    assert not AuditEntry.objects.filter(action="refused").exists()


def test_an_act_that_it_does_not_is_refused_with_what_to_do_and_is_in_the_audit(account: Callable[..., Account]) -> None:
    sam = account("sam", "police", "sergeant")
    with pytest.raises(Refused, match=r"You may not\.") as told:
        require_act(sam, "disruption", "decide", "You may not.", remedy="Ask.")
    assert told.value.remedy == "Ask."
    entry = AuditEntry.objects.get(action="refused")
    assert (entry.account, entry.purpose) == (sam.username, "disruption")
    assert entry.detail == {"reason": "act not permitted", "act": "decide"}


def test_a_refusal_may_be_decided_elsewhere(account: Callable[..., Account]) -> None:
    with pytest.raises(Refused, match=r"Never\."):
        refuse_act(account("ann", "police", "analyst"), "", "train", "Never.", remedy="Ask.")
    assert AuditEntry.objects.get(action="refused").detail["act"] == "train"
