"""Promise: a build that is killed, wherever it stands, leaves the served picture as it was, and the next build succeeds."""

from __future__ import annotations

import hashlib
import shutil
import signal
from pathlib import Path

import pytest

from stronghold.picture import Store
from stronghold.picture.build import build
from tests.processes import python

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples" / "partners"

# The child kills itself, without a chance to tidy up, when the build has come to a stage or to the last step before the swap.
CHILD = """
import os, signal, sys
from pathlib import Path
from stronghold.picture.build import build
from stronghold.picture.store import Store

store, folder, point = Store(Path(sys.argv[1])), Path(sys.argv[2]), sys.argv[3]

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def at(progress):
    if f"{progress.stage} {progress.done}/{progress.total}" == point:
        die()

if point == "manifest written":
    Store.finish = die
if point == "before the pointer":
    Store.serve = die
build(store, folder, progress=at)
"""

POINTS = ["keep sources 1/4", "load 1/1", "find ties 0/1", "seal 1/1", "manifest written", "before the pointer"]


@pytest.fixture(scope="module")
def served(built_examples: Path) -> Store:
    return Store(built_examples)


def state(store: Store, snapshot_id: str) -> dict[str, str]:
    """Hashes of the pointer and of every file of a snapshot."""
    files = [store.path / "current", *sorted((store.snapshots_folder / snapshot_id).iterdir())]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.parametrize("point", POINTS)
def test_killed(served: Store, tmp_path: Path, point: str) -> None:
    store = Store.create(tmp_path / "store")
    shutil.copytree(served.path, store.path, dirs_exist_ok=True)
    folder = Path(shutil.copytree(EXAMPLES, tmp_path / "partners"))
    with (folder / "calls.csv").open("a") as calls:
        calls.write("07700900999,07700900998,2024-02-05 10:00,10\n")
    before = store.current()
    assert before is not None
    untouched = state(store, before.id)

    child = python(CHILD, store.path, folder, point)
    assert child.returncode == -signal.SIGKILL, child.stderr

    assert state(store, before.id) == untouched
    after = store.current()
    assert after is not None
    assert after.id == before.id
    assert after.manifest.verify(after.path) == []
    assert not [info for info in store.snapshots() if info.served and info.id != before.id]

    report = build(store, folder)
    now = store.current()
    assert now is not None
    assert now.id == report.snapshot.id != before.id
    assert report.manifest.counts["read"] == before.manifest.counts["read"] + 1
    # What the killed build left is gone, but for a snapshot that was whole and only not yet served.
    left = {p.name for p in store.snapshots_folder.iterdir()}
    assert left == {info.id for info in store.snapshots()}
    assert len(left) == (3 if point == "before the pointer" else 2)
    used = {source.sha256 for info in store.snapshots() for source in store.snapshot(info.id).manifest.inputs}
    assert {p.name for p in store.sources_folder.iterdir()} == used
