"""A released plan is suspended by itself once somebody whom it chose has to be protected or is not who they were, or a record that it rests
on is withdrawn or found false; its owners are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from stronghold.casework import checks, notices, plans, withdrawals
from stronghold.casework.models import SavedPlan
from stronghold.concern import Outcome
from stronghold.governance.gateway import Gateway
from stronghold.governance.models import Account, AuditEntry
from stronghold.intake.withdrawals import Effect
from stronghold.network.groups.identity import group_id
from stronghold.picture.store import Store

KAY, LEE, MAX = (f"P-GANG000{n}" for n in range(1, 4))
GROUP = group_id(KAY)

Entered = Callable[..., Gateway]


@pytest.fixture
def released(entered: Entered) -> SavedPlan:
    """A plan of ann's that chose Kay, released by sam."""
    plan = plans.save(entered("ann"), GROUP, [KAY], aim="Weaken the line", seconds=0.5)
    for who in (KAY, LEE, MAX):
        checks.check(entered("sue"), who, Outcome.NO_REASON, reason="Looked")
    return plans.release(entered("sam"), plan.number, reason="Day of action")


def state(plan: SavedPlan) -> str:
    plan.refresh_from_db()
    return plan.state


def missing(con: Any) -> None:
    """Kay went missing."""
    (record, mention) = con.execute(
        "SELECT (SELECT max(record_id) + 1 FROM record), (SELECT max(mention_id) + 1 FROM mention)"
    ).fetchone()
    con.execute(
        "INSERT INTO record (record_id, record_key, kind, source_id, line, occurred_from, occurred_precision, class_id)"
        " SELECT $record, 'police/rms/missing_episode/x1', 'missing_episode', 1, 1, $today, 'day', class_id FROM record"
        " WHERE record_key = 'police/rms/arrest/g1'",
        {"record": record, "today": datetime.now(UTC).replace(tzinfo=None)},
    )
    con.execute("INSERT INTO missing_episode (record_id) VALUES (?)", [record])
    con.execute(
        "INSERT INTO mention (mention_id, mention_key, record_id, kind, role)"
        " VALUES (?, 'police/rms/missing_episode/x1#missing_person.1', ?, 'person', 'missing_person')",
        [mention, record],
    )
    con.execute("INSERT INTO person (mention_id, surname) VALUES (?, 'GANGER')", [mention])
    con.execute("INSERT INTO entity_member VALUES (?, ?)", [mention, KAY])


def test_a_check_suspends_it_at_once_and_tells_its_owners(entered: Entered, released: SavedPlan) -> None:
    checks.check(entered("sue"), KAY, Outcome.PROTECTED, reason="She told me")
    assert state(released) == "suspended"
    for name in ("ann", "sam"):
        (notice,), _ = notices.waiting_for(Account.objects.get(username=name))
        assert (notice.noun, notice.key, notice.address) == ("plan", "1", "/plans/1/")
        assert "suspended" in notice.why
    step = plans.read(entered("sam"), 1).steps[-1]
    assert (step.to, step.by) == ("suspended", None)
    assert AuditEntry.objects.filter(action="plan suspended", detail__plan=1).count() == 1


def test_a_check_of_somebody_it_did_not_choose_leaves_it(entered: Entered, released: SavedPlan) -> None:
    checks.check(entered("sue"), LEE, Outcome.PROTECTED, reason="He told me")
    assert state(released) == "released"


def test_undoing_what_outweighed_a_reason_suspends_it(
    entered: Entered, released: SavedPlan, next_picture: Any, store: Store
) -> None:
    next_picture(missing)
    mark = checks.looked_up(entered("sue"), KAY)[1]
    override = checks.check(entered("sue"), KAY, Outcome.NO_REASON, reason="She was at her aunt's", seen=mark)
    assert state(released) == "released" and plans.watch(store) == ()
    checks.undo(entered("sue"), override.number, reason="She was not")
    assert state(released) == "suspended"


def test_a_new_picture_suspends_it_when_anybody_looks(released: SavedPlan, next_picture: Any, store: Store) -> None:
    next_picture(missing)
    assert plans.watch(store) == (1,)
    assert state(released) == "suspended"
    assert plans.watch(store) == ()


def test_every_side_of_a_split_counts(entered: Entered, released: SavedPlan, next_picture: Any, store: Store) -> None:
    def parted(con: Any) -> None:
        missing(con)
        con.execute(
            "UPDATE entity_member SET entity_id = 'P-GANG0009' WHERE entity_id = ? AND mention_id IN (SELECT mention_id FROM mention"
            " JOIN record USING (record_id) WHERE record_key IN ('police/rms/arrest/g1', 'police/rms/missing_episode/x1'))",
            [KAY],
        )

    next_picture(parted)
    assert plans.watch(store) == (1,)


