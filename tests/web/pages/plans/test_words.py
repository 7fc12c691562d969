"""A plan in words: what was proved is called proved, what was not has its gap, and whoever is to be protected is said first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from stronghold.network.disruption.plan import Plan, make_plan
from stronghold.network.disruption.uncertain import make_uncertain_plan
from stronghold.network.graph import Network
from stronghold.web.pages.plans.words import proof_words, share_words

STAR = Network.of([("A", "B"), ("A", "C"), ("A", "D")])


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_plan(STAR, 1, seconds=0.5)


def test_a_proof_is_said_with_how_many_were_chosen(plan: Plan) -> None:
    assert proof_words(plan) == ("Proved: no other choice of 1 person leaves fewer pairs.",)


def test_what_was_not_proved_has_its_bound_and_gap(plan: Plan) -> None:
    (words,) = proof_words(replace(plan, proved=False, surviving_pairs=100, bound=80, gap=0.2))
    assert "none fewer than 80" in words and "at most 20%" in words


def test_uncertain_ties_are_never_called_a_proof() -> None:
    interval, gap = proof_words(make_uncertain_plan(STAR, 1, seconds=0.5, scenarios=20))
    assert "95 % interval" in interval and "no proof" in gap


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [(0, 10, "none"), (5, 0, "none"), (31, 100, "31 in every 100"), (1, 900, "fewer than 1 in every 100")],
)
def test_a_share_is_said_of_a_hundred(part: float, whole: Any, words: str) -> None:
    assert share_words(part, whole) == words
