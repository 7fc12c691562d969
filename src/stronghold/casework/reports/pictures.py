"""Which version of a report each picture has, told from the hashes of the files that snapshots were built from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from stronghold.casework.models import EnteredFile
from stronghold.casework.reports.files import file_name, is_file_name
from stronghold.picture.manifest import Manifest
from stronghold.picture.store import Store

__all__ = ["Pictures"]


class Pictures:
    """The pictures of a store up to the served one, as far as entered reports are in them."""

    def __init__(self, store: Store | None) -> None:
        current = store.current() if store else None
        self._built: list[tuple[datetime, Mapping[str, str]]] = []
        self._up_to: dict[tuple[str, str], int] = {}
        if store is None or current is None:
            return
        for info in store.snapshots():
            self._built.append(_entered(store.snapshots_folder / info.id))
            if info.id == current.id:
                break
        hashes = {sha256 for _created, files in self._built for sha256 in files.values()}
        self._up_to = {
            (file.sha256, file.name): file.up_to for file in EnteredFile.objects.filter(sha256__in=sorted(hashes)).iterator()
        }

    def served(self, agency: str, operations: Iterable[str]) -> dict[str, int]:
        """Of each operation's file of the agency that the served picture has: the id of the version it goes up to."""
        found: dict[str, int] = {}
        for operation in operations:
            up_to = self._goes_to(len(self._built) - 1, file_name(agency, operation))
            if up_to is not None:
                found[operation] = up_to
        return found

    def since(self, agency: str, operation: str, version_id: int) -> datetime | None:
        """Since when pictures have this version without a break (the start of that build); ``None``: the served one has not."""
        name = file_name(agency, operation)
        found = None
        for at in range(len(self._built) - 1, -1, -1):
            up_to = self._goes_to(at, name)
            if up_to is None or up_to < version_id:
                break
            found = self._built[at][0]
        return found

    def _goes_to(self, at: int, name: str) -> int | None:
        if at < 0 or name not in (files := self._built[at][1]):
            return None
        return self._up_to.get((files[name], name))


@lru_cache(maxsize=4096)
def _entered(folder: Path) -> tuple[datetime, Mapping[str, str]]:
    """When the snapshot was begun, and its files of entered reports: name -> hash. A snapshot never changes."""
    manifest = Manifest.read(folder)
    return datetime.fromisoformat(manifest.created), {i.name: i.sha256 for i in manifest.inputs if is_file_name(i.name)}