def moved(con: Any, to: str, *records: str) -> None:
    """Kay's mentions (in those records alone, where any are given) are of another entity."""
    con.execute(
        "UPDATE entity_member SET entity_id = $to WHERE entity_id = $kay AND mention_id IN (SELECT mention_id FROM mention"
        " JOIN record USING (record_id) WHERE len($keys::VARCHAR[]) = 0 OR list_contains($keys::VARCHAR[], record_key))",
        {"to": to, "kay": KAY, "keys": list(records)},
    )


def merged(con: Any) -> None:
    moved(con, MAX)
    con.execute("INSERT INTO entity_alias VALUES (?, ?, 'merged')", [KAY, MAX])


CHANGES: dict[str, Callable[[Any], object]] = {
    "was joined with another person": merged,
    "is found as another person now": lambda con: moved(con, "P-GANG0009"),
    "was parted": lambda con: moved(con, "P-GANG0009", "police/rms/arrest/g1"),
    "is gone": lambda con: con.execute("DELETE FROM entity_member WHERE entity_id = ?", [KAY]),
}


@pytest.mark.parametrize("words", CHANGES)
def test_it_is_suspended_once_somebody_is_not_who_they_were_and_its_owners_are_told_how(
    words: str, released: SavedPlan, next_picture: Any, store: Store
) -> None:
    next_picture(CHANGES[words])
    assert plans.watch(store) == (1,)
    assert state(released) == "suspended"
    for name in ("ann", "sam"):
        (notice,), _ = notices.waiting_for(Account.objects.get(username=name))
        assert f"Somebody whom the plan chose {words}" in notice.why and notice.why.endswith("The plan is suspended.")
    step = released.steps.last()
    assert step is not None and words in step.reason and step.by is None


def test_a_picture_in_which_they_are_who_they_were_leaves_it(released: SavedPlan, next_picture: Any, store: Store) -> None:
    next_picture(lambda con: con.execute("UPDATE entity_member SET entity_id = 'P-GANG0009' WHERE entity_id = ?", [LEE]))
    assert plans.watch(store) == ()
    assert state(released) == "released"


@pytest.mark.parametrize("effect", [Effect.WITHDRAWN, Effect.DISCREDITED])
def test_withdrawing_a_record_that_it_rests_on_suspends_it_at_once_and_undoing_that_does_not_release_it(
    entered: Entered, released: SavedPlan, effect: Effect
) -> None:
    made = withdrawals.withdraw(entered("ann"), "police/rms/arrest/g2", effect, reason="Made up")
    assert state(released) == "suspended"
    for name in ("ann", "sam"):
        told = [notice.why for notice in notices.waiting_for(Account.objects.get(username=name))[0]]
        assert len(told) == 2 and any(
            "A record that the plan rests on was withdrawn or found false. The plan is suspended." in why for why in told
        )
    with pytest.raises(plans.NotReleasable, match=r"was withdrawn or found false\. Make another plan"):
        plans.release(entered("sam"), 1, reason="All the same")
    withdrawals.undo(entered("ann"), made.row.number, reason="It was right")
    assert state(released) == "suspended"
    assert plans.release(entered("sam"), 1, reason="The report stands").state == "released"


def test_withdrawing_another_record_leaves_it(entered: Entered, released: SavedPlan) -> None:
    withdrawals.withdraw(entered("ann"), "police/rms/intelligence_report/iP-GANG0002", Effect.WITHDRAWN, reason="Made up")
    assert state(released) == "released"


def test_nothing_lifts_it_but_a_person_who_releases_it_again(entered: Entered, released: SavedPlan) -> None:
    row = checks.check(entered("sue"), KAY, Outcome.PROTECTED, reason="She told me")
    checks.undo(entered("sue"), row.number, reason="It was her sister")
    assert state(released) == "suspended"
    assert plans.release(entered("sam"), 1, reason="It was her sister").state == "released"


def test_what_did_not_change_is_not_looked_at_again(
    entered: Entered, released: SavedPlan, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans.watch(store)

    def looked(*_: object) -> None:
        raise AssertionError("looked at again")

    monkeypatch.setattr("stronghold.casework.plans.watching.protection_among", looked)
    assert plans.watch(store) == ()
    with pytest.raises(AssertionError, match="looked at again"):
        checks.check(entered("sue"), LEE, Outcome.PROTECTED, reason="He told me")
