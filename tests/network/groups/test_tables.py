"""Groups as tables of a picture, and as a reader may see them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from stronghold.network.groups.tables import write_groups
from stronghold.network.groups.visible import groups_visible
from tests.network.groups.handmade import entities, supplying, together
from tests.network.handmade import Town

GANG = [f"P-{letter}" for letter in "ABCD"]
TEAM = [f"P-{letter}" for letter in "VWXYZ"]


@pytest.fixture
def town() -> Iterator[Town]:
    made = Town()
    together(made, GANG)
    together(made, TEAM)
    supplying(made, GANG[:3])
    supplying(made, TEAM[:2])
    supplying(made, ["P-D"], narrative="used to run", role="at_risk")
    for number in range(3):
        made.record("sighting", [("seen", "P-A"), ("seen", "P-B")], at=f"2024-05-0{number + 1}", agency="Council")
    made.con.execute("CREATE TABLE visibility_class AS SELECT 1 AS class_id")
    made.con.execute("UPDATE record SET class_id = source_id")
    entities(made)
    yield made
    made.con.close()


def members(town: Town) -> list[tuple[str, bool, bool]]:
    return town.con.execute("SELECT entity_id, said_to_supply, used FROM group_member ORDER BY entity_id").fetchall()


def test_the_group_is_written_and_the_team_is_none(town: Town) -> None:
    assert write_groups(town.con, None, "S1") == 1
    assert members(town) == [("P-A", True, False), ("P-B", True, False), ("P-C", True, False), ("P-D", False, True)]
    ((group, born, first, last, people, core, suppliers, edge),) = town.con.execute("FROM network_group").fetchall()
    assert (people, core, suppliers, edge) == (4, 4, 3, 0)
    assert (str(born), str(first), str(last)) == ("2024-05-03 00:00:00", "2024-03-01 10:00:00", "2024-05-03 00:00:00")
    assert town.con.execute("FROM group_history").fetchall() == [(group, "born", None, "S1")]


def test_ids_and_history_go_on_from_picture_to_picture(town: Town) -> None:
    write_groups(town.con, None, "S1")
    before = town.con.execute("SELECT group_id, born FROM network_group").fetchall()
    together(town, [*GANG, "P-E"])
    entities(town)
    write_groups(town.con, None, "S2")
    assert [name for name, _ in town.con.execute("SELECT group_id, born FROM network_group").fetchall()] == [before[0][0]]
    town.con.execute("UPDATE tie_evidence SET weight = 0")
    write_groups(town.con, None, "S3")
    assert town.con.execute("SELECT what, snapshot FROM group_history ORDER BY snapshot").fetchall() == [
        ("born", "S1"), ("kept", "S2"), ("died", "S3"),
    ]  # fmt: skip
    entities(town)
    write_groups(town.con, None, "S4")
    assert town.con.execute("SELECT group_id, born FROM network_group").fetchall() == before
    assert town.con.execute("SELECT what FROM group_history WHERE snapshot = 'S4'").fetchall() == [("returned",)]


def test_a_reader_sees_the_group_by_visible_records_or_not_at_all(town: Town) -> None:
    write_groups(town.con, None, "S1")
    every = groups_visible(town.con, [1, 2])
    assert [[who.entity_id for who in group.members] for group in every.values()] == [GANG]
    police = groups_visible(town.con, [1])
    assert police.keys() == every.keys()
    (group,) = police.values()
    assert str(group.last_seen) == "2024-03-01 12:00:00"  # not the council's sightings
    assert groups_visible(town.con, [2]) == {}
    assert groups_visible(town.con, []) == {}


def test_an_empty_picture_has_no_groups() -> None:
    empty = Town()
    entities(empty)
    assert write_groups(empty.con, None, "S1") == 0
    assert empty.con.execute("FROM group_member").fetchall() == []
    empty.con.close()
