"""A small picture with a group, for commands that read about people: run in this process, on the test's own accounts and audit."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest

from stronghold.governance.models import Account

_GOVERNANCE = Path(__file__).parents[1] / "governance" / "conftest.py"
_spec = importlib.util.spec_from_file_location("governance_fixtures", _GOVERNANCE)
assert _spec is not None and _spec.loader is not None
_fixtures = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_fixtures)

made_store = _fixtures.made_store
grouped_store = _fixtures.grouped_store
account = _fixtures.account


@pytest.fixture
def as_ann(grouped_store: Path, account: Callable[..., Account], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The options by which ann, a police analyst, reads the picture with the group."""
    account("ann", "police", "analyst")
    # Django is set up for the tests already; the command would set it up for the store's own accounts.
    monkeypatch.setattr("stronghold.web.setup.prepare", lambda store, **options: None)
    return ["--store", str(grouped_store), "--as", "ann", "--purpose", "disruption"]
