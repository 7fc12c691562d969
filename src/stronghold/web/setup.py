"""Setting Django up for one store, in this process."""

from __future__ import annotations

import os
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from filelock import FileLock

from stronghold.picture.store import Store
from stronghold.web.database import CASEWORK_FILE, database
from stronghold.web.secret import secret_key

__all__ = ["prepare"]


def prepare(store: Path, *, create: bool = False) -> None:
    """Set Django up for ``store`` and bring its casework tables up to date; again for the same store, nothing happens.

    Modules of ``stronghold.governance`` are imported after this. ``create`` makes the store where there is none; otherwise a
    folder that is no store is ``BadInput``. A process works on one store at a time: a call for another store moves it there
    (for one command after another in one process, never while other threads work).
    """
    store = store.resolve()
    if create:
        Store.create(store)
    else:
        Store(store)
    os.environ["STRONGHOLD_STORE"] = str(store)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stronghold.web.settings")
    if not apps.ready:
        django.setup()
    if store != settings.STRONGHOLD_STORE:
        _move_to(store)
    _migrate(store)


def _move_to(store: Path) -> None:
    settings.STRONGHOLD_STORE = store
    settings.SECRET_KEY = secret_key(store)
    if os.environ.get("STRONGHOLD_DATABASE_URL"):
        return
    connections["default"].close()
    connections.settings["default"].update(database(store))
    del connections["default"]


def _migrate(store: Path) -> None:
    # One process at a time: two that start together on a new store would both make its tables.
    from django.core.management import call_command

    with FileLock(store / f".{CASEWORK_FILE}.lock", mode=0o600):
        if not os.environ.get("STRONGHOLD_DATABASE_URL"):
            # SQLite gives its own side files the mode of this one.
            (store / CASEWORK_FILE).touch(mode=0o600)
        executor = MigrationExecutor(connections["default"])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)
