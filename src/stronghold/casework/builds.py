"""Builds that people ask for: one at a time, run by the worker, each ending in a new snapshot or in words that say why not.

Whatever ends a build early, the picture served before is served still, and the files that were to be added wait for the next.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult

from stronghold.casework import plans, uploads
from stronghold.casework.building import Building, Told, made_by
from stronghold.casework.models import Build, Report, Upload
from stronghold.casework.processes import is_alive, this_process
from stronghold.casework.tasks import run_build
from stronghold.errors import BadInput
from stronghold.governance import audit
from stronghold.governance.models import Account
from stronghold.picture.store import Store

__all__ = ["AlreadyBuilding", "ask", "cancel", "is_worth_asking", "run", "settle"]

_OPEN = (Build.Status.WAITING, Build.Status.RUNNING)
_SLOT = 1


class AlreadyBuilding(BadInput):
    """Another build waits or runs: ``build``."""

    def __init__(self, build: Build) -> None:
        doing = "is running" if build.status == Build.Status.RUNNING else "waits to begin"
        super().__init__(
            f"A build asked for by {build.asked_by.username} {doing}.", remedy="Wait until it has ended, then ask again."
        )
        self.build = build


def is_worth_asking(store: Store) -> bool:
    """Whether there is anything to build from: a picture to build again, a file that was accepted, or a report."""
    if store.current() is not None or Upload.objects.filter(status=Upload.Status.ACCEPTED).exists():
        return True
    return Report.objects.exists()


def ask(store: Store, account: Account, purpose: str) -> Build:
    """Ask for a build; the worker takes it up. ``AlreadyBuilding`` where one is open, ``BadInput`` where there is nothing to build
    from."""
    settle(store)
    if not is_worth_asking(store):
        raise BadInput("There is nothing to build from.", remedy="Send a file first, and accept what is proposed for it.")
    try:
        with transaction.atomic():
            build = Build.objects.create(asked_by=account, asked_at=datetime.now(UTC), purpose=purpose, slot=_SLOT)
            build.task = str(run_build.enqueue(build.pk).id)
            build.save(update_fields=["task"])
            audit.append("build asked for", account=account, purpose=purpose, detail={"build": build.pk})
    except IntegrityError:
        # The slot is taken. By whom is asked after the transaction: in a broken one nothing can be read.
        running = Build.objects.select_related("asked_by").filter(slot=_SLOT).first()
        if running is None:
            raise BadInput("Another build has just ended.", remedy="Ask again.") from None
        raise AlreadyBuilding(running) from None
    return build


def cancel(build_id: int, account: Account, purpose: str) -> None:
    """Take back a build that has not begun; ``BadInput`` where it has."""
    with transaction.atomic():
        build = Build.objects.select_for_update().filter(pk=build_id).first()
        if build is None or build.status != Build.Status.WAITING:
            raise BadInput("The build has begun or ended, so it cannot be cancelled.", remedy="Wait until it has ended.")
        _close(build, Build.Status.CANCELLED)
        audit.append("build cancelled", account=account, purpose=purpose, detail={"build": build.pk})


def settle(store: Store) -> None:
    """Close what the last process left open: a build whose process is gone is marked as stopped, or as done where its snapshot was
    made before that. Its files wait again."""
    for build in Build.objects.filter(status__in=_OPEN):
        if _is_lost(build):
            with transaction.atomic():
                held = Build.objects.select_for_update().get(pk=build.pk)
                if held.is_open and held.process == build.process:
                    _close_lost(store, held)
    uploads.clear(store)


def _is_lost(build: Build) -> bool:
    if build.status == Build.Status.RUNNING:
        return not is_alive(build.process)
    # A task that was begun and whose build was not: the worker ended in between, and has marked the task when it came back.
    task = DBTaskResult.objects.filter(pk=build.task).first() if build.task else None
    return task is None or task.finished_at is not None


def _close_lost(store: Store, build: Build) -> None:
    snapshot = made_by(store, build)
    if snapshot is not None:
        _close_done(store, build, Told.of_manifest(snapshot.manifest))
        return
    build.message = "The process that ran the build ended before it was done."
    build.remedy = "The picture served before is untouched, and nothing that was sent is lost. Ask for a build again."
    _close(build, Build.Status.STOPPED)


def run(build_id: int) -> None:
    """Run a build that waits, to its end; nothing happens where it was begun, ended or cancelled. Called by the worker."""
    folder = settings.STRONGHOLD_STORE
    if folder is None:
        raise BadInput("The worker works on no store.", remedy="Start it with `stronghold serve --store DIR`.")
    store = Store.open(folder)
    build = _begin(store, build_id)
    if build is None:
        return
    try:
        told = Building(store, build).run()
    except BadInput as error:
        _fail(build, Build.Status.FAILED, _in_words(error), error.remedy or "The picture served before is untouched.")
    except BaseException as error:
        stopped = isinstance(error, SystemExit | KeyboardInterrupt)
        message = "The build was stopped." if stopped else f"Something went wrong that should not ({type(error).__name__})."
        remedy = "The picture served before is untouched. Ask for a build again" + (
            "." if stopped else "; if that fails too, tell whoever keeps the server."
        )
        _fail(build, Build.Status.STOPPED if stopped else Build.Status.FAILED, message, remedy)
        raise
    else:
        with transaction.atomic():
            _close_done(store, Build.objects.select_for_update().get(pk=build.pk), told)
        uploads.clear(store)
        plans.watch(store)


def _begin(store: Store, build_id: int) -> Build | None:
    """Take up the build, with the files that wait; ``None`` where it does not wait any more."""
    current = store.current()
    with transaction.atomic():
        build = Build.objects.select_for_update().filter(pk=build_id, status=Build.Status.WAITING).first()
        if build is None:
            return None
        build.status = Build.Status.RUNNING
        build.process = this_process()
        build.started_at = datetime.now(UTC)
        build.previous = current.id if current else ""
        build.save(update_fields=["status", "process", "started_at", "previous"])
        Upload.objects.filter(status=Upload.Status.ACCEPTED).update(build=build)
    return build


def _in_words(error: BadInput) -> str:
    """What is wrong, with the file's name but no path of the server."""
    said = error.message[:1].upper() + error.message[1:]
    return f"{error.file}: {said}" if error.file and "/" not in error.file else said


