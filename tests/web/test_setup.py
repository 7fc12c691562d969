"""Setting Django up for a store, in a process of its own as every command does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from stronghold.picture.store import Store

_START = (
    "import sys; from pathlib import Path; from stronghold.web.setup import prepare; from stronghold.errors import BadInput\n"
)


def run(code: str, *arguments: Path) -> str:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("STRONGHOLD_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _START + code, *map(str, arguments)],
        capture_output=True,
        text=True,
        env=kept,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_prepared_store_keeps_accounts_between_processes(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "store").path
    run(
        "prepare(Path(sys.argv[1])); from stronghold.governance import accounts; accounts.add('ann', 'police', ['analyst'])",
        store,
    )
    code = (
        "prepare(Path(sys.argv[1])); prepare(Path(sys.argv[1]))\n"
        "from stronghold.governance import accounts, audit\n"
        "from django.db import connection\n"
        "modes = connection.cursor().execute('PRAGMA journal_mode').fetchone()[0]\n"
        "print([a.username for a in accounts.all_accounts()], audit.verify().entries, modes)"
    )
    assert run(code, store) == "['ann'] 1 wal"


def test_the_files_are_read_by_their_owner_alone(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "store").path
    run("prepare(Path(sys.argv[1]))", store)
    assert {"casework.sqlite3", "secret.key"} <= {p.name for p in store.iterdir()}
    assert all(p.stat().st_mode & 0o077 == 0 for p in store.iterdir())


def test_one_process_can_go_from_store_to_store(tmp_path: Path) -> None:
    one, two = (Store.create(tmp_path / name).path for name in ("one", "two"))
    code = """
one, two = map(Path, sys.argv[1:])
prepare(one)
from django.conf import settings
from stronghold.governance import accounts
accounts.add('ann', 'police', ['analyst']); key = settings.SECRET_KEY
prepare(two)
accounts.add('bob', 'police', ['analyst']); assert settings.SECRET_KEY != key
print([a.username for a in accounts.all_accounts()], end=' ')
prepare(one)
print([a.username for a in accounts.all_accounts()], settings.SECRET_KEY == key)
"""
    assert run(code, one, two) == "['bob'] ['ann'] True"


@pytest.mark.parametrize("there", [True, False])
def test_a_folder_that_is_no_store_is_left_as_it_is(tmp_path: Path, there: bool) -> None:
    folder = tmp_path / "folder"
    if there:
        folder.mkdir()
    code = "try: prepare(Path(sys.argv[1]))\nexcept BadInput as trouble: print(trouble.message)"
    assert run(code, folder) == "this is not a store."
    assert folder.exists() == there
    assert not there or not list(folder.iterdir())


def test_create_makes_the_store(tmp_path: Path) -> None:
    run("prepare(Path(sys.argv[1]), create=True)", tmp_path / "new")
    assert Store(tmp_path / "new").current() is None
