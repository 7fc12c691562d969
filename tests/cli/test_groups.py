"""``stronghold groups``: the groups by what the reader may see, who is in them, and the records why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from stronghold.cli.app import app
from stronghold.governance.models import AuditEntry
from stronghold.governance.refusals import NotVisible

KAY, TIA = "P-GANG0001", "P-GANG0004"


def said(*command: str) -> str:
    done = CliRunner().invoke(app, ["groups", *command], catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


@pytest.fixture
def group(as_ann: list[str]) -> str:
    (found,) = json.loads(said(*as_ann, "--json"))["groups"]
    return str(found["summary"]["group_id"])


@pytest.mark.parametrize("width", [80, 200])
def test_the_list_says_where_a_group_is_active_and_its_id_can_be_copied(
    as_ann: list[str], group: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stronghold.cli.groups.out.width", width)
    listed = said(*as_ann)
    assert f"{group} " in listed and "Mill" in listed
    assert "Ganger" not in listed  # a list of groups names nobody


def test_one_group_is_told_with_everybody_in_it_and_the_records_why(as_ann: list[str], group: str) -> None:
    told = said(*as_ann, "--group", group)
    assert told.startswith("Group active around Mill End") and "4 members" in told
    assert f"Kay Ganger ({KAY})" in told and f"police/rms/intelligence_report/i{KAY}" in told
    assert "police/rms/arrest/g1" in told
    (tia,) = [line for line in told.splitlines() if f"({TIA})" in line]
    assert "under 18" in tia
    assert "T-L0000001: in touch with 20 numbers" in told
    assert "Mill End: 3 records" in told


def test_the_machine_s_answer_has_every_member_with_the_evidence(as_ann: list[str], group: str) -> None:
    (told,) = json.loads(said(*as_ann, "--group", group, "--json"))["groups"]
    people = {each["entity_id"]: each for each in told["people"]}
    assert len(people) == 4 and people[TIA]["child"] and not people[KAY]["child"]
    assert all(0 < each["probability"] <= 1 and each["evidence"]["ties"] for each in people.values())
    assert people[KAY]["evidence"]["said"] and people[TIA]["evidence"]["said"] == []
    keys = {key for each in people.values() for tie in each["evidence"]["ties"] for key in tie["records"]}
    assert keys == {f"police/rms/arrest/g{number}" for number in (1, 2, 3)}


def test_what_is_read_is_in_the_audit(as_ann: list[str], group: str) -> None:
    said(*as_ann, "--group", group)
    assert {"groups", "group", "group evidence"} <= {entry.action for entry in AuditEntry.objects.all()}


def test_a_group_that_is_not_there_is_refused_in_the_usual_words(as_ann: list[str]) -> None:
    problem = CliRunner().invoke(app, ["groups", *as_ann, "--group", "G-00000000"]).exception
    assert isinstance(problem, NotVisible) and "Nothing by 'G-00000000' is visible to 'ann'" in problem.message


def test_a_picture_without_groups_says_so(made_store: Path, as_ann: list[str]) -> None:
    assert "No group" in said("--store", str(made_store), *as_ann[2:])
