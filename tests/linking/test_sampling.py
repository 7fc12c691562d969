"""The judged sample speaks for all pairs: on a made population the estimates are unbiased and their intervals cover."""

from __future__ import annotations

import math

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.linking.sampling import LEAST_DRAWN, Stratum, allocate, draw, estimate, other_than_asked, strata_of


@pytest.fixture
def linked():
    """20,000 pairs whose weights are honest: a pair is one person with the probability that its weight says."""
    rng = np.random.default_rng(8)
    weight = np.round(rng.uniform(-3, 18, 20_000), 3)
    chance = 1 / (1 + 2.0**-weight)
    with duckdb.connect() as con:
        con.execute(
            "CREATE TABLE link AS SELECT i AS mention_l, i + 100000 AS mention_r, w AS match_weight, 1 / (1 + 2 ** -w) AS probability,"
            " w >= 2 AS accepted, t AS truth FROM (SELECT unnest($i) AS i, unnest($w) AS w, unnest($t) AS t)",
            {"i": list(range(20_000)), "w": weight.tolist(), "t": (rng.uniform(size=20_000) < chance).tolist()},
        )
        yield con


def test_strata_hold_every_pair_once_and_end_at_the_threshold(linked) -> None:
    strata = strata_of(linked, threshold=2.0)
    assert sum(s.pairs for s in strata) == 20_000
    assert all(s.accepted is (s.low >= 2.0) for s in strata)
    assert [s.high for s in strata[:-1]] == [s.low for s in strata[1:]]
    assert 6.3 in {s.low for s in strata_of(linked, threshold=6.3)}


def test_the_draw_is_the_same_for_the_same_seed_each_pair_once_and_hides_the_strata(linked) -> None:
    strata = strata_of(linked, threshold=2.0)
    drawn = draw(linked, strata, 300, seed=5)
    assert drawn == draw(linked, strata, 300, seed=5)
    assert drawn != draw(linked, strata, 300, seed=6)
    assert len({(pair.node_l, pair.node_r) for pair in drawn}) == len(drawn) == 300
    assert [pair.number for pair in drawn] == list(range(1, 301))
    order = [pair.stratum for pair in drawn]
    assert order != sorted(order)
    for number, many in enumerate(allocate(strata, 300)):
        assert order.count(number) == many


@given(st.lists(st.integers(1, 5_000), min_size=1, max_size=9), st.integers(1, 600))
def test_the_allocation_draws_what_is_asked_and_no_more_than_there_is(sizes: list[int], asked: int) -> None:
    strata = [Stratum(i, i + 1, i > 2, pairs, 1 / (1 + 2.0**-i)) for i, pairs in enumerate(sizes)]
    found = allocate(strata, asked)
    assert all(0 <= many <= s.pairs for many, s in zip(found, strata, strict=True))
    least = sum(min(pairs, LEAST_DRAWN) for pairs in sizes)
    assert sum(found) == min(max(asked, least), sum(sizes))


def test_estimates_are_unbiased_and_intervals_cover(linked) -> None:
    """300 samples of one population, each by its own seed: the mean of the estimates is the truth, 95 of 100 intervals hold it."""
    strata = strata_of(linked, threshold=2.0)
    right, said, true = linked.execute(
        "SELECT count(*) FILTER (accepted AND truth), count(*) FILTER (accepted), count(*) FILTER (truth) FROM link"
    ).fetchone()
    truth = {"precision": right / said, "recall": right / true, "f1": 2 * right / (said + true)}
    is_same = dict(linked.execute("SELECT mention_l, truth FROM link").fetchall())
    sides = np.array([[s.low, s.high] for s in strata])
    weights = linked.execute("SELECT mention_l, match_weight FROM link ORDER BY mention_l").fetchnumpy()
    members = [np.flatnonzero((weights["match_weight"] >= low) & (weights["match_weight"] < high)) for low, high in sides]
    many = allocate(strata, 240)
    found = []
    for seed in range(300):
        rng = np.random.default_rng(seed)
        answers = {i: [is_same[int(pair)] for pair in rng.choice(members[i], many[i], replace=False)] for i in range(len(strata))}
        found.append(estimate(strata, answers))
    for name, value in truth.items():
        intervals = [getattr(each, name) for each in found]
        values = np.array([each.value for each in intervals])
        # Four standard errors of the mean of 300 estimates; a ratio's own bias is far below.
        assert abs(values.mean() - value) < 4 * values.std() / math.sqrt(300) + 1e-4, name
        assert np.mean([each.low <= value <= each.high for each in intervals]) > 0.92, name


def test_the_draw_gives_every_pair_of_a_stratum_the_same_chance(linked) -> None:
    strata = strata_of(linked, threshold=2.0)
    halves = [0, 0]
    for seed in range(60):
        for pair in draw(linked, strata, 120, seed=seed):
            halves[pair.node_l % 2] += 1
    assert abs(halves[0] - halves[1]) < 4 * math.sqrt(sum(halves))


def test_a_sample_of_all_pairs_leaves_no_doubt() -> None:
    strata = [Stratum(-3, 2, False, 10, 0.3), Stratum(2, math.inf, True, 20, 0.9)]
    found = estimate(strata, {0: [True] * 3 + [False] * 7, 1: [True] * 18 + [False] * 2})
    assert (found.precision.value, found.precision.low, found.precision.high) == (0.9, 0.9, 0.9)
    assert found.recall.value == found.recall.low == found.recall.high == 18 / 21
    assert found.f1.value == pytest.approx(36 / 41)
    assert found.judged == 30 and found.either_way is None


def test_what_was_not_judged_is_not_known() -> None:
    strata = [Stratum(-3, 2, False, 10, 0.3), Stratum(2, math.inf, True, 20, 0.9)]
    found = estimate(strata, {1: [True, False]})
    assert found.precision is not None and found.recall is None and found.f1 is None
    assert estimate(strata, {}).precision is None
    assert estimate(strata[:1], {0: [True]}).precision is None  # nothing was accepted


def test_pairs_that_nobody_can_tell_are_counted_both_ways() -> None:
    strata = [Stratum(-3, 2, False, 100, 0.3), Stratum(2, math.inf, True, 100, 0.9)]
    found = estimate(strata, {0: [False] * 9 + [None], 1: [True] * 8 + [None] * 2})
    assert (found.judged, found.unsure) == (17, 3)
    (low, high), (least, most) = found.either_way
    assert (low, high) == pytest.approx((0.8, 1.0))
    assert least == pytest.approx(80 / 90) and most == 1.0


def test_why_another_number_is_drawn_than_was_asked_for() -> None:
    more = other_than_asked(96, 40)
    assert more is not None and more.startswith("96 pairs are drawn where 40 were asked for: of each range of match weight")
    assert f"must be {LEAST_DRAWN} at least" in more
    fewer = other_than_asked(20, 40)
    assert fewer is not None and "no more that you may see" in fewer
    assert other_than_asked(96, 96) is None