def _fail(build: Build, status: Build.Status, message: str, remedy: str) -> None:
    with transaction.atomic():
        held = Build.objects.select_for_update().get(pk=build.pk)
        held.message, held.remedy = message, remedy
        _close(held, status)


def _close_done(store: Store, build: Build, told: Told) -> None:
    """The build made a snapshot: its files are in it, or were refused and can be described anew."""
    now = datetime.now(UTC)
    for upload in Upload.objects.select_for_update().filter(build=build, status=Upload.Status.ACCEPTED):
        problem = told.problem_with(upload)
        if problem is None:
            upload.status, upload.snapshot, upload.ended_at = Upload.Status.LOADED, told.snapshot, now
        else:
            upload.status, upload.problem, upload.build = Upload.Status.MAPPING, problem, None
        upload.save(update_fields=["status", "snapshot", "ended_at", "problem", "build"])
    build.snapshot = told.snapshot
    build.result = told.result
    build.share = 1.0
    _close(build, Build.Status.DONE)


def _close(build: Build, status: Build.Status) -> None:
    Upload.objects.filter(build=build, status=Upload.Status.ACCEPTED).update(build=None)
    build.status, build.slot, build.ended_at = status, None, datetime.now(UTC)
    build.save()
    audit.append(
        "build ended", account=build.asked_by, purpose=build.purpose, detail={"build": build.pk, "status": str(build.status)}
    )
