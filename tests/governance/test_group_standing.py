"""Why each person of a group matters: by visible records, whom to protect first, and never one number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stronghold.concern import Check, Outcome
from stronghold.concern.childhood import today_here
from stronghold.governance import checks
from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.models import Account, AuditEntry

KAY, TIA = "P-GANG0001", "P-GANG0004"


@pytest.fixture
def gateway(grouped_store: Path, account: Callable[..., Account]) -> Iterator[Gateway]:
    account("ann", "police", "analyst")
    with open_gateway(grouped_store, "ann", "disruption") as opened:
        yield opened


def test_each_reason_has_its_records_and_those_to_protect_come_first(gateway: Gateway) -> None:
    (group,) = gateway.groups()
    found = gateway.group_standing(group.group_id)
    assert found[0].entity_id == TIA and found[0].protect and found[0].child
    assert [one.protect for one in found] == [True, False, False, False]
    kay = next(one for one in found if one.entity_id == KAY)
    assert kay.label == "Kay Ganger" and "dealer" in kay.parts
    sells = next(reason for reason in kay.reasons if reason.reason == "sells")
    assert sells.records == (f"police/rms/intelligence_report/i{KAY}",)


def test_a_reason_that_a_check_looked_at_is_told_as_settled_and_others_as_unchecked(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    (group,) = gateway.groups()
    tia, kay = ({one.entity_id: one for one in gateway.group_standing(group.group_id)}[who] for who in (TIA, KAY))
    assert tia.protection.state == "protected" and tia.protection.live and kay.protection.state == "unchecked"
    settled = Check(TIA, Outcome.NO_REASON, 1, today_here(), frozenset(tia.protection.records))
    monkeypatch.setattr(checks, "_sources", [lambda snapshot: [settled]])
    again = {one.entity_id: one for one in gateway.group_standing(group.group_id)}[TIA]
    assert again.protection.state == "no reason found" and not again.protection.live
    assert again.protect, "a child stays first whatever was found"


def test_the_people_and_the_records_shown_are_in_the_audit(gateway: Gateway) -> None:
    (group,) = gateway.groups()
    gateway.group_standing(group.group_id)
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.detail["found"]) == ("group standing", 4)
    assert len(entry.subjects) >= 5


def test_the_groups_of_one_person(gateway: Gateway) -> None:
    (group,) = gateway.groups()
    assert gateway.groups_of(KAY.lower()) == (group,)
    assert gateway.groups_of("P-AM000001") == ()
