"""A small picture (``tests/governance/conftest.py``), of which an analyst and a social worker judge samples."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stronghold.governance import accounts
from stronghold.governance.gateway import Gateway, open_gateway

_GOVERNANCE = Path(__file__).parents[2] / "governance" / "conftest.py"
_spec = importlib.util.spec_from_file_location("governance_fixtures", _GOVERNANCE)
assert _spec is not None and _spec.loader is not None
_fixtures = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_fixtures)

made_store = _fixtures.made_store


@pytest.fixture
def open_as(db: None, made_store: Path, settings) -> Iterator[Callable[..., Gateway]]:
    """``open_as("ann", "analyst", "disruption", agency="police")``: the gateway of a new account."""
    settings.STRONGHOLD_STORE = made_store
    opened: list[Gateway] = []

    def opening(name: str, role: str, purpose: str, agency: str = "police") -> Gateway:
        if accounts.find(name) is None:
            accounts.add(name, agency, [role])
        opened.append(open_gateway(made_store, name, purpose))
        return opened[-1]

    yield opening
    for each in opened:
        each.close()
