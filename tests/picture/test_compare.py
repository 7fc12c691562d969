"""Comparing two snapshots: what came, what went, and which entities merged or split."""

from __future__ import annotations

from typing import Any

from stronghold.picture import Store, compare_snapshots

FIRST, SECOND = "20250101T000000000Z-00000001", "20250102T000000000Z-00000002"


def compared(store: Store, snapshot_maker: Any, change: str | None) -> Any:
    return compare_snapshots(snapshot_maker(store, FIRST), snapshot_maker(store, SECOND, change=change))


def test_two_alike_differ_in_nothing(store: Store, snapshot_maker: Any) -> None:
    found = compared(store, snapshot_maker, None)
    assert (found.earlier, found.later) == (FIRST, SECOND)
    assert not any(value for name, value in vars(found).items() if name not in ("earlier", "later"))


def test_a_merge_shows_and_its_reverse_is_a_split(store: Store, snapshot_maker: Any) -> None:
    merge = "UPDATE entity_member SET entity_id = 'P-JOHN' WHERE entity_id = 'P-LI'"
    found = compared(store, snapshot_maker, merge)
    assert found.entities_merged == {"person": 1}
    assert (found.entities_new, found.entities_gone, found.entities_split, found.entities_renamed) == ({}, {}, {}, {})
    assert found.ties_removed == {"meeting": 1}
    back = compare_snapshots(store.snapshot(SECOND), store.snapshot(FIRST))
    assert back.entities_split == {"person": 1}
    assert back.ties_added == {"meeting": 1}


def test_records_sources_and_entities_come_and_go(store: Store, snapshot_maker: Any) -> None:
    change = (
        "DELETE FROM record WHERE record_key LIKE '%vehicle%'; DELETE FROM mention WHERE kind = 'vehicle';"
        " DELETE FROM entity_member WHERE entity_id = 'V-CAR'; UPDATE source SET sha256 = 'other' WHERE agency = 'Council';"
        " UPDATE record SET content_hash = 'other' WHERE record_key = 'Police/niche/person/NOM2'"
    )
    found = compared(store, snapshot_maker, change)
    assert found.records_removed == {"vehicle": 1}
    assert found.records_changed == {"person": 1}
    assert found.entities_gone == {"vehicle": 1}
    assert (found.sources_added, found.sources_removed) == (("Council.csv",), ("Council.csv",))
    back = compare_snapshots(store.snapshot(SECOND), store.snapshot(FIRST))
    assert (back.records_added, back.entities_new) == ({"vehicle": 1}, {"vehicle": 1})


def test_another_id_for_the_same_mentions_is_a_renaming(store: Store, snapshot_maker: Any) -> None:
    found = compared(store, snapshot_maker, "UPDATE entity_member SET entity_id = 'P-NEW' WHERE entity_id = 'P-LI'")
    assert found.entities_renamed == {"person": 1}
    assert (found.entities_new, found.entities_gone) == ({}, {})
