"""Whether a zipped workbook may be opened: it is expanded once, as a stream, and measured, before anything holds it in memory."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from stronghold.errors import BadInput
from stronghold.intake.readers.limits import Limits
from stronghold.intake.readers.sheet_area import SheetArea

__all__ = ["check_workbook"]

_CHUNK_BYTES = 1 << 20
_MOST_PARTS = 10_000


def check_workbook(path: Path, limits: Limits) -> None:
    """`BadInput` if the archive at ``path`` is not a workbook (XLSX, XLSM), is damaged, expands beyond the limits, or has a
    sheet whose used area is beyond them. A single value in the last cell of a sheet makes its area 17 thousand million cells,
    all of which a reader would keep."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_kind({part.filename for part in parts}, path.name)
            if len(parts) > _MOST_PARTS:
                raise BadInput(
                    f"has {len(parts):,} parts inside, which no workbook has.", file=path.name, remedy="Save it again."
                )
            size = path.stat().st_size
            limits.check_expansion(sum(part.file_size for part in parts), size, file=path.name, spreadsheet=True)
            expanded = 0
            for part in parts:
                area = SheetArea()
                for chunk in _expanded(archive, part, path.name):
                    expanded += len(chunk)
                    limits.check_expansion(expanded, size, file=path.name, spreadsheet=True)
                    area.take(chunk)
                    _check_area(area, limits, path.name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise BadInput(
            f"is damaged or locked: {error}.", file=path.name, remedy="Open it in a spreadsheet program and save it again."
        ) from error


def _check_kind(names: set[str], file: str) -> None:
    if "xl/workbook.xml" in names:
        return
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise BadInput("is a kind of workbook that is not read.", file=file, remedy="Save it as XLSX or CSV.")
    if "word/document.xml" in names:
        raise BadInput("is a Word document, not a table.", file=file, remedy="Save its table as XLSX or CSV.")
    raise BadInput("is a zip archive, not a table.", file=file, remedy="Unpack it and give the files inside.")


def _expanded(archive: zipfile.ZipFile, part: zipfile.ZipInfo, file: str) -> Iterator[bytes]:
    """All that ``part`` really expands to: zipfile would stop at the declared size, other readers may not."""
    declared = part.file_size
    part.file_size = 1 << 62
    total = 0
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                total += len(chunk)
                if total > declared:
                    break
                yield chunk
    finally:
        part.file_size = declared
    if total != declared:
        raise BadInput(
            f"declares a false size for its part '{part.filename}'.", file=file, remedy="Do not open it; ask who sent it."
        )


def _check_area(area: SheetArea, limits: Limits, file: str) -> None:
    if area.cells() > limits.max_sheet_cells:
        raise limits.refusal(
            "max_sheet_cells", f"has a sheet that spreads over {area.cells():,} cells, most of them empty perhaps", file=file
        )
