"""The worker's tasks."""

from __future__ import annotations

from django_tasks_db.management.commands.db_worker import Worker

from stronghold.casework import builds
from stronghold.casework.models import Build, Upload
from stronghold.governance.models import Account
from stronghold.picture.store import Store


def test_the_worker_runs_a_build_that_was_asked_for(store: Store, analyst: Account, accepted: object, files: object) -> None:
    accepted("people.csv", files.people, files.people_mapping())  # type: ignore[operator, attr-defined]
    build = builds.ask(store, analyst, "data_quality")
    worker = Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="test",
        excluded_queue_names=[],
    )
    worker.run()
    build.refresh_from_db()
    assert build.status == Build.Status.DONE, build.message
    assert Upload.objects.get().status == Upload.Status.LOADED
