"""The store's secret key, made at first use and kept beside the casework, readable by its owner alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from stronghold.errors import BadInput
from stronghold.picture.durable import UNFINISHED

__all__ = ["KEY_FILE", "secret_key"]

KEY_FILE = "secret.key"


def secret_key(store: Path | None) -> str:
    """The key in ``store``, made there (mode 0600) where there is none; without a store, a random one for this process."""
    if store is None:
        return secrets.token_urlsafe(50)
    path = store / KEY_FILE
    if not path.exists():
        _make(path)
    key = path.read_text(encoding="ascii").strip()
    if len(key) < 32:
        raise BadInput(
            "The store's secret key is empty or cut short.",
            file=str(path),
            remedy="Restore it from a backup; or delete it, and a new one is made: everyone signed in must then sign in again.",
        )
    return key


def _make(path: Path) -> None:
    # Written in full under another name, then linked: two processes that start together agree on one whole key.
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}{UNFINISHED}")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise BadInput(f"The store's secret key cannot be made ({error.strerror}).", file=str(path)) from error
    try:
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(secrets.token_urlsafe(50) + "\n")
            out.flush()
            os.fsync(out.fileno())
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            return  # another process was first; its key is the store's
    finally:
        draft.unlink(missing_ok=True)
