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


def _refused(tmp_path: Path, text: str, people: int = 1, exclude: str | None = None, name: str = "ties.csv") -> BadInput:
    file, protected = tmp_path / name, tmp_path / "protected.txt"
    file.write_text(text, encoding="utf-8")
    command = ["plan", "--edges", str(file), "--people", str(people)]
    if exclude is not None:
        protected.write_text(exclude, encoding="utf-8")
        command += ["--exclude", str(protected)]
    done = CliRunner().invoke(app, command)
    assert isinstance(done.exception, BadInput), done.output
    assert done.exception.remedy
    return done.exception


@pytest.mark.parametrize(
    ("text", "people", "exclude", "words", "line", "column"),
    [
        ("source,target,weight\na,b,-1\n", 1, None, "the weight '-1'", 2, "weight"),
        ("source,target,strength\na,b,-0.5\n", 1, None, "the strength '-0.5'", 2, "strength"),
        ("source,target\na,b\n", 1, "z\n", "names 'z', who is not in ties.csv", 1, None),
        ("source,target\na,b\n", 3, None, "3 people cannot be chosen of 2 who may be", None, "people"),
        ("source,target\na,b\nb,c\n", 2, "a\nb\n", "2 people cannot be chosen of 1 who may be", None, "people"),
        ("source,target\na,b\n", 0, None, "0 people cannot be chosen", None, "people"),
        ("source,target\na,b\n", 1, "a\nb\n", "Everybody is left out", None, None),
        ("source,target\n", 1, None, "holds no ties", None, None),
        ("", 1, None, "no column 'source'", 1, "source"),
        ("<graphml><graph/></graphml>", 1, None, "holds nobody", None, None),
        ("<graphml><graph><node id='a'/>\n<edge source='a' target='b'/></graph></graphml>", 1, None, "leads to 'b'", 2, None),
        ("<graphml><graph>", 1, None, "not XML", 1, None),
    ],
)
def test_what_cannot_be_planned_is_answered_clearly(
    tmp_path: Path, text: str, people: int, exclude: str | None, words: str, line: int | None, column: str | None
) -> None:
    refused = _refused(tmp_path, text, people, exclude)
    assert words in refused.message and (refused.line, refused.column) == (line, column)


def test_graphml_is_planned_as_csv_is_whatever_its_name(tmp_path: Path) -> None:
    nodes = "".join(f'<node id="{name}"/>' for name in "mabc")
    edges = "".join(f'<edge source="m" target="{name}"/>' for name in "abca") + '<edge source="a" target="a"/>'
    for name in ("ties.graphml", "ties.csv", "ties"):
        file = tmp_path / name
        file.write_text(f"<?xml version='1.0'?>\n<graphml><graph>{nodes}{edges}</graph></graphml>", encoding="utf-8")
        told = json.loads(CliRunner().invoke(app, ["plan", "--edges", str(file), "--people", "1", "--json"]).stdout)
        assert (told["chosen"], told["surviving_pairs"], told["loops"], told["repeats"]) == (["m"], 0, 1, 1)


def test_of_a_network_in_parts_each_part_is_planned_and_somebody_alone_is_no_trouble(tmp_path: Path) -> None:
    file = tmp_path / "ties.csv"
    file.write_text("source,target\nm,a\nm,b\nn,c\nn,d\nn,e\nx,x\n", encoding="utf-8")
    told = json.loads(CliRunner().invoke(app, ["plan", "--edges", str(file), "--people", "2", "--json"]).stdout)
    assert (told["chosen"], told["surviving_pairs"], told["pairs_before"], told["loops"]) == (["m", "n"], 0, 9, 1)
    only_loops = tmp_path / "loops.csv"
    only_loops.write_text("source,target\nx,x\ny,y\n", encoding="utf-8")
    told = json.loads(CliRunner().invoke(app, ["plan", "--edges", str(only_loops), "--people", "1", "--json"]).stdout)
    assert (told["pairs_before"], told["surviving_pairs"], told["proved"]) == (0, 0, True)
