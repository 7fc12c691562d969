"""The worker that does queued work: alone, and never leaving behind what another began."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django_tasks_db.models import DBTaskResult
from filelock import FileLock

from stronghold.errors import BadInput
from stronghold.picture.store import Store
from stronghold.web import worker


def run(store: Path | None, *arguments: str) -> subprocess.Popen[bytes]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("STRONGHOLD_")}
    if store is not None:
        environment["STRONGHOLD_STORE"] = str(store)
    command = [sys.executable, "-m", "stronghold.web.worker", *arguments]
    return subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stderr=subprocess.PIPE)


def test_it_ends_when_the_process_that_started_it_is_gone(tmp_path: Path) -> None:
    process = run(Store.create(tmp_path / "town").path, worker.WITH_PARENT)
    process.communicate(timeout=120)  # closes its input, as the end of its parent does
    assert process.returncode == 0


def test_without_a_store_it_says_so(tmp_path: Path) -> None:
    _, said = run(None).communicate(timeout=120)
    assert said.decode() == "No store is named. Set STRONGHOLD_STORE to its folder.\n"
    process = run(tmp_path / "none")
    _, said = process.communicate(timeout=120)
    assert process.returncode == 2
    assert b"this is not a store" in said
    assert b"Traceback" not in said


def test_two_never_work_on_one_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store.create(tmp_path / "town").path
    monkeypatch.setenv("STRONGHOLD_STORE", str(store))
    monkeypatch.setattr(sys, "argv", ["worker"])
    monkeypatch.setattr(worker, "prepare", lambda store: None)
    monkeypatch.setattr(worker, "_WAIT_FOR_THE_LAST", 0)
    monkeypatch.setattr(worker, "_work", lambda: pytest.fail("it worked beside another"))
    with FileLock(store / ".worker.lock"), pytest.raises(BadInput, match="Another worker"):
        worker.main()


def queued(status: str) -> DBTaskResult:
    return DBTaskResult.objects.create(
        task_path="stronghold.web.none.such",
        args_kwargs={"args": [], "kwargs": {}},
        backend_name="default",
        run_after="1970-01-01T00:00:00Z",
        status=status,
    )


def test_what_a_worker_that_is_gone_had_begun_is_marked_as_failed(db: None) -> None:
    begun, waiting, done = queued("RUNNING"), queued("READY"), queued("SUCCESSFUL")
    assert worker.end_interrupted() == 1
    for task in (begun, waiting, done):
        task.refresh_from_db()
    assert [begun.status, waiting.status, done.status] == ["FAILED", "READY", "SUCCESSFUL"]
    assert begun.exception_class_path == "stronghold.web.worker.Interrupted"
    assert "ended before it was done" in begun.traceback
    assert worker.end_interrupted() == 0
