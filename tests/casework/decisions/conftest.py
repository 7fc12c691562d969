"""The picture of tests/governance/conftest.py, and people who read it for what they may see of it."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stronghold.governance import accounts
from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.models import AuditEntry

_GOVERNANCE = Path(__file__).parents[2] / "governance" / "conftest.py"
_spec = importlib.util.spec_from_file_location("governance_fixtures", _GOVERNANCE)
assert _spec is not None and _spec.loader is not None
_fixtures = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_fixtures)

made_store = _fixtures.made_store

Enter = Callable[..., Gateway]


@pytest.fixture
def enter(db: None, made_store: Path) -> Iterator[Enter]:
    """``enter("ann")``: the gateway of a police analyst who reads for disruption; other roles, agency, purpose as given."""
    opened: list[Gateway] = []

    def come_in(name: str, *roles: str, agency: str = "police", purpose: str = "disruption", **more: object) -> Gateway:
        if accounts.find(name) is None:
            accounts.add(name, agency, roles or ("analyst",), **more)  # type: ignore[arg-type]
        gateway = open_gateway(made_store, name, purpose)
        opened.append(gateway)
        return gateway

    yield come_in
    for gateway in opened:
        gateway.close()


@pytest.fixture
def ann(enter: Enter) -> Gateway:
    return enter("ann")


@pytest.fixture
def wanda(enter: Enter) -> Gateway:
    """She sees what is sensitive, and what the police keep apart no more than Ann does."""
    return enter("wanda", "social_worker", agency="council", purpose="safeguarding")


@pytest.fixture
def written() -> Callable[[], list[str]]:
    """The actions in the audit, in order."""
    return lambda: list(AuditEntry.objects.order_by("sequence").values_list("action", flat=True))
