"""Fixtures for the whole suite, and the rule for tests on real data."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples in every run, and no clock: a check that fails by chance, or on a busy machine, tells nobody anything.
settings.register_profile("stronghold", deadline=None, derandomize=True)
settings.load_profile("stronghold")

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without the shared data, `real` tests are skipped and counted; where they are required, they run and so fail."""
    if SHARED_DATA.is_dir() or os.environ.get("STRONGHOLD_REQUIRE_REAL") == "1":
        return
    for item in items:
        if item.get_closest_marker("real"):
            item.add_marker(pytest.mark.skip(reason=f"no real data at {SHARED_DATA}"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [r for r in terminalreporter.stats.get("skipped", []) if "real" in getattr(r, "keywords", {})]
    if skipped:
        terminalreporter.write_line(f"{len(skipped)} tests on real data were skipped: ../shared/data is missing")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data sets; a test that asks for it is marked `real`."""
    if not SHARED_DATA.is_dir():
        pytest.fail(f"real data is required (STRONGHOLD_REQUIRE_REAL=1) but {SHARED_DATA} is missing")
    return SHARED_DATA
