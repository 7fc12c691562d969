"""``stronghold decide``: same, not-same, undo, list; each refused in words where it cannot be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.processes import ended
from tests.processes import said as run

NAMES = ("oyelaran", "ashdown", "kowalczyk")


@pytest.fixture
def desk(example_town: Path) -> list[str]:
    return ["--store", str(example_town), "--as", "amina", "--purpose", "disruption"]


def people(desk: list[str]) -> list[str]:
    found = [json.loads(run("find", name, *desk, "--json"))["found"] for name in NAMES]
    return [each["entity_id"] for several in found for each in several if each["kind"] == "person"]


def test_entities_are_decided_about_by_the_record_that_says_most(desk: list[str]) -> None:
    left, right, *_ = people(desk)
    said = run("decide", "same", left, right, "--reason", "Her married name", *desk)
    assert said.startswith("Decision 1: ") and "is the same as" in said and "after the next build" in said
    (row,) = json.loads(run("decide", "list", *desk, "--json"))["decisions"]
    assert (row["number"], row["judgement"], row["by"], row["reason"]) == (1, "same", "amina", "Her married name")
    assert set(row["entities"]) == {left, right} and "#" in row["left"] and row["undone"] is None
    shown = run("decide", "list", *desk)
    assert "Her married name" in shown and "waits for the next build" in shown


def test_undoing_keeps_it_with_both_reasons(desk: list[str]) -> None:
    left, right, *_ = people(desk)
    run("decide", "not-same", left, right, "--reason", "Two women", *desk)
    assert "Decision 1 is undone" in run("decide", "undo", "1", "--reason", "Mixed up", *desk)
    (row,) = json.loads(run("decide", "list", *desk, "--json"))["decisions"]
    assert (row["reason"], row["state"], row["undone"]["reason"], row["undone"]["by"]) == (
        "Two women",
        "undone",
        "Mixed up",
        "amina",
    )
    again = ended("decide", "undo", "1", "--reason", "Mixed up", *desk)
    assert again.returncode == 2 and "undone this decision already" in again.stderr


def test_nothing_decided_is_said(desk: list[str]) -> None:
    assert "Nothing has been decided" in run("decide", "list", *desk)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["same", "P-00000000", "{left}"], "Nothing by 'P-00000000' is visible"),
        (["same", "{left}", "{left}"], "Choose two different records"),
        (["undo", "7"], "No decision 7 is visible"),
    ],
)
def test_what_cannot_be_decided_is_refused_in_words(desk: list[str], arguments: list[str], words: str) -> None:
    left = people(desk)[0]
    done = ended("decide", *(each.replace("{left}", left) for each in arguments), "--reason", "Why", *desk)
    assert done.returncode == 2 and words in done.stderr and "Traceback" not in done.stderr


def test_who_may_not_decide_is_refused(desk: list[str]) -> None:
    left, right, *_ = people(desk)
    run("account", "add", "sam", "--agency", "police", "--role", "sergeant", *desk[:2])
    sam = ["sam" if each == "amina" else each for each in desk]
    done = ended("decide", "same", left, right, "--reason", "Why", *sam)
    assert done.returncode == 2 and "may not decide" in done.stderr
    assert "Nothing has been decided" in run("decide", "list", *desk)
