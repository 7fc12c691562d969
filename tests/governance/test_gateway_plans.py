"""Plans read through the gateway: each with its audit entry, for groups that the reader may see, on what they may see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import DatabaseError, connection

from stronghold.concern import Check, Outcome
from stronghold.concern.childhood import today_here
from stronghold.errors import BadInput
from stronghold.governance import audit, checks
from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.models import Account, AuditEntry
from stronghold.governance.refusals import NotVisible

KAY, LEE, MAX, TIA = (f"P-GANG000{number}" for number in range(1, 5))


@pytest.fixture
def gateway(grouped_store: Path, account: Callable[..., Account]) -> Iterator[Gateway]:
    account("ann", "police", "analyst")
    with open_gateway(grouped_store, "ann", "disruption") as opened:
        yield opened


@pytest.fixture
def group(gateway: Gateway) -> str:
    (found,) = gateway.groups()
    return found.group_id


def written(since: int) -> list[tuple[str, int]]:
    entries = AuditEntry.objects.filter(sequence__gt=since).order_by("sequence")
    return [(entry.action, entry.detail["found"]) for entry in entries]


def test_a_plan_leaves_the_child_out_and_is_blocked_until_the_others_are_checked(gateway: Gateway, group: str) -> None:
    plan = gateway.group_plan(group.lower(), 2)
    assert [each.entity_id for each in plan.standing.never] == [TIA]
    assert len(plan.plan.chosen) == 2 and TIA not in plan.plan.chosen and plan.plan.proved
    assert {each.entity_id for each in plan.standing.unchecked} == {KAY, LEE, MAX}
    assert plan.blocked_by and plan.snapshot_id == gateway.snapshot_id
    assert TIA in {each.entity_id for each in plan.protect_first}


def test_checks_of_casework_are_heeded(gateway: Gateway, group: str, monkeypatch: pytest.MonkeyPatch) -> None:
    today = today_here()
    made = [Check(KAY, Outcome.PROTECTED, 1, today), *(Check(who, Outcome.NO_REASON, 2, today) for who in (LEE, MAX))]
    monkeypatch.setattr(checks, "_sources", [lambda snapshot: made])
    plan = gateway.group_plan(group, 2)
    assert plan.plan.chosen == (LEE, MAX) and plan.blocked_by == ()
    assert {each.entity_id for each in plan.standing.never} == {KAY, TIA}
    with pytest.raises(BadInput, match="3 people cannot be chosen of 2 who may be"):
        gateway.group_plan(group, 3)


def test_who_is_left_out_by_hand_is_not_chosen(gateway: Gateway, group: str) -> None:
    assert gateway.group_plan(group, 2, excluded=[KAY]).plan.chosen == (LEE, MAX)
    uncertain = gateway.group_plan(group, 1, excluded=[KAY, LEE], uncertain=True, seconds=1)
    assert uncertain.plan.chosen == (MAX,) and not uncertain.plan.proved


def test_a_group_without_somebody_is_shown_and_never_without_the_child(gateway: Gateway, group: str) -> None:
    view = gateway.group_without(group, [KAY])
    assert [each.label for each in view.out] == ["Kay Ganger"]
    assert (view.pairs_before, view.after.surviving_pairs) == (6, 3)
    with pytest.raises(BadInput, match="Tia Ganger is to be protected first"):
        gateway.group_without(group, [TIA])


def test_records_and_files_may_be_taken_for_false_and_are_true_again_afterwards(gateway: Gateway, group: str) -> None:
    before = gateway.group_without(group, [])
    arrests = [f"police/rms/arrest/g{number}" for number in (1, 2, 3)]
    without = gateway.group_without(group, [], false_records=arrests)
    assert without.pairs_before == 0 and without.standing.network.ids == before.standing.network.ids
    assert gateway.group_without(group, [], false_records=arrests[:2]).pairs_before == 6
    assert gateway.group_without(group, [], false_sources=["rms.csv"]).pairs_before == 0
    assert gateway.group_without(group, []).after == before.after
    with pytest.raises(BadInput, match="no record 'police/rms/arrest/g9' that you may see"):
        gateway.group_plan(group, 1, false_records=["police/rms/arrest/g9"])
    with pytest.raises(BadInput, match=r"no source 'ed\.csv' that you may see"):  # health's sensitive file
        gateway.group_plan(group, 1, false_sources=["ed.csv"])


def test_parts_in_supply_are_those_of_records_that_are_not_doubted(gateway: Gateway, group: str) -> None:
    parts = gateway.group_without(group, []).standing.parts
    assert parts == {who: frozenset({"dealer"}) for who in (KAY, LEE, MAX)}
    doubted = gateway.group_without(group, [], false_records=[f"police/rms/intelligence_report/i{KAY}"])
    assert set(doubted.standing.parts) == {LEE, MAX}


def test_each_file_is_dropped_in_turn_and_the_plan_is_held_against_it(gateway: Gateway, group: str) -> None:
    behind = gateway.sources_behind_group(group)
    assert [(each.name, each.agency, each.records) for each in behind] == [("rms.csv", "police", 3)]
    planned = gateway.group_plan(group, 1, excluded=[KAY]).plan.chosen
    (dropped,) = gateway.plan_without_each_source(group, 1, planned=planned, excluded=[KAY])
    # Without the file nobody is tied to anybody: no choice is better than any other.
    assert (dropped.name, dropped.surviving_pairs, dropped.problem, dropped.stands) == ("rms.csv", 0, "", True)
    assert KAY not in dropped.chosen
    assert gateway.plan_without_each_source(group, 1, false_sources=["rms.csv"]) == ()
    (refused,) = gateway.plan_without_each_source(group, 3, planned=planned, excluded=[KAY])
    assert not refused.stands and "3 people cannot be chosen of 2" in refused.problem


def test_every_plan_is_one_entry_about_everybody_in_the_group(gateway: Gateway, group: str) -> None:
    start = audit.checkpoint().sequence
    gateway.group_plan(group, 1)
    gateway.group_without(group, [KAY])
    gateway.sources_behind_group(group)
    gateway.plan_without_each_source(group, 1)
    assert written(start) == [("group plan", 4), ("group without", 4), ("group sources", 4), ("plan without each source", 4)]
    assert all(len(entry.subjects) == 5 for entry in AuditEntry.objects.filter(sequence__gt=start))


def test_a_group_that_is_not_visible_is_written_and_refused_in_the_usual_words(gateway: Gateway) -> None:
    start = audit.checkpoint().sequence
    with pytest.raises(NotVisible, match="Nothing by 'G-00000000' is visible"):
        gateway.group_plan("G-00000000", 1)
    assert written(start) == [("group plan", 0)]


@pytest.mark.parametrize(
    "read",
    [
        lambda gateway, group: gateway.group_plan(group, 1),
        lambda gateway, group: gateway.group_without(group, [KAY]),
        lambda gateway, group: gateway.sources_behind_group(group),
        lambda gateway, group: gateway.plan_without_each_source(group, 1),
    ],
)
def test_what_cannot_be_written_is_not_shown(gateway: Gateway, group: str, read: Callable[[Gateway, str], object]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER full BEFORE INSERT ON governance_auditentry BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        )
    try:
        with pytest.raises(DatabaseError, match="the disk is full"):
            read(gateway, group)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER full")
