"""What an analyst declares has the last word."""

from __future__ import annotations

import pytest

from stronghold.network.groups.declared import Declared, apply_declared, compare_with_declared
from stronghold.network.groups.described import Group, Member


def member(who: str, chance: float = 0.8) -> Member:
    return Member(who, chance, 0.4, True, True, False, None, None)


FOUND = {
    "G-1": Group(tuple(map(member, "abc")), (member("e", 0.3),)),
    "G-2": Group(tuple(map(member, "pqr")), ()),
}


def test_a_declared_group_is_compared_with_the_one_most_like_it() -> None:
    (both,) = compare_with_declared(FOUND, [Declared("Northside", frozenset("abx"), never=frozenset("c"))])
    assert both.found_id == "G-1" and both.in_both == set("ab") and both.only_declared == set("x")
    assert both.only_found == set() and both.said_not == set("c")
    (none,) = compare_with_declared(FOUND, [Declared("New", frozenset("z"))])
    assert none.found_id is None and none.only_declared == set("z")


def test_the_analyst_adds_and_takes_out() -> None:
    groups = apply_declared(FOUND, [Declared("Northside", frozenset("aep"), never=frozenset("c"))])
    assert {who.entity_id: who.probability for who in groups["G-1"].members} == {"a": 1.0, "b": 0.8, "e": 1.0, "p": 1.0}
    assert groups["G-1"].edge == ()
    assert [who.entity_id for who in groups["G-2"].members] == ["q", "r"]


def test_a_group_that_was_not_found_stands_under_its_own_name() -> None:
    groups = apply_declared(FOUND, [Declared("New", frozenset("yz"))])
    assert [(who.entity_id, who.said_to_supply) for who in groups["New"].members] == [("y", False), ("z", False)]


def test_contradicting_declarations_are_refused() -> None:
    with pytest.raises(ValueError, match="is declared in"):
        apply_declared(FOUND, [Declared("A", frozenset("a")), Declared("B", frozenset("a"))])
    with pytest.raises(ValueError, match="not in it"):
        apply_declared(FOUND, [Declared("A", frozenset("a"), never=frozenset("a"))])
