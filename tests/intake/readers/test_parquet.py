"""Parquet as batches."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stronghold.errors import BadInput
from stronghold.intake.readers import open_source
from stronghold.intake.readers.limits import Limits


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "people.parquet"


def write(path: Path, table: pa.Table, **options: object) -> Path:
    pq.write_table(table, path, **options)  # type: ignore[arg-type]
    return path


def test_types_become_plain_text(path: Path) -> None:
    moment = dt.datetime(2024, 3, 1, 14, 5)
    table = pa.table(
        {
            "text": pa.array([" Ann ", ""]),
            "whole": pa.array([7, None], pa.int32()),
            "number": pa.array([12.0, 0.5]),
            "money": pa.array([Decimal("1.50"), None], pa.decimal128(8, 2)),
            "day": pa.array([dt.date(2024, 3, 1), None]),
            "moment": pa.array([moment, None], pa.timestamp("ns")),
            "zoned": pa.array([moment, None], pa.timestamp("ms", tz="UTC")),
            "word": pa.array(["a", "b"]).dictionary_encode(),
            "list": pa.array([["x", "y"], []]),
            "name": pa.array([{"first": "Ann", "last": {"born": "Lee"}}, None]),
            "bytes": pa.array([b"caf\xc3\xa9", None]),
        }
    )
    with open_source(write(path, table)) as reader:
        (batch,) = reader.batches()
    assert batch.lines == [1, 2]
    assert {name: column[0] for name, column in batch.columns.items()} == {
        "text": "Ann",
        "whole": "7",
        "number": "12",
        "money": "1.5",
        "day": "2024-03-01",
        "moment": "2024-03-01 14:05:00",
        "zoned": "2024-03-01 14:05:00Z",
        "word": "a",
        "list": "x; y",
        "name.first": "Ann",
        "name.last.born": "Lee",
        "bytes": "café",
    }
    assert {column[1] for column in batch.columns.values()} == {None, "0.5", "b"}


def test_lines_go_on_over_batches_and_blank_rows_count(path: Path) -> None:
    write(path, pa.table({"a": ["x", None, "z", "w"]}), row_group_size=3)
    with open_source(path) as reader:
        batches = list(reader.batches(2))
        assert [line for batch in batches for line in batch.lines] == [1, 3, 4]
        assert reader.notes == ["1 rows without any value were skipped (first: line 2)"]
        assert [batch.lines for batch in reader.batches(100)] == [[1, 3, 4]]


@pytest.mark.parametrize("kind", [pa.binary(), pa.large_binary(), pa.string()])
def test_bytes_that_are_not_text_cost_their_row(path: Path, kind: pa.DataType) -> None:
    data = pa.array([b"ok", b"\xff\xfe"], pa.binary())
    column = data.view(kind) if kind == pa.string() else data.cast(kind)
    with open_source(write(path, pa.table({"id": [1, 2], "note": column}))) as reader:
        (batch,) = reader.batches()
    assert (batch.lines, batch.columns) == ([1], {"id": ["1"], "note": ["ok"]})
    (row,) = batch.rejected
    assert (row.line, row.column, row.reason) == (2, "note", "holds bytes that are not text")
    assert row.raw == {"id": "2", "note": "fffe"}


def test_limits_are_checked_on_what_the_file_declares(path: Path) -> None:
    write(path, pa.table({"a": list(range(1_000)), "b": list(range(1_000))}))
    for limits, name in [
        (Limits(max_rows=999), "max_rows"),
        (Limits(max_columns=1), "max_columns"),
        (Limits(max_uncompressed_bytes=100), "max_uncompressed_bytes"),
    ]:
        with pytest.raises(BadInput, match=name):
            open_source(path, limits)


def test_no_rows_is_a_note_and_no_columns_bad_input(path: Path) -> None:
    with open_source(write(path, pa.table({"a": pa.array([], pa.string())}))) as reader:
        assert list(reader.batches()) == []
        assert reader.notes == ["holds column names and no rows"]
    with pytest.raises(BadInput, match="has no columns"):
        open_source(write(path, pa.table({})))


def test_a_damaged_file_says_so(path: Path) -> None:
    write(path, pa.table({"a": ["x" * 100] * 1_000}))
    data = path.read_bytes()
    path.write_bytes(data[:-20])
    with pytest.raises(BadInput, match="is damaged"):
        open_source(path)
    path.write_bytes(data[:4] + bytes(len(data) // 2) + data[4 + len(data) // 2 :])
    with pytest.raises(BadInput, match="is damaged"), open_source(path) as reader:
        list(reader.batches())
