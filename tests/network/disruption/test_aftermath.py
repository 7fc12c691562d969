"""What is left once people are out."""

from __future__ import annotations

from stronghold.network.disruption.aftermath import without
from stronghold.network.graph import Network

BOWTIE = Network.of([("a", "b"), ("b", "c"), ("a", "c"), ("c", "d"), ("d", "e"), ("c", "e"), ("x", "y")], ["alone"])


def test_taking_out_the_one_between_leaves_two_parts() -> None:
    left = without(BOWTIE, ["c"])
    assert left.parts == (("a", "b"), ("d", "e"), ("x", "y"), ("alone",))
    assert (left.surviving_pairs, left.largest_component) == (3, 2)


def test_nobody_and_unknown_people_change_nothing() -> None:
    assert without(BOWTIE, []) == without(BOWTIE, ["nobody"])
    assert without(BOWTIE, []).surviving_pairs == 10 + 1


def test_an_empty_network_has_no_parts() -> None:
    left = without(Network.of([]), ["a"])
    assert (left.surviving_pairs, left.largest_component, left.parts) == (0, 0, ())
