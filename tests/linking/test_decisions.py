"""Decisions of people: what contradicts what, and that linking always obeys them."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stronghold.errors import BadInput
from stronghold.linking import link_people
from stronghold.linking.decisions import Decision, Judgement, constraints_of, contradictions, require_consistent
from stronghold.linking.things import resolve_things

SAME, APART = Judgement.SAME, Judgement.NOT_SAME


def decided(*pairs: tuple[str, Judgement]) -> list[Decision]:
    return [Decision(i, judgement, *pair) for i, (pair, judgement) in enumerate(pairs, start=1)]


def test_a_decision_is_about_two_mentions() -> None:
    with pytest.raises(BadInput, match="two different mentions"):
        Decision(1, SAME, "a", "a")


def test_decisions_that_agree_contradict_nothing() -> None:
    fine = decided(("ab", SAME), ("bc", SAME), ("cd", APART), ("ad", APART))
    assert contradictions(fine) == []
    require_consistent(fine)


def test_a_contradiction_names_the_shortest_chain_against_it() -> None:
    said = decided(("ab", SAME), ("bc", SAME), ("cd", SAME), ("ad", SAME), ("bd", APART))
    ((decision, chain),) = contradictions(said)
    assert decision.sequence == 5
    assert [d.sequence for d in chain] in ([1, 4], [2, 3])
    with pytest.raises(BadInput, match="decision 5 says that b is not the same as d"):
        require_consistent(said)


def test_constraints_keep_both_kinds_apart() -> None:
    found = constraints_of([("same", 0, 1), ("not_same", 1, 2)])
    assert (found.must, found.cannot) == ([(0, 1)], [(1, 2)])


ANN = {"forename": "ann", "surname": "okonkwo", "date_of_birth": "1990-03-02", "postcode": "OX1 1AA"}
BEN = {"forename": "ben", "surname": "yilmaz", "date_of_birth": "1971-11-20", "postcode": "OX4 4DD"}
ROWS = [
    *({**ANN, "key": key} for key in "abc"),
    {**ANN, "key": "d", "postcode": "OX1 1AB"},
    {**ANN, "key": "e", "nino": "AB123456C"},
    *({**BEN, "key": key} for key in "fg"),
    {**BEN, "key": "h", "nino": "CE654321B"},
    {"key": "i", "forename": "zoltan", "surname": "kovacs"},
]
KEYS = "abcdefghi"


def people(fill, rows, decisions: list[Decision]) -> set[frozenset[str]]:
    con = fill(rows)
    link_people(con, decisions=decisions)
    found = con.execute(
        "SELECT list(mention_key) FROM person_cluster JOIN mention USING (mention_id) GROUP BY cluster"
    ).fetchall()
    return {frozenset(row[0]) for row in found}


def test_without_decisions_evidence_decides(fill) -> None:
    assert people(fill, ROWS, []) == {frozenset("abcde"), frozenset("fgh"), frozenset("i")}


def test_same_joins_whatever_the_evidence(fill) -> None:
    # Two insurance numbers and two dates of birth: no evidence would do it.
    found = people(fill, ROWS, decided(("eh", SAME)))
    assert any({"e", "h"} <= group for group in found)


def test_not_the_same_parts_even_mentions_that_are_alike(fill) -> None:
    found = people(fill, ROWS, decided(("ab", APART)))
    assert not any({"a", "b"} <= group for group in found)
    # Nobody else is torn from both of them.
    assert sum(len(group) for group in found if group & set("abcde")) == 5
    assert len([group for group in found if group & set("abcde")]) == 2


def test_a_decision_whose_mention_is_gone_waits(fill) -> None:
    assert people(fill, ROWS, decided(("z?", SAME))) == people(fill, ROWS, [])


pairs = st.lists(
    st.tuples(st.sampled_from(list(itertools.combinations(KEYS, 2))), st.sampled_from(Judgement)),
    max_size=6,
    unique_by=lambda p: p[0],
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(said=pairs, seed=st.integers(0, 99))
def test_law_decisions_always_hold_and_the_order_of_rows_and_decisions_never_matters(fill, said, seed: int) -> None:
    decisions = decided(*(("".join(pair), judgement) for pair, judgement in said))
    if contradictions(decisions):
        with pytest.raises(BadInput):
            people(fill, ROWS, decisions)
        return
    found = people(fill, ROWS, decisions)
    for decision in decisions:
        together = any({decision.left, decision.right} <= group for group in found)
        assert together == (decision.judgement is SAME)
    shuffler = random.Random(seed)
    rows, order = list(ROWS), list(decisions)
    shuffler.shuffle(rows)
    shuffler.shuffle(order)
    assert people(fill, rows, order) == found


HOUSE = {"house": "12", "street": "high street", "postcode": "OX1 1AA"}
HOMES = [*({**HOUSE, "key": key} for key in "abcd"), *({**HOUSE, "house": "14", "key": key} for key in "ef")]


def homes(fill, decisions: list[Decision]) -> set[frozenset[str]]:
    con = fill(HOMES, "address")
    resolve_things(con, decisions=decisions)
    found = con.execute("SELECT list(mention_key) FROM thing_cluster JOIN mention USING (mention_id) GROUP BY cluster").fetchall()
    return {frozenset(row[0]) for row in found}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(said=pairs.filter(lambda said: all(set(pair) <= set("abcdef") for pair, _ in said)))
def test_law_decisions_about_homes_hold_too(fill, said) -> None:
    decisions = decided(*(("".join(pair), judgement) for pair, judgement in said))
    if contradictions(decisions):
        return
    found = homes(fill, decisions)
    for decision in decisions:
        together = any({decision.left, decision.right} <= group for group in found)
        assert together == (decision.judgement is SAME)
    assert sum(len(group) for group in found) == 6


def test_homes_without_decisions_and_with(fill) -> None:
    assert homes(fill, []) == {frozenset("abcd"), frozenset("ef")}
    assert homes(fill, decided(("ae", SAME))) == {frozenset("abcdef")}
    assert homes(fill, decided(("ab", APART))) == {frozenset("acd"), frozenset("b"), frozenset("ef")}
