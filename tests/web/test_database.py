"""Which database the casework is kept in."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from stronghold.errors import BadInput
from stronghold.web import database as module
from stronghold.web.database import database


def test_the_store_keeps_its_own_file(tmp_path: Path) -> None:
    settings = database(tmp_path)
    assert settings["NAME"] == str(tmp_path / "casework.sqlite3")
    assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_without_a_store_it_is_in_memory() -> None:
    assert database(None)["NAME"] == ":memory:"


def test_every_connection_is_in_wal_mode_and_keeps_foreign_keys(tmp_path: Path) -> None:
    con = sqlite3.connect(tmp_path / "file.sqlite3")
    con.executescript(database(tmp_path)["OPTIONS"]["init_command"])
    said = [con.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "foreign_keys")]
    con.close()
    assert said == ["wal", 2, 1]


def test_a_postgresql_url_is_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: object())
    settings = database(None, "postgresql://an%40n:p%2Fw@db.local:5433/case%20work")
    assert settings == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "case work",
        "USER": "an@n",
        "PASSWORD": "p/w",
        "HOST": "db.local",
        "PORT": "5433",
    }


@pytest.mark.parametrize(
    "url", ["mysql://u:secretword@h/n", "postgresql://u:secretword@/n", "postgresql://u:secretword@h", "postgresql://u:secretword@h:x/n"]
)  # fmt: skip
def test_a_url_that_names_no_postgresql_database_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(BadInput) as refused:
        database(None, url)
    assert "secretword" not in str(refused.value)
    assert "postgresql://" in str(refused.value)


def test_a_missing_driver_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    with pytest.raises(BadInput, match="psycopg is not installed"):
        database(None, "postgresql://u:p@h/n")
