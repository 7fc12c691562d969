"""What a group can do next: who near by could take an empty place, who of them is to be protected first, and what holds together again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.network.disruption.aftermath import without
from stronghold.network.disruption.replacement import replaced
from stronghold.network.graph import Network

# h holds two triangles' worth of people; r and s are beside h, r with more of the same people.
STAR = Network.of(
    [("h", "a", 0.9), ("h", "b", 0.8), ("h", "c", 0.7), ("h", "r", 0.6), ("r", "a", 0.5), ("r", "b", 0.5), ("s", "a", 0.5)]
)
TIES = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh"), st.sampled_from([0.2, 0.5, 1.0])), min_size=1, max_size=20
)


def test_whoever_is_tied_to_most_of_the_same_people_is_the_likeliest() -> None:
    (place,) = replaced(STAR, ["h"]).replacements
    assert place.out == "h"
    assert [(one.person, one.shared) for one in place.successors] == [("r", 2), ("s", 1), ("a", 1)]
    assert place.tied_anew == ("c",)
    assert place.near_by == ("r", "s", "a", "b", "c")


def test_a_part_in_supply_goes_before_ties() -> None:
    parts = {"h": {"line holder", "dealer"}, "s": {"line holder"}, "r": {"runner"}}
    first, *_ = replaced(STAR, ["h"], parts=parts).replacements[0].successors
    assert (first.person, first.parts, first.shared) == ("s", ("line holder",), 1)


def test_a_new_tie_is_as_strong_as_the_one_that_it_stands_for() -> None:
    again = replaced(STAR, ["h"])
    ties = {
        (again.network.ids[one], again.network.ids[other]): strength
        for one, other, strength in zip(again.network.left, again.network.right, again.network.strength, strict=True)
    }
    assert ties[("c", "r")] == 0.7 and ties[("a", "r")] == 0.5
    assert again.after.surviving_pairs == 10 and without(STAR, ["h"]).surviving_pairs == 6


def test_who_is_to_be_protected_or_unchecked_may_be_put_into_a_place_and_is_marked() -> None:
    (place,) = replaced(STAR, ["h"], protected={"r"}, unchecked={"s"}).replacements
    marked = {one.person: (one.protected, one.unchecked, one.protect_first) for one in place.successors}
    assert marked == {"r": (True, False, True), "s": (False, True, True), "a": (False, False, False)}


def test_only_those_whom_somebody_left_behind_knows_can_follow() -> None:
    chain = Network.of([("a", "b"), ("b", "c"), ("c", "d")])
    # a knew b alone, and b is out too: nobody is left who could bring somebody in for a.
    first, second = replaced(chain, ["a", "b"]).replacements
    assert (first.out, first.successors, first.tied_anew) == ("a", (), ())
    assert [(one.person, one.shared) for one in second.successors] == [("d", 1), ("c", 0)]


def test_nobody_near_by_leaves_the_place_empty() -> None:
    alone = Network.of([("a", "b")], nodes=["z"])
    again = replaced(alone, ["z"])
    assert again.replacements[0].successors == () and again.after.surviving_pairs == 1


def test_nobody_out_changes_nothing_and_an_unknown_person_is_an_error() -> None:
    again = replaced(STAR, [])
    assert again.replacements == () and again.after == without(STAR, ())
    with pytest.raises(KeyError):
        replaced(STAR, ["nobody"])


@given(ties=TIES, out=st.sets(st.sampled_from("abc"), max_size=3))
def test_replacing_never_parts_anybody_and_never_brings_back_who_is_out(
    ties: list[tuple[str, str, float]], out: set[str]
) -> None:
    network = Network.of(ties, nodes="abc")
    again = replaced(network, out)
    assert [place.out for place in again.replacements] == sorted(out)
    assert set(again.network.ids) == set(network.ids) - out
    assert again.after.surviving_pairs >= without(network, out).surviving_pairs
    assert again.after.surviving_pairs <= without(network, ()).surviving_pairs
    for place in again.replacements:
        people = [one.person for one in place.successors]
        assert len(people) <= 3 and len(set(people)) == len(people) and not out & set(people)
        # The first of them, in its own place and the others', reaches all whom the one taken out was tied to and who are left.
        if people:
            for other in place.tied_anew:
                assert other in again.network.ids and other != people[0]
