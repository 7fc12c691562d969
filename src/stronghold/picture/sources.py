"""Sources as a store keeps them: the bytes as they were sent and the mapping they were read by, under the hash of each.

    sources/<sha256>/data                     the file
    sources/<sha256>/<mapping sha256>.toml    each mapping it was read by

What a file was called is in the manifest of the snapshots that it is in.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from stronghold.errors import BadInput
from stronghold.intake.load import SourceInput
from stronghold.intake.mapping import Mapping, mapping_beside
from stronghold.intake.readers import Limits, PassedOver, peek, source_files
from stronghold.intake.recognise import recognise
from stronghold.picture.durable import UNFINISHED, sync_folder, write_durably
from stronghold.picture.manifest import Manifest

__all__ = ["DATA_FILE", "find_sources", "keep_sources", "kept_sources", "sources_of"]

DATA_FILE = "data"
_CHUNK = 1 << 20


def find_sources(folder: Path, limits: Limits) -> tuple[list[SourceInput], tuple[PassedOver, ...]]:
    """Every file of a kind that can be read in ``folder``, each with its mapping; and the files that are passed over.

    The mapping is the one beside the file, else a shipped one that its columns call for. A file without a mapping, or whose
    mapping or beginning cannot be read, comes with the problem and is refused at the load.
    """
    files, passed_over = source_files(folder)
    if not files:
        raise BadInput(
            "there is no file in the folder that can be read.",
            file=str(folder),
            remedy="Put CSV, XLSX, JSON lines or Parquet files there, each with its NAME.mapping.toml.",
        )
    return sources_of(files, limits), tuple(passed_over)


def sources_of(files: Sequence[Path], limits: Limits) -> list[SourceInput]:
    """The files, each with its mapping, or with the problem for which it will be refused."""
    return [_with_mapping(path, limits) for path in files]


def _with_mapping(path: Path, limits: Limits) -> SourceInput:
    try:
        mapping = mapping_beside(path) or recognise(peek(path, 1, limits).columns)
        return SourceInput(path, path.name, mapping)
    except BadInput as error:
        return SourceInput(path, path.name, None, error)


def keep_sources(
    sources: Sequence[SourceInput], kept: Path, reading: Path, *, progress: Callable[[int, int], None] | None = None
) -> list[SourceInput]:
    """Copy the sources into the folder ``kept`` of a store; the same, to be read from there by their names, under ``reading``.

    What is loaded is so exactly what is kept, whatever becomes of the partner's folder meanwhile. ``progress(done, total)``
    counts files. Sources without a mapping are not kept.
    """
    tell = progress or (lambda done, total: None)
    laid: list[SourceInput] = []
    for number, source in enumerate(sources):
        tell(number, len(sources))
        if source.mapping is None:
            laid.append(source)
            continue
        try:
            digest = _keep(source.path, source.mapping, kept)
        except OSError as error:
            if source.path.is_file() and os.access(source.path, os.R_OK):
                raise
            problem = BadInput(f"the file cannot be read ({error.strerror}).", file=source.name)
            laid.append(replace(source, mapping=None, problem=problem))
            continue
        laid.append(_laid_out(source.name, source.mapping, kept / digest, reading / str(number)))
    return laid


def kept_sources(manifest: Manifest, kept: Path, reading: Path) -> list[SourceInput]:
    """The sources of an earlier snapshot, to be read from the folder ``kept`` by the names they had, under ``reading``."""
    found = []
    for number, entry in enumerate(manifest.inputs):
        folder = kept / entry.sha256
        mapping_file = folder / f"{entry.mapping_sha256}.toml"
        if not (folder / DATA_FILE).is_file() or not mapping_file.is_file():
            raise BadInput(
                "the store no longer has this source, or its mapping.",
                file=entry.name,
                remedy="Build from the folder of the partners' files.",
            )
        mapping = Mapping.from_toml(mapping_file.read_text(encoding="utf-8"), file=mapping_file.name)
        found.append(_laid_out(entry.name, mapping, folder, reading / str(number)))
    return found


def _keep(path: Path, mapping: Mapping, kept: Path) -> str:
    """Copy the file and its mapping to where their hashes say; the hash of the file."""
    incoming = kept / f".{os.getpid()}{UNFINISHED}"
    digest = hashlib.sha256()
    descriptor = os.open(incoming, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as copy, path.open("rb") as source:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            copy.write(chunk)
        copy.flush()
        os.fsync(copy.fileno())
    name = digest.hexdigest()
    folder = kept / name
    folder.mkdir(exist_ok=True, mode=0o700)
    incoming.replace(folder / DATA_FILE)
    sync_folder(folder)
    sync_folder(kept)
    text = mapping.to_toml()
    write_durably(folder / f"{hashlib.sha256(text.encode()).hexdigest()}.toml", text)
    return name


def _laid_out(name: str, mapping: Mapping, folder: Path, place: Path) -> SourceInput:
    """A link of the file's own name: a reader goes by the ending of a name, and a message says it."""
    place.mkdir(parents=True, mode=0o700)
    path = place / name
    path.symlink_to((folder / DATA_FILE).resolve())
    return SourceInput(path, name, mapping)
