"""Articulation points."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.network.articulation import articulation_points
from stronghold.network.cuts import pairs_cut
from stronghold.network.graph import Network

ties = st.lists(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg")), max_size=12)


@settings(max_examples=20, deadline=None)
@given(ties)
def test_they_are_those_without_whom_others_lose_each_other(told: list[tuple[str, str]]) -> None:
    network = Network.of(told)
    cut = {at for at, lost in enumerate(pairs_cut(network).tolist()) if lost}
    assert set(articulation_points(network).tolist()) == cut
