"""The groups of the picture before, under the ids that people have today."""

from __future__ import annotations

from pathlib import Path

from stronghold import engine
from stronghold.network.groups.before import Before, read_before
from stronghold.network.groups.tables import write_groups
from tests.network.groups.handmade import entities, supplying, together
from tests.network.handmade import Town

GANG = [f"P-{letter}" for letter in "ABCD"]


def gang() -> Town:
    town = Town()
    together(town, GANG)
    supplying(town, GANG[:3])
    entities(town)
    return town


def saved(town: Town, path: Path) -> Path:
    named = str(path).replace("'", "''")
    town.con.execute(f"ATTACH '{named}' AS kept")
    town.con.execute("COPY FROM DATABASE memory TO kept")
    town.con.execute("DETACH kept")
    return path


def test_a_picture_without_groups_has_none_before() -> None:
    town = gang()
    assert read_before(town.con, None) == Before()
    town.con.close()


def test_living_and_dead_groups_are_read_from_the_picture_itself_and_from_another_file(tmp_path: Path) -> None:
    town = gang()
    write_groups(town.con, None, "S1")
    here = read_before(town.con, None)
    ((name, members),) = here.living.items()
    assert set(members) == set(GANG) and here.dead == {} and here.born[name] is not None
    assert here.history == [{"group_id": name, "what": "born", "other_id": None, "snapshot": "S1"}]
    path = saved(town, tmp_path / "it's before.duckdb")
    other = gang()
    assert read_before(other.con, path) == here
    other.con.execute("INSERT INTO entity_alias VALUES ('P-B', 'P-A', 'merged'), ('P-C', 'P-Q', 'merged')")
    assert set(read_before(other.con, path).living[name]) == {"P-A", "P-D", "P-Q"}
    town.con.execute("UPDATE tie_evidence SET weight = 0")
    write_groups(town.con, None, "S2")
    gone = read_before(town.con, None)
    assert gone.living == {} and {who: set(people) for who, people in gone.dead.items()} == {name: set(GANG)}
    assert gone.born[name] == here.born[name]
    for each in (town, other):
        each.con.close()


def test_a_file_without_groups_says_nothing_of_any(tmp_path: Path) -> None:
    path = tmp_path / "old.duckdb"
    with engine.connect(path) as con:
        con.execute("CREATE TABLE network_group AS SELECT 'G-1' AS group_id")
    town = gang()
    assert read_before(town.con, path) == Before()
    town.con.close()
