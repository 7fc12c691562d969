"""A group with all that is known of its people, each number from the same evidence."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from stronghold.network.groups.described import Group, describe_groups
from stronghold.network.groups.evidence import SupplyEvidence
from tests.network.groups.handmade import entities, supplying, together
from tests.network.handmade import Town

GANG = [f"P-{letter}" for letter in "ABCD"]


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    made = Town()
    together(made, GANG, at="2022-03-01")
    supplying(made, GANG[:3])
    supplying(made, ["P-D"], narrative="used to run", role="at_risk")
    # One tie makes nobody a member; a later record moves today on; a sighting that another agency saw.
    together(made, ["P-A", "P-EDGE"], at="2022-05-01")
    made.record("sighting", [("seen", "P-A"), ("seen", "P-B")], at="2024-06-01", agency="Council")
    made.con.execute("UPDATE record SET class_id = source_id")
    entities(made)
    yield made
    made.con.close()


def found(town: Town, classes: list[int] | None = None) -> Group:
    (group,) = describe_groups(town.con, [*GANG, "P-EDGE"], class_ids=classes)
    return group


def test_members_are_told_with_what_records_say_of_them(town: Town) -> None:
    members = {member.entity_id: member for member in found(town).members}
    assert list(members) == GANG
    assert [who for who, member in members.items() if member.said_to_supply] == GANG[:3]
    assert [who for who, member in members.items() if member.used] == ["P-D"]
    assert all(0.5 <= member.probability <= 1 and 0 <= member.today <= 1 for member in members.values())


def test_today_is_less_sure_where_the_evidence_is_old(town: Town) -> None:
    members = {member.entity_id: member for member in found(town).members}
    assert all(member.today <= member.probability for member in members.values())
    assert members["P-D"].today < members["P-D"].probability


def test_dates_are_of_the_records_that_tie_someone_to_other_members(town: Town) -> None:
    group = found(town)
    spans = {member.entity_id: (str(member.first_seen)[:10], str(member.last_seen)[:10]) for member in group.members}
    assert spans["P-A"] == ("2022-03-01", "2024-06-01")  # and not what ties them to somebody outside
    assert spans["P-D"] == ("2022-03-01", "2022-03-01")
    assert (str(group.first_seen)[:10], str(group.last_seen)[:10]) == ("2022-03-01", "2024-06-01")
    assert Group((), ()).first_seen is None and Group((), ()).last_seen is None


def test_hidden_records_move_no_date(town: Town) -> None:
    assert str(found(town, [1]).last_seen)[:10] == "2022-03-01"
    assert describe_groups(town.con, GANG, class_ids=[2]) == ()


def test_who_is_said_to_supply_may_be_given_and_too_few_make_no_group(town: Town) -> None:
    for given in (SupplyEvidence({}, {}), SupplyEvidence({"P-A": (), "P-B": ()}, {})):
        assert describe_groups(town.con, GANG, supply=given) == ()
    (group,) = describe_groups(town.con, GANG, supply=SupplyEvidence(dict.fromkeys(GANG, ()), {}))
    assert all(member.said_to_supply and not member.used for member in group.members)
