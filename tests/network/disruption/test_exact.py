"""The optimum against every choice there is, and the published figures of real networks."""

from __future__ import annotations

import csv
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from stronghold.network.disruption.aftermath import Aftermath, without
from stronghold.network.disruption.exact import solve
from stronghold.network.disruption.reduction import reduce
from stronghold.network.graph import Network

NAMES = [f"{at:02}" for at in range(11)]
ties = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), min_size=9, max_size=28)


@settings(max_examples=30)
@given(ties, st.integers(1, 4), st.sets(st.sampled_from(NAMES), max_size=3))
def test_no_choice_is_better_than_the_proved_one(given_ties: list[tuple[str, str]], k: int, excluded: set[str]) -> None:
    network = Network.of(given_ties).largest_component()
    candidates = np.array([name not in excluded for name in network.ids])
    assume(len(network.ids) >= 6 and candidates.any())
    free = [name for name in network.ids if name not in excluded]
    every = [without(network, choice) for size in range(k + 1) for choice in combinations(free, size)]
    reduced = reduce(network, k, candidates)
    pairs = solve(reduced, k, seconds=600, under=1e9)
    assert pairs.proved and pairs.chosen is not None
    left = without(network, [network.ids[at] for at in pairs.chosen])
    assert pairs.bound == left.surviving_pairs == min(one.surviving_pairs for one in every)
    largest = solve(reduced, k, seconds=600, under=1e9, objective="largest")
    assert largest.proved and largest.bound == min(one.largest_component for one in every)
    assert solve(reduced, k, seconds=600, under=pairs.bound).chosen is None


def test_the_solver_writes_nothing_to_standard_output(capfd: pytest.CaptureFixture[str]) -> None:
    network = Network.of([("a", "b"), ("b", "c"), ("c", "d"), ("d", "e"), ("e", "a"), ("b", "e")])
    solve(reduce(network, 2, np.ones(5, np.bool_)), 2, seconds=600, under=1e9)
    assert capfd.readouterr().out == ""


def test_a_search_without_time_says_that_nothing_is_proved() -> None:
    network = Network.of([("a", "b"), ("b", "c"), ("c", "d")])
    solved = solve(reduce(network, 1, np.ones(4, np.bool_)), 1, seconds=0, under=1e9)
    assert (solved.chosen, solved.bound, solved.proved) == (None, 0.0, False)


def _network(folder: Path, layer: str | None) -> Network:
    with (folder / "edges.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if layer is None or row["layer"] == layer]
    return Network.of((row["source"], row["target"]) for row in rows).largest_component()


def _best(network: Network, k: int, under: float) -> Aftermath:
    solved = solve(reduce(network, k, np.ones(len(network.ids), np.bool_)), k, seconds=600, under=under)
    assert solved.proved and solved.chosen is not None
    left = without(network, [network.ids[at] for at in solved.chosen])
    assert left.surviving_pairs == solved.bound
    return left


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "layer", "people", "best"),
    [
        ("caviar", "full", 110, {5: 879, 10: 70}),
        ("montagna", "meetings", 92, {5: 978, 10: 378}),
        ("montagna", "calls", 89, {5: 289, 10: 17}),
        ("cocaine_juanes", None, 51, {5: 210}),
    ],
)
def test_published_optima_are_proved(shared_data: Path, name: str, layer: str | None, people: int, best: dict[int, int]) -> None:
    network = _network(shared_data / "networks" / name, layer)
    assert len(network.ids) == people
    assert {k: _best(network, k, 1e9).surviving_pairs for k in best} == best


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "layer", "sizes"),
    [
        ("caviar", "full", (87, 72, 63, 52, 41)),
        ("montagna", "meetings", (85, 68, 52, 42, 36)),
        ("montagna", "calls", (68, 51, 38, 31, 20)),
        ("cocaine_juanes", None, (38, 33, 22, 18, 14)),
    ],
)
def test_the_smallest_largest_part_is_proved(shared_data: Path, name: str, layer: str | None, sizes: tuple[int, ...]) -> None:
    network = _network(shared_data / "networks" / name, layer)
    for k, size in enumerate(sizes, start=1):
        reduced = reduce(network, k, np.ones(len(network.ids), np.bool_))
        solved = solve(reduced, k, seconds=600, under=size + 1, objective="largest")
        assert solved.proved and solved.bound == size
