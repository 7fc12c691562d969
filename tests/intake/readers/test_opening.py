"""The kind of a file goes by its content first and its name second."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from stronghold.errors import BadInput
from stronghold.intake.readers import Limits, open_source, peek
from stronghold.intake.readers.opening import named_format


def make(folder: Path, name: str, kind: str) -> Path:
    """A file called ``name`` that really holds ``kind``, with the column ``name`` and the row 'Ann'."""
    path = folder / name
    if kind == "xlsx":
        with xlsxwriter.Workbook(path) as book:
            book.add_worksheet().write_column(0, 0, ["name", "Ann"])
    elif kind == "parquet":
        pq.write_table(pa.table({"name": ["Ann"]}), path)
    else:
        path.write_text('{"name": "Ann"}\n' if kind == "jsonl" else "name\nAnn\n")
    return path


@pytest.mark.parametrize(
    "name", ["a.csv", "a.CSV", "a.txt", "a.tsv", "a.psv", "a.jsonl", "a.ndjson", "a.json", "a.xlsx", "a.parquet"]
)
@pytest.mark.parametrize("kind", ["csv", "jsonl", "xlsx", "parquet"])
def test_content_decides_and_a_wrong_name_is_noted(tmp_path: Path, name: str, kind: str) -> None:
    path = make(tmp_path, name, kind)
    if kind == "csv" and name == "a.json":
        with pytest.raises(BadInput, match="is not JSON lines"):
            open_source(path)
        return
    with open_source(path) as reader:
        assert (reader.format, reader.columns) == (kind, ["name"])
        assert [batch.columns for batch in reader.batches()] == [{"name": ["Ann"]}]
        assert any("is named" in note for note in reader.notes) == (named_format(path) != kind)


@pytest.mark.parametrize("name", ["a.csv.gz", "a.csv", "a.jsonl.gz"])
def test_gzip_is_seen_whatever_the_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(b'{"name": "Ann"}\n' if "json" in name else b"name\nAnn\n"))
    with open_source(path) as reader:
        assert [batch.columns for batch in reader.batches()] == [{"name": ["Ann"]}]
        assert reader.notes == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<html><body><table>", "is a web page"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html>", "is a web page"),
        ("<table><tr>".encode("utf-16"), "is a web page"),
        (b'<?xml version="1.0"?><Workbook>', "is XML"),
        (b"%PDF-1.7\n", "is a PDF"),
        (b"PK\x03\x04 not really", "is damaged"),
        (bytes(range(256)) * 8, "is not text"),
        (b"", "is empty"),
        (gzip.compress(gzip.compress(b"a,b\n", mtime=0), mtime=0), "around a file that is no text"),
        (gzip.compress(b"PAR1", mtime=0), "around a file that is no text"),
        (gzip.compress(b"", mtime=0), "is empty once unpacked"),
    ],
)
@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_what_is_no_table_is_named(tmp_path: Path, content: bytes, message: str, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BadInput, match=message) as caught:
        open_source(path)
    assert caught.value.file == name
    assert caught.value.remedy


def test_a_json_array_is_no_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('[{"name": "Ann"}]')
    with pytest.raises(BadInput, match="is a JSON array"):
        open_source(path)


def test_only_workbooks_have_sheets(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="has no sheet 'One'"):
        open_source(make(tmp_path, "a.csv", "csv"), sheet="One")


def test_a_gzip_bomb_is_refused_when_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress(b"name\n" + b"\n" * (80 << 20), compresslevel=1))
    with pytest.raises(BadInput, match="max_ratio"):
        open_source(path)


def test_limits_come_from_the_environment_unless_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make(tmp_path, "a.csv", "csv")
    monkeypatch.setenv("STRONGHOLD_MAX_FILE_BYTES", "3")
    with pytest.raises(BadInput, match="max_file_bytes"):
        open_source(path)
    assert open_source(path, Limits()).columns == ["name"]


@pytest.mark.parametrize("kind", ["csv", "jsonl", "xlsx", "parquet"])
def test_a_peek_shows_the_beginning(tmp_path: Path, kind: str) -> None:
    seen = peek(make(tmp_path, f"a.{kind}", kind), 5)
    assert (seen.format, seen.columns, seen.batch.columns) == (kind, ["name"], {"name": ["Ann"]})


def test_a_short_peek_of_json_lines_still_finds_the_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"a": 1}\n{"b": 2}\n')
    assert peek(path, 1).columns == ["a", "b"]


def test_a_peek_does_not_read_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text("name\n" + "Ann\n" * 2_000_000)
    taken = 0

    def counted(chunks: Iterator[bytes]) -> Iterator[bytes]:
        nonlocal taken
        for chunk in chunks:
            taken += len(chunk)
            yield chunk

    from stronghold.intake.readers import lines, stream

    monkeypatch.setattr(lines, "byte_chunks", lambda path, limits: counted(stream.byte_chunks(path, limits)))
    seen = peek(path, 10)
    assert seen.batch.lines == list(range(2, 12))
    # The head, the encoding, the delimiter, the header and the rows each look at the first block, which may take two chunks.
    assert 0 < taken <= 10 << 20
    assert path.stat().st_size > taken / 5


def test_a_peek_of_names_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,name\n")
    assert peek(path).batch.columns == {"id": [], "name": []}
