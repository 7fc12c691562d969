"""``stronghold link-quality`` as an analyst uses it, on the example lists of the docs."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest
from typer.main import get_command

from stronghold.cli.app import app
from stronghold.linking.sampling import LEAST_DRAWN
from tests.processes import ended
from tests.processes import said as run


@pytest.fixture(scope="module")
def asked(made_example_town: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[object, ...]:
    """The command on a store of the examples, built twice, as an analyst."""
    store = shutil.copytree(made_example_town, tmp_path_factory.mktemp("quality") / "store")
    run("build", "--store", store, "--json")
    return ("link-quality", "--store", store, "--as", "amina", "--purpose", "disruption")


def test_a_sample_is_drawn_judged_and_read_back(asked: tuple[object, ...], tmp_path: Path) -> None:
    path = tmp_path / "sample.csv"
    drawn = json.loads(run(*asked, "--draw", path, "--json"))
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == drawn["drawn"] > 0 and Path(drawn["design"]).is_file()
    assert "not known" in run(*asked, "--read", path)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows({**row, "same person? (yes, no, unsure)": "yes"} for row in rows)
    told = json.loads(run(*asked, "--read", path, "--json"))
    assert told["empty"] == 0 and told["estimate"]["judged"] == drawn["drawn"]
    # All pairs were drawn and all said to be one person: that leaves no doubt.
    assert told["estimate"]["precision"] == {"value": 1.0, "low": 1.0, "high": 1.0}


def test_a_sample_of_another_size_than_asked_for_says_why(asked: tuple[object, ...], tmp_path: Path) -> None:
    told = json.loads(run(*asked, "--draw", tmp_path / "a.csv", "--json"))
    assert told["drawn"] < told["asked"] == 200
    why = f"{told['drawn']} pairs are drawn where 200 were asked for: there are no more that you may see."
    assert told["why"] == why and why in " ".join(run(*asked, "--draw", tmp_path / "b.csv").split())
    assert f"Of each range of match weight {LEAST_DRAWN} are drawn at least" in " ".join(
        option.help or ""
        for option in get_command(app).commands["link-quality"].params  # type: ignore[attr-defined]
    )


def test_figures_and_what_the_last_build_changed(asked: tuple[object, ...]) -> None:
    told = json.loads(run(*asked, "--json"))
    assert told["drift"]["weights"]["share"] == 0 and told["before"] is not None
    assert told["labelled"]["pairs"] == 0 and told["bands"] == told["findings"] == []
    shown = run(*asked)
    assert "nothing changed beyond what chance explains" in shown and "Nobody has judged a pair in review yet" in shown


def test_drawing_and_reading_at_once_is_refused(asked: tuple[object, ...], tmp_path: Path) -> None:
    done = ended(*asked, "--draw", tmp_path / "a.csv", "--read", tmp_path / "a.csv")
    assert done.returncode == 2 and "drawn or read" in done.stderr


def test_training_on_the_examples_says_that_they_are_too_few(asked: tuple[object, ...]) -> None:
    done = ended("train", *asked[1:5])
    assert done.returncode == 2 and "too few to learn from" in done.stderr
