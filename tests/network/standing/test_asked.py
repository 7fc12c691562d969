"""Whom is asked about is there while it is asked, and no longer."""

from __future__ import annotations

import duckdb
import pytest

from stronghold.network.standing import asked
from stronghold.network.standing.asked import asked_of, named_in_records
from tests.network.handmade import Town


def assert_gone(town: Town, table: str) -> None:
    with pytest.raises(duckdb.CatalogException):
        town.con.execute(f"FROM {table}")


@pytest.mark.parametrize(("classes", "seen"), [(None, [1, 2]), ([1], [1]), ([], [])])
def test_records_are_those_of_the_classes_and_all_where_none_are_given(classes: list[int] | None, seen: list[int]) -> None:
    town = Town()
    for agency in ("Police", "Council"):
        town.record("sighting", [("seen", "P-A"), ("seen", "P-B")], agency=agency)
    town.con.execute("UPDATE record SET class_id = source_id")
    with asked_of(town.con, ["P-B", "P-A"], classes) as records:
        assert town.con.execute("FROM standing_asked").fetchall() == [("P-A",), ("P-B",)]
        assert town.con.execute(f"SELECT record_id FROM {records} ORDER BY 1").fetchall() == [(number,) for number in seen]
    assert_gone(town, "standing_asked")
    with pytest.raises(RuntimeError, match="inside"), asked_of(town.con, [], classes):
        raise RuntimeError("inside")
    assert_gone(town, "standing_class")
    town.con.close()


@pytest.mark.parametrize(
    ("classes", "named"),
    [
        (None, [("P-A", "seen", "sighting", "Police", 1), ("P-A", "suspect", "recorded_crime", "Council", 2)]),
        ([1], [("P-A", "seen", "sighting", "Police", 1)]),
        ([], []),
    ],
)
@pytest.mark.parametrize("many", [asked._MANY, 0])
def test_where_records_name_them(
    classes: list[int] | None, named: list[tuple[str, str, str, str, int]], many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asked, "_MANY", many)
    town = Town()
    town.record("sighting", [("seen", "P-A"), ("seen", "P-B")], agency="Police")
    town.record("recorded_crime", [("suspect", "P-A"), ("victim", "P-B"), ("place", "A-A")], agency="Council")
    town.con.execute("UPDATE record SET class_id = source_id")
    found = named_in_records(town.con, ["P-A"], classes)
    assert sorted((n.entity_id, n.role, n.record_kind, n.agency, n.class_id) for n in found) == sorted(named)
    as_seen = named_in_records(town.con, ["P-A"], classes, [("sighting", "seen"), ("recorded_crime", "victim")])
    assert list(as_seen) == [naming for naming in found if naming.role == "seen"]
    assert named_in_records(town.con, ["P-A"], classes, []) == named_in_records(town.con, [], classes) == ()
    town.con.close()
