"""Promise: from the moment that a record is withdrawn nobody sees anything of it, and what it said counts for nothing; undone, it is back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from stronghold.casework import notices, withdrawals
from stronghold.casework.decisions import Wanted, decide
from stronghold.casework.withdrawals import WithdrawalProblem
from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.models import Account, AuditEntry
from stronghold.governance.refusals import NotVisible, Refused
from stronghold.intake.withdrawals import Effect
from stronghold.linking.decisions import Judgement

# See the picture in tests/governance/conftest.py: Beth is known by two records that the analyst may see.
AMOS, BETH = "P-AM000001", "P-BE000001"
MEETING, ARREST = "police/rms/meeting/m1", "police/rms/person/1"
Account_ = Callable[..., Account]


@pytest.fixture
def ann(made_store: Path, account: Account_) -> Callable[[], Gateway]:
    account("ann", "police", "analyst")
    return lambda: open_gateway(made_store, "ann", "disruption")


def withdraw(ann: Callable[[], Gateway], key: str, effect: Effect = Effect.WITHDRAWN) -> int:
    with ann() as gateway:
        return withdrawals.withdraw(gateway, key, effect, reason="Sent by mistake").row.number


def strengths(gateway: Gateway) -> dict[str, float]:
    return {tie.entity_id: tie.strength for tie in gateway.entity(AMOS).ties if tie.layer == "meeting"}


def everything(gateway: Gateway) -> str:
    """All that the account can read of the picture, as one text."""
    told = [gateway.overview(), gateway.find("perry"), gateway.find("m1"), gateway.neighbourhood(AMOS), gateway.timeline(AMOS)]
    return repr(
        [*told, gateway.places(AMOS), gateway.entity(AMOS), gateway.mentions([f"{ARREST}#subject.1", f"{MEETING}#attendee.1"])]
    )


def test_nothing_that_is_read_tells_of_it_and_undoing_brings_all_of_it_back(ann: Callable[[], Gateway]) -> None:
    with ann() as gateway:
        before = everything(gateway)
    assert MEETING in before and "Seen by the bridge" in before and "1990-02-01" in before
    first, second = withdraw(ann, MEETING), withdraw(ann, ARREST)
    with ann() as gateway:
        during = everything(gateway)
        for said in (MEETING, ARREST, "Seen by the bridge", "1990-02-01", "HIGH STREET", "High Street"):
            assert said not in during
        with pytest.raises(NotVisible):
            gateway.show(MEETING)
        # The home was named by the withdrawn record alone: it is not there, by its name, its id or its text.
        assert gateway.find("high street").total == 0 and gateway.find("1990-02-01").total == 0
    with ann() as gateway:
        for number in (first, second):
            withdrawals.undo(gateway, number, reason="It was right")
    with ann() as gateway:
        assert everything(gateway) == before


def test_a_tie_is_worked_out_from_the_evidence_that_is_left(ann: Callable[[], Gateway]) -> None:
    with ann() as gateway:
        assert strengths(gateway)[BETH] > 0
        bearing = gateway.bearing(MEETING)
        (tie,) = [tie for tie in bearing.ties if {tie.entity_l, tie.entity_r} == {AMOS, BETH}]
        assert tie.is_lost and tie.before == strengths(gateway)[BETH]
        assert {each.entity_id: each.vanishes for each in bearing.entities} == {AMOS: False, BETH: True}
    withdraw(ann, MEETING)
    with ann() as gateway:
        assert strengths(gateway) == {}


def test_what_was_found_false_is_shown_and_weighs_nothing(ann: Callable[[], Gateway]) -> None:
    number = withdraw(ann, MEETING, Effect.DISCREDITED)
    with ann() as gateway:
        assert gateway.show(MEETING).information_grade == "E"  # type: ignore[union-attr]
        assert strengths(gateway).get(BETH) == 0
        view = withdrawals.of_record(gateway, MEETING)
        assert view is not None and (view.row.number, view.state) == (number, "waiting")


def test_it_is_not_there_for_another_agency_either_and_only_its_own_withdraws_it(
    ann: Callable[[], Gateway], made_store: Path, account: Account_
) -> None:
    account("cora", "council", "analyst")
    with open_gateway(made_store, "cora", "disruption") as gateway:
        gateway.show(MEETING)
        with pytest.raises(Refused, match="another agency"):
            withdrawals.withdraw(gateway, MEETING, Effect.WITHDRAWN, reason="x")
    number = withdraw(ann, MEETING)
    with open_gateway(made_store, "cora", "disruption") as gateway:
        with pytest.raises(NotVisible):
            gateway.show(MEETING)
        # That it was withdrawn, and why, she may know, as she saw the record; to undo it is not hers.
        assert [view.row.number for view in withdrawals.listed(gateway).withdrawals] == [number]
        with pytest.raises(Refused):
            withdrawals.undo(gateway, number, reason="x")


def test_hidden_records_cannot_be_withdrawn_and_their_withdrawal_is_not_told(
    made_store: Path, account: Account_, ann: Callable[[], Gateway]
) -> None:
    account("mo", "police", "analyst", operations=("ash",))
    covert = "police/covert/meeting/c1"
    with ann() as gateway, pytest.raises(NotVisible):
        withdrawals.withdraw(gateway, covert, Effect.WITHDRAWN, reason="x")
    with open_gateway(made_store, "mo", "disruption") as gateway:
        try:
            number = withdrawals.withdraw(gateway, covert, Effect.WITHDRAWN, reason="Source burnt").row.number
        except NotVisible:
            pytest.fail("a member of the operation sees its record")
    with ann() as gateway:
        assert withdrawals.listed(gateway).found == 0
        with pytest.raises(NotVisible):
            withdrawals.read(gateway, number)


def test_whoever_answers_for_what_rests_on_it_is_told_and_the_undoing_settles_it(
    ann: Callable[[], Gateway], made_store: Path, account: Account_
) -> None:
    bo = account("bo", "police", "analyst")
    with open_gateway(made_store, "bo", "disruption") as gateway:
        decide(gateway, [Wanted(Judgement.NOT_SAME, f"{MEETING}#attendee.1", f"{MEETING}#attendee.2")], reason="Two people")
    with ann() as gateway:
        made = withdrawals.withdraw(gateway, MEETING, Effect.WITHDRAWN, reason="Sent by mistake")
    assert [(one.noun, one.key, one.owners) for one in made.resting] == [("decision", "1", (bo.pk,))]
    (notice,), total = notices.waiting_for(bo)
    assert (notice.address, notice.why, total) == ("/decisions/1/", "A record that it rests on was withdrawn by police.", 1)
    with ann() as gateway:
        withdrawals.undo(gateway, made.row.number, reason="It was right")
    assert notices.waiting_for(bo) == ((), 0)


def test_it_is_never_done_twice_nor_without_a_reason_and_every_step_is_in_the_audit(ann: Callable[[], Gateway]) -> None:
    with ann() as gateway:
        for reason, effect, said in ((" ", Effect.WITHDRAWN, "Say why"), ("x" * 2_001, Effect.WITHDRAWN, "2,000")):
            with pytest.raises(WithdrawalProblem, match=said):
                withdrawals.withdraw(gateway, MEETING, effect, reason=reason)
        withdrawals.withdraw(gateway, MEETING, Effect.DISCREDITED, reason="Made up")
        with pytest.raises(WithdrawalProblem, match="ann has done this already"):
            withdrawals.withdraw(gateway, MEETING, Effect.DISCREDITED, reason="Made up")
        second = withdrawals.withdraw(gateway, MEETING, Effect.WITHDRAWN, reason="And unlawfully held").row.number
        withdrawals.undo(gateway, second, reason="It was right")
        with pytest.raises(WithdrawalProblem, match="has undone this already"):
            withdrawals.undo(gateway, second, reason="Again")
        assert withdrawals.for_build() == []
    actions = [entry.action for entry in AuditEntry.objects.order_by("sequence") if "withdraw" in entry.action]
    assert actions.count("withdrawn") == 2 and actions.count("withdrawal undone") == 1
