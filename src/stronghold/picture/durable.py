"""Files that are safe on disk: written whole or not at all, whatever happens in between."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["UNFINISHED", "sync_file", "sync_folder", "write_durably"]

UNFINISHED = ".new"
"""How the name of a file ends while it is being written; a leading dot goes before it."""


def write_durably(path: Path, text: str) -> None:
    """Replace ``path`` by a file of ``text`` in one step; a reader sees the old one or the new one, also after a power cut."""
    written = path.with_name(f".{path.name}.{os.getpid()}{UNFINISHED}")
    descriptor = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    written.replace(path)
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Wait until the bytes of ``path`` are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(path: Path) -> None:
    """Wait until the names in the folder are on the disk (a rename is not safe before)."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
