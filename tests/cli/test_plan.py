"""``stronghold plan``: one answer for people, one for machines, and clear words for what cannot be planned."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from stronghold.cli.app import app
from stronghold.errors import BadInput


@pytest.fixture
def ties(tmp_path: Path) -> Path:
    file = tmp_path / "ties.csv"
    file.write_text("source,target\nm,a\nm,b\nm,c\na,a\nm,a\n", encoding="utf-8")
    return file


def test_the_machine_s_answer_has_the_agreed_keys_first(ties: Path) -> None:
    done = CliRunner().invoke(app, ["plan", "--edges", str(ties), "--people", "1", "--json"])
    told = json.loads(done.stdout)
    assert list(told)[:7] == ["chosen", "surviving_pairs", "largest_component", "bound", "gap", "proved", "seconds"]
    assert (told["chosen"], told["surviving_pairs"], told["proved"]) == (["m"], 0, True)
    assert (told["loops"], told["repeats"]) == (1, 1)


def test_people_are_told_whom_why_and_how_sure(ties: Path) -> None:
    done = CliRunner().invoke(app, ["plan", "--edges", str(ties), "--people", "1"])
    said = " ".join((done.stdout + done.stderr).split())
    assert "Act on: m" in said and "Proved: no choice of as many does better." in said and "lose each other" in said


def test_whoever_is_left_out_is_never_chosen_and_an_unknown_id_is_named_with_its_line(ties: Path, tmp_path: Path) -> None:
    protected = tmp_path / "protected.txt"
    protected.write_text("m\n", encoding="utf-8")
    command = ["plan", "--edges", str(ties), "--people", "1", "--exclude", str(protected), "--json"]
    assert "m" not in json.loads(CliRunner().invoke(app, command).stdout)["chosen"]
    protected.write_text("m\nnobody\n", encoding="utf-8")
    refused = CliRunner().invoke(app, command).exception
    assert isinstance(refused, BadInput) and (refused.file, refused.line) == ("protected.txt", 2)
