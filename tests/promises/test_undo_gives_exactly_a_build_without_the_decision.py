"""Promise: an undone decision leaves no trace in the picture: it is that of a store in which it was never made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stronghold.intake.load import SourceInput
from stronghold.linking.decisions import Decision, Judgement
from stronghold.picture.add import add
from stronghold.picture.build import build
from stronghold.picture.snapshot import Snapshot
from stronghold.picture.store import Store
from stronghold.town import people_table

ROWS = people_table(400, seed=8).drop_columns(["person", "flat"]).to_pylist()
SAME, APART = Judgement.SAME, Judgement.NOT_SAME
# By keys: ids of rows are only valid inside one snapshot. Aliases are history, which an undo does not take back.
CONTENT = {
    "entities": "SELECT entity_id, kind, mentions, records, first_seen, last_seen FROM entity ORDER BY ALL",
    "members": "SELECT mention_key, entity_id FROM entity_member JOIN mention USING (mention_id) ORDER BY ALL",
    "links": """
        SELECT least(l.mention_key, r.mention_key), greatest(l.mention_key, r.mention_key), match_weight, accepted
        FROM link JOIN mention l ON l.mention_id = mention_l JOIN mention r ON r.mention_id = mention_r ORDER BY ALL
    """,
    "ties": "SELECT entity_l, entity_r, layer, records, agencies, strength FROM tie ORDER BY ALL",
}


def content(snapshot: Snapshot) -> dict[str, list[Any]]:
    with snapshot.connect() as con:
        return {name: con.execute(sql).fetchall() for name, sql in CONTENT.items()}


def told_by_members(snapshot: Snapshot) -> dict[str, set[Any]]:
    """The same, each entity told by its mentions instead of its id."""
    found = content(snapshot)
    groups: dict[str, list[str]] = {}
    for key, entity in found["members"]:
        groups.setdefault(entity, []).append(key)
    told = {entity: tuple(keys) for entity, keys in groups.items()}
    return {
        "entities": {(told[entity], *rest) for entity, *rest in found["entities"]},
        "links": set(found["links"]),
        "ties": {(frozenset({told[left], told[right]}), *rest) for left, right, *rest in found["ties"]},
    }


def entities(snapshot: Snapshot) -> list[list[str]]:
    """The mention keys of each person, those with most mentions first."""
    with snapshot.connect() as con:
        rows = con.execute(
            "SELECT list(mention_key ORDER BY mention_key) AS keys FROM entity_member JOIN mention USING (mention_id)"
            " WHERE kind = 'person' GROUP BY entity_id ORDER BY len(keys) DESC, keys"
        ).fetchall()
    return [row[0] for row in rows]


@pytest.fixture
def folder(tmp_path: Path, people_file: Callable[..., object]) -> Path:
    people_file(tmp_path / "in" / "crime.csv", ROWS, list(ROWS[0]))
    return tmp_path / "in"


def decisions_about(people: list[list[str]]) -> list[Decision]:
    """Two are torn apart, two that are not the same are joined, and what one decision says another rests on."""
    large, other, small, smallest = people[0], people[1], people[-2], people[-1]
    return [
        Decision(1, APART, large[0], large[-1]),
        Decision(2, SAME, small[0], smallest[0]),
        Decision(3, APART, other[0], other[1]),
        Decision(4, SAME, large[1], smallest[0]),
    ]


def test_a_store_that_undid_everything_is_one_in_which_nothing_was_decided(tmp_path: Path, folder: Path) -> None:
    decided, never = Store.create(tmp_path / "decided"), Store.create(tmp_path / "never")
    made = decisions_about(entities(build(decided, folder).snapshot))
    build(never, folder)
    obeyed = build(decided, None, decisions=made).snapshot
    assert content(obeyed)["members"] != content(build(never, None).snapshot)["members"]
    undone = build(decided, None).snapshot
    assert content(undone) == content(build(never, None).snapshot)
    assert undone.manifest.decisions == ()


def test_to_undo_one_leaves_what_the_others_say(tmp_path: Path, folder: Path) -> None:
    decided, never = Store.create(tmp_path / "decided"), Store.create(tmp_path / "never")
    made = decisions_about(entities(build(decided, folder).snapshot))
    build(never, folder)
    others = [made[0], made[2], made[3]]
    build(decided, None, decisions=made)
    build(never, None, decisions=others)
    # What an id is carried on to depends on what the picture before had; who is who does not.
    undone, without = (build(store, None, decisions=others).snapshot for store in (decided, never))
    assert told_by_members(undone) == told_by_members(without)


def test_files_that_came_meanwhile_change_nothing_of_it(tmp_path: Path, people_file: Callable[..., Any]) -> None:
    """Two are joined, more records of the smaller come, and the decision is undone: by id and by alias as if it had never been made."""
    columns = list(ROWS[0])
    nobody = dict.fromkeys(columns)
    zeb = nobody | {"forename": "Zeb", "surname": "Quill", "date_of_birth": "1980-03-02", "phone": "07700900123"}
    other = nobody | {"forename": "Zebedee", "surname": "Quillan", "nino": "MW568569A"}
    two = [*(zeb | {"unique_id": f"z{n}"} for n in range(3)), other | {"unique_id": "y5"}]
    people_file(tmp_path / "in" / "crime.csv", [*ROWS[:20], *two], columns)
    decided, never = Store.create(tmp_path / "decided"), Store.create(tmp_path / "never")
    for store in (decided, never):
        build(store, tmp_path / "in", train="never")
    joined = [Decision(1, SAME, "police/crime/person/y5#subject.1", "police/crime/person/z0#subject.1")]
    assert len(entity_of(add(decided, [], decisions=joined).snapshot, "y5")) == 4
    # More of the smaller one than of the larger, one of them the first in the order of keys.
    again = [other | {"unique_id": f"{first}{number}"} for number, first in enumerate("axyz")]
    path, mapping = people_file(tmp_path / "later" / "later.csv", [*again, *ROWS[20:25]], columns)
    later = SourceInput(path, path.name, mapping)
    assert len(entity_of(add(decided, [later], decisions=joined).snapshot, "y5")) == 8
    add(never, [later])
    undone = add(decided, [])
    now, without = content(undone.snapshot), content(never.current())  # type: ignore[arg-type]
    assert {n: sorted(set(now[n]) ^ set(without[n]), key=repr) for n in now} == {n: [] for n in now}
    assert undone.rebuilt is None and len(entity_of(undone.snapshot, "y5")) == 5
    with undone.snapshot.connect() as con:
        assert con.execute("SELECT count(*) FROM entity_alias").fetchall() == [(0,)]


def entity_of(snapshot: Snapshot, own_key: str) -> list[str]:
    return next(keys for keys in entities(snapshot) if f"police/crime/person/{own_key}#subject.1" in keys)
