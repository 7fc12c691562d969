"""Quarantined rows that a person has corrected: read back from an export, kept as plain data, applied at the next load.

A correction belongs to one line of one file as it was sent (by its SHA-256): it never meets another file. The record it becomes
keeps that file and line as its provenance.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb

from stronghold.errors import BadInput
from stronghold.intake.export import undefuse
from stronghold.intake.quarantine import MARK, OWN_COLUMNS, QuarantinedRow, exported_name, rows
from stronghold.intake.readers import open_source

__all__ = ["Correction", "correct_row", "load_corrections", "read_corrections", "save_corrections"]

_BATCH = 10_000


@dataclass(frozen=True)
class Correction:
    """One corrected row: ``raw`` are the cells of the file's columns that it has, as they are to be read.

    ``line`` (1-based) and ``sheet`` say where in the file with ``source_sha256`` the row lies; ``corrected_sha256`` is of the
    file in which the correction was sent.
    """

    source_sha256: str
    sheet: str | None
    line: int
    raw: Mapping[str, str | None]
    corrected_sha256: str


def read_corrections(path: Path, con: duckdb.DuckDBPyConnection) -> tuple[list[Correction], list[BadInput]]:
    """The corrected rows of an export of the quarantine of the picture ``con``, and what is wrong with the others.

    Rows that were not changed are no corrections. Raises ``BadInput`` where the file is not an export of the quarantine.
    """
    reader = open_source(path)
    if MARK not in reader.columns:
        raise BadInput(
            f"this is not an export of the quarantine: it has no column '{MARK}'.",
            file=path.name,
            remedy="Correct the cells in the file that the quarantine was exported to, and leave its first column as it is.",
        )
    matcher = _Matcher(con, sha256(path.read_bytes()).hexdigest())
    problems: list[BadInput] = []
    for batch in reader.batches(_BATCH):
        for rejected in batch.rejected:
            problems.append(BadInput(f"{rejected.reason}.", file=path.name, line=rejected.line, column=rejected.column))
        names = list(batch.columns)
        for line, cells in zip(batch.lines, zip(*batch.columns.values(), strict=True), strict=True):
            try:
                matcher.add(dict(zip(names, cells, strict=True)))
            except BadInput as error:
                problems.append(BadInput(error.message, file=path.name, line=line, column=error.column, remedy=error.remedy))
    return list(matcher.found.values()), problems


def correct_row(row: QuarantinedRow, cells: Mapping[str, str | None]) -> Correction | None:
    """The correction that a person typed for one quarantined row; ``None`` where it changes nothing.

    ``cells`` are by column of the file; a column that the row itself lacks counts where something was typed for it.
    """
    before = {name: _plain(cell) for name, cell in row.raw.items()}
    raw = dict(before)
    for name, cell in cells.items():
        # Browsers send every line break of a form as two characters.
        text = _plain(cell.replace("\r\n", "\n") if cell is not None else None)
        held = before.get(name)
        if text != (held.replace("\r\n", "\n") if held is not None else None):
            raw[name] = text
    if raw == before:
        return None
    digest = sha256(json.dumps(raw, ensure_ascii=False, sort_keys=True).encode("utf-8", "backslashreplace")).hexdigest()
    return Correction(row.source_sha256, row.sheet, row.line, raw, digest)


class _Matcher:
    """Matches rows of an export to the quarantined rows they came from; ``found`` are the corrections, by mark."""

    def __init__(self, con: duckdb.DuckDBPyConnection, digest: str) -> None:
        self._digest = digest
        self._quarantined = {row.mark: row for row in rows(con)}
        self._columns: dict[str, set[str]] = {}
        for row in self._quarantined.values():
            self._columns.setdefault(row.source_sha256, set()).update(row.raw)
        self.found: dict[str, Correction] = {}

    def add(self, cells: Mapping[str, str | None]) -> None:
        """Take in one row of the export; ``BadInput`` without file and line where it cannot be matched."""
        mark = (cells[MARK] or "").strip()
        row = self._quarantined.get(mark)
        if row is None:
            raise BadInput(
                f"no quarantined row is marked '{mark}'." if mark else "the row has no mark.",
                column=MARK,
                remedy="Export the quarantine again: the row may have been corrected already, or its file taken out.",
            )
        raw = self._corrected(row, cells)
        if raw == {name: _plain(cell) for name, cell in row.raw.items()}:
            return
        correction = Correction(row.source_sha256, row.sheet, row.line, raw, self._digest)
        if self.found.setdefault(mark, correction) != correction:
            raise BadInput(
                "the row was corrected twice, in two ways.", column=MARK, remedy="Leave one of the two; the first was taken."
            )

    def _corrected(self, row: QuarantinedRow, cells: Mapping[str, str | None]) -> dict[str, str | None]:
        """The cells of the quarantined row with those of the export in their place."""
        raw = {name: _plain(cell) for name, cell in row.raw.items()}
        known = self._columns[row.source_sha256]
        named = {exported_name(name): name for name in known}
        for exported, cell in cells.items():
            text = _plain(undefuse(cell) if cell is not None else None)
            name = named.get(exported)
            if name is None:
                if text is not None and exported not in OWN_COLUMNS:
                    raise BadInput(
                        f"'{row.file}' has no such column.",
                        column=exported,
                        remedy="Empty the cell: the row is not of that file.",
                    )
            elif name in raw or text is not None:
                raw[name] = text
        return raw


def _plain(cell: str | None) -> str | None:
    """A cell without outer blanks; ``None`` where nothing is left."""
    return (cell.strip() or None) if cell is not None else None


def save_corrections(path: Path, corrections: Iterable[Correction]) -> None:
    """Write corrections as JSON lines, in one step: a reader sees the whole file or none."""
    part = path.with_name(path.name + ".part")
    with part.open("w", encoding="utf-8", newline="\n") as file:
        for correction in corrections:
            file.write(json.dumps(asdict(correction), ensure_ascii=False, sort_keys=True) + "\n")
    part.replace(path)


def load_corrections(path: Path) -> list[Correction]:
    """Read corrections that :func:`save_corrections` wrote; ``BadInput`` where the file is not of that form."""
    found = []
    # Lines end at "\n" alone: a corrected cell may hold other characters that some programs end lines at.
    for number, line in enumerate(path.read_bytes().removesuffix(b"\n").split(b"\n"), start=1):
        try:
            if line:
                found.append(_from_json(json.loads(line)))
        except (ValueError, TypeError, KeyError) as error:
            raise BadInput(
                "this line is not a correction.",
                file=path.name,
                line=number,
                remedy="Restore the file from a backup, or take it out and load the corrected export again.",
            ) from error
    return found


def _from_json(value: dict[str, Any]) -> Correction:
    raw = {str(name): None if cell is None else str(cell) for name, cell in value["raw"].items()}
    sheet = value["sheet"]
    return Correction(str(value["source_sha256"]), sheet, int(value["line"]), raw, str(value["corrected_sha256"]))
