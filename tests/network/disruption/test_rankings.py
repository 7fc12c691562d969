"""The usual ways to choose, as published."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from stronghold.network.disruption.aftermath import without
from stronghold.network.disruption.rankings import adaptive_betweenness, by_betweenness, by_degree
from stronghold.network.graph import Network

Choose = Callable[..., list[int]]


def test_a_bridge_has_few_ties_and_many_ways() -> None:
    barbell = Network.of([("a", "b"), ("b", "c"), ("a", "c"), ("c", "m"), ("m", "x"), ("x", "y"), ("y", "z"), ("x", "z")])
    everybody = np.ones(7, np.bool_)
    assert [barbell.ids[at] for at in by_degree(barbell, 2, everybody)] == ["c", "x"]
    assert [barbell.ids[at] for at in by_betweenness(barbell, 1, everybody)] == ["m"]
    assert barbell.place["m"] not in by_betweenness(barbell, 6, np.array([name != "m" for name in barbell.ids]))


def test_more_than_there_are_is_everybody() -> None:
    pair = Network.of([("a", "b")])
    assert sorted(adaptive_betweenness(pair, 5, np.ones(2, np.bool_))) == [0, 1]


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "layer", "left"),
    [
        ("caviar", "full", (945, 945, 945)),
        ("montagna", "meetings", (2937, 2937, 978)),
        ("montagna", "calls", (289, 418, 298)),
        ("cocaine_juanes", None, (451, 415, 243)),
    ],
)
def test_the_published_table_is_reproduced(shared_data: Path, name: str, layer: str | None, left: tuple[int, ...]) -> None:
    network = _network(shared_data / "networks" / name, layer)
    everybody = np.ones(len(network.ids), np.bool_)
    for choose, pairs in zip((by_degree, by_betweenness, adaptive_betweenness), left, strict=True):
        chosen = [network.ids[at] for at in choose(network, 5, everybody)]
        assert without(network, chosen).surviving_pairs == pairs, choose.__name__


@pytest.mark.real
@pytest.mark.parametrize(
    ("layer", "shares"), [("meetings", (0.957, 0.739, 0.717, 0.5, 0.424)), ("calls", (0.764, 0.573, 0.427, 0.393, 0.247))]
)
def test_one_after_the_other_the_component_shrinks_as_published(shared_data: Path, layer: str, shares: tuple[float, ...]) -> None:
    network = _network(shared_data / "networks" / "montagna", layer)
    order = [network.ids[at] for at in adaptive_betweenness(network, 5, np.ones(len(network.ids), np.bool_))]
    left = [without(network, order[:taken]).largest_component / len(network.ids) for taken in range(1, 6)]
    assert tuple(round(share, 3) for share in left) == shares


@pytest.mark.real
@pytest.mark.parametrize("choose", [by_degree, by_betweenness])
def test_the_published_raid_leaves_most_of_them_connected(shared_data: Path, choose: Choose) -> None:
    """Cavallaro et al. (2020): five at once, the highest by either, leave .837 of those who met. Five chosen to part them leave 36 of 92
    (proved in ``test_exact``)."""
    network = _network(shared_data / "networks" / "montagna", "meetings")
    raided = [network.ids[at] for at in choose(network, 5, np.ones(len(network.ids), np.bool_))]
    assert sorted(raided) == ["N12", "N18", "N27", "N47", "N68"]
    assert (without(network, raided).largest_component, len(network.ids)) == (77, 92)


def _network(folder: Path, layer: str | None) -> Network:
    with (folder / "edges.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if layer is None or row["layer"] == layer]
    return Network.of((row["source"], row["target"]) for row in rows).largest_component()
