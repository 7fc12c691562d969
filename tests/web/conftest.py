"""A small store of one's own for each test of a page, and browsers signed in to it."""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from stronghold.governance import accounts
from stronghold.web.templatetags import assets

_GOVERNANCE = Path(__file__).parents[1] / "governance" / "conftest.py"
_spec = importlib.util.spec_from_file_location("governance_fixtures", _GOVERNANCE)
assert _spec is not None and _spec.loader is not None
_fixtures = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_fixtures)

made_store = _fixtures.made_store
grouped_store = _fixtures.grouped_store

SignIn = Callable[..., Client]


@pytest.fixture(scope="session")
def built_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A manifest as the frontend's build writes it."""
    folder = tmp_path_factory.mktemp("frontend")
    entries = {
        f"src/{name}.ts": {"file": f"{name}-00000000.js", "css": [f"{name}-00000000.css"], "isEntry": True}
        for name in ("main", "network", "map", "review")
    }
    (folder / "manifest.json").write_text(json.dumps(entries), encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def built_frontend(built_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages can be made where no frontend was built."""
    monkeypatch.setattr(assets, "BUILT", built_folder)


@pytest.fixture
def store(made_store: Path, tmp_path: Path, settings: Any) -> Path:
    """A copy of the made store (``tests/governance/conftest.py``), which the web then works on."""
    folder = tmp_path / "store"
    shutil.copytree(made_store, folder)
    settings.STRONGHOLD_STORE = folder
    return folder


@pytest.fixture
def grouped(store: Path, grouped_store: Path) -> str:
    """The store with a group in it (``tests/governance/conftest.py``); the group's id."""
    put_group(store, grouped_store)
    return str(_fixtures.GROUP)


def put_group(store: Path, grouped_store: Path) -> None:
    """Serve the picture of the grouped store from ``store``."""
    shutil.copytree(grouped_store / "snapshots", store / "snapshots", dirs_exist_ok=True)


@pytest.fixture
def sign_in(db: None, store: Path) -> SignIn:
    """``sign_in("analyst", "disruption", agency="police")``: a browser signed in as a new account that has stated the purpose.

    The account is ``client.account`` and its password ``client.password``; without a purpose (``None``) none is stated.
    """
    numbers = count(1)

    def enter(roles: str | Iterable[str], purpose: str | None, agency: str = "police", operations: Iterable[str] = ()) -> Client:
        held = [roles] if isinstance(roles, str) else list(roles)
        account = accounts.add(f"{held[0]}-{next(numbers)}", agency, held, operations=operations)
        password = accounts.make_password(account.username)
        account.refresh_from_db()
        client = Client()
        client.force_login(account)
        client.account, client.password = account, password  # type: ignore[attr-defined]
        if purpose is not None:
            session = client.session
            session["purpose"] = purpose
            session.save()
        return client

    return enter
