"""Groups as an account may see them: whole, by visible records, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from stronghold.governance.group_evidence import evidence_of
from stronghold.governance.group_networks import graph_of, network_view
from stronghold.governance.groups import Shown, group_view, shown_groups
from stronghold.governance.overlay import LaidOver
from stronghold.network.groups.tables import write_groups
from stronghold.picture.snapshot import Snapshot
from tests.network.groups.handmade import entities, supplying, together
from tests.network.handmade import Town

GANG = [f"P-{letter * 8}" for letter in "ABCD"]


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    made = Town()
    together(made, GANG, agency="Police")
    supplying(made, GANG[:3])
    made.record("sighting", [("seen", GANG[0]), ("seen", GANG[1])], at="2024-06-01", agency="Council")
    made.con.execute("UPDATE record SET class_id = source_id, occurred_precision = 'minute'")
    made.con.execute("UPDATE source SET timezone = 'Europe/London'")
    made.con.execute("CREATE TABLE visibility_class AS SELECT source_id AS class_id, agency, NULL AS handling FROM source")
    made.con.execute(
        "INSERT INTO person (mention_id, forename, surname) SELECT mention_id, 'NAME', 'OF ' || entity_id FROM entity_member"
    )
    entities(made)
    write_groups(made.con, None, "S1")
    yield made
    made.con.close()


def shown(town: Town, classes: list[int], tmp_path: Path, laid: LaidOver | None = None) -> Shown:
    town.con.execute(
        "CREATE OR REPLACE TEMP TABLE visible AS SELECT unnest($classes::INTEGER[]) AS class_id", {"classes": classes}
    )
    there = [SimpleNamespace(class_id=number) for number in (1, 2)]
    snapshot = SimpleNamespace(id="S1", path=tmp_path, classes=lambda: there)
    return shown_groups(town.con, cast(Snapshot, snapshot), classes, laid or LaidOver())


def test_who_sees_everything_sees_what_the_build_found(town: Town, tmp_path: Path) -> None:
    found = shown(town, [1, 2], tmp_path)
    ((name, summary),) = found.summaries.items()
    assert (summary.members, summary.suppliers, summary.changes) == (4, 3, ("found for the first time",))
    assert summary.label == f"Group {name}"  # no place is known; and no person is named
    view = group_view(town.con, found, name)
    assert view is not None and sorted(person.entity_id for person in view.people) == GANG
    assert {person.label.upper() for person in view.people} == {f"NAME OF {who}" for who in GANG}
    assert [entry.what for entry in view.history] == ["found for the first time"]
    assert shown(town, [1, 2], tmp_path) is found


def test_who_may_see_nothing_of_it_sees_no_group(town: Town, tmp_path: Path) -> None:
    found = shown(town, [2], tmp_path)
    assert not found.groups and group_view(town.con, found, "G-00000000") is None


def test_hidden_records_change_no_date_and_no_strength(town: Town, tmp_path: Path) -> None:
    (name,) = shown(town, [1, 2], tmp_path).groups
    found = shown(town, [1], tmp_path)
    assert str(found.summaries[name].last_seen) == "2024-03-01 12:00:00+00:00"
    drawn = network_view(town.con, found, name, [1])
    assert drawn is not None and {layer.name for layer in drawn.layers} == {"co-arrest"}
    assert len(drawn.edges) == 6 and [node.entity_id for node in drawn.nodes if node.entity_id not in GANG] == []
    everything = network_view(town.con, shown(town, [1, 2], tmp_path), name, [1, 2])
    assert everything is not None and {layer.name for layer in everything.layers} == {"co-arrest", "sighting"}
    assert len(graph_of(town.con, found.groups[name], [1]).left) == 6


def test_the_network_is_narrowed_by_time_layer_and_strength(town: Town, tmp_path: Path) -> None:
    found = shown(town, [1, 2], tmp_path)
    (name,) = found.groups

    def edges(**narrowed: Any) -> int:
        drawn = network_view(town.con, found, name, [1, 2], **narrowed)
        assert drawn is not None
        return len(drawn.edges)

    assert edges(since=date(2024, 5, 1)) == 1
    assert edges(until=date(2024, 2, 1)) == 0
    assert edges(layers=["sighting"]) == 1
    assert edges(least=0.999) == 0


def test_every_member_has_the_records_behind_them(town: Town, tmp_path: Path) -> None:
    found = shown(town, [1, 2], tmp_path)
    (group,) = found.groups.values()
    evidence = {each.entity_id: each for each in evidence_of(town.con, group, [1, 2])}
    assert sorted(evidence) == GANG
    assert all(tie.records for each in evidence.values() for tie in each.ties)
    assert all(each.said[0][1] for who, each in evidence.items() if who != GANG[3])
    assert evidence[GANG[3]].said == () and len(evidence[GANG[3]].ties) == 3
    only = {each.entity_id: each for each in evidence_of(town.con, group, [1])}
    assert {tie.layer for tie in only[GANG[0]].ties} == {"co-arrest"}
