"""Runs the command line as a user does, in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from typer.testing import CliRunner

from stronghold.cli.app import app


@pytest.fixture
def answer() -> Callable[..., Any]:
    """Run ``stronghold ARGS --json`` and give its answer."""

    def run(*args: object) -> Any:
        result = CliRunner().invoke(app, [*map(str, args), "--json"], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    return run
