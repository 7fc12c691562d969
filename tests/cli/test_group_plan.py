"""``stronghold plan --store --group``: whom, whom never, whom nobody checked, what comes next, and what were a file false."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from stronghold.cli.app import app
from stronghold.concern import Check, Outcome
from stronghold.concern.childhood import today_here
from stronghold.errors import BadInput
from stronghold.governance import checks
from stronghold.governance.models import AuditEntry
from tests.processes import ended

KAY, LEE, MAX, TIA = (f"P-GANG000{number}" for number in range(1, 5))


@pytest.fixture
def group(as_ann: list[str]) -> str:
    (found,) = json.loads(CliRunner().invoke(app, ["groups", *as_ann, "--json"], catch_exceptions=False).stdout)["groups"]
    return str(found["summary"]["group_id"])


@pytest.fixture
def asked(as_ann: list[str], group: str) -> list[str]:
    return ["plan", *as_ann, "--group", group]


def said(*command: str) -> str:
    done = CliRunner().invoke(app, list(command), catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def refused(*command: str) -> BadInput:
    problem = CliRunner().invoke(app, list(command)).exception
    assert isinstance(problem, BadInput)
    return problem


def test_the_child_is_never_chosen_and_is_to_be_protected_first(asked: list[str]) -> None:
    told = said(*asked, "--people", "1")
    assert "Act on: Kay Ganger (P-GANG0001)" in told and "Proved: no choice of as many does better." in told
    assert "Nobody has checked whether they are to be protected." in told
    never = told.split("Never to be chosen, but to be protected")[1].split("Nobody has checked")[0]
    assert f"- Tia Ganger ({TIA}): Is, or may be, under 18" in never
    first = told.split("Could be put into a place that becomes empty: protect them first")[1].split("Never to be chosen")[0]
    assert f"- Tia Ganger ({TIA}): to be protected" in first and f"- Lee Ganger ({LEE}): nobody has checked" in first
    assert "Kay Ganger could be replaced by Lee Ganger" in told and "do so first" in told
    assert "This plan may not be released. Nobody has checked 3 people of the group" in told


def test_a_protected_successor_is_said_as_such(asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    made = [Check(who, Outcome.PROTECTED, number, today_here()) for number, who in enumerate((LEE, MAX))]
    monkeypatch.setattr(checks, "_sources", [lambda snapshot: made])
    told = said(*asked, "--people", "1")
    assert "replaced by Lee Ganger (P-GANG0002), who is tied to 2 of the people left whom Kay Ganger was tied to. " in told
    assert "They are to be protected: protect them first." in told
    assert "Nobody has checked 1 person of the group" in told


def test_once_everybody_is_checked_nothing_stands_in_the_way(asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    made = [Check(who, Outcome.NO_REASON, number, today_here()) for number, who in enumerate((KAY, LEE, MAX))]
    monkeypatch.setattr(checks, "_sources", [lambda snapshot: made])
    told = said(*asked, "--people", "1")
    assert "may not be released" not in told and "Nobody has checked" not in told
    assert "Tia Ganger" in told.split("protect them first")[1]


def test_the_machine_s_answer_has_the_plan_and_everything_left_open(asked: list[str], group: str) -> None:
    told = json.loads(said(*asked, "--people", "2", "--each-source", "--json"))
    assert list(told)[:7] == ["chosen", "surviving_pairs", "largest_component", "bound", "gap", "proved", "seconds"]
    assert (told["group"], told["released"], len(told["people"])) == (group, False, 2)
    assert [each["entity_id"] for each in told["never"]] == [TIA] and told["never"][0]["records"]
    assert {each["entity_id"] for each in told["unchecked"]} == {KAY, LEE, MAX} and told["blocked_by"]
    assert TIA in {each["entity_id"] for each in told["protect_first"]}
    assert {"protected", "unchecked"} <= told["next"][0]["successors"][0].keys()
    (dropped,) = told["without_each_source"]
    assert (dropped["name"], dropped["stands"]) == ("rms.csv", True)


def test_a_false_report_and_a_false_file_are_left_out_of_the_ties(asked: list[str]) -> None:
    arrests = [option for number in (1, 2, 3) for option in ("--false", f"police/rms/arrest/g{number}")]
    assert "Of 0 pairs who reach each other" in said(*asked, "--people", "1", *arrests)
    assert "Of 0 pairs who reach each other" in said(*asked, "--people", "1", "--false", "rms.csv")
    assert "Of 6 pairs who reach each other" in said(*asked, "--people", "1")
    assert "no source 'rms'" in refused(*asked, "--people", "1", "--false", "rms").message


def test_each_file_in_turn_is_told_by_what_the_plan_would_be(asked: list[str]) -> None:
    assert "- without rms.csv: no choice is better (0 pairs)" in said(*asked, "--people", "1", "--each-source")


def test_who_is_left_out_by_hand_is_of_the_group_or_the_line_is_named(asked: list[str], group: str, tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    out.write_text(f"{KAY}\n", encoding="utf-8")
    assert json.loads(said(*asked, "--people", "2", "--exclude", str(out), "--json"))["chosen"] == [LEE, MAX]
    out.write_text(f"{KAY}\nP-NOBODY00\n", encoding="utf-8")
    problem = refused(*asked, "--people", "2", "--exclude", str(out))
    assert (problem.file, problem.line) == ("out.txt", 2) and group in problem.message


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--people", "0"), "0 people cannot be chosen"),
        (("--people", "4"), "4 people cannot be chosen of 3 who may be"),
        (("--people", "1", "--largest"), "--largest is for --edges alone"),
    ],
)
def test_what_cannot_be_planned_is_said(asked: list[str], options: tuple[str, ...], words: str) -> None:
    assert words in refused(*asked, *options).message


def test_what_is_missing_is_named(as_ann: list[str]) -> None:
    assert "needs --group" in refused("plan", *as_ann, "--people", "1").message
    assert "needs --as" in refused("plan", *as_ann[:2], "--group", "G-00000000", "--people", "1").message
    assert "Nothing by 'G-00000000' is visible" in refused("plan", *as_ann, "--group", "G-00000000", "--people", "1").message


def test_the_plan_is_in_the_audit_before_it_is_shown(asked: list[str]) -> None:
    said(*asked, "--people", "1", "--each-source")
    entries = AuditEntry.objects.order_by("-sequence")[:2]
    assert [entry.action for entry in entries] == ["plan without each source", "group plan"]


def test_it_is_a_command_like_any_other(grouped_store: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(grouped_store, store)

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        return ended(*arguments, "--store", store)

    assert run("account", "add", "ann", "--agency", "police", "--role", "analyst").returncode == 0
    reads = ("--as", "ann", "--purpose", "disruption")
    (found,) = json.loads(run("groups", *reads, "--json").stdout)["groups"]
    group = found["summary"]["group_id"]
    done = run("plan", "--group", group, "--people", 1, *reads)
    assert done.returncode == 0 and "Act on: Kay Ganger" in done.stdout, done.stderr
    wrong = run("plan", "--group", group, "--people", 9, *reads)
    assert wrong.returncode == 2 and wrong.stdout == "" and "Traceback" not in wrong.stderr
