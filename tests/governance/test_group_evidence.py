"""Why each person is in a group: what records say of them, and every tie to a member with the records of each step."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from stronghold.governance.group_evidence import evidence_of, records_behind
from stronghold.network.groups.described import Group, describe_groups
from stronghold.network.reading import Asked, associations
from tests.network.groups.handmade import entities, supplying, together
from tests.network.handmade import Town

GANG = [f"P-{letter}" for letter in "ABCD"]


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    made = Town()
    together(made, GANG, times=2)
    supplying(made, GANG[:3])
    supplying(made, ["P-D"], narrative="used to run", role="at_risk")
    for who, phone in (("P-A", "T-A"), ("P-B", "T-B")):
        (mention,) = made.record("person", [("subject", who)], at="2024-01-01", agency="Network")
        made.mention("subject", phone, belongs_to=mention, part="phone")
    made.record("call", [("caller", "T-A"), ("recipient", "T-B")], at="2024-02-01", agency="Calls")
    made.con.execute("UPDATE record SET class_id = source_id")
    entities(made)
    yield made
    made.con.close()


@pytest.fixture(scope="module")
def group(town: Town) -> Group:
    (found,) = describe_groups(town.con, GANG)
    return found


def test_each_person_has_what_is_said_of_them_and_their_ties_the_strongest_first(town: Town, group: Group) -> None:
    found = {each.entity_id: each for each in evidence_of(town.con, group, [1, 2, 3])}
    assert list(found) == GANG
    assert all(each.said and all(keys for _, keys in each.said) for each in found.values())
    assert "made to carry" in found["P-D"].said[0][0] or "used to carry" in found["P-D"].said[0][0]
    for each in found.values():
        strengths = [tie.strength for tie in each.ties]
        assert strengths == sorted(strengths, reverse=True) and {tie.entity_id for tie in each.ties} == set(GANG) - {
            each.entity_id
        }


def test_a_way_through_things_lists_the_records_of_every_step(town: Town, group: Group) -> None:
    first, *_ = evidence_of(town.con, group, [1, 2, 3])
    (touch,) = (tie for tie in first.ties if tie.layer == "in touch")
    owned, called = [f"r{number}" for number in (17, 18)], "r19"
    assert touch.via == ("T-A", "T-B") and set(touch.records) == {*owned, called}


def test_what_is_hidden_is_no_evidence(town: Town, group: Group) -> None:
    police = {each.entity_id: each for each in evidence_of(town.con, group, [1])}
    assert all(tie.layer == "co-arrest" for each in police.values() for tie in each.ties)
    nothing = evidence_of(town.con, group, [])
    assert all(each.said == () and each.ties == () for each in nothing)


def test_a_direct_tie_lists_the_records_of_its_own_layer_alone(town: Town) -> None:
    way = next(way for way in associations(town.con, Asked(GANG, aged=False)) if way.layer == "co-arrest")
    told = {(way.person_l, way.person_r): {"co-arrest": ("r1",), "sighting": ("r2",)}}
    assert records_behind(way, told) == ("r1",)
    assert records_behind(way, {}) == ()
