"""A copy of the picture with a group (tests/governance/conftest.py), those who read it, and pictures that come after it."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from stronghold import engine
from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.models import Account
from stronghold.picture.snapshot import PICTURE_FILE
from stronghold.picture.store import Store

_GOVERNANCE = Path(__file__).parents[2] / "governance" / "conftest.py"
_spec = importlib.util.spec_from_file_location("governance_fixtures", _GOVERNANCE)
assert _spec is not None and _spec.loader is not None
_fixtures = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_fixtures)

made_store, grouped_store, account = _fixtures.made_store, _fixtures.grouped_store, _fixtures.account

Entered = Callable[..., Gateway]
Picture = Callable[[Callable[[duckdb.DuckDBPyConnection], object]], str]
PURPOSES = {"sue": "safeguarding", "sid": "safeguarding"}


@pytest.fixture
def store(grouped_store: Path, tmp_path: Path) -> Store:
    shutil.copytree(grouped_store, tmp_path / "store")
    return Store.open(tmp_path / "store")


@pytest.fixture
def entered(store: Store, account: Callable[..., Account]) -> Iterator[Entered]:
    """``entered("sue")``: sue and sid are social workers, sam a sergeant, ann an analyst, dev the council's data-protection officer."""
    opened: list[Gateway] = []
    account("sue", "children", "social_worker")
    account("sid", "health", "social_worker")
    account("sam", "police", "sergeant")
    account("ann", "police", "analyst")
    account("dev", "council", "data_protection_officer")

    def enter(name: str = "sue", purpose: str | None = None) -> Gateway:
        stated = purpose or PURPOSES.get(name, "data_protection" if name == "dev" else "disruption")
        opened.append(open_gateway(store.path, name, stated))
        return opened[-1]

    yield enter
    for gateway in opened:
        gateway.close()


@pytest.fixture
def next_picture(store: Store) -> Picture:
    """``next_picture(change)``: a later picture is served, the same but for what ``change`` does to its tables; its id."""

    def build(change: Callable[[duckdb.DuckDBPyConnection], object]) -> str:
        current = store.current()
        assert current is not None
        name = f"2026010{len(store.snapshots()) + 1}T000000000Z-00000000"
        folder = store.snapshots_folder / name
        shutil.copytree(current.path, folder)
        replace(current.manifest, id=name).write(folder)
        with engine.connect(folder / PICTURE_FILE) as con:
            change(con)
        store.serve(name)
        return name

    return build
