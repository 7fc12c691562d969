"""The command line as a partner's analyst uses it, on the example lists of the docs."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import ended
from tests.processes import said as run

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "partners"


def afresh(*args: object) -> subprocess.CompletedProcess[str]:
    """The command in a process that is started for it, with nothing imported before."""
    command = [sys.executable, "-c", "from stronghold.cli import main; main()", *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, "COLUMNS": "200"})


@pytest.fixture
def store(example_town, tmp_path):
    shutil.copytree(EXAMPLES, tmp_path / "partners")
    return example_town


def as_amina(store, purpose="disruption"):
    return "--store", store, "--as", "amina", "--purpose", purpose


def test_started_afresh_it_builds_adds_an_account_and_finds(tmp_path):
    where = as_amina(tmp_path / "town")
    for command in (
        ("build", EXAMPLES, *where[:2], "--json"),
        ("account", "add", "amina", "--agency", "police", "--role", "analyst", *where[:2]),
        ("find", "marlow", *where, "--json"),
    ):
        done = afresh(*command)
        assert done.returncode == 0, done.stderr
    assert [f["label"] for f in json.loads(done.stdout)["found"] if f["kind"] == "person"] == ["Daniel Marlowe"]


def test_every_command_has_help_with_an_example():
    help_text = run("--help")
    for name in ("build", "map", "link", "find", "show", "quarantine", "snapshots", "demo"):
        assert name in help_text
        assert f"stronghold {name}" in run(name, "--help")


def test_build_says_what_became_of_every_row(tmp_path):
    shutil.copytree(EXAMPLES, tmp_path / "partners")
    told = json.loads(run("build", tmp_path / "partners", "--store", tmp_path / "town", "--json"))
    assert {f["name"]: (f["read"], f["kept"], f["quarantined"]) for f in told["files"]} == {
        "calls.csv": (3, 3, 0),
        "custody.csv": (4, 3, 1),
        "housing.csv": (3, 3, 0),
        "missing.csv": (2, 2, 0),
    }
    assert "Snapshot" in run("build", tmp_path / "partners", "--store", tmp_path / "town")


def test_find_then_show_gives_the_person_with_records_ties_and_reasons(store):
    found = json.loads(run("find", "marlow", *as_amina(store), "--json"))["found"]
    (person,) = [f for f in found if f["kind"] == "person"]
    assert person["label"] == "Daniel Marlowe"
    text = run("show", person["entity_id"], *as_amina(store))
    for expected in ("custody.csv line 2", "custody.csv line 4", "phone:", "taken for one", "graded 1AP"):
        assert expected in text


def test_show_takes_a_records_key(store):
    (person, *_) = json.loads(run("find", "oyelaran", *as_amina(store), "--json"))["found"]
    record = json.loads(run("show", person["entity_id"], *as_amina(store), "--json"))["records"][0]
    assert record["file"] in run("show", record["record_key"], *as_amina(store))


def test_a_quarantined_row_is_exported_corrected_and_loaded_again(store, tmp_path):
    where = as_amina(store, "data_quality")
    assert "no day 31" in run("quarantine", *where)
    export = tmp_path / "to-correct.csv"
    run("quarantine", *where, "--export", export)
    with export.open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    rows[0]["Arrest date"] = "13/02/2024"
    with export.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    told = json.loads(run("quarantine", *where, "--reload", export, "--json"))
    assert told["corrected"] == 1 and told["counts"]["quarantined"] == 0
    assert "No row" in run("quarantine", *where)


def test_a_proposed_mapping_is_toml_on_stdout(store):
    told = json.loads(run("map", EXAMPLES / "housing.csv", "--json"))
    assert "[source]" in told["mapping"] and told["preview"]["read"] == 3


def test_linking_alone_writes_a_line_a_mention(tmp_path):
    out = tmp_path / "linked.csv"
    told = json.loads(
        run("link", EXAMPLES / "missing.csv", "--mapping", EXAMPLES / "missing.mapping.toml", "--out", out, "--json")
    )
    assert (told["records"], told["entities"]) == (2, 1)
    assert len(out.read_text(encoding="utf-8").splitlines()) == 3


def test_snapshots_are_listed_compared_and_rolled_back(store, tmp_path):
    run("build", tmp_path / "partners", "--store", store, "--json")
    older, newer = (s["id"] for s in json.loads(run("snapshots", "--store", store, "--json")))
    assert json.loads(run("snapshots", "--store", store, "--compare", older, newer, "--json"))
    run("snapshots", "--store", store, "--roll-back", older)
    served = {s["id"]: s["served"] for s in json.loads(run("snapshots", "--store", store, "--json"))}
    assert served == {older: True, newer: False}


def test_the_audit_holds_after_reading(store):
    run("find", "marlow", *as_amina(store))
    assert "chain holds" in run("audit", "verify", "--store", store)
    run("audit", "verify", "--store", store, "--checkpoint", run("audit", "checkpoint", "--store", store).strip())


def test_trouble_is_a_sentence_and_exit_code_2(tmp_path):
    done = afresh("build", tmp_path, "--store", tmp_path / "s")
    assert done.returncode == 2
    assert done.stderr.startswith("Stopped.") and "Traceback" not in done.stderr and done.stdout == ""


def test_an_unknown_account_is_refused(store):
    done = ended("find", "x", "--store", store, "--as", "nobody", "--purpose", "disruption")
    assert done.returncode == 2 and "no account" in done.stderr
