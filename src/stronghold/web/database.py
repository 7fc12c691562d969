"""Where casework is kept: the store's SQLite file, or PostgreSQL where a team names one."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from stronghold.errors import BadInput

__all__ = ["CASEWORK_FILE", "database"]

CASEWORK_FILE = "casework.sqlite3"

_EXAMPLE = "Give it as postgresql://user:password@host:5432/name."


def database(store: Path | None, url: str | None = None) -> dict[str, Any]:
    """Django's settings of the one database: ``url`` where given, else the file in ``store``, else memory.

    Every SQLite transaction takes the write lock when it begins (``IMMEDIATE``), so two writers wait for each other instead of
    failing half-way; WAL lets readers go on meanwhile; ``synchronous=FULL`` keeps a committed audit entry through a power cut.
    """
    if url:
        return _postgresql(url)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(store / CASEWORK_FILE) if store else ":memory:",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    name = parts.path.lstrip("/")
    # The URL holds a password: no message repeats it.
    if parts.scheme not in ("postgresql", "postgres") or not parts.hostname or not name:
        raise BadInput("STRONGHOLD_DATABASE_URL does not name a PostgreSQL database.", remedy=_EXAMPLE)
    try:
        port = parts.port
    except ValueError:
        raise BadInput("STRONGHOLD_DATABASE_URL has a port that is not a number from 0 to 65535.", remedy=_EXAMPLE) from None
    if find_spec("psycopg") is None:
        raise BadInput(
            "STRONGHOLD_DATABASE_URL names a PostgreSQL database, and the package psycopg is not installed.",
            remedy="Install psycopg (version 3), or unset STRONGHOLD_DATABASE_URL to use the store's SQLite file.",
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(name),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname,
        "PORT": str(port or ""),
    }
