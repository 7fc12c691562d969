"""What is loaded, how far it has come, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from stronghold.errors import BadInput
from stronghold.intake.corrections import Correction
from stronghold.intake.mapping import Mapping

__all__ = ["LoadProgress", "LoadReport", "SourceCounts", "SourceInput"]


@dataclass(frozen=True)
class SourceInput:
    """One file to load: where it lies, the name that people know it by, and its mapping.

    Without a mapping the file is refused: for ``problem`` where there is one (a mapping that could not be read).
    """

    path: Path
    name: str
    mapping: Mapping | None
    problem: BadInput | None = None


@dataclass(frozen=True)
class LoadProgress:
    """Where a load stands: the ``number``-th of ``files`` files, ``rows`` of it read; ``share`` (0 to 1) of all bytes is done."""

    name: str
    number: int
    files: int
    rows: int
    share: float


@dataclass(frozen=True)
class SourceCounts:
    """What became of one file's rows, in rows: ``read`` = ``kept`` + ``quarantined``.

    Of those kept, ``repeated`` stand behind an equal record, ``replaced`` behind a later one of the same key, and ``withdrawn`` are
    left out because people withdrew the record. ``noted`` counts notes on cells.
    """

    source_id: int
    name: str
    sha256: str
    read: int
    kept: int
    quarantined: int
    noted: int
    repeated: int = 0
    replaced: int = 0
    withdrawn: int = 0

    @property
    def records(self) -> int:
        """Rows that stand in the picture as a record of their own."""
        return self.kept - self.repeated - self.replaced - self.withdrawn


@dataclass(frozen=True)
class LoadReport:
    """What a load did. ``records`` and ``quarantined_rows`` were counted in the tables afterwards, not added up from ``sources``.

    ``refused`` are the files that could not be used, each with its reason; nothing of them is in the tables.
    ``unused_corrections`` met no row: their file is not among the sources.
    """

    sources: tuple[SourceCounts, ...]
    refused: tuple[BadInput, ...]
    records: int
    quarantined_rows: int
    unused_corrections: tuple[Correction, ...] = ()
    unlocated_postcodes: int = 0

    @property
    def read(self) -> int:
        return sum(source.read for source in self.sources)

    @property
    def kept(self) -> int:
        return sum(source.kept for source in self.sources)

    @property
    def counts_add_up(self) -> bool:
        """Whether every row read is accounted for: file by file, and against what the tables hold."""
        return (
            all(source.read == source.kept + source.quarantined for source in self.sources)
            and sum(source.records for source in self.sources) == self.records
            and sum(source.quarantined for source in self.sources) == self.quarantined_rows
        )
