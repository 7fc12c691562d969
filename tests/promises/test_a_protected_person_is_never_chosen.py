"""Whoever has a live reason to be protected, or was confirmed as such, is never chosen, taken out or kept in a plan: on pages and by command."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from typer.testing import CliRunner

from stronghold.cli.app import app
from stronghold.network.groups.identity import group_id

_WEB = Path(__file__).parents[1] / "web" / "conftest.py"
_spec = importlib.util.spec_from_file_location("web_fixtures", _WEB)
assert _spec is not None and _spec.loader is not None
_fixtures = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_fixtures)
built_folder, built_frontend, store, sign_in, grouped = (
    _fixtures.built_folder,
    _fixtures.built_frontend,
    _fixtures.store,
    _fixtures.sign_in,
    _fixtures.grouped,
)

KAY, LEE, MAX, TIA = (f"P-GANG000{n}" for n in range(1, 5))
BOARD = f"/group/{group_id(KAY)}/plan/"
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands run on the accounts and the audit of the test: Django is set up for them already."""
    monkeypatch.setattr("stronghold.web.setup.prepare", lambda store, **options: None)


@pytest.fixture
def sergeant(sign_in: SignIn, grouped: str) -> Client:
    return sign_in("sergeant", "disruption")


def confirm(sign_in: SignIn, who: str) -> None:
    """A social worker finds that somebody is to be protected, whatever records say."""
    client = sign_in("social_worker", "safeguarding", agency="children")
    answer = client.post(f"/protection/{who}/check/", {"outcome": "protected", "reason": "Told me"})
    assert answer.status_code == 302


def plan_by_command(store: Path, client: Client, people: int) -> tuple[int, str]:
    """The exit code of ``stronghold plan`` for the group, and what it says."""
    name = client.account.username  # type: ignore[attr-defined]
    arguments = ["plan", "--store", str(store), "--group", group_id(KAY), "--people", str(people), "--seconds", "0.5", "--json"]
    answer = CliRunner().invoke(app, [*arguments, "--as", name, "--purpose", "disruption"])
    return answer.exit_code, answer.stdout


def test_a_child_is_never_chosen_however_many_are_asked_for(sergeant: Client, store: Path) -> None:
    assert sergeant.get(f"{BOARD}?people=4&do=plan").status_code == 400
    told = sergeant.get(f"{BOARD}?people=3&do=plan").content.decode()
    assert f'value="{TIA}"' not in told
    code, said = plan_by_command(store, sergeant, 3)
    assert code == 0 and sorted(json.loads(said)["chosen"]) == [KAY, LEE, MAX]


def test_whoever_was_confirmed_is_out_of_every_plan_at_once(sergeant: Client, store: Path, sign_in: SignIn) -> None:
    confirm(sign_in, KAY)
    told = sergeant.get(f"{BOARD}?people=2&do=plan").content.decode()
    assert f'value="{LEE}" checked' in told and f'value="{MAX}" checked' in told and f'value="{KAY}"' not in told
    assert sergeant.get(f"{BOARD}?people=3&do=plan").status_code == 400
    _, said = plan_by_command(store, sergeant, 2)
    assert sorted(json.loads(said)["chosen"]) == [LEE, MAX]
    assert KAY in [one["entity_id"] for one in json.loads(said)["never"]]


@pytest.mark.parametrize("who", [TIA, LEE])
def test_nobody_takes_them_out_by_hand_or_keeps_a_plan_of_them(sergeant: Client, sign_in: SignIn, who: str) -> None:
    confirm(sign_in, LEE)
    for asked in (f"out={who}", f"out={KAY}&out={who.lower()}"):
        assert sergeant.get(f"{BOARD}?{asked}").status_code == 400
        assert sergeant.get(f"{BOARD}network.json?{asked}").status_code == 400
        assert sergeant.post(f"{BOARD}?{asked}", {"aim": "All the same"}).status_code == 400
    assert "No plan was kept" in sergeant.get("/plans/").content.decode()


def test_a_doubt_about_every_file_protects_nobody_less(sergeant: Client) -> None:
    told = sergeant.get(f"{BOARD}?people=3&do=plan&false=rms.csv").content.decode()
    assert f'value="{TIA}"' not in told
