"""Deciding and undoing: whole or not at all, written to the audit, and only about what one may see."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from stronghold.casework.decisions import DecisionProblem, Wanted, decide, undo
from stronghold.casework.decisions.deciding import LONGEST_REASON
from stronghold.casework.models import Decision
from stronghold.governance.gateway import Gateway
from stronghold.governance.models import AuditEntry, AuditText
from stronghold.governance.refusals import NotVisible, Refused
from stronghold.linking.decisions import Judgement

AMOS, AMOS_TOO, BETH, HOME = (
    "police/rms/person/1#subject.1",
    "council/housing/person/7#subject.1",
    "police/rms/meeting/m1#attendee.2",
    "police/rms/person/1#subject.1>home",
)
ONLY_WANDA, COVERT = "health/ed/person/h1#subject.1", "police/covert/meeting/c1#attendee.2"
SAME, APART = Judgement.SAME, Judgement.NOT_SAME
Written = Callable[[], list[str]]


def test_a_decision_is_kept_with_all_that_is_to_be_known_of_it(ann: Gateway, written: Written) -> None:
    (made,) = decide(ann, [Wanted(APART, AMOS, AMOS_TOO)], reason="  Father and son.  ")
    assert (made.number, made.judgement, made.kind) == (1, "not_same", "person")
    # The two in the order of their keys, whatever the order in which they were named.
    assert (made.left, made.right) == (AMOS_TOO, AMOS)
    assert (made.left_entity, made.right_entity, made.snapshot) == ("P-AM000001", "P-AM000001", ann.snapshot_id)
    assert made.right_terms == {"agency": "police", "handling": "P", "sensitivity": "standard", "operation": ""}
    assert (made.reason, made.by.username, made.purpose, made.stands) == ("Father and son.", "ann", "disruption", True)
    # What the linking had made of them, for measuring it later.
    assert (made.match_weight, made.accepted) == (9.5, True)
    entry = AuditEntry.objects.get(action="decided")
    assert entry.detail == {"decision": 1, "snapshot": ann.snapshot_id, "judgement": "not_same", "origin": "page"}
    assert AuditText.objects.get(reference=entry.text).text == "Father and son." and len(entry.subjects) == 3
    assert written().index("mentions") < written().index("decided")


def test_numbers_rise_and_the_same_again_is_the_same_decision(ann: Gateway, enter: Callable[..., Gateway]) -> None:
    first, second = decide(ann, [Wanted(APART, AMOS, BETH), Wanted(SAME, AMOS, AMOS_TOO)], reason="Seen.")
    (again,) = decide(enter("bob"), [Wanted(SAME, AMOS_TOO, AMOS)], reason="Seen too.")
    assert [first.number, second.number, again.number] == [1, 2, 2]
    assert (again.by.username, again.reason) == ("ann", "Seen.")
    assert Decision.objects.count() == 2


def test_things_are_decided_about_as_people_are(ann: Gateway) -> None:
    with pytest.raises(DecisionProblem, match="same kind") as caught:
        decide(ann, [Wanted(SAME, AMOS, HOME)], reason="?")
    assert set(caught.value.problems) == {"right"}


@pytest.mark.parametrize(
    ("pair", "reason", "field"),
    [
        ((AMOS, BETH), "  ", "reason"),
        ((AMOS, BETH), "x" * (LONGEST_REASON + 1), "reason"),
        ((AMOS, AMOS), "Why", "right"),
    ],
)
def test_what_a_form_can_mend_is_said_by_its_field(ann: Gateway, pair: tuple[str, str], reason: str, field: str) -> None:
    with pytest.raises(DecisionProblem) as caught:
        decide(ann, [Wanted(SAME, *pair)], reason=reason)
    assert set(caught.value.problems) == {field}
    assert not Decision.objects.exists()


def test_nothing_at_all_is_no_decision(ann: Gateway) -> None:
    with pytest.raises(DecisionProblem, match="Choose what is to be decided"):
        decide(ann, [], reason="Why")


@pytest.mark.parametrize("hidden", [ONLY_WANDA, COVERT, "nothing/of/this/key#subject.1"])
def test_what_one_may_not_see_and_what_is_not_there_are_refused_alike(ann: Gateway, hidden: str, written: Written) -> None:
    with pytest.raises(NotVisible, match="is visible to you for the purpose"):
        decide(ann, [Wanted(SAME, AMOS, BETH), Wanted(SAME, AMOS, hidden)], reason="Why")
    assert not Decision.objects.exists()
    assert written()[-1] == "refused"


def test_who_may_not_decide_is_refused_and_it_is_written(enter: Callable[..., Gateway], ann: Gateway) -> None:
    decide(ann, [Wanted(SAME, AMOS, BETH)], reason="Why")
    for gateway in (enter("sam", "sergeant"), enter("sam", "sergeant", purpose="safeguarding")):
        with pytest.raises(Refused, match="may not decide"):
            decide(gateway, [Wanted(SAME, AMOS, AMOS_TOO)], reason="Why")
        with pytest.raises(Refused):
            undo(gateway, 1, reason="Why")
    assert AuditEntry.objects.filter(action="refused", account="sam").count() == 4
    assert Decision.objects.get().stands


def test_undoing_keeps_the_decision_with_both_reasons(ann: Gateway, enter: Callable[..., Gateway]) -> None:
    decide(ann, [Wanted(SAME, AMOS, BETH)], reason="Why")
    undone = undo(enter("bob", purpose="data_quality"), 1, reason="Mixed up")
    assert (undone.stands, undone.undone_by, undone.undo_reason, undone.undone_purpose) == (
        False,
        enter("bob").account,
        "Mixed up",
        "data_quality",
    )
    assert (undone.by.username, undone.reason) == ("ann", "Why")
    with pytest.raises(DecisionProblem, match="bob has undone this decision already"):
        undo(ann, 1, reason="Again")
    # To decide it again is another decision.
    (again,) = decide(ann, [Wanted(SAME, AMOS, BETH)], reason="It was right")
    assert (again.number, again.stands, Decision.objects.count()) == (2, True, 2)


def test_an_undo_needs_a_reason_and_a_decision_that_one_may_see(ann: Gateway, wanda: Gateway) -> None:
    decide(wanda, [Wanted(SAME, AMOS, ONLY_WANDA)], reason="Why")
    with pytest.raises(DecisionProblem, match="Say why it is undone"):
        undo(wanda, 1, reason=" ")
    for number in (1, 99):
        with pytest.raises(NotVisible, match=f"No decision {number} is visible"):
            undo(ann, number, reason="Why")
    assert Decision.objects.get().stands
