"""The fixtures of checks: plans heed them."""

from __future__ import annotations

import importlib.util
from pathlib import Path

_CHECKS = Path(__file__).parents[1] / "checks" / "conftest.py"
_spec = importlib.util.spec_from_file_location("checks_fixtures", _CHECKS)
assert _spec is not None and _spec.loader is not None
_fixtures = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_fixtures)

made_store, grouped_store, account = _fixtures.made_store, _fixtures.grouped_store, _fixtures.account
store, entered, next_picture = _fixtures.store, _fixtures.entered, _fixtures.next_picture
