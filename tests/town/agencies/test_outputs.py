from __future__ import annotations

import gzip
import json

import pyarrow as pa
import pytest

from stronghold.intake.readers import open_source
from stronghold.town.agencies.cells import as_text
from stronghold.town.agencies.outputs import open_output
from stronghold.town.agencies.sheet import Column, Record, Sheet

NAMES = ("key", "who.name", "note", "signed")
ROWS = [["1", "Zoë O'Neill", 'said "no; never"\nand left', "A1"], ["2", None, "1,000", "A2"]]


def sheet(form, **options):
    columns = tuple(Column(name, as_text(name)) for name in NAMES[:-1])
    record = Record("recorded_crime", columns[0], lambda town: pa.table({}), columns[1:])
    return Sheet(f"file.{form}", form, (record,), signed="signed", **options)


def written(tmp_path, made):
    path = tmp_path / made.file
    output = open_output(made, path)
    table = pa.table([pa.array(cells, pa.string()) for cells in zip(*ROWS, strict=True)], list(NAMES))
    output.write(table)
    output.write_broken(ROWS[0])
    output.write(table.slice(0, 1))
    output.close()
    return path


@pytest.mark.parametrize(
    "made",
    [
        sheet("csv"),
        sheet("csv", delimiter=";", encoding="cp1252", line_end="\r\n"),
        sheet("csv", delimiter="\t", encoding="utf-8-sig"),
        sheet("csv.gz", delimiter="|"),
        sheet("xlsx", title="A title above"),
        sheet("jsonl"),
    ],
    ids=lambda made: f"{made.form} {made.delimiter!r} {made.encoding}",
)
def test_what_is_written_is_read_and_a_broken_row_is_no_row(tmp_path, made):
    reader = open_source(written(tmp_path, made))
    assert tuple(reader.columns) == NAMES
    (batch,) = reader.batches()
    cells = [list(row) for row in zip(*(batch.columns[name] for name in NAMES), strict=True)]
    spaced = [[cell and cell.replace("\r\n", "\n") for cell in row] for row in cells]
    unfilled = [["1", "see paper file", None, None]] if made.form == "xlsx" else []
    assert spaced == [*ROWS, *unfilled, ROWS[0]]
    assert len(batch.rejected) == 1 - len(unfilled)


def test_the_same_bytes_at_any_time(tmp_path):
    for form in ("xlsx", "csv.gz"):
        for name in ("one", "two"):
            (tmp_path / name).mkdir(exist_ok=True)
            written(tmp_path / name, sheet(form))
        assert (tmp_path / "one" / f"file.{form}").read_bytes() == (tmp_path / "two" / f"file.{form}").read_bytes()


def test_a_dot_makes_an_object_inside(tmp_path):
    first = json.loads(written(tmp_path, sheet("jsonl")).read_text(encoding="utf-8").splitlines()[0])
    assert first["who"] == {"name": "Zoë O'Neill"}


def test_gz_says_nothing_of_when_and_where(tmp_path):
    path = written(tmp_path, sheet("csv.gz"))
    assert path.read_bytes()[3:8] == bytes(5)  # no name, no time
    assert gzip.decompress(path.read_bytes()).startswith(b"key")
