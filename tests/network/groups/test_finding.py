"""Groups found in a network: who is a member, how likely, and what is no group."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.network.graph import Network
from stronghold.network.groups.finding import around, chances_in, corroborated, find_groups

CLIQUE = [(one, other, 0.9) for one, other in combinations("ABCDE", 2)]


def test_people_tied_to_each_other_of_whom_three_are_said_to_supply_are_a_group() -> None:
    (group,) = find_groups(Network.of(CLIQUE), "ABC")
    assert set(group.members) == set("ABCDE")
    assert group.suppliers == set("ABC") and group.core == set("ABCDE")
    assert all(chance > 0.95 for chance in group.members.values())


def test_close_people_are_no_group_where_fewer_are_said_to_supply() -> None:
    assert find_groups(Network.of(CLIQUE), "AB") == ()
    assert find_groups(Network.of(CLIQUE), "") == ()
    assert find_groups(Network.of([]), "ABC") == ()


def test_one_tie_alone_makes_nobody_a_member() -> None:
    (group,) = find_groups(Network.of([*CLIQUE, ("A", "F", 0.95)]), "ABC")
    assert "F" not in group.members and group.edge["F"] > 0.8


def test_a_weak_tie_makes_a_member_less_likely() -> None:
    (group,) = find_groups(Network.of([*CLIQUE, ("A", "F", 0.3), ("B", "F", 0.1)]), "ABC")
    assert "F" not in group.members and 0.2 < group.edge.get("F", 0.0) < 0.5


def test_two_groups_joined_by_one_weak_tie_are_two() -> None:
    other = [(one, two, 0.9) for one, two in combinations("PQRST", 2)]
    groups = find_groups(Network.of([*CLIQUE, *other, ("A", "P", 0.2)]), "ABCPQR")
    assert [set(group.members) for group in groups] == [set("ABCDE"), set("PQRST")]


def test_who_is_two_steps_from_anyone_said_to_supply_is_not_looked_at() -> None:
    network = Network.of([("A", "B"), ("B", "C"), ("C", "D"), ("B", "X"), ("X", "Y"), ("Y", "Z")])
    assert around(network, "A").ids == ("A", "B")
    assert around(network, "AB").ids == ("A", "B", "C", "X")


def test_a_tie_between_two_who_are_said_to_supply_counts_twice() -> None:
    network = corroborated(Network.of([("A", "B", 0.4), ("B", "C", 0.4)]), "AB")
    assert network.strength.tolist() == [0.64, 0.4]


def test_what_a_group_is_does_not_depend_on_what_else_there_is() -> None:
    others = [(f"{town}{one}", f"{town}{two}", 0.9) for town in range(30) for one, two in combinations("abcd", 2)]
    suppliers = {*"ABC", *(f"{town}{one}" for town in range(30) for one in "abc")}
    alone = find_groups(Network.of(CLIQUE), "ABC")[0]
    among = next(group for group in find_groups(Network.of([*CLIQUE, *others]), suppliers) if "A" in group.members)
    assert set(among.members) == set(alone.members)


def test_by_aged_ties_the_same_people_are_less_likely_members() -> None:
    groups = find_groups(Network.of(CLIQUE), "ABC")
    faded = Network.of([(one, other, 0.15) for one, other, _ in CLIQUE])
    (today,) = chances_in(faded, "ABC", groups)
    assert all(today[who] < groups[0].members[who] for who in today)
    (gone,) = chances_in(Network.of([]), "ABC", groups)
    assert set(gone.values()) == {0.0}


ties = st.lists(
    st.tuples(st.sampled_from("ABCDEFGH"), st.sampled_from("ABCDEFGH"), st.sampled_from([0.2, 0.6, 0.9])), min_size=8, max_size=24
)


@settings(max_examples=10, deadline=None)
@given(ties, st.randoms())
def test_the_order_of_ties_never_matters(told: list[tuple[str, str, float]], order: object) -> None:
    shuffled = [(right, left, strength) for left, right, strength in told]
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    groups = find_groups(Network.of(told), "ABCD")
    assert groups == find_groups(Network.of(shuffled), "ABCD")
    members = [who for group in groups for who in group.members]
    assert len(members) == len(set(members))
