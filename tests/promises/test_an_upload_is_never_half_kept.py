"""Promise: a file that someone sends is kept whole, with who sent it in the audit, or not at all."""

from __future__ import annotations

import json
import shutil
import signal
from pathlib import Path

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
from stronghold.casework import uploads
from stronghold.casework.incoming import Receiving
from stronghold.casework.models import Upload
from stronghold.governance import accounts, audit
from stronghold.governance.models import AuditEntry
content = b"Surname,Born\\nPatel,01/02/1990\\n"
"""

# Killed without a chance to tidy up, at one point of the way of a file from the browser to the database.
SEND = (
    BEGIN
    + """
import os, signal
from django.db import transaction
point = sys.argv[2]

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

ann = accounts.add("ann", "police", ["analyst"])
receiving = Receiving(store, 1000)
receiving.write(content[:10])
if point == "half of it is there":
    receiving._file.flush()
    die()
receiving.write(content[10:])
received = receiving.finish()
if point == "it is whole":
    die()
if point == "before it is proposed":
    uploads.described = die
if point == "before the audit":
    audit.append = die
uploads.keep(store, received, "people.csv", ann, "data_quality", die if point == "it is a row" else receiving.settle)
die()
"""
)

LOOK = (
    BEGIN
    + """
import json
uploads.clear(store)
rows = {str(u.pk): (store.path / "incoming" / str(u.pk) / "data").read_bytes() == content for u in Upload.objects.all()}
folders = [folder.name for folder in (store.path / "incoming").iterdir()]
print(json.dumps({"rows": rows, "folders": folders, "audit": AuditEntry.objects.filter(action="file sent").count()}))
"""
)

POINTS = {
    "half of it is there": 0,
    "it is whole": 0,
    "before it is proposed": 0,
    "before the audit": 0,
    "it is a row": 1,
    "it is settled": 1,
}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with its tables, which take a while to make."""
    store = tmp_path_factory.mktemp("half") / "store"
    made = run(BEGIN, str(store))
    assert made.returncode == 0, made.stderr
    return store


@pytest.mark.parametrize(("point", "kept"), POINTS.items(), ids=POINTS)
def test_killed(prepared: Path, tmp_path: Path, point: str, kept: int) -> None:
    store = str(shutil.copytree(prepared, tmp_path / "store"))
    killed = run(SEND, store, point)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    looked = run(LOOK, store)
    assert looked.returncode == 0, looked.stderr
    told = json.loads(looked.stdout)
    assert list(told["rows"].values()) == [True] * kept
    assert told["folders"] == list(told["rows"])
    assert told["audit"] == kept
