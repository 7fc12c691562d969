"""Fixtures for the whole suite, and the rule for tests on real data."""

from __future__ import annotations

import gc
import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings as web_settings
from hypothesis import settings

from tests.processes import said

# The same examples in every run, and no clock: a check that fails by chance, or on a busy machine, tells nobody anything.
settings.register_profile("stronghold", deadline=None, derandomize=True)
settings.load_profile("stronghold")

EXAMPLES = Path(__file__).parents[1] / "docs" / "examples" / "partners"
SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def pytest_configure() -> None:
    """Passwords are hashed in a way that a test need not wait for."""
    web_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without the shared data, `real` tests are skipped and counted; where they are required, they run and so fail."""
    if SHARED_DATA.is_dir() or os.environ.get("STRONGHOLD_REQUIRE_REAL") == "1":
        return
    for item in items:
        if item.get_closest_marker("real"):
            item.add_marker(pytest.mark.skip(reason=f"no real data at {SHARED_DATA}"))


def pytest_collection_finish() -> None:
    """What is imported by now is never garbage: no search for garbage goes through it again."""
    gc.collect()
    gc.freeze()


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


@pytest.fixture(scope="session")
def built_examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that was built of the example lists, and nobody has an account of: work on a copy."""
    store = tmp_path_factory.mktemp("examples") / "town"
    said("build", EXAMPLES, "--store", store, "--json")
    return store


@pytest.fixture(scope="session")
def made_example_town(built_examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What :func:`example_town` is copied from; nothing works on it."""
    store = Path(shutil.copytree(built_examples, tmp_path_factory.mktemp("town") / "town"))
    said("account", "add", "amina", "--agency", "police", "--role", "analyst", "--store", store)
    return store


@pytest.fixture
def example_town(made_example_town: Path, tmp_path: Path) -> Path:
    """A store of one's own: the example lists of the docs, built once, and the account of amina, an analyst of the police."""
    return Path(shutil.copytree(made_example_town, tmp_path / "town"))
