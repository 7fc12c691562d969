"""``stronghold withdraw``: a record, undo, list; what rested on it is told; each refused in words where it cannot be."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from stronghold.cli.app import app
from stronghold.errors import BadInput

KEY = "police/rms/meeting/m1"


@pytest.fixture
def desk(made_store: Path, account: Callable[..., Any], settings: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Options of an analyst at the store of ``tests/governance/conftest.py``; the database is the test's own."""
    settings.STRONGHOLD_STORE = made_store
    account("ann", "police", "analyst")
    monkeypatch.setattr("stronghold.web.setup.prepare", lambda store, create=False: None)
    return ["--store", str(made_store), "--as", "ann", "--purpose", "disruption"]


def run(*arguments: str) -> str:
    done = CliRunner().invoke(app, list(arguments), env={"COLUMNS": "300"}, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_a_record_is_withdrawn_by_its_key_and_what_rested_on_it_is_told(desk: list[str]) -> None:
    said = run("withdraw", KEY, "--reason", "Sent by mistake", *desk)
    assert said.startswith(f"Withdrawal 1: {KEY} is withdrawn, at once and for everybody.")
    assert "Vanishes: Beth Cole (P-BE000001)" in said and "is gone." in said
    with pytest.raises(BadInput, match="is visible to"):
        run("show", KEY, *desk)
    (row,) = json.loads(run("withdraw", "list", *desk, "--json"))["withdrawals"]
    assert (row["number"], row["record"], row["effect"], row["state"], row["undone"]) == (1, KEY, "withdrawn", "waiting", None)
    assert "Withdrawal 1 is undone." in run("withdraw", "undo", "1", "--reason", "It was right", *desk)
    assert KEY in run("show", KEY, *desk)


def test_false_and_awaiting_correction_are_effects_of_their_own(desk: list[str]) -> None:
    made = json.loads(run("withdraw", KEY, "--found-false", "--reason", "Made up", "--json", *desk))
    assert made["effect"] == "discredited" and made["entities"] == [] and [tie["after"] for tie in made["ties"]] == [0.0]
    with pytest.raises(BadInput, match="either false or waits"):
        run("withdraw", KEY, "--found-false", "--until-corrected", "--reason", "x", *desk)
