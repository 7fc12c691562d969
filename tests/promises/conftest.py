"""Fixtures that promises share with the rooms that keep them."""

from __future__ import annotations

import importlib.util
from pathlib import Path

_GOVERNANCE = Path(__file__).parents[1] / "governance" / "conftest.py"
_spec = importlib.util.spec_from_file_location("governance_fixtures", _GOVERNANCE)
assert _spec is not None and _spec.loader is not None
_fixtures = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_fixtures)

made_store = _fixtures.made_store
account = _fixtures.account
