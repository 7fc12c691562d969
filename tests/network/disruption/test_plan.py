"""Plans: the best choice with its proof, never somebody who is left out, and clear answers to what cannot be planned."""

from __future__ import annotations

import csv
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.errors import BadInput
from stronghold.network.disruption.aftermath import without
from stronghold.network.disruption.plan import make_plan, reasons_for
from stronghold.network.graph import Network

TIES = st.lists(st.tuples(st.sampled_from("abcdefghi"), st.sampled_from("abcdefghi")), min_size=1, max_size=18)
TWO_STARS = Network.of([("m", "a"), ("m", "b"), ("m", "c"), ("n", "d"), ("n", "e"), ("n", "f"), ("n", "g"), ("y", "z")])


@settings(max_examples=30)
@given(ties=TIES, k=st.integers(1, 3), left_out=st.sets(st.sampled_from("abc")))
def test_it_is_what_trying_every_choice_finds(ties: list[tuple[str, str]], k: int, left_out: set[str]) -> None:
    network = Network.of(ties, nodes="abc")
    open_ = sorted(set(network.ids) - left_out)
    if len(open_) < k:
        return
    found = make_plan(network, k, excluded=left_out)
    best = min(without(network, chosen).surviving_pairs for chosen in combinations(open_, k))
    assert found.proved and found.gap == 0
    assert found.surviving_pairs == found.bound == best == without(network, found.chosen).surviving_pairs
    assert not left_out & set(found.chosen) and len(found.chosen) <= k


def test_removals_go_to_the_components_where_they_do_most() -> None:
    found = make_plan(TWO_STARS, 2)
    assert (found.chosen, found.surviving_pairs, found.pairs_before) == (("m", "n"), 1, 17)
    assert found.pairs_in_largest == 0


def test_each_choice_is_explained_in_a_sentence() -> None:
    assert make_plan(TWO_STARS, 2).reasons == (
        "m: with the others out, they hold 4 people together, who fall into parts of 1, 1, 1; 6 pairs lose each other.",
        "n: with the others out, they hold 5 people together, who fall into parts of 1, 1, 1, 1; 10 pairs lose each other.",
    )


def test_a_sentence_says_what_is_so_for_one_pair_and_for_nobody() -> None:
    assert reasons_for(Network.of([("y", "z")]), ["y"]) == (
        "y: taking them out parts them from the only one they reach; 1 pair ends, their own.",
    )
    assert reasons_for(Network.of([("y", "z")]), ["y", "z"])[0] == (
        "y: with the others out, they reach nobody, and nothing more is gained."
    )
    assert reasons_for(Network.of([("x", "y"), ("y", "z"), ("x", "z")]), ["x"]) == (
        "x: taking them out leaves the 2 they reach together; 2 pairs end, all their own.",
    )


def test_whoever_is_left_out_stays_in_the_network() -> None:
    found = make_plan(TWO_STARS, 1, excluded={"n"})
    assert found.chosen == ("m",) and found.surviving_pairs == 11


@pytest.mark.parametrize(
    ("network", "k", "left_out", "words"),
    [
        (Network.of([]), 1, (), "nobody in it"),
        (TWO_STARS, 0, (), "0 people cannot be chosen"),
        (TWO_STARS, 99, (), "of 11 who may be"),
        (TWO_STARS, 1, ("nobody",), "'nobody' is to be left out"),
        (TWO_STARS, 1, TWO_STARS.ids, "Everybody is left out"),
    ],
)
def test_what_cannot_be_planned_is_said(network: Network, k: int, left_out: tuple[str, ...], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        make_plan(network, k, excluded=left_out)


def test_what_is_not_proved_in_time_has_a_bound() -> None:
    rng = np.random.default_rng(4)
    crowd = Network.of((f"{one:03}", f"{other:03}") for one, other in rng.integers(0, 120, (240, 2)).tolist())
    found = make_plan(crowd, 9, seconds=0.5)
    assert without(crowd, found.chosen).surviving_pairs == found.surviving_pairs
    assert 0 < found.bound <= found.surviving_pairs and found.gap < 0.8
    assert found.proved == (found.gap == 0)


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "layer", "best"),
    [("caviar", "full", 879), ("montagna", "meetings", 978), ("montagna", "calls", 289), ("cocaine_juanes", "", 210)],
)
def test_the_published_networks_fall_apart_as_far_as_can_be_proved(shared_data: Path, name: str, layer: str, best: int) -> None:
    with (shared_data / "networks" / name / "edges.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not layer or row["layer"] == layer]
    network = Network.of((row["source"], row["target"]) for row in rows).largest_component()
    found = make_plan(network, 5, seconds=60)
    assert (found.surviving_pairs, found.proved) == (best, True)
