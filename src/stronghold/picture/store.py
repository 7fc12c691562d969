"""A store: the folder that holds a partnership's snapshots, the sources they were built from, and which snapshot is served."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from stronghold.errors import BadInput
from stronghold.picture.durable import UNFINISHED, sync_folder, write_durably
from stronghold.picture.manifest import MANIFEST_FILE
from stronghold.picture.snapshot import Snapshot

__all__ = ["SnapshotInfo", "Store"]

_FORMAT_FILE = "format"
_FORMAT = "stronghold store 1\n"
_FOLDERS = ("snapshots", "sources", "corrections")
_BUILDING = ".building-"
_SNAPSHOT_ID = re.compile(r"\d{8}T\d{9}Z-[0-9a-f]{8}")


@dataclass(frozen=True)
class SnapshotInfo:
    """One line of the list of snapshots."""

    id: str
    created: str
    served: bool
    previous: str | None
    sources: int
    records: int
    entities: int
    ties: int


class Store:
    """The store in the folder ``path``, which must be one (:meth:`create` makes it).

    Folders have mode 0700 and files 0600: who can read the disk can read everything in it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            text = (path / _FORMAT_FILE).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            text = ""
        if text != _FORMAT:
            later = text.startswith("stronghold store")
            raise BadInput(
                "the store was made by a later version." if later else "this is not a store.",
                file=str(path),
                remedy="Use a newer version of Stronghold." if later else "Make one with: stronghold build FOLDER --store DIR",
            )

    @classmethod
    def open(cls, path: Path) -> Store:
        """Open the store that is there; ``BadInput`` where there is none."""
        return cls(path)

    @classmethod
    def create(cls, path: Path) -> Store:
        """Make a store of an absent or empty folder, or open the one that is there; ``BadInput`` if it is something else."""
        if path.exists() and not path.is_dir():
            raise BadInput("this is a file, so it cannot be a store.", file=str(path), remedy="Name a folder.")
        if (path / _FORMAT_FILE).exists():
            return cls(path)
        # A store whose making was cut short holds its folders and perhaps a half-written file, nothing else.
        if path.is_dir() and any(p.name not in _FOLDERS and not p.name.endswith(UNFINISHED) for p in path.iterdir()):
            raise BadInput(
                "the folder has other files in it and is not a store.", file=str(path), remedy="Name a new or an empty folder."
            )
        try:
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.chmod(0o700)
            for name in _FOLDERS:
                (path / name).mkdir(exist_ok=True, mode=0o700)
            write_durably(path / _FORMAT_FILE, _FORMAT)
        except OSError as error:
            raise BadInput(f"the store cannot be made ({error.strerror}).", file=str(path)) from error
        return cls(path)

    @property
    def snapshots_folder(self) -> Path:
        return self.path / "snapshots"

    @property
    def sources_folder(self) -> Path:
        return self.path / "sources"

    @property
    def corrections_folder(self) -> Path:
        return self.path / "corrections"

    @contextmanager
    def lock(self, *, wait: float = 0.0) -> Iterator[None]:
        """Hold the store for writing. Waits up to ``wait`` seconds for another process, then ``BadInput`` says which it is."""
        lock = FileLock(self.path / "lock", mode=0o600)
        try:
            lock.acquire(timeout=wait)
        except Timeout:
            raise BadInput(self._holder(), file=str(self.path), remedy="Wait until it has ended, or stop that process.") from None
        try:
            holder = {"process": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds")}
            write_durably(self.path / "lock.holder", json.dumps(holder) + "\n")
            yield
        finally:
            (self.path / "lock.holder").unlink(missing_ok=True)
            lock.release()

    def _holder(self) -> str:
        """Who holds the lock, as far as it has said so."""
        try:
            holder = json.loads((self.path / "lock.holder").read_text(encoding="utf-8"))
            return f"a build by process {int(holder['process'])} since {holder['since']} is running."
        except (OSError, ValueError, KeyError, TypeError):
            return "a build by another process is running."

    def current(self) -> Snapshot | None:
        """The served snapshot, or ``None`` before the first build."""
        try:
            named = (self.path / "current").read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError):
            named = ""
        if not _SNAPSHOT_ID.fullmatch(named) or not (self.snapshots_folder / named / MANIFEST_FILE).is_file():
            raise BadInput(
                "the pointer to the served snapshot names none that is there.",
                file=str(self.path / "current"),
                remedy="Roll back to one of those that `stronghold snapshots` lists, or build again.",
            )
        return Snapshot(self.snapshots_folder / named)

    def snapshot(self, snapshot_id: str) -> Snapshot:
        """The complete snapshot of that id; ``BadInput`` where there is none."""
        for found in self._complete():
            if found.id == snapshot_id:
                return found
        raise BadInput(f"there is no snapshot '{snapshot_id}'.", file=str(self.path), remedy="See: stronghold snapshots")

    def snapshots(self) -> list[SnapshotInfo]:
        """Every complete snapshot, oldest first. Nothing is deleted by time: old ones stay until a person removes them."""
        served = self._served_id()
        return [
            SnapshotInfo(
                id=found.id,
                created=found.manifest.created,
                served=found.id == served,
                previous=found.manifest.previous,
                sources=len(found.manifest.inputs),
                records=sum(found.manifest.counts.get("records", {}).values()),
                entities=sum(found.manifest.counts.get("entities", {}).values()),
                ties=sum(found.manifest.counts.get("ties", {}).values()),
            )
            for found in self._complete()
        ]

    def roll_back(self, snapshot_id: str, *, wait: float = 0.0) -> Snapshot:
        """Serve an earlier (or a later) snapshot again, after its files were checked against its manifest."""
        wanted = self.snapshot(snapshot_id)
        if faults := wanted.manifest.verify(wanted.path):
            raise BadInput(
                f"snapshot {snapshot_id} is damaged: {'; '.join(faults)}.", file=str(wanted.path), remedy="Choose another one."
            )
        with self.lock(wait=wait):
            self.serve(snapshot_id)
        return wanted

    def serve(self, snapshot_id: str) -> None:
        """Point at a snapshot, in one step. The caller holds the lock."""
        write_durably(self.path / "current", snapshot_id + "\n")

    def begin(self, snapshot_id: str) -> Path:
        """A folder to build a snapshot in; what killed builds left is cleared first. The caller holds the lock."""
        self.clear_leftovers()
        folder = self.snapshots_folder / (_BUILDING + snapshot_id)
        folder.mkdir(mode=0o700)
        return folder

    def finish(self, building: Path) -> Snapshot:
        """Turn a building folder with a complete manifest into a snapshot and serve it. The caller holds the lock."""
        snapshot_id = building.name.removeprefix(_BUILDING)
        final = self.snapshots_folder / snapshot_id
        sync_folder(building)
        building.rename(final)
        sync_folder(self.snapshots_folder)
        self.serve(snapshot_id)
        return Snapshot(final)

    def clear_leftovers(self) -> None:
        """Remove what builds that were killed or failed left behind: their folders, half-written files, sources no snapshot has.

        The caller holds the lock.
        """
        for folder in self.snapshots_folder.iterdir():
            unfinished = folder.name.startswith(_BUILDING) or not (folder / MANIFEST_FILE).is_file()
            if folder.is_dir() and unfinished:
                shutil.rmtree(folder)
        for folder in (self.path, *(self.path / name for name in _FOLDERS)):
            for file in folder.glob(f".*{UNFINISHED}"):
                file.unlink()
        used = {source.sha256 for snapshot in self._complete() for source in snapshot.manifest.inputs}
        for folder in self.sources_folder.iterdir():
            if folder.is_dir() and folder.name not in used:
                shutil.rmtree(folder)

    def _served_id(self) -> str | None:
        pointer = self.path / "current"
        return pointer.read_text(encoding="utf-8", errors="replace").strip() if pointer.is_file() else None

    def _complete(self) -> list[Snapshot]:
        """Snapshots with a manifest that can be read, by id, which is by time."""
        found = []
        for folder in sorted(self.snapshots_folder.iterdir()):
            if _SNAPSHOT_ID.fullmatch(folder.name) and (folder / MANIFEST_FILE).is_file():
                found.append(Snapshot(folder))
        return found
