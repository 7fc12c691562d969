"""``stronghold train``: what it prints, what it keeps, how it ends."""

from __future__ import annotations

import json
from contextlib import nullcontext
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner

from stronghold.casework import clerical
from stronghold.casework.decisions import handing_over
from stronghold.cli import console
from stronghold.cli.app import app
from stronghold.errors import BadInput
from stronghold.governance import link_quality
from stronghold.linking import files as linking_files
from stronghold.linking.decisions import Decision, Judgement
from stronghold.linking.fitting import Fitting
from stronghold.linking.judging import Change, Criterion
from stronghold.linking.model import PersonModel

train_module = import_module("stronghold.cli.train")
EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "partners"


def fitting(*, worse: bool) -> Fitting:
    return Fitting(
        PersonModel.by_reason(),
        PersonModel.shipped(),
        (Change("Surname", "the same surname", 8.0, 10.0), Change("Phone", "different", -1.0, -2.5)),
        (Criterion("Held-out pairs", "described somehow", worse), Criterion("What people decided", "too few", None)),
        4_000,
        1_000,
    )


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text("First name,Surname,Date of birth\nAnn,Smith,02/03/1990\nBob,Jones,05/06/1981\n", encoding="utf-8")
    return path


def fitted(monkeypatch: pytest.MonkeyPatch, *, worse: bool) -> None:
    monkeypatch.setattr(linking_files, "fit_files", lambda *a, **k: fitting(worse=worse))


def test_what_changed_is_told_in_bits_and_words(people: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fitted(monkeypatch, worse=False)
    # The console is made once, as wide as the terminal was then: narrow, it breaks the words of a table's cells.
    monkeypatch.setattr(console.out, "width", 200)
    kept = tmp_path / "model.json"
    done = CliRunner().invoke(app, ["train", str(people), "--to", str(kept)])
    assert done.exit_code == 0, done.output
    assert "+8.0" in done.output and "+10.0" in done.output and "speaks 4.0 times more for one person" in done.output
    assert "speaks 2.8 times more against one person" in done.output
    assert "cannot tell" in done.output
    assert PersonModel.from_json(kept.read_text(encoding="utf-8")) == PersonModel.by_reason()


def test_a_worse_one_is_refused_with_its_reasons_and_nothing_is_written(
    people: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fitted(monkeypatch, worse=True)
    kept = tmp_path / "model.json"
    done = CliRunner().invoke(app, ["train", str(people), "--to", str(kept)])
    assert done.exit_code == 1
    assert "Held-out pairs: described somehow" in done.output and not kept.exists()


def test_a_machine_gets_all_of_it(people: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fitted(monkeypatch, worse=True)
    done = CliRunner().invoke(app, ["train", str(people), "--json"])
    answer = json.loads(done.stdout)
    assert done.exit_code == 1 and answer["accepted"] is False and answer["kept"] is False
    assert answer["changes"][0]["by"] == 2.0 and answer["criteria"][1]["worse"] is None


def test_too_few_people_are_said_so(people: Path) -> None:
    done = CliRunner().invoke(app, ["train", str(people)])
    assert isinstance(done.exception, BadInput) and "too few to learn from" in str(done.exception)


@pytest.mark.parametrize("arguments", [[], ["people.csv", "--store", "store"], ["--store", "store"]])
def test_it_must_be_clear_what_to_train_on_and_who_does(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("STRONGHOLD_STORE", "STRONGHOLD_AS"):
        monkeypatch.delenv(name, raising=False)
    done = CliRunner().invoke(app, ["train", *arguments])
    assert done.exit_code != 0 and isinstance(done.exception, BadInput)


def test_on_a_store_the_answers_of_the_review_and_of_samples_judge_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told: list[str] = []

    def trained(opened: object, store: Path, *, decisions: list[Decision], progress: object) -> Fitting:
        told.extend(decision.left for decision in decisions)
        return fitting(worse=False)

    def decision(left: str) -> Decision:
        return Decision(1, Judgement.SAME, left, "z")

    review = handing_over.Label(decision("of the review"), "person", 2.5, True, True, datetime.now(UTC), "S")
    monkeypatch.setattr(train_module, "gateway", lambda *_: nullcontext())
    monkeypatch.setattr(handing_over, "labels", lambda kind: [review])
    monkeypatch.setattr(clerical, "answered_labels", lambda: [decision("of a sample")])
    monkeypatch.setattr(link_quality, "train_model", trained)
    done = CliRunner().invoke(app, ["train", "--store", str(tmp_path), "--as", "amina"])
    assert done.exit_code == 0, done.output
    assert told == ["of the review", "of a sample"]
