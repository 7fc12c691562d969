"""``stronghold add`` as its user meets it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.processes import ended as run

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "partners"


@pytest.fixture
def monday(tmp_path: Path) -> Path:
    file = tmp_path / "monday.csv"
    shutil.copy(EXAMPLES / "calls.mapping.toml", file.with_suffix(".mapping.toml"))
    file.write_text("From,To,Start,Seconds\n07700900318,07700900998,2024-02-05 10:00,10\n", encoding="utf-8")
    return file


@pytest.fixture
def store(built_examples: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built_examples, tmp_path / "store"))


def test_it_says_what_it_touched_and_the_counts_add_up(store: Path, monday: Path) -> None:
    done = run("add", monday, "--store", store)
    assert done.returncode == 0, done.stderr
    assert "What it touched" in done.stdout and "is served" in done.stdout
    again = run("add", monday, "--store", store, "--json")
    told = json.loads(again.stdout)
    assert told["unchanged"] == ["monday.csv"] and told["rebuilt"] is None and told["refused"] == []
    changes = told["changes"]
    parts = ("untouched", "confirmed", "grown", "altered", "merged", "split_off", "born")
    assert sum(changes[name] for name in parts) == sum(told["counts"]["entities"].values())


def test_it_says_why_everything_was_built_again(store: Path, monday: Path) -> None:
    with monday.open("a", encoding="utf-8") as file:
        file.writelines(f"07700900318,07700900{n},2024-02-05 10:00,10\n" for n in range(100, 900))
    done = run("add", monday, "--store", store)
    assert done.returncode == 0, done.stderr
    assert "Everything was built again, because" in " ".join(done.stdout.split())


def test_a_file_that_is_not_there_and_a_folder_that_is_no_store_are_told(store: Path, tmp_path: Path, monday: Path) -> None:
    for args in ((tmp_path / "none.csv", "--store", store), (monday, "--store", tmp_path / "nowhere")):
        done = run("add", *args)
        assert done.returncode == 2 and "Traceback" not in done.stderr and "Stopped." in done.stderr
    assert len(list((store / "snapshots").iterdir())) == 1
