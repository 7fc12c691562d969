"""Visibility classes: records that are seen together, and only those, share one."""

from __future__ import annotations

from typing import Any

from stronghold.picture.classes import VisibilityClass, assign_classes, read_classes


def test_records_of_the_same_agency_and_terms_share_a_class(town: Any) -> None:
    assert read_classes(town.con) == [
        VisibilityClass(1, "Council", "C", "child", None),
        VisibilityClass(2, "Council", "C", "standard", None),
        VisibilityClass(3, "Police", "P", None, None),
    ]
    rows = town.con.execute("SELECT record_key, class_id FROM record ORDER BY record_id").fetchall()
    assert [class_id for _, class_id in rows] == [3, 3, 3, 1, 2]


def test_a_records_own_terms_go_before_its_sources(town: Any) -> None:
    town.con.execute("UPDATE record SET handling = 'P', operation = 'Harvest' WHERE record_key = 'Council/housing/person/T1'")
    assert assign_classes(town.con) == 3
    (own,) = [c for c in read_classes(town.con) if c.operation == "Harvest"]
    assert (own.handling, own.sensitivity) == ("P", "child")
    found = town.con.execute("SELECT record_key FROM record WHERE class_id = ?", [own.class_id]).fetchall()
    assert found == [("Council/housing/person/T1",)]


def test_own_terms_equal_to_the_sources_make_no_class_of_their_own(town: Any) -> None:
    town.con.execute("UPDATE record SET handling = 'P' WHERE record_key = 'Police/niche/person/NOM2'")
    assert assign_classes(town.con) == 3
    assert town.con.execute("SELECT count(DISTINCT class_id) FROM record WHERE source_id = 1").fetchone() == (1,)
