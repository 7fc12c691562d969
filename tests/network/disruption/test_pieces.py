"""What few can cut off from one person: every such set, and no other."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stronghold.network.disruption.pieces import Masks, Piece, bits, pieces_apart_from
from stronghold.network.disruption.reduction import Reduced
from stronghold.network.graph import Network

NAMES = "abcdefghij"
TIES = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), min_size=4, max_size=22)


def _plain(network: Network, never: int) -> Reduced:
    """The network as it is, the last ``never`` nodes never to be taken out."""
    beside = [set[int]() for _ in network.ids]
    for left, right in zip(network.left.tolist(), network.right.tolist(), strict=True):
        beside[left].add(right)
        beside[right].add(left)
    open_ = max(len(network.ids) - never, 0)
    sides = tuple(map(frozenset, beside))
    return Reduced(tuple(range(open_)), (1,) * len(beside), (0,) * open_, ((),) * open_, sides, 0, ())


def _tried(masks: Masks, hub: int, k: int) -> set[Piece]:
    """All sets of nodes, looked at one by one."""
    found = set()
    others = [node for node in bits(masks.there) if node != hub]
    for size in range(1, len(others) + 1):
        for some in combinations(others, size):
            nodes = sum(1 << node for node in some)
            border = 0
            for node in some:
                border |= masks.beside[node] & masks.there & ~nodes
            part = new = 1 << some[0]
            while new:
                reached = 0
                for node in bits(new):
                    reached |= masks.beside[node]
                new = reached & nodes & ~part
                part |= new
            if part == nodes and border.bit_count() <= k and not border & ~masks.candidates and not border >> hub & 1:
                found.add(Piece(nodes, border))
    return found


@given(ties=TIES, k=st.integers(0, 4), never=st.integers(0, 3), hub=st.integers(0, 9))
def test_every_set_that_so_few_cut_off_is_found_once(ties: list[tuple[str, str]], k: int, never: int, hub: int) -> None:
    network = Network.of(ties)
    masks, middle = Masks.of(_plain(network, never)), hub % len(network.ids)
    found = pieces_apart_from(masks, middle, k, lambda: True)
    assert found is not None and len(found) == len(set(found)) and set(found) == _tried(masks, middle, k)


def test_of_a_long_way_everything_behind_each_step_is_a_piece() -> None:
    chain = Network.of([(f"{number:02}", f"{number + 1:02}") for number in range(39)])
    found = pieces_apart_from(Masks.of(_plain(chain, 0)), 0, 1, lambda: True)
    assert found is not None and sorted(piece.nodes.bit_count() for piece in found) == list(range(1, 39))


def test_what_many_ways_lead_to_is_not_searched_through() -> None:
    rng = np.random.default_rng(3)
    crowd = Network.of([(f"{a:02}", f"{b:02}") for a, b in rng.integers(0, 60, (400, 2)).tolist()])
    steps = 0

    def more() -> bool:
        nonlocal steps
        steps += 1
        return True

    assert pieces_apart_from(Masks.of(_plain(crowd, 0)), 0, 3, more) is not None
    assert steps < 20_000, "there are more than a million sets of three"


def test_where_there_is_no_time_it_says_so() -> None:
    network = Network.of([("a", "b"), ("b", "c")])
    assert pieces_apart_from(Masks.of(_plain(network, 0)), 0, 2, lambda: False) is None
