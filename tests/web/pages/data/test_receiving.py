"""A file goes into the store while it comes in, whatever comes with it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.core.files.uploadhandler import SkipFile

from stronghold.picture.store import Store
from stronghold.web.pages.data.receiving import IntoStore


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store")


def begin(into: IntoStore, field: str = "file") -> None:
    into.new_file(field, "people.csv", "text/csv", None)


def test_the_bytes_go_into_the_store_and_nowhere_else(store: Store) -> None:
    into = IntoStore(store, 100)
    begin(into)
    into.receive_data_chunk(b"abc", 0)
    made = into.file_complete(3)
    assert (made.name, made.size, made.read()) == ("people.csv", 3, b"")
    assert into.receiving is not None
    assert into.receiving.finish().path.read_bytes() == b"abc"
    into.abandon()
    assert list((store.path / "incoming").iterdir()) == []


def test_only_the_first_file_of_its_field_is_taken(store: Store) -> None:
    into = IntoStore(store, 100)
    with pytest.raises(SkipFile):
        begin(into, "other")
    begin(into)
    with pytest.raises(SkipFile):
        begin(into)
    into.abandon()


def test_what_goes_wrong_is_kept_for_the_page(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    large = IntoStore(store, 2)
    begin(large)
    large.receive_data_chunk(b"abc", 0)
    large.receive_data_chunk(b"abc", 3)
    assert large.problem is not None and "larger than" in large.problem.message
    full = IntoStore(store, 100)
    begin(full)

    def no_room(chunk: bytes) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(full.receiving, "write", no_room)
    full.receive_data_chunk(b"abc", 0)
    assert full.problem is not None and "No space left" in full.problem.message
    for into in (large, full):
        into.abandon()
    assert list((store.path / "incoming").iterdir()) == []
