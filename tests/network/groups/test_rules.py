"""The numbers that decide what a group is are the vocabulary's."""

from __future__ import annotations

import pytest

from stronghold.network.groups.rules import rule
from stronghold.vocabulary import terms


def test_every_rule_is_read_from_the_vocabulary_and_an_unknown_one_is_an_error() -> None:
    named = terms("group_rules").terms
    assert {name: rule(name) for name in named} == {name: float(term.extra["value"]) for name, term in named.items()}
    assert rule("said_to_supply") >= 3  # the law has three or more persons
    assert 0 < rule("possible") < rule("likely") < 1
    with pytest.raises(KeyError):
        rule("no such rule")
