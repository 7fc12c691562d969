"""Whether a zipped workbook may be opened: it is expanded once, as a stream, and measured, before anything holds it in memory."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from stronghold.errors import BadInput
from stronghold.intake.readers.limits import Limits
from stronghold.intake.readers.part_stream import expanded, whole_tags
from stronghold.intake.readers.shared_text import SharedText, repeated_bytes
from stronghold.intake.readers.sheet_area import SheetArea

__all__ = ["check_workbook"]

_MOST_PARTS = 10_000


def check_workbook(path: Path, limits: Limits) -> None:
    """`BadInput` if the archive at ``path`` is not a workbook (XLSX, XLSM), is damaged, or would fill the memory once opened.

    Three things do: parts that expand beyond the limits; a sheet whose used area is beyond them (one value in the last cell makes
    17 thousand million cells, all of which a reader keeps); a long text that very many cells share.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_kind({part.filename for part in parts}, path.name)
            if len(parts) > _MOST_PARTS:
                message = f"has {len(parts):,} parts inside, which no workbook has."
                raise BadInput(message, file=path.name, remedy="Open it in a spreadsheet program and save it again.")
            declared = sum(part.file_size for part in parts)
            limits.check_expansion(declared, path.stat().st_size, file=path.name, spreadsheet=True)
            _check_contents(archive, parts, limits, path.name)
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


def _check_contents(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], limits: Limits, file: str) -> None:
    """Every part is looked at: which of them a reader takes for a sheet is up to the workbook, not to its name."""
    shared = SharedText()
    for part in parts:
        area = SheetArea()
        shared.start()
        for text in whole_tags(expanded(archive, part, file=file)):
            shared.take(text)
            area.take(text)
            if area.cells() > limits.max_sheet_cells:
                message = f"has a sheet that spreads over {area.cells():,} cells, perhaps most of them empty"
                raise limits.refusal("max_sheet_cells", message, file=file)
    if shared.at_most() <= limits.max_spreadsheet_bytes:
        return
    repeated = repeated_bytes(whole_tags(expanded(archive, part, file=file)) for part in parts)
    if repeated is None or repeated > limits.max_spreadsheet_bytes:
        message = "has long texts that so many cells share that they would not fit into memory"
        raise limits.refusal("max_spreadsheet_bytes", message, file=file)
