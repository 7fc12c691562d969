"""The folder of a store where files that people send lie until a build has taken them: ``STORE/incoming/<id>/data``.

No name that a browser sends is ever part of a path here. While a file is received its folder also bears the name of the process
that receives it (``<id>@<process>``); so what a killed process left can be told from what is still on its way.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from stronghold.casework.processes import is_alive, this_process
from stronghold.errors import BadInput
from stronghold.picture.durable import sync_folder
from stronghold.picture.store import Store

__all__ = ["Received", "Receiving", "clear_leftovers", "data_file", "named", "remove"]

_FOLDER = "incoming"
_DATA = "data"
_PART = "data.part"
_BY = "@"


@dataclass(frozen=True)
class Received:
    """A file that was received whole and is safe on disk at ``path``: SHA-256 in hex, size in bytes."""

    id: uuid.UUID
    sha256: str
    bytes: int
    path: Path


class Receiving:
    """One file on its way in, written as it comes. :meth:`settle` or :meth:`abandon` ends it."""

    def __init__(self, store: Store, largest: int) -> None:
        """``largest`` is in bytes."""
        self._largest = largest
        self._id = uuid.uuid4()
        self._folder = _folder(store) / f"{self._id}{_BY}{this_process()}"
        self._folder.mkdir(mode=0o700)
        self._digest = hashlib.sha256()
        self._size = 0
        descriptor = os.open(self._folder / _PART, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(descriptor, "wb")

    def write(self, chunk: bytes) -> None:
        """Add bytes; ``BadInput`` as soon as the file is larger than it may be."""
        self._size += len(chunk)
        if self._size > self._largest:
            raise BadInput(
                f"The file is larger than {self._largest / 2**20:,.0f} MB.", remedy="Split it, or compress it with gzip (.gz)."
            )
        self._digest.update(chunk)
        self._file.write(chunk)

    def finish(self) -> Received:
        """Make the file safe on disk; ``BadInput`` where nothing was received."""
        if self._size == 0:
            raise BadInput("The file is empty.", remedy="Choose another one, or ask for it to be sent again.")
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        data = self._folder / _DATA
        (self._folder / _PART).replace(data)
        sync_folder(self._folder)
        return Received(self._id, self._digest.hexdigest(), self._size, data)

    def settle(self) -> None:
        """The file is a row of the database: from now on that says what becomes of it."""
        _settle(self._folder, str(self._id))

    def abandon(self) -> None:
        """Take the bytes away, unless the file was settled."""
        self._file.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def data_file(store: Store, upload: uuid.UUID) -> Path:
    """Where the bytes of an upload lie."""
    return store.path / _FOLDER / str(upload) / _DATA


@contextmanager
def named(data: Path, name: str) -> Iterator[Path]:
    """The file ``data`` under the name it is known by (one that :func:`.uploads.known_name` gave): readers go by its ending."""
    if not data.is_file():
        raise BadInput("The file is no longer there.", file=name, remedy="Send it again.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.symlink_to(data.resolve())
        yield path


def remove(store: Store, upload: uuid.UUID) -> None:
    """Take the bytes of an upload away."""
    folder = store.path / _FOLDER / str(upload)
    if folder.is_dir():
        shutil.rmtree(folder)


def clear_leftovers(store: Store, wanted: Callable[[], Container[str]]) -> None:
    """Take away what was cut short: files that a process now gone was receiving, and those of uploads that are over.

    ``wanted`` gives the ids of the uploads whose bytes are needed. It is asked after the folders were listed: a file that was
    settled by then is a row by then.
    """
    found = [(folder, *folder.name.partition(_BY)[::2]) for folder in _folder(store).iterdir()]
    left = [(folder, upload, holder) for folder, upload, holder in found if not (holder and is_alive(holder))]
    needed = wanted()
    for folder, upload, holder in left:
        if upload not in needed:
            shutil.rmtree(folder, ignore_errors=True)
        elif holder:
            _settle(folder, upload)


def _settle(folder: Path, upload: str) -> None:
    folder.replace(folder.with_name(upload))
    sync_folder(folder.parent)


def _folder(store: Store) -> Path:
    folder = store.path / _FOLDER
    folder.mkdir(exist_ok=True, mode=0o700)
    return folder
