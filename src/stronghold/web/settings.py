"""Django's settings. They can be imported without a store: then the database is in memory and the key lasts for one process.

Two environment variables are read: ``STRONGHOLD_STORE``, the store's folder, and ``STRONGHOLD_DATABASE_URL``, where a team keeps
the casework in PostgreSQL (``postgresql://user:password@host:5432/name``) instead of the store's own SQLite file.
"""

from __future__ import annotations

import os
from pathlib import Path

from stronghold.web.database import database
from stronghold.web.secret import secret_key

STRONGHOLD_STORE: Path | None = Path(os.environ["STRONGHOLD_STORE"]) if os.environ.get("STRONGHOLD_STORE") else None

SECRET_KEY = secret_key(STRONGHOLD_STORE)
DEBUG = False
ALLOWED_HOSTS: list[str] = []

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "stronghold.governance",
]
AUTH_USER_MODEL = "governance.Account"
DATABASES = {"default": database(STRONGHOLD_STORE, os.environ.get("STRONGHOLD_DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Times are kept in UTC; pages and exports turn them into the zone of the source they came from.
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-gb"
USE_I18N = False
