"""Promise: two builds of one store never run at once; the second waits, or is told which process holds the store."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from stronghold.errors import BadInput
from stronghold.picture import Store
from stronghold.picture.build import build

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples" / "partners"

CHILD = """
import sys
from pathlib import Path
from stronghold.picture.build import build
from stronghold.picture.store import Store

def at(progress):
    if (progress.stage, progress.done) == ("find ties", 0):
        print("in the middle", flush=True)
        sys.stdin.readline()

print(build(Store(Path(sys.argv[1])), Path(sys.argv[2]), progress=at).snapshot.id, flush=True)
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store")


@pytest.fixture
def running(store: Store) -> Iterator[subprocess.Popen[str]]:
    """A build in another process, held in the middle until a line is written to it."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(store.path), str(EXAMPLES)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "in the middle\n"
    yield child
    child.kill()
    child.communicate()


def let_go(child: subprocess.Popen[str]) -> str:
    """Let the other build end; the id of its snapshot."""
    out, _ = child.communicate("go on\n", timeout=120)
    return out.strip()


def test_a_second_build_is_refused_and_told_who_is_building(store: Store, running: subprocess.Popen[str]) -> None:
    with pytest.raises(BadInput, match=f"a build by process {running.pid} since .* is running"):
        build(store, EXAMPLES)
    with pytest.raises(BadInput, match="is running"):
        build(store, EXAMPLES, wait=0.1)
    assert store.snapshots() == []
    first = let_go(running)
    assert [info.id for info in store.snapshots()] == [first]
    assert build(store, EXAMPLES).manifest.previous == first


def test_a_second_build_that_waits_comes_after_the_first(store: Store, running: subprocess.Popen[str]) -> None:
    ended: list[str] = []
    release = threading.Timer(0.3, lambda: ended.append(let_go(running)))
    release.start()
    second = build(store, EXAMPLES, wait=120)
    release.join()
    assert second.manifest.previous == ended[0]
    assert [info.id for info in store.snapshots()] == [ended[0], second.snapshot.id]


def test_a_roll_back_waits_too(store: Store, running: subprocess.Popen[str]) -> None:
    first = let_go(running)
    with store.lock(), pytest.raises(BadInput, match="is running"):
        store.roll_back(first)
    assert store.roll_back(first).id == first


def test_a_build_that_was_killed_does_not_hold_the_store(store: Store, running: subprocess.Popen[str]) -> None:
    running.kill()
    running.wait(timeout=60)
    assert build(store, EXAMPLES).manifest.previous is None
