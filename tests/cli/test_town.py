"""``stronghold town`` as someone types it."""

from __future__ import annotations

import json
from functools import partial

from tests import processes

ended = partial(processes.ended, "town")


def test_a_town_for_a_machine_and_for_a_person(tmp_path):
    out = tmp_path / "town"
    done = ended("--people", 1_000, "--seed", 3, "--out", out, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["people"], told["seed"], told["folder"]) == (1_000, 3, str(out))
    assert told["rows"] == sum(file["rows"] for file in told["files"])
    again = ended("--people", 1_000, "--seed", 3, "--out", out)
    assert again.returncode == 0, again.stderr
    assert f"stronghold build {out}/files" in again.stdout
    assert "police_crimes.csv" in again.stdout


def test_wrong_input_is_told_and_exits_2(tmp_path):
    few = ended("--people", 5, "--out", tmp_path / "town")
    assert few.returncode == 2
    assert "from 1,000" in few.stderr
    assert "Traceback" not in few.stderr
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    other = ended("--people", 1_000, "--out", tmp_path)
    assert other.returncode == 2
    assert "thesis.txt" in other.stderr
    assert ended("--people", "many", "--out", tmp_path / "town").returncode == 2
