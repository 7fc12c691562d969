"""``stronghold serve``: its options reach the server, and a way that others can read is warned of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from stronghold.cli.app import app
from stronghold.engine import DUCKDB, Engine
from stronghold.web import serve as module


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the server was asked to do."""
    calls: list[dict[str, Any]] = []

    def serve(store: Path, **options: Any) -> None:
        calls.append({"store": store, **options})
        options["ready"]("http://127.0.0.1:8000/")
        options["note"]("The worker ended.")

    monkeypatch.setattr(module, "serve", serve)
    return calls


def test_it_serves_on_this_machine_and_says_where(asked: list[dict[str, Any]], tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["serve", "--store", str(tmp_path)])
    assert done.exit_code == 0
    assert "Stronghold is at http://127.0.0.1:8000/" in done.stdout
    assert "Careful" not in done.output
    assert "The worker ended." in done.stderr
    (call,) = asked
    assert (call["store"], call["host"], call["port"], call["names"], call["https"]) == (tmp_path, "127.0.0.1", 8000, (), False)


@pytest.mark.parametrize(
    ("options", "warned"),
    [
        (["--host", "0.0.0.0"], True),
        (["--host", "town.example"], True),
        (["--host", "0.0.0.0", "--https"], False),
        (["--host", "::1"], False),
        (["--host", "localhost"], False),
    ],
)
def test_who_serves_others_without_tls_is_warned(
    asked: list[dict[str, Any]], tmp_path: Path, options: list[str], warned: bool
) -> None:
    done = CliRunner().invoke(app, ["serve", "--store", str(tmp_path), "--name", "a.example", "--name", "b.example", *options])
    assert ("Without TLS" in done.stderr) is warned
    assert list(asked[0]["names"]) == ["a.example", "b.example"]


def test_builds_asked_for_on_the_pages_use_the_engine_that_is_named(asked: list[dict[str, Any]], tmp_path: Path) -> None:
    for name, engine in (("duckdb", DUCKDB), ("local[2]", Engine("local[2]"))):
        assert CliRunner().invoke(app, ["serve", "--store", str(tmp_path), "--engine", name]).exit_code == 0
        assert asked.pop()["engine"] == engine
    assert CliRunner().invoke(app, ["serve", "--store", str(tmp_path), "--engine", "steam"]).exit_code != 0
    assert asked == []


def test_a_port_that_is_none_is_refused(asked: list[dict[str, Any]], tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["serve", "--store", str(tmp_path), "--port", "70000"]).exit_code == 2
    assert asked == []
