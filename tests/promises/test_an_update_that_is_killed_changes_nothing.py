"""Promise: an update that is killed, wherever it stands, leaves the served picture as it was, and the next one succeeds."""

from __future__ import annotations

import hashlib
import shutil
import signal
from pathlib import Path

import pytest

from stronghold.picture import Store
from tests.processes import python

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples" / "partners"

# The child kills itself, without a chance to tidy up, when the update has come to a stage or to the last step before the swap.
CHILD = """
import os, signal, sys
from pathlib import Path
from stronghold.intake.readers import Limits
from stronghold.picture.add import add
from stronghold.picture.sources import sources_of
from stronghold.picture.store import Store

store, file, point = Store(Path(sys.argv[1])), Path(sys.argv[2]), sys.argv[3]

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def at(progress):
    if f"{progress.stage} {progress.done}/{progress.total}" == point:
        die()

if point == "manifest written":
    Store.finish = die
report = add(store, sources_of([file], Limits()), progress=at)
assert report.rebuilt is None, report.rebuilt
"""


@pytest.fixture(scope="module")
def served(built_examples: Path) -> Store:
    return Store(built_examples)


def run(store: Store, file: Path, point: str) -> int:
    child = python(CHILD, store.path, file, point)
    assert child.returncode in (0, -signal.SIGKILL), child.stderr
    return child.returncode


@pytest.mark.parametrize("point", ["keep sources 0/1", "load 1/1", "name entities 1/1", "seal 1/1", "manifest written"])
def test_killed(served: Store, tmp_path: Path, point: str) -> None:
    store = Store(Path(shutil.copytree(served.path, tmp_path / "store")))
    file = tmp_path / "monday.csv"
    shutil.copy(EXAMPLES / "calls.mapping.toml", file.with_suffix(".mapping.toml"))
    file.write_text("From,To,Start,Seconds\n07700900999,07700900998,2024-02-05 10:00,10\n", encoding="utf-8")
    before = store.current()
    assert before is not None
    untouched = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in before.path.iterdir()}

    assert run(store, file, point) == -signal.SIGKILL
    after = store.current()
    assert after is not None and after.id == before.id
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in before.path.iterdir()} == untouched

    assert run(store, file, "nowhere") == 0
    now = store.current()
    assert now is not None and now.id != before.id
    assert now.manifest.counts["read"] == before.manifest.counts["read"] + 1
    assert {path.name for path in store.snapshots_folder.iterdir()} == {before.id, now.id}
