"""The store: made, opened, locked, pointed; what killed builds leave is never listed and cleared."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest

from stronghold.errors import BadInput
from stronghold.picture import Snapshot, Store

FIRST, SECOND = "20250101T000000000Z-00000001", "20250102T000000000Z-00000002"


def test_a_store_is_made_and_opened_again(tmp_path: Path) -> None:
    made = Store.create(tmp_path / "new" / "store")
    assert made.current() is None
    assert made.snapshots() == []
    assert Store.open(made.path).path == Store.create(made.path).path


def test_only_its_owner_can_read_it(store: Store, snapshot_maker: Any) -> None:
    snapshot_maker(store, FIRST)
    folders = [store.path, *(p for p in store.path.rglob("*") if p.is_dir())]
    assert {stat.S_IMODE(p.stat().st_mode) for p in folders} == {0o700}
    written = [store.path / "current", store.path / "format", store.snapshots_folder / FIRST / "manifest.json"]
    assert {stat.S_IMODE(p.stat().st_mode) for p in written} == {0o600}


def test_a_folder_with_other_files_is_not_taken_over(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(BadInput, match="other files"):
        Store.create(tmp_path)
    with pytest.raises(BadInput, match="not a store"):
        Store(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["letter.txt"]


def test_a_file_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(BadInput, match="file"):
        Store.create(tmp_path / "file")
    with pytest.raises(BadInput, match="not a store"):
        Store(tmp_path / "file")


def test_a_making_cut_short_can_be_taken_up_again(tmp_path: Path) -> None:
    (tmp_path / "snapshots").mkdir()
    (tmp_path / ".format.1.new").write_text("strong")
    assert Store.create(tmp_path).snapshots() == []


def test_a_store_of_a_later_version_is_refused(store: Store) -> None:
    (store.path / "format").write_text("stronghold store 2\n")
    with pytest.raises(BadInput, match="later version"):
        Store(store.path)


def test_snapshots_are_listed_by_age_and_say_which_is_served(store: Store, snapshot_maker: Any) -> None:
    snapshot_maker(store, FIRST)
    snapshot_maker(store, SECOND, previous=FIRST)
    listed = store.snapshots()
    assert [(info.id, info.served, info.previous) for info in listed] == [(FIRST, False, None), (SECOND, True, FIRST)]
    assert (listed[0].sources, listed[0].records, listed[0].entities, listed[0].ties) == (1, 3, 2, 1)


def test_rolling_back_serves_the_earlier_one_and_forward_again(store: Store, snapshot_maker: Any) -> None:
    snapshot_maker(store, FIRST)
    snapshot_maker(store, SECOND)
    assert store.roll_back(FIRST).id == FIRST
    assert current(store).id == FIRST
    assert [info.id for info in store.snapshots()] == [FIRST, SECOND]
    store.roll_back(SECOND)
    assert current(store).id == SECOND


def current(store: Store) -> Snapshot:
    served = store.current()
    assert served is not None
    return served


def test_a_damaged_snapshot_is_not_served_again(store: Store, snapshot_maker: Any) -> None:
    snapshot_maker(store, FIRST)
    snapshot_maker(store, SECOND)
    with (store.snapshots_folder / FIRST / "search.sqlite").open("ab") as file:
        file.write(b"x")
    with pytest.raises(BadInput, match=r"search\.sqlite is not as it was built"):
        store.roll_back(FIRST)
    assert current(store).id == SECOND


@pytest.mark.parametrize("asked", ["20250109T000000000Z-00000009", "", "../sources", ".building-" + FIRST])
def test_an_unknown_snapshot_is_refused(store: Store, snapshot_maker: Any, asked: str) -> None:
    snapshot_maker(store, FIRST)
    with pytest.raises(BadInput, match="no snapshot"):
        store.roll_back(asked)


def test_what_a_killed_build_leaves_is_not_listed_and_is_cleared(store: Store, snapshot_maker: Any) -> None:
    snapshot_maker(store, FIRST)
    for leftover in (".building-" + SECOND, SECOND):
        (store.snapshots_folder / leftover).mkdir()
        (store.snapshots_folder / leftover / "picture.duckdb").write_bytes(b"half")
    (store.path / ".current.9.new").write_text(SECOND)
    for source in ("a" * 64, "c" * 64):
        (store.sources_folder / source).mkdir()
    (store.sources_folder / ".9.new").write_bytes(b"half a file")
    assert [info.id for info in store.snapshots()] == [FIRST]
    with store.lock():
        store.clear_leftovers()
    assert [p.name for p in store.snapshots_folder.iterdir()] == [FIRST]
    assert not list(store.path.glob(".*.new"))
    # The source that the snapshot was built from stays; the one that only the killed build had goes.
    assert [p.name for p in store.sources_folder.iterdir()] == ["a" * 64]


@pytest.mark.parametrize("pointer", [b"", b"../..", b"\xff\xfe", SECOND.encode()])
def test_a_pointer_that_leads_nowhere_is_said_and_can_be_mended(store: Store, snapshot_maker: Any, pointer: bytes) -> None:
    snapshot_maker(store, FIRST)
    (store.path / "current").write_bytes(pointer)
    with pytest.raises(BadInput, match="pointer"):
        store.current()
    assert not store.snapshots()[0].served
    store.roll_back(FIRST)
    assert current(store).id == FIRST


def test_the_lock_is_free_again_afterwards_also_after_a_failure(store: Store) -> None:
    with pytest.raises(RuntimeError), store.lock():
        raise RuntimeError
    with store.lock(), pytest.raises(BadInput, match="by process"), store.lock(wait=0.01):
        pytest.fail("locked twice")
    with store.lock():
        assert (store.path / "lock.holder").is_file()
    assert not (store.path / "lock.holder").exists()
