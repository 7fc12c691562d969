"""A cluster is parted where the evidence as a whole is against one link, and what is linked and apart is told."""

from __future__ import annotations

import itertools
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.linking.bridges import Link, Split, part_at_weak_bridges, splits_between

FLOOR, THRESHOLD = -3.0, 2.0


def parted(members: range, pairs: list[Link]) -> tuple[list[list[int]], list[Split]]:
    accepted = sorted((pair for pair in pairs if pair[2] >= THRESHOLD), key=lambda pair: (-pair[2], pair[:2]))
    found, kept = part_at_weak_bridges(list(members), accepted, pairs, floor=FLOOR, threshold=THRESHOLD)
    return sorted(found), kept


def parts(members: range, pairs: list[Link]) -> list[list[int]]:
    return parted(members, pairs)[0]


def clique(members: range, weight: float) -> list[Link]:
    return [(a, b, weight) for a, b in itertools.combinations(members, 2)]


SIDES = [*clique(range(3), 9.0), *clique(range(3, 6), 9.0)]


def test_what_one_uncertain_link_holds_together_against_all_else_is_parted() -> None:
    assert parted(range(6), [*SIDES, (2, 3, 6.5)]) == ([[0, 1, 2], [3, 4, 5]], [])


def test_a_sure_link_is_kept_and_told() -> None:
    assert parted(range(6), [*SIDES, (2, 3, 7.0)]) == ([[0, 1, 2, 3, 4, 5]], [Split(2, 3, 7.0, "kept")])


def test_what_the_whole_speaks_for_stays_and_is_not_told() -> None:
    across = [(a, b, 1.0) for a in range(3) for b in range(3, 6) if (a, b) != (2, 3)]
    assert parted(range(6), [*SIDES, *across, (2, 3, 4.0)]) == ([[0, 1, 2, 3, 4, 5]], [])


def test_a_single_record_is_no_side() -> None:
    assert parted(range(4), [*clique(range(3), 9.0), (2, 3, 2.0)]) == ([[0, 1, 2, 3]], [])


def test_a_chain_is_parted_in_its_middle() -> None:
    assert parts(range(4), [(0, 1, 9.0), (1, 2, 2.5), (2, 3, 9.0)]) == [[0, 1], [2, 3]]


def worth(parts: list[list[int]], pairs: dict[tuple[int, int], float]) -> float:
    return sum(pairs.get(pair, FLOOR) for part in parts for pair in itertools.combinations(sorted(part), 2))


@st.composite
def clusters(draw: st.DrawFn) -> tuple[int, dict[tuple[int, int], float]]:
    """A cluster that accepted links connect, with other pairs of any weight."""
    count = draw(st.integers(2, 9))
    weights = st.integers(-12, 40).map(lambda quarter: quarter / 4)
    pairs = {pair: draw(weights) for pair in itertools.combinations(range(count), 2) if draw(st.booleans())}
    pairs = {pair: max(weight, FLOOR) for pair, weight in pairs.items()}
    for node in range(1, count):
        before = draw(st.integers(0, node - 1))
        pairs[before, node] = draw(st.integers(8, 60)) / 4
    return count, pairs


@settings(max_examples=60)
@given(clusters())
def test_law_parting_never_makes_the_clustering_worse_and_leaves_connected_parts(
    cluster: tuple[int, dict[tuple[int, int], float]],
) -> None:
    count, weights = cluster
    pairs = [(a, b, weight) for (a, b), weight in weights.items()]
    found = parts(range(count), pairs)
    assert sorted(itertools.chain(*found)) == list(range(count))
    if len(found) > 1:
        assert worth(found, weights) > worth([list(range(count))], weights)
    for part in found:
        reached = {part[0]}
        for _ in part:
            reached |= {n for a, b, w in pairs if w >= THRESHOLD and {a, b} <= set(part) and {a, b} & reached for n in (a, b)}
        assert reached == set(part)
    shuffled = random.Random(count).sample(pairs, len(pairs))
    assert parts(range(count), shuffled) == found


def test_of_two_clusters_the_strongest_link_is_told() -> None:
    told = splits_between([(0, 3, 9.0), (1, 2, 4.0), (0, 1, 3.0)], [0, 0, 2, 2].__getitem__, lambda a, b: "weak")
    assert told == (Split(0, 3, 9.0, "weak"),)
