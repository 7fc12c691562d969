"""Places in a network, and how they hold when ties and people are missing."""

from __future__ import annotations

from stronghold.network.graph import Network
from stronghold.network.standing.positions import POSITIONS, positions_in

# Two fives in which all know each other, joined by one.
TWO_FIVES = [(f"{side}{one}", f"{side}{other}") for side in "ab" for one in range(5) for other in range(one)]
JOINED = Network.of([*TWO_FIVES, ("a0", "x"), ("b0", "x")])


def test_whoever_joins_two_parts_is_between_them() -> None:
    found = {(one.entity_id, one.reason): one for one in positions_in(JOINED)}
    joins = found["x", "between_parts"]
    assert (joins.amount, joins.first) == (25, 3)
    assert ("x", "on_the_way") in found
    assert {who for who, reason in found if reason == "between_parts"} == {"x", "a0", "b0"}


def test_each_is_given_with_how_it_holds() -> None:
    for one in positions_in(JOINED):
        assert one.low <= one.high and 0 <= one.kept_without_ties <= 1 and 0 <= one.kept_without_people <= 1
    joins = next(one for one in positions_in(JOINED) if one.entity_id == "x" and one.reason == "between_parts")
    assert 0.6 < joins.kept_without_ties < 1, "a tenth of the ties missing: sometimes one of their two"


def test_the_same_seed_gives_the_same_and_order_does_not_matter() -> None:
    other = Network.of([("x", "b0"), ("x", "a0"), *reversed(TWO_FIVES)])
    assert positions_in(JOINED, seed=4) == positions_in(other, seed=4)


def test_in_a_ring_nobody_stands_out_and_two_people_are_no_network() -> None:
    ring = Network.of([(str(at), str((at + 1) % 8)) for at in range(8)])
    assert "between_parts" not in {one.reason for one in positions_in(ring)}
    assert positions_in(Network.of([("a", "b")])) == ()


def test_whoever_has_ties_that_nobody_else_has_is_hard_to_replace() -> None:
    star = Network.of([("m", "a"), ("m", "b"), ("m", "c"), ("m", "d")])
    assert {one.entity_id for one in positions_in(star) if one.reason == "hard_to_replace"} == {"m"}
    assert POSITIONS == ("between_parts", "on_the_way", "hard_to_replace")
