"""``stronghold plans``: a plan is made and kept, shown with what keeps it from release, released and withdrawn."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from stronghold.cli.app import app
from stronghold.errors import BadInput
from stronghold.governance import accounts
from stronghold.network.groups.identity import group_id

KAY, LEE, MAX = (f"P-GANG000{n}" for n in range(1, 4))
Run = Callable[..., str]


@pytest.fixture
def run(db: None, grouped_store: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """``run("plans", "list")`` as sam for disruption; what it says, or the problem it stops with."""
    # Django is set up for the tests already; the command would set it up for the store's own accounts.
    monkeypatch.setattr("stronghold.web.setup.prepare", lambda store, **options: None)
    accounts.add("sam", "police", ["sergeant"])
    accounts.add("wanda", "children", ["social_worker"])

    def invoke(*arguments: str, name: str = "sam", purpose: str = "disruption") -> str:
        given = [*arguments, "--store", str(grouped_store), "--as", name, "--purpose", purpose]
        answer = CliRunner().invoke(app, given)
        if isinstance(answer.exception, BadInput):
            raise answer.exception
        assert answer.exit_code == 0, answer.output
        return answer.stdout

    return invoke


def test_from_a_draft_to_its_release_and_withdrawal(run: Run) -> None:
    assert "No plan that you may see was kept." in run("plans", "list")
    saved = json.loads(
        run("plans", "save", group_id(KAY), "--people", "1", "--aim", "The Mill End line", "--seconds", "0.5", "--json")
    )
    assert (saved["number"], saved["state"], saved["result"]["proved"], len(saved["chosen"])) == (1, "draft", True, 1)
    assert "The Mill End line" in run("plans", "list")
    told = run("plans", "show", "1")
    assert "It may not be released. Nobody has checked 3 people" in told and "Nobody has checked: Kay Ganger" in told
    with pytest.raises(BadInput, match="Nobody has checked 3 people"):
        run("plans", "release", "1", "--reason", "Day of action")
    for who in (KAY, LEE, MAX):
        run("protection", "check", who, "--found", "no-reason", "--reason", "Looked", name="wanda", purpose="safeguarding")
    assert json.loads(run("plans", "show", "1", "--json"))["blocked_by"] == []
    assert "Plan 1 is released." in run("plans", "release", "1", "--reason", "Day of action")
    made = json.loads(run("plans", "withdraw", "1", "--reason", "Moved on", "--json"))
    assert [(step["to"], step["by"]) for step in made["steps"]] == [("draft", "sam"), ("released", "sam"), ("withdrawn", "sam")]
