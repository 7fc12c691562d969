"""The files that a picture was built from: whose they are, on what terms they were given, and what became of their rows.

Nothing here is about a person. Still, that a file of an operation exists is for the operation's members alone, and that a
restricted one does is for its own agency.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

import duckdb

from stronghold.governance.models import Account
from stronghold.intake.mapping import Mapping, read_mapping_file
from stronghold.picture.manifest import RefusedFile
from stronghold.picture.snapshot import Snapshot
from stronghold.picture.store import Store

__all__ = ["SourceView", "SourcesView", "kept_mappings", "known_sources", "may_know", "sources_of"]

_COLUMNS = (
    "name, sha256, mapping_sha256, coalesce(bytes, 0), coalesce(format, ''), encoding, agency, system, purpose, lawful_basis,"
    " handling, sensitivity, operation, coalesce(read_rows, 0), coalesce(kept_rows, 0), coalesce(quarantined_rows, 0),"
    " coalesce(repeated_rows, 0), coalesce(replaced_rows, 0), coalesce(noted_cells, 0), coalesce(notes, [])"
)


@dataclass(frozen=True)
class SourceView:
    """One file of the served picture. Counts are of rows: ``read`` = ``kept`` + ``quarantined``; ``repeated`` and ``replaced`` are
    among those kept and stand behind another record. ``noted`` counts cells. ``loaded`` is when the first snapshot of these
    bytes under this mapping was made."""

    name: str
    sha256: str
    mapping_sha256: str
    bytes: int
    format: str
    encoding: str | None
    agency: str
    system: str
    purpose: str
    lawful_basis: str
    handling: str | None
    sensitivity: str | None
    operation: str | None
    read: int
    kept: int
    quarantined: int
    repeated: int
    replaced: int
    noted: int
    notes: tuple[str, ...]
    loaded: datetime | None = None


_FIELDS = tuple(f.name for f in fields(SourceView) if f.name not in ("notes", "loaded"))


@dataclass(frozen=True)
class SourcesView:
    """The files of one snapshot that an account may know of, with the sums of their rows, and the files that are not in it."""

    snapshot: str
    created: datetime
    sources: tuple[SourceView, ...]
    refused: tuple[RefusedFile, ...]
    passed_over: tuple[RefusedFile, ...]

    @property
    def read(self) -> int:
        return sum(source.read for source in self.sources)

    @property
    def kept(self) -> int:
        return sum(source.kept for source in self.sources)

    @property
    def quarantined(self) -> int:
        return sum(source.quarantined for source in self.sources)


def may_know(account: Account, *, agency: str, sensitivity: str | None, operation: str | None) -> bool:
    """Whether the account may know that there is a file of this agency, sensitivity and operation."""
    if operation and operation not in account.operations:
        return False
    return sensitivity != "restricted" or agency == account.agency.name


def sources_of(store: Store, snapshot: Snapshot, con: duckdb.DuckDBPyConnection, account: Account) -> SourcesView:
    """The files of ``snapshot``, whose tables ``con`` reads, that ``account`` may know of, by name."""
    loaded = _first_loaded(store)
    rows = con.execute(f"SELECT {_COLUMNS} FROM source ORDER BY name, source_id").fetchall()  # noqa: S608 - columns of ours
    views = [
        SourceView(**dict(zip(_FIELDS, row, strict=False)), notes=tuple(row[-1]), loaded=loaded.get((row[1], row[2])))
        for row in rows
    ]
    manifest = snapshot.manifest
    return SourcesView(
        snapshot=snapshot.id,
        created=datetime.fromisoformat(manifest.created),
        sources=tuple(v for v in views if may_know(account, agency=v.agency, sensitivity=v.sensitivity, operation=v.operation)),
        refused=manifest.refused,
        passed_over=manifest.passed_over,
    )


def known_sources(snapshot: Snapshot, account: Account) -> frozenset[str]:
    """The names of the snapshot's files that the account may know of."""
    with snapshot.connect() as con:
        rows = con.execute("SELECT name, agency, sensitivity, operation FROM source").fetchall()
    return frozenset(name for name, a, s, o in rows if may_know(account, agency=a, sensitivity=s, operation=o))


def kept_mappings(store: Store, account: Account) -> list[tuple[str, Mapping]]:
    """(name, mapping) of each file of the account's own agency in the served picture, of those that it may know of."""
    current = store.current()
    found: list[tuple[str, Mapping]] = []
    for entry in current.manifest.inputs if current else ():
        path = store.sources_folder / entry.sha256 / f"{entry.mapping_sha256}.toml"
        if entry.agency == account.agency.name and path.is_file():
            mapping = read_mapping_file(path)
            terms = mapping.source
            if may_know(account, agency=terms.agency, sensitivity=terms.sensitivity, operation=terms.operation):
                found.append((entry.name, mapping))
    return found


def _first_loaded(store: Store) -> dict[tuple[str, str], datetime]:
    """(file's hash, mapping's hash) -> when the first snapshot with it was made."""
    found: dict[tuple[str, str], datetime] = {}
    for info in store.snapshots():
        created = datetime.fromisoformat(info.created)
        for entry in store.snapshot(info.id).manifest.inputs:
            found.setdefault((entry.sha256, entry.mapping_sha256), created)
    return found
