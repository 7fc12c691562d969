"""``stronghold show`` of an entity: the weakest link, what became of it, and what people decided, each read in the audit."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from stronghold.cli.entity_story import EntityStory
from stronghold.governance.history import EntityHistory, HistoryEvent
from tests.processes import said as run


@pytest.fixture
def desk(example_town: Path) -> list[str]:
    return ["--store", str(example_town), "--as", "amina", "--purpose", "disruption"]


def person(desk: list[str], name: str) -> str:
    (found,) = [each for each in json.loads(run("find", name, *desk, "--json"))["found"] if each["kind"] == "person"]
    return str(found["entity_id"])


def test_a_person_has_the_weakest_link_with_its_sentences(desk: list[str]) -> None:
    marlowe = person(desk, "marlow")
    told = json.loads(run("show", marlowe, *desk, "--json"))
    weakest = told["weakest_link"]
    assert weakest["left"] == weakest["right"] == 1 and told["groups_without_a_link"] == 1
    assert weakest["sentences"][0].startswith("Before looking: ")
    shown = run("show", marlowe, *desk)
    part = shown.partition("The weakest link that these records hang on")[2].partition("Joined and parted")[0]
    assert weakest["left_key"] in part and weakest["right_key"] in part
    assert " that it is right; if it is wrong, " in part and weakest["sentences"][0] in " ".join(part.split())


def test_who_joined_and_who_undid_it_is_told_with_the_reasons(desk: list[str]) -> None:
    left, right = person(desk, "ashdown"), person(desk, "kowalczyk")
    shown = run("show", left, *desk)
    assert "the first of these records came" in shown and "Nobody has decided anything about these records." in shown
    run("decide", "same", left, right, "--reason", "Her married name", *desk)
    run("build", *desk[:2])
    told = json.loads(run("show", right, *desk, "--json"))
    (joined,) = [event for event in told["history"]["events"] if event["what"] == "joined"]
    (other,) = {left, right} - {told["entity_id"]}
    assert (joined["others"], joined["decisions"]) == ([other], [1])
    (decision,) = told["decisions"]
    assert (decision["by"], decision["reason"], decision["state"]) == ("amina", "Her married name", "in picture")
    shown = run("show", right, *desk)
    assert f"records of {other} were joined with these; by decision 1" in shown and "is the same as" in shown
    assert "(in the picture)" in shown and "amina, " in shown and "Her married name" in shown
    run("decide", "undo", "1", "--reason", "Two women after all", *desk)
    shown = run("show", right, *desk)
    assert "undone; the picture has it until the next build" in shown
    assert "undone by amina, " in shown and "Two women after all" in shown


def test_what_no_decision_about_these_records_brought_is_told_so() -> None:
    at = datetime(2026, 6, 1)
    events = (
        HistoryEvent("S3", at, "parted", ("P-2",), (4,)),
        HistoryEvent("S2", at, "renamed", ("P-3",), ()),
        HistoryEvent("S1", at, "born", (), ()),
    )
    told = list(EntityStory(EntityHistory("P-1", ("P-3",), events, False), (), None, None).lines())
    brought = "no decision about these records brought it: the evidence did, as it then stood"
    assert told == [
        "\nJoined and parted, the latest first",
        f"  2026-06-01, snapshot S3: parted from P-2, with which they were one before; {brought}",
        f"  2026-06-01, snapshot S2: called P-3 until then; {brought}",
        "  2026-06-01, snapshot S1: the first of these records came",
        "  There were earlier pictures than those looked at.",
        "  Earlier ids of these records: P-3",
        "\nWhat people decided",
        "  Nobody has decided anything about these records.",
    ]


def test_what_is_no_person_has_a_history_and_no_weakest_link(desk: list[str]) -> None:
    (phone, *_) = [each for each in json.loads(run("find", "07700", *desk, "--json"))["found"] if each["kind"] == "phone"]
    told = json.loads(run("show", phone["entity_id"], *desk, "--json"))
    assert told["weakest_link"] is None and told["history"]["events"] and told["decisions"] == []


def test_each_read_is_in_the_audit_before_it_is_shown(desk: list[str]) -> None:
    marlowe = person(desk, "marlow")
    before: list[int] = []
    after: list[int] = []
    for entries in (before, after):
        entries.append(json.loads(run("audit", "verify", *desk[:2], "--json"))["entries"])
        run("show", marlowe, *desk)
    # What there is of it, why it is one, its history, and the decisions about it.
    assert after[0] - before[0] == 4
