"""Who holds others together: the pairs that lose each other when one person goes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stronghold.network.cuts import pairs_cut
from stronghold.network.disruption.aftermath import pairs_among
from stronghold.network.graph import Network

TIES = st.lists(st.tuples(st.sampled_from("abcdefghij"), st.sampled_from("abcdefghij")), max_size=16)


def connected_pairs(network: Network) -> int:
    labels = network.component_labels().tolist()
    return sum(int(pairs_among(labels.count(label))) for label in set(labels))


def test_the_middle_of_a_star_holds_all_pairs() -> None:
    assert pairs_cut(Network.of([("m", "a"), ("m", "b"), ("m", "c")])).tolist() == [0, 0, 0, 3]


def test_nobody_holds_a_ring_together() -> None:
    assert not pairs_cut(Network.of([("a", "b"), ("b", "c"), ("c", "d"), ("d", "a")])).any()


@given(ties=TIES)
def test_it_is_what_taking_each_out_would_show(ties: list[tuple[str, str]]) -> None:
    network = Network.of(ties)
    labels = network.component_labels().tolist()
    for name, lost in zip(network.ids, pairs_cut(network).tolist(), strict=True):
        own = labels.count(labels[network.place[name]]) - 1
        assert connected_pairs(network) - own - connected_pairs(network.without([name])) == lost
