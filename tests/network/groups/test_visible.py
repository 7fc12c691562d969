"""Groups by visible records alone: found again under the same id, changed, or withheld."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from stronghold.network.groups.tables import write_groups
from stronghold.network.groups.visible import groups_visible
from tests.network.groups.handmade import entities, supplying, together
from tests.network.handmade import Town

POLICE, COUNCIL = 1, 2
GANG = [f"P-{letter}" for letter in "ABCDE"]


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    made = Town()
    together(made, GANG[:4])
    supplying(made, GANG[:3])
    together(made, [*GANG[:2], "P-E"], agency="Council")
    made.con.execute("UPDATE record SET class_id = source_id")
    entities(made)
    assert write_groups(made.con, None, "S1") == 1
    yield made
    made.con.close()


def members(town: Town, *classes: int) -> list[list[str]]:
    return [[member.entity_id for member in group.members] for group in groups_visible(town.con, classes).values()]


def test_each_reader_sees_the_members_that_their_records_show_under_the_same_id(town: Town) -> None:
    assert members(town, POLICE, COUNCIL) == [GANG]
    assert members(town, POLICE) == [GANG[:4]]
    assert groups_visible(town.con, [POLICE]).keys() == groups_visible(town.con, [POLICE, COUNCIL]).keys()


def test_where_no_visible_record_says_that_they_supply_the_group_is_withheld_whole(town: Town) -> None:
    assert members(town, COUNCIL) == [] and members(town) == []


def test_a_picture_with_no_group_shows_none(town: Town) -> None:
    empty = Town()
    entities(empty)
    write_groups(empty.con, None, "S1")
    assert groups_visible(empty.con, [POLICE]) == {}
    empty.con.close()
