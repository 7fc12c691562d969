"""Contradictions: found before anything is kept, told with the chain that says otherwise, as far as one may see it."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.casework.decisions import Contradicted, Wanted, decide, undo
from stronghold.casework.decisions.conflicts import contradicted_by
from stronghold.casework.models import Decision as Row
from stronghold.governance.gateway import Gateway
from stronghold.governance.models import AuditEntry
from stronghold.linking.decisions import Decision, Judgement, contradictions

AMOS, AMOS_TOO, BETH = "police/rms/person/1#subject.1", "council/housing/person/7#subject.1", "police/rms/meeting/m1#attendee.2"
THIRD, ONLY_WANDA = "police/rms/meeting/m1#attendee.1", "health/ed/person/h1#subject.1"
SAME, APART = Judgement.SAME, Judgement.NOT_SAME


def test_a_chain_of_the_same_contradicts_not_the_same(ann: Gateway) -> None:
    decide(ann, [Wanted(SAME, AMOS, AMOS_TOO)], reason="One")
    decide(ann, [Wanted(SAME, AMOS_TOO, BETH)], reason="Two")
    decide(ann, [Wanted(SAME, BETH, THIRD)], reason="Beside the point")
    with pytest.raises(Contradicted, match=r"decision 2: .*decision 1: .*Nothing was decided") as caught:
        decide(ann, [Wanted(APART, AMOS, BETH)], reason="Three")
    (conflict,) = caught.value.conflicts
    assert [(told.number, told.by, told.reason) for told in conflict.chain] == [(2, "ann", "Two"), (1, "ann", "One")]
    assert conflict.chain[1].words == "Amos Perry is the same as Amos Perry"
    assert Row.objects.count() == 3
    assert AuditEntry.objects.get(action="decision contradicted").detail == {"by": [1, 2]}


def test_not_the_same_contradicts_what_would_join_the_two_in_the_end(ann: Gateway) -> None:
    decide(ann, [Wanted(APART, AMOS, BETH), Wanted(SAME, BETH, THIRD)], reason="Apart")
    with pytest.raises(Contradicted) as caught:
        decide(ann, [Wanted(SAME, THIRD, AMOS)], reason="Together")
    assert [told.number for told in caught.value.conflicts[0].chain] == [1, 2]
    undo(ann, 1, reason="It was wrong")
    assert decide(ann, [Wanted(SAME, THIRD, AMOS)], reason="Together")[0].number == 3


def test_what_is_decided_at_once_may_not_contradict_itself(ann: Gateway) -> None:
    with pytest.raises(Contradicted):
        decide(ann, [Wanted(SAME, AMOS, BETH), Wanted(APART, AMOS, BETH)], reason="Both")
    assert not Row.objects.exists()


def test_of_decisions_about_hidden_records_only_the_number_is_told(ann: Gateway, wanda: Gateway) -> None:
    decide(wanda, [Wanted(SAME, AMOS, ONLY_WANDA), Wanted(SAME, ONLY_WANDA, BETH)], reason="Said in confidence")
    with pytest.raises(Contradicted) as caught:
        decide(ann, [Wanted(APART, AMOS, BETH)], reason="Apart")
    (conflict,) = caught.value.conflicts
    assert [(told.number, told.about, told.by, told.reason) for told in conflict.chain] == [(2, (), "", ""), (1, (), "", "")]
    assert "confidence" not in str(caught.value) and "health" not in str(caught.value)
    assert "records that you may not see" in str(caught.value)


judged = st.tuples(st.sampled_from(list(itertools.combinations("abcdefg", 2))), st.sampled_from(Judgement))


@given(st.lists(judged, max_size=8, unique_by=lambda pair: pair[0]), judged)
def test_law_what_is_found_is_what_a_build_would_refuse(standing: list, wanted: tuple) -> None:
    rows: list[Row] = []
    for number, ((left, right), judgement) in enumerate(standing, start=1):
        known = [Decision(row.number, Judgement(row.judgement), row.left, row.right) for row in rows]
        if not contradictions([*known, Decision(number, judgement, left, right)]):
            rows.append(Row(number=number, judgement=judgement.value, left=left, right=right))
    new = Decision(99, wanted[1], *wanted[0])
    known = [Decision(row.number, Judgement(row.judgement), row.left, row.right) for row in rows]
    refused = contradictions([*known, new])
    found = contradicted_by([new], rows)
    assert bool(found) == bool(refused)
    for decision, chain in found:
        # The chain is enough to contradict it, and nothing of it can be left out.
        said = [Decision(row.number, Judgement(row.judgement), row.left, row.right) for row in chain]
        assert decision == new and contradictions([*said, new])
        for left_out in said:
            assert not contradictions([*(one for one in said if one != left_out), new])
