"""Reading a snapshot: nothing can be written through it, and damage is said plainly."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from stronghold.errors import BadInput
from stronghold.picture import Snapshot


def test_it_is_read_only(snapshot: Snapshot) -> None:
    with snapshot.connect() as con:
        assert con.execute("SELECT count(*) FROM record").fetchone() == (5,)
        with pytest.raises(duckdb.Error, match="read-only"):
            con.execute("DELETE FROM record")


def test_several_may_read_at_once(snapshot: Snapshot) -> None:
    with snapshot.connect() as one, snapshot.connect() as other:
        assert one.execute("SELECT count(*) FROM tie").fetchall() == other.execute("SELECT count(*) FROM tie").fetchall()


def test_it_knows_its_id_manifest_and_classes(snapshot: Snapshot) -> None:
    assert snapshot.id == snapshot.manifest.id == snapshot.path.name
    assert [(c.agency, c.handling, c.sensitivity) for c in snapshot.classes()] == [
        ("Council", "C", "child"),
        ("Council", "C", "standard"),
        ("Police", "P", None),
    ]


@pytest.mark.parametrize("content", [None, b"", b"not a database" * 1000])
def test_a_missing_or_damaged_picture_is_said_plainly(tmp_path: Path, content: bytes | None) -> None:
    folder = tmp_path / "20250101T000000000Z-00000001"
    folder.mkdir()
    if content is not None:
        (folder / "picture.duckdb").write_bytes(content)
    with pytest.raises(BadInput, match="cannot be opened"):
        Snapshot(folder).connect()
