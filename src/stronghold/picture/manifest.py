"""The manifest of a snapshot: what went in, what came out, with which versions, in what time, and the hashes of its files."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from stronghold.errors import BadInput
from stronghold.picture.durable import write_durably

__all__ = [
    "FORMAT_VERSION",
    "MANIFEST_FILE",
    "CorrectionFile",
    "Manifest",
    "ModelEntry",
    "RefusedFile",
    "SourceEntry",
    "StageCost",
    "hash_file",
    "library_versions",
]

FORMAT_VERSION = 1
MANIFEST_FILE = "manifest.json"
_LIBRARIES = ("stronghold", "duckdb", "splink", "pyarrow", "numpy")


@dataclass(frozen=True)
class SourceEntry:
    """One source as it was loaded. Read rows are kept or quarantined; repeated, replaced and withdrawn ones are among the kept.

    ``noted_cells`` counts cells of kept rows that could not be used or leave a doubt; ``notes`` say how the file had to be read.
    """

    name: str
    sha256: str
    mapping_sha256: str
    bytes: int
    format: str
    agency: str
    system: str
    read_rows: int
    kept_rows: int
    quarantined_rows: int
    repeated_rows: int
    replaced_rows: int
    withdrawn_rows: int = 0
    noted_cells: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class RefusedFile:
    """A file that could not be used at all: why, where in it as far as known, and what to do."""

    name: str
    reason: str
    line: int | None = None
    column: str | None = None
    remedy: str | None = None


@dataclass(frozen=True)
class CorrectionFile:
    """A file of corrected rows that took part in the build."""

    name: str
    sha256: str


@dataclass(frozen=True)
class ModelEntry:
    """The linking model: hash of the snapshot's ``model.json``; ``shipped``, or ``trained`` on these or on earlier records."""

    sha256: str
    origin: str


@dataclass(frozen=True)
class StageCost:
    """What one stage took: seconds of wall clock and of CPU (all threads), and the largest resident memory seen, in MB (2^20)."""

    stage: str
    wall_seconds: float
    cpu_seconds: float
    peak_mb: float


@dataclass(frozen=True)
class Manifest:
    """Everything a snapshot says about itself.

    ``id`` sorts by time. ``created`` is UTC in ISO 8601. ``refused`` files could not be used; ``passed_over`` ones are no tables
    by their names. ``decisions`` are the numbers of the decisions that the build obeyed, in order, and ``decisions_sequence``
    the last of them (0: none); ``withdrawals`` those of the withdrawals of records. ``counts`` nests counts by name, for example
    ``counts["entities"]["person"]``. ``files`` holds the
    SHA-256 of each of the snapshot's own files. ``previous`` is the snapshot whose entity ids were carried on.
    """

    id: str
    created: str
    versions: Mapping[str, str]
    inputs: tuple[SourceEntry, ...]
    counts: Mapping[str, Any]
    timings: tuple[StageCost, ...]
    files: Mapping[str, str]
    model: ModelEntry | None = None
    refused: tuple[RefusedFile, ...] = ()
    passed_over: tuple[RefusedFile, ...] = ()
    corrections: tuple[CorrectionFile, ...] = ()
    decisions_sequence: int = 0
    decisions: tuple[int, ...] = ()
    withdrawals: tuple[int, ...] = ()
    previous: str | None = None
    format_version: int = field(default=FORMAT_VERSION)

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=2, sort_keys=True, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str, *, file: str) -> Manifest:
        """Read what :meth:`to_json` wrote; ``BadInput`` names ``file`` where it is damaged or of a later format."""
        try:
            raw = json.loads(text)
            if int(raw["format_version"]) > FORMAT_VERSION:
                raise BadInput(
                    f"the snapshot has format {raw['format_version']}; this version reads up to {FORMAT_VERSION}.",
                    file=file,
                    remedy="Use a newer version of Stronghold.",
                )
            raw["inputs"] = tuple(SourceEntry(**{**entry, "notes": tuple(entry.get("notes", ()))}) for entry in raw["inputs"])
            raw["timings"] = tuple(StageCost(**entry) for entry in raw["timings"])
            raw["refused"] = tuple(RefusedFile(**entry) for entry in raw["refused"])
            raw["passed_over"] = tuple(RefusedFile(**entry) for entry in raw["passed_over"])
            raw["corrections"] = tuple(CorrectionFile(**entry) for entry in raw["corrections"])
            raw["decisions"] = tuple(raw.get("decisions", ()))
            raw["withdrawals"] = tuple(raw.get("withdrawals", ()))
            raw["model"] = ModelEntry(**raw["model"]) if raw["model"] else None
            return cls(**raw)
        except (ValueError, KeyError, TypeError) as error:
            raise BadInput(
                f"the manifest is damaged ({error}).", file=file, remedy="Roll back to another snapshot or build again."
            ) from error

    def write(self, folder: Path) -> None:
        """Write ``manifest.json`` into ``folder``, safe on disk when this returns."""
        write_durably(folder / MANIFEST_FILE, self.to_json())

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        path = folder / MANIFEST_FILE
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise BadInput(f"the manifest cannot be read ({error}).", file=str(path)) from error
        return cls.from_json(text, file=str(path))

    def verify(self, folder: Path) -> list[str]:
        """Hash the snapshot's files again; one sentence for each that is missing or not as it was built."""
        faults: list[str] = []
        for name, expected in sorted(self.files.items()):
            path = folder / name
            if not path.is_file():
                faults.append(f"{name} is missing")
            elif hash_file(path) != expected:
                faults.append(f"{name} is not as it was built")
        return faults


def hash_file(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def library_versions() -> dict[str, str]:
    """Versions of what decides a build's result."""
    return {"python": platform.python_version(), **{name: version(name) for name in _LIBRARIES}}
