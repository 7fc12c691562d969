"""Builds that people ask for: one at a time, each to an end, whatever ends the process that runs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from stronghold.casework import building, builds, reports, uploads
from stronghold.casework.building import Building
from stronghold.casework.incoming import data_file
from stronghold.casework.models import Build, Upload
from stronghold.casework.processes import this_process
from stronghold.errors import BadInput
from stronghold.governance import accounts
from stronghold.governance.models import Account, AuditEntry
from stronghold.linking.decisions import Decision, Judgement
from stronghold.picture.store import Store

Accept = Callable[..., Upload]
GONE = "1:0.00"  # a process that began when no machine of today did


@pytest.fixture
def waiting(store: Store, accepted: Accept, files: Any, analyst: Account) -> Build:
    """A build that was asked for and has not begun, with one file to take in."""
    accepted("people.csv", files.people, files.people_mapping())
    return builds.ask(store, analyst, "data_quality")


def reread(row: Any) -> Any:
    row.refresh_from_db()
    return row


def test_there_must_be_something_to_build_from(store: Store, analyst: Account) -> None:
    assert not builds.is_worth_asking(store)
    with pytest.raises(BadInput, match="nothing to build from"):
        builds.ask(store, analyst, "data_quality")
    assert not Build.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_a_build_is_handed_to_the_worker(waiting: Build) -> None:
    assert waiting.status == Build.Status.WAITING
    task = DBTaskResult.objects.get(pk=waiting.task)
    assert (task.task_path, task.args_kwargs["args"]) == ("stronghold.casework.tasks.run_build", [waiting.pk])
    assert AuditEntry.objects.get(action="build asked for").detail == {"build": waiting.pk}


def test_a_second_build_is_refused_and_shown_the_first(store: Store, waiting: Build, analyst: Account) -> None:
    for status, words in ((Build.Status.WAITING, "waits to begin"), (Build.Status.RUNNING, "is running")):
        Build.objects.filter(pk=waiting.pk).update(status=status, process=this_process())
        with pytest.raises(builds.AlreadyBuilding, match=f"asked for by ann {words}") as refused:
            builds.ask(store, analyst, "data_quality")
        assert refused.value.build == waiting
    assert Build.objects.count() == DBTaskResult.objects.count() == 1


def test_a_build_takes_in_what_waits(store: Store, waiting: Build) -> None:
    upload = Upload.objects.get()
    builds.run(waiting.pk)
    build = reread(waiting)
    assert (build.status, build.slot, build.share) == (Build.Status.DONE, None, 1.0)
    current = store.current()
    assert current is not None
    assert build.snapshot == current.id
    assert [entry.name for entry in current.manifest.inputs] == ["people.csv"]
    assert build.result["read"] == build.result["kept"] + build.result["quarantined"] == 3
    assert build.result["entities"]["person"] == 3
    assert (reread(upload).status, upload.snapshot) == (Upload.Status.LOADED, current.id)
    assert not data_file(store, upload.id).parent.exists()
    assert AuditEntry.objects.get(action="build ended").detail == {"build": build.pk, "status": "done"}


def test_a_task_that_comes_again_does_nothing(store: Store, waiting: Build) -> None:
    builds.run(waiting.pk)
    before = [info.id for info in store.snapshots()]
    builds.run(waiting.pk)
    builds.run(waiting.pk + 1)
    assert [info.id for info in store.snapshots()] == before


def test_the_next_build_keeps_what_is_there(store: Store, waiting: Build, accepted: Accept, files: Any, analyst: Account) -> None:
    builds.run(waiting.pk)
    accepted("stops.csv", files.stops, files.stops_mapping())
    second = builds.ask(store, analyst, "data_quality")
    builds.run(second.pk)
    assert reread(second).result["files"] == 2
    assert (second.result["read"], second.result["kept"], second.result["quarantined"]) == (6, 4, 2)
    assert second.previous == reread(waiting).snapshot


def test_entered_reports_are_taken_in(store: Store, analyst: Account) -> None:
    account = accounts.add("sam", "police", ["sergeant"])
    content = reports.Content(
        narrative="Two boys by the pier.",
        when="12/11/2026 9am",
        source_grade="2",
        information_grade="B",
        handling="P",
        protective_marking="OFFICIAL",
    )
    reports.enter(account, "disruption", "intelligence_report", content, token="token-1")
    build = builds.ask(store, analyst, "data_quality")
    builds.run(build.pk)
    assert reread(build).status == Build.Status.DONE, build.message
    assert sum(build.result["records"].values()) == 1


def test_what_people_decided_is_handed_to_the_build(
    store: Store, waiting: Build, analyst: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [Decision(4, Judgement.NOT_SAME, "police/list/person/1#subject.1", "police/list/person/2#subject.1")]
    monkeypatch.setattr(building.decisions, "for_build", lambda: said)
    builds.run(waiting.pk)
    current = store.current()
    assert current is not None and current.manifest.decisions == (4,) and current.manifest.decisions_sequence == 4


def test_only_a_build_that_waits_is_cancelled(store: Store, waiting: Build, analyst: Account) -> None:
    builds.cancel(waiting.pk, analyst, "data_quality")
    assert (reread(waiting).status, waiting.slot) == (Build.Status.CANCELLED, None)
    builds.run(waiting.pk)
    assert store.current() is None
    for number in (waiting.pk, waiting.pk + 1):
        with pytest.raises(BadInput, match="cannot be cancelled"):
            builds.cancel(number, analyst, "data_quality")
    assert builds.ask(store, analyst, "data_quality").status == Build.Status.WAITING


def test_a_build_whose_process_is_gone_is_closed_and_can_be_asked_for_again(
    store: Store, waiting: Build, analyst: Account
) -> None:
    Build.objects.filter(pk=waiting.pk).update(
        status=Build.Status.RUNNING, process=GONE, started_at=datetime.now(UTC), stage="load", share=0.2
    )
    Upload.objects.update(build=waiting)
    builds.settle(store)
    assert (reread(waiting).status, waiting.slot) == (Build.Status.STOPPED, None)
    assert "ended before it was done" in waiting.message
    upload = Upload.objects.get()
    assert (upload.status, upload.build) == (Upload.Status.ACCEPTED, None)
    assert data_file(store, upload.id).is_file()
    again = builds.ask(store, analyst, "data_quality")
    builds.run(again.pk)
    assert reread(again).status == Build.Status.DONE


def test_a_build_that_runs_is_left_alone(store: Store, waiting: Build) -> None:
    builds.settle(store)
    assert reread(waiting).status == Build.Status.WAITING
    Build.objects.filter(pk=waiting.pk).update(status=Build.Status.RUNNING, process=this_process())
    builds.settle(store)
    assert reread(waiting).status == Build.Status.RUNNING


def test_a_task_that_was_lost_before_its_build_began_closes_it(store: Store, waiting: Build) -> None:
    DBTaskResult.objects.get(pk=waiting.task).set_failed(RuntimeError("the worker ended"))
    builds.settle(store)
    assert reread(waiting).status == Build.Status.STOPPED


def test_a_build_killed_after_its_snapshot_was_made_is_done(store: Store, waiting: Build) -> None:
    """The process was killed between serving the snapshot and saying so."""
    builds.run(waiting.pk)
    snapshot = reread(waiting).snapshot
    Build.objects.filter(pk=waiting.pk).update(status=Build.Status.RUNNING, process=GONE, slot=1, snapshot="", result={})
    Upload.objects.update(status=Upload.Status.ACCEPTED, build=waiting, snapshot="")
    builds.settle(store)
    assert (reread(waiting).status, waiting.snapshot, waiting.result["kept"]) == (Build.Status.DONE, snapshot, 3)
    assert Upload.objects.get().status == Upload.Status.LOADED
    # Of a build that began after that snapshot was made, it is not the work.
    later = datetime.now(UTC) + timedelta(minutes=1)
    Build.objects.filter(pk=waiting.pk).update(status=Build.Status.RUNNING, process=GONE, slot=1, started_at=later)
    builds.settle(store)
    assert reread(waiting).status == Build.Status.STOPPED


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (
            BadInput("there is no room on the disk.", file="people.csv", remedy="Make room."),
            "failed",
            "people.csv: There is no room",
        ),
        (BadInput("a build is running.", file="/some/where/store"), "failed", "A build is running."),
        (SystemExit(0), "stopped", "The build was stopped."),
        (MemoryError(), "failed", "MemoryError"),
    ],
)
def test_a_build_that_fails_says_so_and_lets_go(
    store: Store, waiting: Build, monkeypatch: pytest.MonkeyPatch, error: BaseException, status: str, said: str
) -> None:
    def broken(self: Building) -> None:
        raise error

    monkeypatch.setattr(Building, "run", broken)
    if isinstance(error, BadInput):
        builds.run(waiting.pk)
    else:
        with pytest.raises(type(error)):
            builds.run(waiting.pk)
    build = reread(waiting)
    assert (build.status, build.slot) == (status, None)
    assert said in build.message
    assert "/" not in build.message
    assert build.remedy
    upload = Upload.objects.get()
    assert (upload.status, upload.build) == (Upload.Status.ACCEPTED, None)
    assert data_file(store, upload.id).is_file()


def test_a_build_while_another_holds_the_store_fails_in_words(store: Store, waiting: Build) -> None:
    with store.lock():
        builds.run(waiting.pk)
    assert reread(waiting).status == Build.Status.FAILED
    assert "is running" in waiting.message


@pytest.fixture
def replaced(store: Store, waiting: Build, accepted: Accept, files: Any) -> Iterator[Upload]:
    """A picture with people.csv, and a damaged file of the same name that waits to take its place."""
    builds.run(waiting.pk)
    upload = accepted("people.csv", files.people + "4,Dan,Lee,01/02/1999,01632 960004\n", files.people_mapping())
    data_file(store, upload.id).write_bytes(b"\x1f\x8b\x08 cut short")
    yield upload


def test_a_damaged_file_does_not_take_the_place_of_a_good_one(store: Store, replaced: Upload, analyst: Account) -> None:
    build = builds.ask(store, analyst, "data_quality")
    builds.run(build.pk)
    assert (reread(build).status, build.result["refused"], build.result["kept"]) == (Build.Status.DONE, 1, 3)
    upload = reread(replaced)
    assert (upload.status, upload.build) == (Upload.Status.MAPPING, None)
    assert "damaged" in upload.problem
    uploads.withdraw(store, upload, analyst, "data_quality")
