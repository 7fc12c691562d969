"""Promise: however many people ask for a build at once, one is made, and everyone else is told whose it is."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

from tests.processes import python

BEGIN = """
import sys
from pathlib import Path
from stronghold.web.setup import prepare
store_path = Path(sys.argv[1])
prepare(store_path, create=True)
from stronghold.picture.store import Store
store = Store(store_path)
from stronghold.governance import accounts
"""

SET_UP = (
    BEGIN
    + """
import json
from pathlib import Path
from stronghold.intake.mapping import Mapping, RecordMapping, SourceTerms
from stronghold.picture.build import build
folder = store_path.parent / "files"
folder.mkdir()
(folder / "people.csv").write_text("Surname\\nPatel\\n")
record = RecordMapping("person", {"surname": ("Surname",)})
(folder / "people.mapping.toml").write_text(Mapping(SourceTerms("police", "list", "crime", "task"), (record,)).to_toml())
build(store, folder)
for name in ("ann", "bob", "cat"):
    accounts.add(name, "police", ["analyst"])
"""
)

ASK = (
    BEGIN
    + """
from stronghold.casework import builds
account = accounts.find(sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
try:
    builds.ask(store, account, "data_quality")
    print("asked")
except builds.AlreadyBuilding as error:
    print(f"refused: {error}")
"""
)

RUN = (
    BEGIN
    + """
from django_tasks_db.models import DBTaskResult
from stronghold.casework import builds
from stronghold.casework.models import Build
assert DBTaskResult.objects.count() == Build.objects.count() == 1
builds.run(Build.objects.get().pk)
builds.run(Build.objects.get().pk)
print(Build.objects.get().status, len(store.snapshots()))
"""
)


def run(code: str, *arguments: str) -> str:
    done = python(code, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_three_people_ask_at_once(tmp_path: Path) -> None:
    store = str(tmp_path / "store")
    run(SET_UP, store)
    asking = [
        subprocess.Popen([sys.executable, "-c", ASK, store, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for name in ("ann", "bob", "cat")
    ]
    for process in asking:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
    for process in asking:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    answers = Counter(process.communicate(timeout=120)[0].strip() for process in asking)
    assert answers.pop("asked") == 1
    ((refusal, times),) = answers.items()
    assert times == 2
    assert refusal.startswith("refused: A build asked for by") and "waits to begin" in refusal
    assert run(RUN, store) == "done 2"
