"""Promise: an entity that nothing new touches keeps its id, day after day; one that is taken in leaves an alias."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Mapping as Row
from pathlib import Path

import pytest

from stronghold.picture.build import build
from stronghold.picture.snapshot import Snapshot
from stronghold.picture.store import Store
from stronghold.town import people_table

ROWS = people_table(900, seed=6).drop_columns(["person", "flat"]).to_pylist()


Send = Callable[[Path, str, Sequence[Row[str, object]]], None]


@pytest.fixture
def send(people_file: Callable[..., object]) -> Send:
    def write(folder: Path, system: str, rows: Sequence[Row[str, object]]) -> None:
        people_file(folder / f"{system}.csv", rows, list(ROWS[0]), system)

    return write


def entities(snapshot: Snapshot) -> dict[str, frozenset[str]]:
    with snapshot.connect() as con:
        rows = con.execute(
            "SELECT entity_id, list(mention_key) FROM entity_member JOIN mention USING (mention_id) GROUP BY entity_id"
        ).fetchall()
    return {identity: frozenset(keys) for identity, keys in rows}


def aliases(snapshot: Snapshot) -> dict[str, str]:
    with snapshot.connect() as con:
        return dict(con.execute("SELECT old_id, entity_id FROM entity_alias").fetchall())


def test_the_same_sources_give_the_same_ids(tmp_path: Path, send: Send) -> None:
    send(tmp_path / "in", "crime", ROWS)
    store = Store.create(tmp_path / "store")
    first = entities(build(store, tmp_path / "in").snapshot)
    assert len(first) > 100
    assert entities(build(store, tmp_path / "in").snapshot) == first
    assert entities(build(store, None).snapshot) == first


def test_new_records_change_no_id_that_they_do_not_touch(tmp_path: Path, send: Send) -> None:
    send(tmp_path / "in", "crime", ROWS[:700])
    store = Store.create(tmp_path / "store")
    before = build(store, tmp_path / "in").snapshot
    send(tmp_path / "in", "custody", ROWS[700:])
    after = build(store, tmp_path / "in").snapshot
    old, new, told = entities(before), entities(after), aliases(after)
    by_members = {members: identity for identity, members in new.items()}
    untouched = [identity for identity, members in old.items() if members in by_members]
    assert len(untouched) > 100
    assert all(by_members[old[identity]] == identity for identity in untouched)
    # Whatever grew kept its id too, and whatever was taken in says by whom.
    grown = [identity for identity, members in old.items() if any(members < larger for larger in new.values())]
    assert grown
    for identity in grown:
        assert identity in new or told[identity] in new
