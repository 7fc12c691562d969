"""Reading decisions: only those about records that one may see, audited, in the latest order, with what became of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from stronghold.casework.decisions import Wanted, decide, listed, read, undo
from stronghold.casework.models import Decision
from stronghold.casework.undoable import STATES, state_of
from stronghold.governance.gateway import Gateway
from stronghold.governance.refusals import NotVisible
from stronghold.linking.decisions import Judgement

AMOS, AMOS_TOO, BETH = "police/rms/person/1#subject.1", "council/housing/person/7#subject.1", "police/rms/meeting/m1#attendee.2"
ONLY_WANDA = "health/ed/person/h1#subject.1"
SAME, APART = Judgement.SAME, Judgement.NOT_SAME
Written = Callable[[], list[str]]


@pytest.fixture
def decided(ann: Gateway, wanda: Gateway) -> None:
    decide(ann, [Wanted(APART, AMOS, BETH)], reason="One")
    decide(wanda, [Wanted(SAME, AMOS, ONLY_WANDA)], reason="Two")
    decide(ann, [Wanted(SAME, AMOS, AMOS_TOO)], reason="Three")
    undo(ann, 3, reason="Not so")


def test_each_sees_the_decisions_about_what_they_may_see(decided: None, ann: Gateway, wanda: Gateway, written: Written) -> None:
    def numbers(gateway: Gateway, **asked: object) -> list[int]:
        return [view.row.number for view in listed(gateway, **asked).decisions]  # type: ignore[arg-type]

    assert (numbers(ann), numbers(wanda)) == ([3, 1], [3, 2, 1])
    assert written()[-1] == "decisions listed"
    assert (numbers(wanda, only_own=True), numbers(ann, state="undone"), numbers(ann, state="waiting")) == ([2], [3], [1])
    found = listed(wanda, start=1, limit=1)
    assert (found.found, [view.row.number for view in found.decisions]) == (3, [2])
    assert listed(wanda, start=9).decisions == ()


def test_one_is_read_with_what_its_mentions_are_called(decided: None, ann: Gateway, written: Written) -> None:
    view = read(ann, 1)
    assert view.left is not None and view.right is not None
    assert (view.left.mention.label, view.right.mention.label, view.same, view.state) == (
        "Beth Cole",
        "Amos Perry",
        False,
        "waiting",
    )
    assert written()[-1] == "decision read"
    for number in (2, 77):
        with pytest.raises(NotVisible, match=f"No decision {number} is visible"):
            read(ann, number)


def test_of_records_that_have_gone_the_terms_of_then_decide(decided: None, ann: Gateway, wanda: Gateway) -> None:
    row = Decision.objects.get(number=2)
    key = "health/ed/person/gone#subject.1"
    Decision.objects.filter(number=2).update(left=key if row.left == ONLY_WANDA else row.left, right=AMOS)
    assert [view.row.number for view in listed(ann).decisions] == [3, 1]
    (seen,) = [view for view in listed(wanda).decisions if view.row.number == 2]
    assert None in (seen.left, seen.right) and (seen.left or seen.right)
    assert undo(wanda, 2, reason="Its record has gone").stands is False


def test_what_became_of_a_decision() -> None:
    row = Decision(number=3)
    assert (state_of(row, {1}), state_of(row, {3})) == ("waiting", "in picture")
    row.undone_at = "then"  # type: ignore[assignment]
    assert (state_of(row, {3}), state_of(row, {1})) == ("leaving", "undone")
    assert set(STATES) == {"waiting", "in picture", "leaving", "undone"}
