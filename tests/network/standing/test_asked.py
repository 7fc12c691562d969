"""Whom is asked about is there while it is asked, and no longer."""

from __future__ import annotations

import duckdb
import pytest

from stronghold.network.standing.asked import asked_of
from tests.network.handmade import Town


@pytest.mark.parametrize(("classes", "seen"), [(None, [1, 2]), ([1], [1]), ([], [])])
def test_records_are_those_of_the_classes_and_all_where_none_are_given(classes: list[int] | None, seen: list[int]) -> None:
    town = Town()
    for agency in ("Police", "Council"):
        town.record("sighting", [("seen", "P-A"), ("seen", "P-B")], agency=agency)
    town.con.execute("UPDATE record SET class_id = source_id")
    with asked_of(town.con, ["P-B", "P-A"], classes) as records:
        assert town.con.execute("FROM standing_asked").fetchall() == [("P-A",), ("P-B",)]
        assert town.con.execute(f"SELECT record_id FROM {records} ORDER BY 1").fetchall() == [(number,) for number in seen]
    with pytest.raises(duckdb.CatalogException):
        town.con.execute("FROM standing_asked")
    with pytest.raises(RuntimeError, match="inside"), asked_of(town.con, [], classes):
        raise RuntimeError("inside")
    with pytest.raises(duckdb.CatalogException):
        town.con.execute("FROM standing_class")
    town.con.close()
