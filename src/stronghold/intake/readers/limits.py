"""How much a source file may ask of the machine before it is refused."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields

from stronghold.errors import BadInput

__all__ = ["Limits"]

_MIB = 1 << 20
_GIB = 1 << 30


@dataclass(frozen=True)
class Limits:
    """What one file may hold. A file beyond a limit is refused before it is expanded; a cell beyond it costs its row only.

    Text is read in blocks, so its size hardly touches memory; a workbook is held in memory whole, so it is held shorter.

    Attributes:
        max_file_bytes: the file as it lies on disk.
        max_uncompressed_bytes: a ``.gz`` file once expanded, or what a Parquet file declares.
        max_spreadsheet_bytes: all parts of a workbook once expanded.
        max_sheet_cells: rows x columns of a sheet's used area; 31 bytes of memory each, 25 M is 800 MB.
        max_ratio: expanded size over compressed size, once more than 64 MiB have come out. Lists of people compress 5 to 30
            times, the emptiest real tables about 100 times, bombs 230 to 1,030 times.
        max_columns: columns of a table.
        max_cell_chars: characters in one cell; three times what Excel can hold.
        max_rows: rows that a Parquet file declares (they may take no space at all).
    """

    max_file_bytes: int = 8 * _GIB
    max_uncompressed_bytes: int = 8 * _GIB
    max_spreadsheet_bytes: int = 2 * _GIB
    max_sheet_cells: int = 25_000_000
    max_ratio: int = 200
    max_columns: int = 2_000
    max_cell_chars: int = 100_000
    max_rows: int = 200_000_000

    @classmethod
    def from_environment(cls) -> Limits:
        """The defaults, each overridden by ``STRONGHOLD_`` + its name in capitals where that is set."""
        given: dict[str, int] = {}
        for field in fields(cls):
            text = os.environ.get(variable(field.name))
            if text is None:
                continue
            if not text.isascii() or not text.isdigit() or int(text) == 0:
                raise BadInput(
                    f"{variable(field.name)} is '{text}', not a whole number above 0.", remedy="Correct it or unset it."
                )
            given[field.name] = int(text)
        return cls(**given)

    def refusal(self, name: str, message: str, *, file: str, line: int | None = None) -> BadInput:
        """The error that says ``message``, which limit (``name``) was met and how to raise it."""
        return BadInput(
            f"{message} (limit {name} = {getattr(self, name):,}).",
            file=file,
            line=line,
            remedy=f"If you trust the file, set {variable(name)} higher and try again.",
        )

    def check_expansion(self, expanded: int, compressed: int, *, file: str, spreadsheet: bool = False) -> None:
        """Refuse what expands too far. ``expanded`` and ``compressed`` are bytes so far, or as declared."""
        name = "max_spreadsheet_bytes" if spreadsheet else "max_uncompressed_bytes"
        if expanded > getattr(self, name):
            raise self.refusal(name, f"expands to more than {getattr(self, name) / _MIB:,.0f} MiB", file=file)
        if expanded > 64 * _MIB and expanded > self.max_ratio * compressed:
            raise self.refusal("max_ratio", f"expands to more than {self.max_ratio} times its size", file=file)

    def check_columns(self, count: int, *, file: str, line: int | None = None) -> None:
        """Refuse a table of more columns than allowed."""
        if count > self.max_columns:
            raise self.refusal("max_columns", f"has {count:,} columns", file=file, line=line)


def variable(name: str) -> str:
    """The environment variable that sets the limit ``name``."""
    return f"STRONGHOLD_{name.upper()}"
