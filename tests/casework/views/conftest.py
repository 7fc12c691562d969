"""The picture with a group of tests/governance/conftest.py, and the accounts of who reads it."""

from __future__ import annotations

import importlib.util
from pathlib import Path

_GOVERNANCE = Path(__file__).parents[2] / "governance" / "conftest.py"
_spec = importlib.util.spec_from_file_location("governance_fixtures", _GOVERNANCE)
assert _spec is not None and _spec.loader is not None
_fixtures = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_fixtures)

made_store, grouped_store, account = _fixtures.made_store, _fixtures.grouped_store, _fixtures.account
