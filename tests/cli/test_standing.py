"""``stronghold standing``: reasons with their records, whom to protect first, and never one number."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.governance.conftest import GANG, GROUP
from tests.processes import ended
from tests.processes import said as run

KAY, TIA = GANG[0], GANG[3]


@pytest.fixture(scope="module")
def desk(grouped_store: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    store = tmp_path_factory.mktemp("standing") / "store"
    shutil.copytree(grouped_store, store)
    run("account", "add", "amina", "--agency", "police", "--role", "analyst", "--store", store)
    return ["--store", str(store), "--as", "amina", "--purpose", "disruption"]


def test_whom_to_protect_comes_first_and_each_reason_names_its_records(desk: list[str]) -> None:
    lines = run("standing", "--group", GROUP, *desk).splitlines()
    assert lines[0] == f"Tia Ganger ({TIA}): protect first"
    assert lines[1].startswith("  To protect: ") and "police/rms/arrest/g3" in lines[1]
    kay = lines.index(f"Kay Ganger ({KAY})")
    assert lines[kay + 1] == "  Protection: no record that you may see gives a reason, and nobody has checked"
    assert any(f"police/rms/intelligence_report/i{KAY}" in line for line in lines[kay:])


def test_a_program_gets_every_reason_with_its_records_and_the_measures(desk: list[str]) -> None:
    told = json.loads(run("standing", "--group", GROUP.lower(), *desk, "--json"))
    assert list(told) == ["group", "people", "measures"] and told["group"] == GROUP
    people = {one["entity_id"]: one for one in told["people"]}
    assert [one["protect"] for one in told["people"]] == [True, False, False, False]
    assert people[KAY]["protection"] == {"state": "unchecked", "reasons": []} and people[TIA]["protection"]["reasons"]
    assert people[KAY]["reasons"][0]["records"] and "dealer" in people[KAY]["parts"]
    assert not {"score", "rank", "risk"} & set(people[KAY])
    assert all(place["sentence"] for one in told["people"] for place in one["places"])
    assert (told["measures"]["whole"]["people"], told["measures"]["whole"]["line_activity"]) == (4, 20)
    assert [span["label"] for span in told["measures"]["spans"]] == ["Jan 2024", "Feb 2024", "Mar 2024"]
    assert (told["measures"]["spans"][0]["since"], told["measures"]["spans"][0]["until"]) == ("2024-01-01", "2024-02-01")


def test_a_group_that_cannot_be_seen_is_refused_in_words(desk: list[str]) -> None:
    done = ended("standing", "--group", "G-00000000", *desk)
    assert done.returncode == 2 and "Nothing by 'G-00000000' is visible" in done.stderr and not done.stdout


def test_who_has_no_account_sees_nothing(desk: list[str]) -> None:
    done = ended("standing", "--group", GROUP, *desk[:2], "--as", "nobody", "--purpose", "disruption")
    assert done.returncode == 2 and not done.stdout
