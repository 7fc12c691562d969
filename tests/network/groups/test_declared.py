"""What an analyst declares has the last word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.network.groups.declared import Declared, apply_declared, compare_with_declared, places_of_declared
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


def test_a_group_that_only_says_who_does_not_belong_is_held_against_the_one_that_has_them() -> None:
    groups = apply_declared(FOUND, [Declared("mine", frozenset(), frozenset("c"))])
    assert {who.entity_id for who in groups["G-1"].members} == set("ab")


def test_two_declared_groups_that_are_found_as_one_stay_two() -> None:
    one, other = Declared("D-1", frozenset("a")), Declared("D-2", frozenset("bc"))
    assert places_of_declared(FOUND, [one, other]) == {"D-1": "D-1", "D-2": "G-1"}
    assert {name: "".join(m.entity_id for m in g.members) for name, g in apply_declared(FOUND, [one, other]).items()} == {
        "D-1": "a", "G-1": "bc", "G-2": "pqr",
    }  # fmt: skip
    # The one that was declared as the found group goes first, though it shares fewer with it.
    assert places_of_declared(FOUND, [Declared("D-1", frozenset("a"), found_id="G-1"), other]) == {"D-1": "G-1", "D-2": "D-2"}


def test_a_declared_group_without_members_takes_no_place_and_still_keeps_people_out() -> None:
    nobody, ours = Declared("D-1", frozenset(), frozenset("c"), "G-1"), Declared("D-2", frozenset("a"))
    assert places_of_declared(FOUND, [nobody, ours]) == {"D-1": "G-1", "D-2": "D-2"}
    assert {who.entity_id for who in apply_declared(FOUND, [nobody, ours])["G-1"].members} == {"b"}


def test_what_records_say_of_somebody_goes_with_them_into_another_group() -> None:
    (moved,) = (who for who in apply_declared(FOUND, [Declared("D-1", frozenset("z"), found_id="G-1"),
                                                      Declared("D-2", frozenset("pa"), found_id="G-1")])["G-1"].members
                if who.entity_id == "p")  # fmt: skip
    assert (moved.said_to_supply, moved.core, moved.probability) == (True, False, 1.0)


@given(st.lists(st.tuples(st.frozensets(st.sampled_from("abcepqrxyz"), max_size=4), st.frozensets(st.sampled_from("abcepqrxyz"), max_size=3),
                          st.sampled_from([None, "G-1", "G-2", "G-9"])), max_size=5))  # fmt: skip
def test_whoever_is_declared_is_in_one_group_and_whoever_is_not_named_stays(
    drawn: list[tuple[frozenset[str], frozenset[str], str | None]],
) -> None:
    taken: set[str] = set()
    declared = []
    for number, (members, never, found_id) in enumerate(drawn):
        declared.append(Declared(f"D-{number}", members - never - taken, never, found_id))
        taken |= declared[-1].members
    groups = apply_declared(FOUND, declared)
    places = places_of_declared(FOUND, declared)
    named = taken.union(*(one.never for one in declared))
    for one in declared:
        for who in one.members:
            assert [name for name, group in groups.items() if who in {m.entity_id for m in group.members}] == [places[one.name]]
    with_members = [places[one.name] for one in declared if one.members]
    assert len(set(with_members)) == len(with_members)
    for name, group in FOUND.items():
        assert {m.entity_id for m in group.members} - named <= {m.entity_id for m in groups.get(name, Group((), ())).members}
