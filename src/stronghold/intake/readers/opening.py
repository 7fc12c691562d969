"""Which kind of file it is, by its content first and its name second, and the reader for it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from stronghold.errors import BadInput
from stronghold.intake.readers.batch import RawBatch, SourceReader
from stronghold.intake.readers.delimited import DelimitedReader
from stronghold.intake.readers.encoding import opening_codec
from stronghold.intake.readers.jsonlines import JsonLinesReader
from stronghold.intake.readers.limits import Limits
from stronghold.intake.readers.lines import TextLines
from stronghold.intake.readers.parquet import ParquetReader
from stronghold.intake.readers.stream import GZIP_MAGIC, byte_chunks, file_bytes, is_gzip
from stronghold.intake.readers.workbook import WorkbookReader

__all__ = ["Peek", "open_source", "peek"]

SUFFIXES = {
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "csv",
    ".psv": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xls": "xlsx",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".parquet": "parquet",
}
_SHOWN = {"csv": "text table", "xlsx": "workbook", "jsonl": "JSON lines", "parquet": "Parquet"}
# JSON lines show their columns only by and by.
_SURVEYED_ROWS = 1_000
_ZIP_MAGIC = b"PK\x03\x04"
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PARQUET_MAGIC = b"PAR1"


@dataclass(frozen=True)
class Peek:
    """The beginning of a file: what `SourceReader` says of it, and its first rows."""

    format: str
    encoding: str | None
    columns: list[str]
    sheet: str | None
    notes: list[str]
    batch: RawBatch


def open_source(path: Path, limits: Limits | None = None, *, sheet: str | None = None) -> SourceReader:
    """A reader for the file at ``path``; ``limits`` default to `Limits.from_environment`, ``sheet`` to the first that holds
    anything. Raises `BadInput` if the file cannot be read at all."""
    return _open(path, limits or Limits.from_environment(), sheet)


def peek(path: Path, rows: int = 200, limits: Limits | None = None, *, sheet: str | None = None) -> Peek:
    """The columns and about the first ``rows`` rows, without reading the rest of a text or Parquet file (a workbook is loaded
    whole). Notes and encoding go by what was seen."""
    with _open(path, limits or Limits.from_environment(), sheet, peeked=rows) as reader:
        batch = next(reader.batches(rows), RawBatch([], {name: [] for name in reader.columns}, [], reader.sheet))
        return Peek(reader.format, reader.encoding, reader.columns, reader.sheet, reader.notes, batch)


def named_format(path: Path) -> str | None:
    """The format that the name promises: ``csv``, ``xlsx``, ``jsonl``, ``parquet``; None if it is no name of ours."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        inner = SUFFIXES.get(suffixes[-2]) if len(suffixes) > 1 else None
        return inner if inner in ("csv", "jsonl") else None
    return SUFFIXES.get(suffixes[-1]) if suffixes else None


def _open(path: Path, limits: Limits, sheet: str | None, *, peeked: int | None = None) -> SourceReader:
    file_bytes(path, limits)
    head = next(byte_chunks(path, limits), b"")
    if not head:
        raise BadInput("is empty once unpacked.", file=path.name, remedy="Ask for it to be sent again, or remove it.")
    found = _content_format(path, head)
    whole = peeked is None
    reader: SourceReader
    if found == "xlsx":
        reader = WorkbookReader(path, limits, sheet=sheet)
    elif sheet is not None:
        raise BadInput(f"is not a workbook, so it has no sheet '{sheet}'.", file=path.name, remedy="Leave the sheet out.")
    elif found == "parquet":
        reader = ParquetReader(path, limits)
    elif found == "jsonl":
        reader = JsonLinesReader(
            path, limits, TextLines(path, limits, whole=whole), surveyed=None if peeked is None else max(peeked, _SURVEYED_ROWS)
        )
    else:
        reader = DelimitedReader(path, limits, TextLines(path, limits, whole=whole))
    promised = named_format(path)
    if promised is not None and promised != found:
        suffix = path.suffix if path.suffix.lower() != ".gz" else "".join(path.suffixes[-2:])
        reader.add_note(f"is named {suffix} but holds {_article(found)}; it was read as that")
    return reader


def _article(found: str) -> str:
    return _SHOWN[found] if found in ("jsonl", "parquet") else f"a {_SHOWN[found]}"


def _content_format(path: Path, head: bytes) -> str:
    """The format that the first expanded bytes show."""
    binary = next(
        (
            name
            for magic, name in ((_ZIP_MAGIC, "xlsx"), (_OLE_MAGIC, "xlsx"), (_PARQUET_MAGIC, "parquet"))
            if head.startswith(magic)
        ),
        None,
    )
    if is_gzip(path) and (binary or head.startswith(GZIP_MAGIC)):
        raise BadInput("is compressed with gzip around a file that is no text.", file=path.name, remedy="Unpack it first.")
    if binary:
        return binary
    start = _beginning(head)
    refuse_markup(start, file=path.name)
    if start.startswith("{") and (named_format(path) == "jsonl" or _is_object(start.splitlines())):
        return "jsonl"
    if named_format(path) == "jsonl":
        if start.startswith("["):
            raise BadInput("is a JSON array, not JSON lines.", file=path.name, remedy="Export it as one JSON object a line.")
        if path.suffix.lower() == ".json":
            raise BadInput("is not JSON lines.", file=path.name, line=1, remedy="Export it as one JSON object a line.")
    return "csv"


def _beginning(head: bytes) -> str:
    """The first characters, well enough decoded to recognise markup and JSON."""
    try:
        codec, _ = opening_codec(head[: 64 << 10])
    except ValueError:
        codec = "utf-8"
    return head[: 64 << 10].decode(codec, errors="ignore").lstrip("\ufeff \t\r\n")


def _is_object(lines: Sequence[str]) -> bool:
    try:
        return isinstance(json.loads(lines[0]), dict)
    except (ValueError, RecursionError):
        return False


def refuse_markup(start: str, *, file: str) -> None:
    """Refuse text that is a web page, XML or a PDF, whatever its name: ``start`` is how it begins."""
    start = start[:200].lower()
    if start.startswith(("<!doctype html", "<html", "<table", "<meta", "<head", "<style", "<div")):
        what = "is a web page, not a table"
    elif start.startswith("<?xml") or (start.startswith("<") and ">" in start):
        what = "is XML, not a table"
    elif start.startswith("%pdf"):
        what = "is a PDF, not a table"
    else:
        return
    raise BadInput(f"{what}, whatever its name says.", file=file, remedy="Open it and save it as XLSX or CSV.")
