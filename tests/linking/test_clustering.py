"""Clusters never hold a conflict, never depend on order, and are the connected components where nothing speaks against them."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.linking.bridges import UNCERTAIN, Split
from stronghold.linking.clustering import IDENTIFIERS, Constraints, Traits, constrained_clusters, in_conflict

THRESHOLD, FLOOR = 2.0, -3.0
NONE = (None,) * len(IDENTIFIERS)


def traits(nino: str | None = None, born: str | None = None, key: str = "") -> Traits:
    return Traits((nino, None, None), born, key)


def clusters(
    edges: Mapping[tuple[int, int], float],
    known: list[Traits],
    must: Sequence[tuple[int, int]] = (),
    cannot: Sequence[tuple[int, int]] = (),
) -> list[int]:
    def codes(values: list[str | None]) -> np.ndarray:
        number = {value: i for i, value in enumerate(sorted({v for v in values if v}))}
        return np.array([number[v] if v else -1 for v in values], np.int64)

    columns = [codes([t.identifiers[i] for t in known]) for i in range(len(IDENTIFIERS))]
    found = constrained_clusters(
        np.array([a for a, _ in edges], np.int64),
        np.array([b for _, b in edges], np.int64),
        np.array(list(edges.values()), np.float64),
        [*columns, codes([t.date_of_birth for t in known])],
        lambda members: {int(m): known[int(m)] for m in members},
        nodes=len(known),
        threshold=THRESHOLD,
        floor=FLOOR,
        constraints=Constraints(must, cannot),
    )
    return found.cluster.tolist()


def plain(count: int) -> list[Traits]:
    return [traits(key=f"{i:03d}") for i in range(count)]


def test_accepted_links_join_and_others_do_not() -> None:
    assert clusters({(0, 1): 5.0, (1, 2): 1.9, (3, 4): 2.0}, plain(6)) == [0, 0, 2, 3, 3, 5]


def test_no_links_at_all() -> None:
    assert clusters({}, plain(3)) == [0, 1, 2]


def test_one_poor_record_does_not_chain_two_people_together() -> None:
    inside = dict.fromkeys([*itertools.combinations(range(4), 2), *itertools.combinations(range(4, 8), 2)], 12.0)
    assert clusters({**inside, (3, 4): 6.0}, plain(8)) == [0] * 4 + [4] * 4
    # As strong a link with the whole of both sides behind it does.
    across = dict.fromkeys(itertools.product(range(4), range(4, 8)), 6.0)
    assert clusters({**inside, **across}, plain(8)) == [0] * 8


def test_different_insurance_numbers_keep_apart_whatever_links_them() -> None:
    known = [traits("AB123456C", key="0"), traits(key="1"), traits("ZZ999999D", key="2")]
    assert clusters({(0, 1): 20.0, (1, 2): 19.0, (0, 2): 18.0}, known) == [0, 0, 2]


def test_the_best_link_comes_first() -> None:
    known = [traits("AB123456C", key="0"), traits(key="1"), traits("ZZ999999D", key="2")]
    assert clusters({(0, 1): 19.0, (1, 2): 20.0}, known) == [0, 1, 1]


def test_a_tie_goes_to_the_smaller_mention_key_not_the_smaller_number() -> None:
    known = [traits("AB123456C", key="z"), traits(key="m"), traits("ZZ999999D", key="a")]
    assert clusters({(0, 1): 20.0, (1, 2): 20.0}, known) == [0, 1, 1]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (traits("AB123456C"), traits("AB123456C"), False),
        (traits("AB123456C"), traits("AB123465C"), False),
        (traits("AB123456C"), traits("ZZ999999D"), True),
        (traits("AB123456C"), traits(), False),
        (traits(born="1990-03-02"), traits(born="1990-02-03"), False),
        (traits(born="1990-03-02"), traits(born="1991-03-12"), False),
        (traits(born="1990-03-02"), traits(born="1964-11-17"), True),
        (traits("AB123456C", "1990-03-02"), traits("AB123456C", "1964-11-17"), False),
    ],
)
def test_conflicts(left: Traits, right: Traits, expected: bool) -> None:
    assert in_conflict(left, right) is expected
    assert in_conflict(right, left) is expected


def test_an_uncertain_link_bridges_no_dates() -> None:
    father, son = ([traits(born=born, key=f"{born}{n}") for n in range(2)] for born in ("1958-04-24", "1992-11-03"))
    assert clusters({(0, 1): 4.9}, [father[0], son[0]]) == [0, 1]
    within = {(0, 1): 20.0, (2, 3): 20.0}
    across = {(1, 2): 4.9, (0, 2): 3.0, (1, 3): 3.0, (0, 3): 3.0}
    assert clusters({**within, **across}, [*father, *son]) == [0, 0, 2, 2]


def test_dates_that_a_sure_link_bridges_are_no_conflict() -> None:
    known = [traits(born="1990-03-02", key="0"), traits(born="1964-11-17", key="1"), traits(key="2")]
    assert clusters({(0, 1): 9.0, (1, 2): 8.0}, known) == [0, 0, 0]
    # Without that link a third record that knows no date must not bridge them.
    assert clusters({(0, 2): 9.0, (1, 2): 8.0}, known) == [0, 1, 0]


def test_records_of_either_of_two_that_people_joined_stay_with_them() -> None:
    # Three that were never compared with one another, and one that hangs on the first by a weak link.
    assert clusters({(0, 3): 2.3}, plain(4), must=[(0, 1), (1, 2)]) == [0, 0, 0, 0]
    # Nor do the numbers that the two give turn away what belongs to one of them; a third number does.
    known = [traits(nino, key=str(n)) for n, nino in enumerate(["AB123456C", "ZZ999999D", "AB123456C", "ZZ999999D", "JG103759A"])]
    edges = {(0, 2): 12.0, (1, 3): 12.0, (1, 4): 11.0}
    assert clusters(edges, known) == [0, 1, 0, 1, 4]
    assert clusters(edges, known, must=[(0, 1)]) == [0, 0, 0, 0, 4]


def test_dates_of_two_that_people_joined_are_excused_and_those_of_others_are_not() -> None:
    known = [traits(born=born, key=str(n)) for n, born in enumerate(["1990-03-02", "1964-11-17", "1990-03-02", "1977-08-28"])]
    edges = {(0, 2): 6.0, (1, 3): 6.0}
    assert clusters(edges, known) == [0, 1, 0, 3]
    assert clusters(edges, known, must=[(0, 1)]) == [0, 0, 0, 3]


def test_what_must_be_apart_is_apart_from_all_that_people_joined() -> None:
    assert clusters({(0, 2): 9.0, (1, 2): 9.0}, plain(3), must=[(0, 1)], cannot=[(1, 2)]) == [0, 0, 2]


people = st.lists(
    st.tuples(
        st.sampled_from([None, None, "AB123456C", "ZZ999999D"]),
        st.sampled_from([None, None, "1990-03-02", "1964-11-17", "1990-02-03"]),
    ),
    min_size=1,
    max_size=9,
)


@given(people, st.data())
def test_laws(found: list[tuple[str | None, str | None]], data: st.DataObject) -> None:
    known = [traits(nino, born, f"{i:03d}") for i, (nino, born) in enumerate(found)]
    pairs = list(itertools.combinations(range(len(known)), 2))
    weights = data.draw(st.lists(st.integers(-6, 40), min_size=len(pairs), max_size=len(pairs)))
    edges = {pair: w / 2 for pair, w in zip(pairs, weights, strict=True) if w / 2 >= FLOOR}
    labels = clusters(edges, known)
    groups: dict[int, list[int]] = {}
    for node, label in enumerate(labels):
        groups.setdefault(label, []).append(node)
    assert all(label == min(members) for label, members in groups.items())
    accepted = {frozenset(pair) for pair, w in edges.items() if w >= THRESHOLD}
    bridged = {
        tuple(known[node].date_of_birth for node in turn)
        for pair, w in edges.items()
        if w >= THRESHOLD + UNCERTAIN
        for turn in (pair, pair[::-1])
    }
    for members in groups.values():
        # Different numbers never share a cluster.
        numbers = {known[m].identifiers[0] for m in members} - {None}
        assert len(numbers) <= 1
        # Nor do dates that no slip reconciles, unless a sure link or a number in common bridges them.
        for a, b in itertools.combinations(members, 2):
            if in_conflict(known[a], known[b]):
                assert (known[a].date_of_birth, known[b].date_of_birth) in bridged
        # Each cluster hangs together by accepted links alone.
        reached, todo = {members[0]}, [members[0]]
        while todo:
            at = todo.pop()
            new = {m for m in members if frozenset((at, m)) in accepted} - reached
            reached |= new
            todo += new
        assert reached == set(members)

    # The order of rows, the numbering of nodes and the side a node stands on change nothing.
    order = list(range(len(known)))
    data.draw(st.randoms(use_true_random=False)).shuffle(order)
    place = {old: new for new, old in enumerate(order)}
    turned = [(tuple(sorted((place[a], place[b]))), w) for (a, b), w in edges.items()]
    random.Random(1).shuffle(turned)
    again = clusters(dict(turned), [known[old] for old in order])
    assert {frozenset(m) for m in groups.values()} == {
        frozenset(order[n] for n, label in enumerate(again) if label == kept) for kept in set(again)
    }


@given(st.integers(2, 40), st.integers(0, 2**32 - 1))
def test_where_every_pair_agrees_clusters_are_connected_components(count: int, seed: int) -> None:
    rng = random.Random(seed)
    label = [rng.randrange(6) for _ in range(count)]
    edges = {(a, b): 3.0 + rng.random() for a, b in itertools.combinations(range(count), 2) if label[a] == label[b]}
    found = clusters(edges, plain(count))
    assert all((found[a] == found[b]) == (label[a] == label[b]) for a, b in itertools.combinations(range(count), 2))


def test_what_a_link_bridges_counts_where_that_link_is_and_nowhere_else() -> None:
    one, other = "1980-01-01", "1991-11-23"
    # Nothing else than the link from 1 to 2 would keep 0 and 2 apart.
    here = [traits(born=one, key="0"), traits(key="1"), traits(born=other, key="2")]
    edges = {(0, 1): 9.0, (1, 2): 8.0, (0, 2): -1.0}
    assert clusters(edges, here) == [0, 0, 2]
    # Two others, whom nothing connects with them, are linked across the same two dates.
    there = [traits(born=one, key="3"), traits(born=other, key="4")]
    assert clusters({**edges, (3, 4): 12.0}, here + there) == [0, 0, 2, 3, 3]


@given(st.randoms(use_true_random=False), st.integers(2, 9), st.integers(2, 9))
def test_two_unconnected_halves_are_clustered_as_each_alone(rng: random.Random, left: int, right: int) -> None:
    def half(first: int, count: int) -> tuple[dict[tuple[int, int], float], list[Traits]]:
        dates = ["1980-01-01", "1991-11-23", "1980-01-11", None]
        pairs = itertools.combinations(range(first, first + count), 2)
        edges = {pair: round(rng.uniform(-3, 9), 1) for pair in pairs if rng.random() < 0.6}
        return edges, [traits(born=rng.choice(dates), key=f"{first + n:03d}") for n in range(count)]

    edges, known = half(0, left)
    more, others = half(left, right)
    alone = clusters({(a - left, b - left): weight for (a, b), weight in more.items()}, others)
    assert clusters({**edges, **more}, known + others) == clusters(edges, known) + [n + left for n in alone]


def split(
    edges: Mapping[tuple[int, int], float], known: list[Traits], cannot: list[tuple[int, int]] | None = None
) -> list[Split]:
    found = constrained_clusters(
        np.array([a for a, _ in edges], np.int64),
        np.array([b for _, b in edges], np.int64),
        np.array(list(edges.values()), np.float64),
        [
            np.array(
                [int(t.identifiers[0] is not None and t.identifiers[0][0] == "Z") - (t.identifiers[0] is None) for t in known]
            )
        ],
        lambda members: {int(m): known[int(m)] for m in members},
        nodes=len(known),
        threshold=THRESHOLD,
        floor=FLOOR,
        constraints=Constraints(cannot=cannot or ()),
    )
    return list(found.splits)


def test_what_is_linked_and_apart_is_told_with_the_reason() -> None:
    inside = dict.fromkeys([*itertools.combinations(range(4), 2), *itertools.combinations(range(4, 8), 2)], 12.0)
    assert split({**inside, (3, 4): 6.0, (2, 4): 4.0}, plain(8)) == [Split(3, 4, 6.0, "weak")]
    known = [traits("AB123456C", key="0"), traits(key="1"), traits("ZZ999999D", key="2")]
    assert split({(0, 1): 20.0, (1, 2): 19.0, (0, 2): 18.0}, known) == [Split(1, 2, 19.0, "conflict")]
    assert split({(0, 1): 20.0}, plain(2), [(0, 1)]) == [Split(0, 1, 20.0, "decided")]
    assert split({(0, 1): 20.0}, plain(2)) == []
