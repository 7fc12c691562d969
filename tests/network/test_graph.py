"""A network from ties: simple, sorted, the same whatever the order they come in."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.network.graph import Network

TIES = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), max_size=20)


def test_a_tie_to_oneself_is_left_out_and_of_two_the_stronger_stays() -> None:
    network = Network.of([("b", "a", 0.2), ("a", "b", 0.7), ("c", "c", 1.0)], nodes=["d"])
    assert network.ids == ("a", "b", "c", "d")
    assert (network.left.tolist(), network.right.tolist(), network.strength.tolist()) == ([0], [1], [0.7])


@pytest.mark.parametrize("strength", [0.0, -0.1, 1.1, float("nan")])
def test_a_strength_that_is_no_chance_is_refused(strength: float) -> None:
    with pytest.raises(ValueError, match="not above 0"):
        Network.of([("a", "b", strength)])


@given(ties=TIES)
def test_the_order_of_ties_does_not_matter(ties: list[tuple[str, str]]) -> None:
    one, other = Network.of(ties), Network.of([(right, left) for left, right in reversed(ties)])
    assert one.ids == other.ids
    assert np.array_equal(one.left, other.left) and np.array_equal(one.right, other.right)
    assert (one.left < one.right).all()


def test_components_are_numbered_by_their_first_people() -> None:
    network = Network.of([("a", "d"), ("b", "c"), ("c", "e")], nodes=["f"])
    assert network.component_labels().tolist() == [0, 1, 1, 0, 1, 2]
    assert network.largest_component().ids == ("b", "c", "e")
    assert network.without(["c", "nobody"]).ids == ("a", "b", "d", "e", "f")
    assert Network.of([]).component_labels().tolist() == []


def test_other_libraries_get_the_same_graph() -> None:
    network = Network.of([("a", "b", 0.5), ("b", "c", 0.25)], nodes=["z"])
    assert list(network.to_rustworkx().weighted_edge_list()) == [(0, 1, 0.5), (1, 2, 0.25)]
    graph = network.to_networkit()
    assert (graph.numberOfNodes(), graph.numberOfEdges(), graph.weight(1, 2)) == (4, 2, 0.25)
    assert network.adjacency().toarray()[1].tolist() == [0.5, 0.0, 0.25, 0.0]
