"""Betweenness: exact in small networks, within its stated error in larger ones."""

from __future__ import annotations

import numpy as np
import pytest

from stronghold.network import centrality
from stronghold.network.centrality import betweenness
from stronghold.network.graph import Network


def test_the_middle_of_a_chain_is_on_every_way_between_its_ends() -> None:
    found = betweenness(Network.of([("a", "b"), ("b", "c")], nodes=["z"]))
    assert found.exact and found.certainty == 1.0
    assert found.values.tolist() == [0.0, pytest.approx(1 / 6), 0.0, 0.0]


def test_an_approximation_is_within_its_error(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    network = Network.of((f"{one:03d}", f"{other:03d}") for one, other in rng.integers(0, 200, (500, 2)))
    exact = betweenness(network)
    monkeypatch.setattr(centrality, "LARGEST_EXACT", 100)
    near = betweenness(network, error=0.05)
    assert (near.error, near.certainty) == (0.05, 0.9)
    assert np.abs(near.values - exact.values).max() <= 0.05
    assert (betweenness(network, error=0.05).values == near.values).all()


@pytest.mark.parametrize(("error", "certainty"), [(0.0, 0.9), (0.1, 1.0), (-1.0, 0.5)])
def test_an_error_that_is_none_is_refused(error: float, certainty: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        betweenness(Network.of([]), error=error, certainty=certainty)
