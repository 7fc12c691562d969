"""Ids of groups from picture to picture."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.network.groups.identity import Event, group_id, name_groups


def test_a_group_is_born_with_an_id_of_its_own() -> None:
    named = name_groups([["P-B", "P-A"]], {})
    assert re.fullmatch("G-[0-9A-HJKMNP-TV-Z]{8}", named.ids[0])
    assert named.events == (Event(named.ids[0], "born"),)
    assert group_id("P-A", {group_id("P-A")}) != group_id("P-A")


def test_it_keeps_its_id_while_members_come_and_go() -> None:
    assert name_groups([["a", "b", "c"]], {"G-1": ["a", "b", "c"]}).events == ()
    named = name_groups([["b", "c", "d"]], {"G-1": ["a", "b", "c"]})
    assert (named.ids, named.events) == (("G-1",), (Event("G-1", "kept"),))


def test_the_larger_part_of_a_split_keeps_the_id() -> None:
    named = name_groups([["d", "e"], ["a", "b", "c"]], {"G-1": "abcde"})
    assert named.ids[1] == "G-1"
    assert set(named.events) == {Event("G-1", "kept"), Event(named.ids[0], "split", "G-1")}


def test_a_merged_group_says_into_which() -> None:
    named = name_groups(["abcde"], {"G-1": "abc", "G-2": "de"})
    assert named.ids == ("G-1",)
    assert set(named.events) == {Event("G-1", "kept"), Event("G-2", "merged", "G-1")}


def test_a_group_that_is_found_no_more_has_died_and_has_its_id_again_when_found_again() -> None:
    assert name_groups([], {"G-1": "abc"}).events == (Event("G-1", "died"),)
    named = name_groups(["abx"], {}, {"G-1": "abc"})
    assert (named.ids, named.events) == (("G-1",), (Event("G-1", "returned"),))


groups = st.lists(st.frozensets(st.sampled_from("abcdefghij"), min_size=1), max_size=4).map(
    lambda sets: [
        sorted(one - frozenset().union(*sets[:at])) for at, one in enumerate(sets) if one - frozenset().union(*sets[:at])
    ]
)


@settings(max_examples=30, deadline=None)
@given(groups, groups)
def test_each_group_takes_one_id_and_what_is_unchanged_keeps_it(before: list[list[str]], now: list[list[str]]) -> None:
    first = name_groups(before, {})
    living = dict(zip(first.ids, before, strict=True))
    named = name_groups(now, living)
    assert len(set(named.ids)) == len(now)
    for name, members in zip(named.ids, now, strict=True):
        if members in before:
            assert living[name] == members
    told = {event.group_id for event in named.events}
    assert {name for name in living if name not in named.ids} <= told
    assert named == name_groups(now, living)
