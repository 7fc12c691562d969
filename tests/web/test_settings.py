"""The settings, as a process of its own sees them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def run(code: str, **environment: str) -> str:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("STRONGHOLD_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, env={**kept, **environment}, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_they_can_be_imported_without_a_store() -> None:
    said = run("from stronghold.web import settings as s; print(s.STRONGHOLD_STORE, s.DATABASES['default']['NAME'], s.DEBUG)")
    assert said == "None :memory: False"


def test_the_store_comes_from_the_environment(tmp_path: Path) -> None:
    code = "from stronghold.web import settings as s; print(s.DATABASES['default']['NAME'], s.SECRET_KEY)"
    name, key = run(code, STRONGHOLD_STORE=str(tmp_path)).split()
    assert name == str(tmp_path / "casework.sqlite3")
    assert key == (tmp_path / "secret.key").read_text().strip()


def test_djangos_own_checks_find_nothing() -> None:
    code = (
        "import django; django.setup(); from django.core.management import call_command;"
        " call_command('check', fail_level='WARNING')"
    )
    run(code, DJANGO_SETTINGS_MODULE="stronghold.web.settings")


def test_the_migrations_are_those_of_the_models() -> None:
    code = (
        "import django; django.setup(); from django.core.management import call_command;"
        " call_command('makemigrations', check=True, dry_run=True)"
    )
    assert run(code, DJANGO_SETTINGS_MODULE="stronghold.web.settings") == "No changes detected"
