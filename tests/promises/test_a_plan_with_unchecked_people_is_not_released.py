"""No plan is released while anybody in its group is unchecked or anybody it chose has to be protected: on pages and by command."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from typer.testing import CliRunner

from stronghold.casework.models import SavedPlan
from stronghold.casework.plans import NotReleasable
from stronghold.cli.app import app
from stronghold.governance.models import AuditEntry
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

KAY, LEE, MAX = (f"P-GANG000{n}" for n in range(1, 4))
RELEASE = {"step": "release", "reason": "Day of action"}
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands run on the accounts and the audit of the test: Django is set up for them already."""
    monkeypatch.setattr("stronghold.web.setup.prepare", lambda store, **options: None)


@pytest.fixture
def sergeant(sign_in: SignIn, grouped: str) -> Client:
    """A sergeant with a plan that chose Kay."""
    client = sign_in("sergeant", "disruption")
    answer = client.post(f"/group/{group_id(KAY)}/plan/?out={KAY}", {"aim": "Weaken the line"})
    assert answer.status_code == 302
    return client


@pytest.fixture
def check(sign_in: SignIn, sergeant: Client) -> Callable[..., None]:
    social_worker = sign_in("social_worker", "safeguarding", agency="children")

    def record(who: str, outcome: str = "no reason found") -> None:
        answer = social_worker.post(f"/protection/{who}/check/", {"outcome": outcome, "reason": "Looked at all there is"})
        assert answer.status_code == 302

    return record


def by_command(store: Path, client: Client) -> BaseException | None:
    """What ``stronghold plans release`` comes to: nothing, or why not."""
    name = client.account.username  # type: ignore[attr-defined]
    arguments = ["plans", "release", "1", "--reason", "Day of action", "--store", str(store), "--as", name]
    return CliRunner().invoke(app, [*arguments, "--purpose", "disruption"]).exception


def state() -> str:
    return str(SavedPlan.objects.get(number=1).state)


def test_one_person_whom_nobody_checked_is_enough_to_refuse_it(sergeant: Client, check: Callable[..., None], store: Path) -> None:
    check(KAY)
    check(LEE)
    assert sergeant.post("/plans/1/", RELEASE).status_code == 400
    assert isinstance(by_command(store, sergeant), NotReleasable)
    assert state() == "draft"
    assert AuditEntry.objects.filter(action="plan release refused").count() == 2
    check(MAX)
    assert by_command(store, sergeant) is None
    assert state() == "released"


def test_whoever_is_protected_by_now_is_enough_and_suspends_what_was_released(
    sergeant: Client, check: Callable[..., None], store: Path
) -> None:
    for who in (KAY, LEE, MAX):
        check(who)
    assert sergeant.post("/plans/1/", RELEASE).status_code == 302
    check(KAY, "protected")
    assert state() == "suspended"
    assert sergeant.post("/plans/1/", RELEASE).status_code == 400
    assert isinstance(by_command(store, sergeant), NotReleasable)
    assert state() == "suspended"


def test_nobody_who_plans_can_answer_for_themselves(sergeant: Client) -> None:
    answer = sergeant.post(f"/protection/{KAY}/check/", {"outcome": "no reason found", "reason": "In the way"})
    assert answer.status_code == 403
    assert sergeant.post("/plans/1/", RELEASE).status_code == 400
