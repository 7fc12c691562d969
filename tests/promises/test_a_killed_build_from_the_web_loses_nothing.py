"""Promise: whenever the worker is killed, the served picture, the files sent and the queue are as good as before; asking again works."""

from __future__ import annotations

import json
import shutil
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.processes import python as run

BEGIN = """
import sys
from pathlib import Path
from stronghold.web.setup import prepare
store_path = Path(sys.argv[1])
prepare(store_path, create=True)
from stronghold.picture.store import Store
store = Store(store_path)
"""

# A picture of one file; a second file is accepted, and a build is asked for.
SET_UP = (
    BEGIN
    + """
from stronghold.casework import builds, uploads
from stronghold.casework.incoming import Receiving
from stronghold.governance import accounts
from stronghold.intake.mapping import Mapping, RecordMapping, SourceTerms

ann = accounts.add("ann", "police", ["analyst"])
for name, surname in (("first.csv", "Patel"), ("second.csv", "Okafor")):
    receiving = Receiving(store, 1000)
    receiving.write(f"Surname,Born\\n{surname},01/02/1990\\nLee,03/04/1985\\n".encode())
    upload = uploads.keep(store, receiving.finish(), name, ann, "data_quality", receiving.settle)
    record = RecordMapping("person", {"surname": ("Surname",), "date_of_birth": ("Born",)})
    mapping = Mapping(SourceTerms("police", name, "crime", "public task"), (record,))
    uploads.save(upload, mapping, mapping.to_toml())
    uploads.accept(store, upload, ann, "data_quality")
    build = builds.ask(store, ann, "data_quality")
    if name == "first.csv":
        builds.run(build.pk)
"""
)

# The worker takes up the build, and kills itself without a chance to tidy up.
WORK = (
    BEGIN
    + """
import os, signal
from stronghold.casework import builds, building, tasks
from stronghold.picture.progress import BuildProgress
point = sys.argv[2]

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def told(self, at):
    if at.stage == point:
        die()

building.Building._tell = told
if point == "before it began":
    builds._begin = lambda store, build: die() if build == 2 else None
if point == "served, and not said":
    builds._close_done = die
from django_tasks_db.management.commands.db_worker import Worker
Worker(queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False, max_tasks=None, worker_id="w",
       excluded_queue_names=[]).run()
"""
)

# The next look, as a page has it; then the worker comes back, and a build is asked for again.
LOOK = (
    BEGIN
    + """
import json
from stronghold.casework import builds
from stronghold.casework.models import Build, Upload
from stronghold.governance import accounts, audit
from stronghold.web.worker import end_interrupted
end_interrupted()
builds.settle(store)
served = [entry.name for entry in store.current().manifest.inputs]
first = {"build": Build.objects.get(pk=2).status, "upload": Upload.objects.get(name="second.csv").status, "served": served}
tasks_left = __import__("django_tasks_db.models").models.DBTaskResult.objects.ready().count()
again = builds.ask(store, accounts.find("ann"), "data_quality")
builds.run(again.pk)
again.refresh_from_db()
then = {"build": again.status, "served": [entry.name for entry in store.current().manifest.inputs],
        "upload": Upload.objects.get(name="second.csv").status, "kept": again.result["kept"]}
left = [folder.name for folder in (store.path / "incoming").iterdir()]
print(json.dumps({"first": first, "then": then, "left": left, "tasks": tasks_left, "audit": audit.verify().holds}))
"""
)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("killed") / "store"
    made = run(SET_UP, str(store))
    assert made.returncode == 0, made.stderr
    return store


@pytest.mark.parametrize(
    ("point", "ended"),
    [("before it began", "stopped"), ("load", "stopped"), ("seal", "stopped"), ("served, and not said", "done")],
)
def test_killed(prepared: Path, tmp_path: Path, point: str, ended: str) -> None:
    store = str(shutil.copytree(prepared, tmp_path / "store"))
    killed = run(WORK, store, point)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    looked = run(LOOK, store)
    assert looked.returncode == 0, looked.stderr
    told: dict[str, Any] = json.loads(looked.stdout)
    both = ["first.csv", "second.csv"]
    if ended == "done":
        assert told["first"] == {"build": "done", "upload": "loaded", "served": both}
    else:
        assert told["first"] == {"build": "stopped", "upload": "accepted", "served": ["first.csv"]}
    assert told["then"] == {"build": "done", "served": both, "upload": "loaded", "kept": 4}
    assert (told["left"], told["tasks"], told["audit"]) == ([], 0, True)
