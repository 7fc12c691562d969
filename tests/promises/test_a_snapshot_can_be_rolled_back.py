"""Promise: an earlier snapshot can be served again as it was, nothing is lost by it, and the next build goes on from it."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from stronghold.picture import Snapshot, Store
from stronghold.picture.build import build

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples" / "partners"


def hashes(snapshot: Snapshot) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(snapshot.path.iterdir())}


def phones(snapshot: Snapshot) -> list[tuple[object, ...]]:
    with snapshot.connect() as con:
        return con.execute(
            "SELECT DISTINCT number, entity_id FROM phone JOIN entity_member USING (mention_id) ORDER BY ALL"
        ).fetchall()


def test_rolled_back_and_built_on(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "store")
    folder = Path(shutil.copytree(EXAMPLES, tmp_path / "partners"))
    first = build(store, folder).snapshot
    as_built, first_phones = hashes(first), phones(first)

    with (folder / "calls.csv").open("a") as calls:
        calls.write("07700900999,07700900998,2024-02-05 10:00,10\n")
    second = build(store, folder).snapshot
    assert len(phones(second)) == len(first_phones) + 2

    assert store.roll_back(first.id).id == first.id
    now = store.current()
    assert now is not None
    assert (now.id, hashes(now), phones(now)) == (first.id, as_built, first_phones)
    assert [(info.id, info.served) for info in store.snapshots()] == [(first.id, True), (second.id, False)]

    # A rebuild goes on from what is served: the sources and the ids of the first.
    third = build(store, None)
    assert third.manifest.previous == first.id
    assert phones(third.snapshot) == first_phones

    assert store.roll_back(second.id).id == second.id
    assert len(phones(second)) == len(first_phones) + 2
