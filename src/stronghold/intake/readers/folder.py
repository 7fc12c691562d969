"""Which files of a folder are sources, and which are passed over and why."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from stronghold.errors import BadInput
from stronghold.intake.mapping.beside import SUFFIX, names_beside
from stronghold.intake.readers.opening import named_format

__all__ = ["PassedOver", "SourceFiles", "source_files"]


class PassedOver(NamedTuple):
    """A file that is not read, and the reason in words."""

    path: Path
    reason: str


class SourceFiles(NamedTuple):
    """The files to read, in name order, and those passed over. Mappings (``*.mapping.toml``) that are used are in neither."""

    files: list[Path]
    passed_over: list[PassedOver]


def source_files(folder: Path) -> SourceFiles:
    """What of ``folder`` (not of the folders inside it) can be read, by name alone. `BadInput` if it is no folder."""
    if not folder.is_dir():
        raise BadInput("is not a folder.", file=folder.name, remedy="Give the folder that holds the partners' files.")
    try:
        entries = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError as error:
        raise BadInput(f"cannot be opened: {error.strerror}.", file=folder.name, remedy="Check who may read it.") from error
    used = _mappings_used(entries)
    entries = [path for path in entries if path not in used]
    files: list[Path] = []
    passed: list[PassedOver] = []
    for path in entries:
        reason = _reason_to_pass(path)
        if reason is None:
            files.append(path)
        else:
            passed.append(PassedOver(path, reason))
    return SourceFiles(files, passed)


def _mappings_used(entries: list[Path]) -> set[Path]:
    """The mappings that lie beside something they are the mapping of."""
    mappings = {path.name: path for path in entries if path.name.endswith(SUFFIX)}
    names = (names_beside(path.name) for path in entries if path.name not in mappings)
    return {mappings[found] for beside in names if (found := next((name for name in beside if name in mappings), None))}


def _reason_to_pass(path: Path) -> str | None:
    if path.is_dir():
        return "is a folder; folders inside are not searched"
    if path.name.startswith("~$"):
        return "is the lock of a workbook that someone has open"
    if path.name.startswith("."):
        return "is hidden"
    if path.name.endswith(SUFFIX):
        return "is a mapping of no file here: give it the name of its file"
    if not path.is_file():
        return "is a broken link" if path.is_symlink() else "is not a file"
    if named_format(path) is None:
        return f"is of a kind that is not read ({''.join(path.suffixes[-2:]) or 'no ending'})"
    return None
