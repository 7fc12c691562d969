"""Slips go to what they are slips of: a star, never a chain."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.linking.things.strongest import strongest


def test_a_slip_of_a_slip_stands_for_itself() -> None:
    assert strongest("abc", [("a", "b"), ("b", "c")]) == {"a": "a", "b": "a", "c": "c"}


def test_what_may_be_two_is_neither_unless_one_is_listed() -> None:
    beside = [("a", "c"), ("b", "c")]
    assert strongest("abc", beside)["c"] == "c"
    assert strongest("abc", beside, frozenset("b"))["c"] == "b"
    assert strongest("abc", beside, frozenset("ab"))["c"] == "c"


@settings(max_examples=40)
@given(
    beside=st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"))),
    listed=st.frozensets(st.sampled_from("abcdef")),
)
def test_every_slip_is_beside_its_own_and_no_two_listed_are_one(beside, listed: frozenset[str]) -> None:
    order = sorted("abcdef", key=lambda node: node not in listed)
    found = strongest(order, beside, listed)
    near = {frozenset(pair) for pair in beside}
    assert all(node == root or (frozenset((node, root)) in near and found[root] == root) for node, root in found.items())
    assert not any(found[a] == found[b] for a, b in itertools.combinations(listed, 2))
