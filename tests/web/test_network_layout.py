"""Where the nodes of a network are drawn."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.web.network_layout import positions, positions_of_parts

Edge = tuple[str, str, float]


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[str], list[Edge]]:
    nodes = draw(st.lists(st.text("ABC123-", min_size=1, max_size=6), min_size=1, max_size=25, unique=True))
    end = st.sampled_from(nodes)
    strength = st.floats(0, 1)
    return nodes, draw(st.lists(st.tuples(end, end, strength), max_size=60))


@given(network=networks(), order=st.randoms(use_true_random=False))
def test_every_node_has_a_place_and_the_order_of_what_is_given_does_not_matter(
    network: tuple[list[str], list[Edge]], order: random.Random
) -> None:
    nodes, edges = network
    focus = nodes[0]
    placed = positions(nodes, edges, focus)
    assert set(placed) == set(nodes)
    assert all(math.isfinite(value) and -1 <= value <= 1 for place in placed.values() for value in place)
    assert placed[focus] == (0.0, 0.0)
    assert len(set(placed.values())) == len(nodes)
    order.shuffle(nodes)
    order.shuffle(edges)
    turned = [(b, a, strength) if order.random() < 0.5 else (a, b, strength) for a, b, strength in edges]
    assert positions(nodes, turned, focus) == placed


def test_the_picture_fills_its_frame() -> None:
    placed = positions(["F", *"ABCDE"], [("F", end, 0.5) for end in "ABCDE"], "F")
    assert max(abs(value) for place in placed.values() for value in place) == 1.0


def test_those_tied_to_each_other_lie_nearer_than_those_who_are_not() -> None:
    left, right = [f"L{n}" for n in range(8)], [f"R{n}" for n in range(8)]
    edges = [("F", left[0], 0.5), ("F", right[0], 0.5)]
    edges += [(a, b, 0.9) for side in (left, right) for n, a in enumerate(side) for b in side[:n]]
    placed = positions(["F", *left, *right], edges, "F")

    def mean(pairs: list[tuple[str, str]]) -> float:
        return sum(math.dist(placed[a], placed[b]) for a, b in pairs) / len(pairs)

    within = mean([(a, b) for side in (left, right) for n, a in enumerate(side) for b in side[:n]])
    assert within < mean([(a, b) for a in left for b in right]) / 2


def test_a_tie_that_nothing_speaks_for_does_not_leave_the_others_in_a_dot() -> None:
    nodes = ["F", *(f"N{n}" for n in range(40))]
    placed = positions(nodes, [("F", node, 0.0 if node == "N7" else 0.9) for node in nodes[1:]], "F")
    out = sorted(math.hypot(*place) for place in placed.values())
    assert out[len(out) // 2] > 0.3


def test_a_picture_of_the_largest_size_is_drawn() -> None:
    draw = random.Random(1)
    nodes = [f"P-{n:04d}" for n in range(2000)]
    edges = [(nodes[0], node, 0.5) for node in nodes[1:]]
    edges += [(draw.choice(nodes), draw.choice(nodes), draw.random() + 0.001) for _ in range(4000)]
    assert len(positions(nodes, edges, nodes[0])) == 2000


@pytest.mark.parametrize(("edges", "focus"), [([("A", "Z", 0.5)], "A"), ([], "Z")])
def test_ends_that_are_no_nodes_are_refused(edges: list[Edge], focus: str) -> None:
    with pytest.raises(ValueError, match="Z"):
        positions(["A", "B"], edges, focus)


@given(sizes=st.lists(st.integers(1, 12), max_size=120))
def test_parts_that_nothing_ties_each_have_room_of_their_own(sizes: list[int]) -> None:
    parts = [[f"{at}-{one}" for one in range(size)] for at, size in enumerate(sorted(sizes, reverse=True))]
    edges = [(part[0], name, 1.0) for part in parts for name in part[1:]]
    placed = positions_of_parts(parts, edges)
    assert placed.keys() == {name for part in parts for name in part}
    assert all(-1 <= value <= 1 for place in placed.values() for value in place)
    assert len(set(placed.values())) == len(placed), "no two in one place"
    assert placed == positions_of_parts(parts, reversed(edges))
