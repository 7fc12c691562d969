"""``stronghold protection``: what was shown is named by a mark, without which no reason is found to be none."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from stronghold.cli.app import app
from stronghold.errors import BadInput
from stronghold.governance import accounts

TIA, LEE = "P-GANG0004", "P-GANG0002"
Run = Callable[..., str]


@pytest.fixture
def run(db: None, grouped_store: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """``run("protection", "list")`` as wanda for safeguarding; what it says, or the problem it stops with."""
    # Django is set up for the tests already; the command would set it up for the store's own accounts.
    monkeypatch.setattr("stronghold.web.setup.prepare", lambda store, **options: None)
    accounts.add("wanda", "children", ["social_worker"])

    def invoke(*arguments: str, name: str = "wanda", purpose: str = "safeguarding") -> str:
        given = [*arguments, "--store", str(grouped_store), "--as", name, "--purpose", purpose]
        answer = CliRunner().invoke(app, given)
        if isinstance(answer.exception, BadInput):
            raise answer.exception
        assert answer.exit_code == 0, answer.output
        return answer.stdout

    return invoke


def test_what_records_say_is_shown_with_the_mark_that_a_check_needs(run: Run) -> None:
    told = run("protection", "show", TIA)
    assert "to be protected" in told and "police/rms/arrest/g1" in told
    found = ["protection", "check", TIA, "--found", "no-reason", "--reason", "Her passport says 1990"]
    with pytest.raises(BadInput, match="look at it again"):
        run(*found)
    mark = json.loads(run("protection", "show", TIA, "--json"))["seen"]
    made = json.loads(run(*found, "--seen", mark, "--json"))
    assert (made["number"], made["found"], made["against_records"], made["state"]) == (1, "no reason found", True, "holds")
    assert "no reason found (check 1)" in run("protection", "show", TIA)


def test_a_check_is_listed_and_undone(run: Run) -> None:
    assert "Nobody whom you may see was checked." in run("protection", "list")
    run("protection", "check", LEE, "--found", "protected", "--reason", "He told me")
    assert "He told me" in run("protection", "list")
    run("protection", "undo", "1", "--reason", "It was his brother")
    (kept,) = json.loads(run("protection", "list", "--json"))["checks"]
    assert (kept["state"], kept["undone"]) == ("undone", {"by": "wanda", "reason": "It was his brother"})


def test_what_is_found_is_one_of_two(run: Run) -> None:
    with pytest.raises(BadInput, match="--found cannot be 'safe'"):
        run("protection", "check", LEE, "--found", "safe", "--reason", "Looks so")
