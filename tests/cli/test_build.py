"""``stronghold build`` and what people have entered and decided."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.processes import python

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "partners"

_ENTER = """
import sys
from pathlib import Path
from stronghold.web.setup import prepare
prepare(Path(sys.argv[1]), create=True)
from stronghold.casework.reports import Content, Person, enter, withdraw
from stronghold.governance import accounts
ann = accounts.find("ann") or accounts.add("ann", "police", ["analyst"])
if len(sys.argv) > 2:
    withdraw(ann, "disruption", sys.argv[2], reason="Wrong")
else:
    content = Content(narrative="Seen.", when="12/11/2024", people=(Person(name="Zebedee Quill", role="subject"),),
        source_grade="1", information_grade="A", handling="P", protective_marking="OFFICIAL")
    print(enter(ann, "disruption", "intelligence_report", content, token="t").number)
"""
_BUILD = "from stronghold.cli import main; main()"
_DJANGO = """
import sys
from stronghold.cli import main
try:
    main()
finally:
    print("django" in sys.modules, file=sys.stderr)
"""


def ran(code: str, *args: object) -> subprocess.CompletedProcess[str]:
    done = python(code, *args)
    assert done.returncode == 0, done.stderr
    return done


def built(store: Path, *args: object) -> dict[str, int]:
    """The files of the build and how many rows of each were kept; what is printed is JSON and nothing else."""
    told = json.loads(ran(_BUILD, "build", *args, "--store", store, "--json").stdout)
    return {file["name"]: file["kept"] for file in told["files"]}


def test_entered_reports_are_built_with_the_files_of_a_folder_and_without_one(tmp_path: Path) -> None:
    store, entered = tmp_path / "store", "entered-reports-police.jsonl"
    number = ran(_ENTER, store).stdout.strip()
    assert built(store, EXAMPLES)[entered] == 1
    again = built(store)
    assert again[entered] == 1 and len(again) == 5
    ran(_ENTER, store, number)
    assert entered not in built(store)
    assert not list(store.glob(".entered-*"))


def test_a_store_without_casework_is_built_without_setting_django_up(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _DJANGO, "build", EXAMPLES, "--store", tmp_path / "store", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr.split()[-1] == "False"
    assert len(json.loads(done.stdout)["files"]) == 4
