"""Measures of a whole network: their ends, and a real example."""

from __future__ import annotations

import csv
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.network.graph import Network
from stronghold.network.measures import MEANINGS, GroupMeasures, measures

TIES = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), max_size=20)


def test_a_star_hangs_on_one_and_a_triangle_on_nobody() -> None:
    star = measures(Network.of([("m", "a"), ("m", "b"), ("m", "c")]))
    assert (star.connectedness, star.decentralisation, star.clustering, star.two_steps) == (1.0, 0.0, 0.0, 1.0)
    assert star.reach == pytest.approx((6 * 1 + 6 * 0.5) / 12)
    triangle = measures(Network.of([("a", "b"), ("b", "c"), ("a", "c")]))
    assert (triangle.density, triangle.decentralisation, triangle.clustering, triangle.reach) == (1.0, 1.0, 1.0, 1.0)


def test_nobody_and_somebody_alone_can_be_measured() -> None:
    assert set(asdict(measures(Network.of([]))).values()) == {0}
    alone = measures(Network.of([], nodes=["a"]))
    assert (alone.people, alone.parts, alone.largest_part, alone.connectedness, alone.reach) == (1, 1, 1, 0.0, 0.0)


def test_each_measure_says_what_it_means() -> None:
    assert list(MEANINGS) == list(asdict(measures(Network.of([]))))


@given(ties=TIES)
def test_shares_are_shares(ties: list[tuple[str, str]]) -> None:
    found = measures(Network.of(ties))
    for name in ("connectedness", "density", "decentralisation", "reach", "two_steps", "clustering"):
        assert 0 <= getattr(found, name) <= 1 + 1e-12
    assert found.density <= found.reach + 1e-12 and found.reach <= found.connectedness + 1e-12


@pytest.mark.real
def test_caviar_hung_less_on_one_person_after_its_seizures(shared_data: Path) -> None:
    """Morselli (2009): from the fourth of eleven phases on, with each seizure, the network of the Caviar inquiry hung less on its centre."""
    with (shared_data / "networks" / "caviar" / "edges.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    def phase(layer: str) -> GroupMeasures:
        return measures(Network.of((row["source"], row["target"]) for row in rows if row["layer"] == layer))

    assert (phase("full").people, phase("full").ties, phase("full").parts) == (110, 205, 1)
    before = [phase(f"phase{number:02}").decentralisation for number in (1, 2, 3)]
    after = [phase(f"phase{number:02}").decentralisation for number in (9, 10, 11)]
    assert max(before) < min(after)
