"""What the picture does not show yet is said with those it is about, as far as both records are visible."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from stronghold.casework.decisions import Wanted, decide, pending, undo
from stronghold.casework.decisions.pending import waiting
from stronghold.governance.gateway import Gateway
from stronghold.linking.decisions import Judgement

AMOS, AMOS_TOO, BETH = "police/rms/person/1#subject.1", "council/housing/person/7#subject.1", "police/rms/meeting/m1#attendee.2"
ONLY_WANDA = "health/ed/person/h1#subject.1"
SAME, APART = Judgement.SAME, Judgement.NOT_SAME


def test_nothing_is_pending_where_nothing_was_decided(ann: Gateway, written: Callable[[], list[str]]) -> None:
    assert pending(ann, "P-AM000001") == ()
    assert "mentions" not in written()


def test_a_split_is_pending_within_the_entity(ann: Gateway) -> None:
    decide(ann, [Wanted(APART, AMOS, AMOS_TOO)], reason="Why")
    (one,) = pending(ann, "P-AM000001")
    assert (one.within, one.joins, one.undone) == (True, False, False)
    assert pending(ann, "P-BE000001") == ()


def test_a_merge_is_pending_on_both_sides_each_with_the_others_warnings(ann: Gateway) -> None:
    decide(ann, [Wanted(SAME, AMOS, BETH)], reason="Why")
    (amos,), (beth,) = pending(ann, "P-AM000001"), pending(ann, "P-BE000001")
    assert (amos.own.entity_id, amos.other.entity_id, amos.other.entity.label) == ("P-AM000001", "P-BE000001", "Beth Cole")
    assert (beth.own.entity_id, beth.other.entity.label, beth.other.entity.handling) == ("P-BE000001", "Amos Perry", ("P",))
    assert amos.joins and not amos.within


def test_what_was_undone_before_any_build_is_not_pending(ann: Gateway) -> None:
    decide(ann, [Wanted(SAME, AMOS, BETH)], reason="Why")
    undo(ann, 1, reason="Why not")
    assert pending(ann, "P-AM000001") == ()


def test_what_the_picture_still_obeys_is_pending_once_it_is_undone(ann: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    decide(ann, [Wanted(APART, AMOS, BETH)], reason="Why")
    monkeypatch.setattr(Gateway, "decisions_obeyed", frozenset({1}))
    assert pending(ann, "P-AM000001") == ()
    undo(ann, 1, reason="Why not")
    (one,) = pending(ann, "P-AM000001")
    assert one.undone and one.joins


def test_a_decision_about_a_record_that_one_may_not_see_is_not_told(ann: Gateway, wanda: Gateway) -> None:
    decide(wanda, [Wanted(APART, AMOS, ONLY_WANDA)], reason="Why")
    assert len(pending(wanda, "P-AM000001")) == 1
    assert pending(ann, "P-AM000001") == ()


def test_many_decisions_obeyed_make_no_difference(ann: Gateway) -> None:
    decide(ann, [Wanted(SAME, AMOS, BETH), Wanted(SAME, AMOS, AMOS_TOO)], reason="Why")
    undo(ann, 2, reason="Why not")
    for obeyed in (range(2, 400), range(2, 40_000)):
        assert [row.number for row in waiting(frozenset(obeyed))] == [1, 2]
