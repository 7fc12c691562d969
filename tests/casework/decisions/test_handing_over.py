"""What a build and those who measure links are given."""

from __future__ import annotations

from stronghold.casework.decisions import Wanted, decide, decided_pairs, for_build, labels, undo
from stronghold.casework.models import Decision as Row
from stronghold.governance.gateway import Gateway
from stronghold.linking.decisions import Decision, Judgement

AMOS, AMOS_TOO, BETH = "police/rms/person/1#subject.1", "council/housing/person/7#subject.1", "police/rms/meeting/m1#attendee.2"
SAME, APART = Judgement.SAME, Judgement.NOT_SAME


def test_a_build_is_given_what_stands_in_its_order(ann: Gateway) -> None:
    decide(ann, [Wanted(SAME, AMOS, AMOS_TOO)], reason="Why")
    decide(ann, [Wanted(SAME, AMOS, BETH)], reason="Why")
    decide(ann, [Wanted(SAME, BETH, AMOS_TOO)], reason="Why")
    undo(ann, 2, reason="Why not")
    assert for_build() == [Decision(1, SAME, AMOS_TOO, AMOS), Decision(3, SAME, AMOS_TOO, BETH)]
    assert decided_pairs() == [(AMOS_TOO, AMOS), (AMOS_TOO, BETH)]


def test_labels_say_what_the_linking_had_made_of_the_two_and_whether_the_review_asked(ann: Gateway) -> None:
    decide(ann, [Wanted(APART, AMOS, AMOS_TOO)], reason="Why", origin=Row.Origin.REVIEW)
    decide(ann, [Wanted(APART, AMOS, BETH)], reason="Why")
    asked, chosen = labels()
    assert (asked.decision.judgement, asked.match_weight, asked.accepted, asked.from_review) == (APART, 9.5, True, True)
    assert (chosen.match_weight, chosen.accepted, chosen.from_review, chosen.snapshot) == (None, None, False, ann.snapshot_id)
    assert labels("address") == []
