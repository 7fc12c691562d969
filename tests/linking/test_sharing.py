"""Pairs by shared keys, in arrays: each pair once, with every block that gave it."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stronghold.linking.sharing import SharedKeys, found_in, keys_of, marked, together

MISSING = np.uint64(7)
VALUES = st.lists(st.tuples(st.integers(5, 9), st.integers(5, 9)), max_size=30)


def arrays(rows):
    return [np.array([row[side] for row in rows], np.uint64) for side in (0, 1)]


@given(VALUES, st.integers(2, 9), st.integers(2, 9))
def test_pairs_are_those_that_share_a_key_which_not_too_many_share(rows, largest, most) -> None:
    found = []
    expected: Counter[tuple[int, int]] = Counter()
    for block, parts in enumerate((arrays(rows), arrays(rows)[:1])):
        keys, places = keys_of(parts, MISSING)
        shared = SharedKeys.among(keys, places, largest)
        found += [marked(*pair, block) for pair in shared.pairs(most)]
        known: dict[tuple[int, ...], list[int]] = {}
        for place in range(len(rows)):
            if MISSING not in (value := tuple(int(part[place]) for part in parts)):
                known.setdefault(value, []).append(place)
        sizes = Counter(len(members) for members in known.values() if 2 <= len(members) <= largest)
        assert shared.counts() == sorted(sizes.items())
        for members in known.values():
            if len(members) <= min(largest, most):
                for pair in combinations(members, 2):
                    expected[pair] += 1 << block
    left, right, found_by = together(found)
    assert dict(zip(zip(left.tolist(), right.tolist(), strict=True), found_by.tolist(), strict=True)) == expected


def test_a_place_that_has_a_key_twice_is_no_pair() -> None:
    shared = SharedKeys.among(np.array([5, 5, 5], np.uint64), np.array([4, 4, 2]), 9)
    left, right, found_by = together([marked(*pair, 3) for pair in shared.pairs(9)])
    assert (left.tolist(), right.tolist(), found_by.tolist()) == ([2], [4], [8])


def test_nothing_shared_gives_no_pair() -> None:
    assert [len(part) for part in together([])] == [0, 0, 0]


@given(st.lists(st.integers(0, 40)), st.sets(st.integers(0, 40)), st.integers(0, 43))
def test_a_few_keys_among_many(keys, wanted, shift) -> None:
    # Keys that end the same but are others.
    of = [np.array([(key % 7) | (key << shift) for key in some], np.uint64) for some in (keys, sorted(wanted))]
    found = found_in(of[0], np.unique(of[1]))
    assert found.tolist() == [place for place, key in enumerate(of[0].tolist()) if key in set(of[1].tolist())]


def test_of_those_that_share_a_key_some_are_of_a_kind() -> None:
    shared = SharedKeys.among(np.array([5, 6, 5, 8, 6, 5], np.uint64), np.arange(6))
    assert shared.keys.tolist() == [5, 6]
    assert shared.how_many(np.array([True, False, True, True, True, False])).tolist() == [2, 1]
    assert shared.where(shared.keys == 6).counts() == [(2, 1)]
