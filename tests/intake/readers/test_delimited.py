"""CSV and its kin as batches: cells, lines, rejected rows, notes."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stronghold.errors import BadInput
from stronghold.intake.readers import RawBatch, open_source
from stronghold.intake.readers.limits import Limits


def read(path: Path, content: str | bytes, limits: Limits | None = None, size: int = 50_000) -> tuple[RawBatch, list[str]]:
    """All rows of ``content`` as one batch, and the notes."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with open_source(path, limits) as reader:
        batches = list(reader.batches(size))
        whole = RawBatch(
            [line for batch in batches for line in batch.lines],
            {name: [cell for batch in batches for cell in batch.columns[name]] for name in reader.columns},
            [row for batch in batches for row in batch.rejected],
        )
        return whole, reader.notes


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "people.csv"


def test_cells_are_stripped_and_empty_ones_are_none(path: Path) -> None:
    batch, notes = read(path, "id,name,town\n1,  Ann ,\n2,\u00a0,Oxford\n")
    assert batch == RawBatch([2, 3], {"id": ["1", "2"], "name": ["Ann", None], "town": [None, "Oxford"]}, [])
    assert notes == []


def test_rows_of_the_wrong_length_are_rejected_with_their_cells(path: Path) -> None:
    batch, _notes = read(path, "id,name,town\n1,Ann,Oxford,extra\n2,Bea\n3,Cat,Leeds\n")
    assert batch.lines == [4]
    long, short = batch.rejected
    assert (long.line, long.reason) == (2, "has 4 cells where the header has 3")
    assert long.raw == {"id": "1", "name": "Ann", "town": "Oxford", "cell 4": "extra"}
    assert (short.line, short.reason) == (3, "has 2 cells where the header has 3")
    assert short.raw == {"id": "2", "name": "Bea"}


def test_empty_cells_too_many_are_cut_and_noted_once(path: Path) -> None:
    batch, notes = read(path, "id,name\n1,Ann,,\n2,Bea,\n")
    assert batch.columns == {"id": ["1", "2"], "name": ["Ann", "Bea"]}
    assert notes == ["2 rows have empty cells after the last column (first: line 2)"]


def test_blank_rows_are_skipped_and_noted_once(path: Path) -> None:
    batch, notes = read(path, "id,name\n\n1,Ann\n  ,\n,\n2,Bea\n\n")
    assert batch.lines == [3, 6]
    assert notes == ["4 rows without any value were skipped (first: line 2)"]


def test_reading_again_gives_the_same_rows_and_notes(path: Path) -> None:
    path.write_text("id,name\n\n1,Ann\n2\n")
    reader = open_source(path)
    assert list(reader.batches()) == list(reader.batches())
    assert len(reader.notes) == 1


def test_an_unclosed_quote_rejects_its_line_and_no_other(path: Path) -> None:
    batch, _notes = read(path, 'id,name\n1,Ann\n2,"Bea\n' + "".join(f"{number},Cat\n" for number in range(3, 60_000)))
    (row,) = batch.rejected
    assert (row.line, row.reason, row.raw) == (3, "a quote that opens on line 3 is never closed", {"line": '2,"Bea'})
    assert len(batch.lines) == 59_998
    assert batch.lines[-1] == 60_000


def test_a_cell_that_seems_to_swallow_rows_is_kept_and_noted(path: Path) -> None:
    batch, notes = read(path, 'id,name,town\n1,"Ann,Oxford\n2,Bea,Leeds\n3,Cat",York\n')
    assert batch.columns["name"] == ["Ann,Oxford\n2,Bea,Leeds\n3,Cat"]
    assert any("look like rows of their own" in note and "line 2" in note for note in notes)


def test_a_too_long_cell_names_its_column_and_the_load_goes_on(path: Path) -> None:
    batch, _notes = read(path, f"id,name\n1,{'x' * 2_001}\n2,Bea\n", Limits(max_cell_chars=2_000))
    (row,) = batch.rejected
    assert (row.line, row.column) == (2, "name")
    assert len(row.raw["name"] or "") < 1_100
    assert batch.columns["id"] == ["2"]


@pytest.mark.parametrize(("delimiter", "word"), [(";", "semicolon"), ("\t", "tab"), ("|", "pipe")])
def test_other_delimiters(path: Path, delimiter: str, word: str) -> None:
    batch, notes = read(path, f"id{delimiter}name\n1{delimiter}Ann, B\n")
    assert batch.columns == {"id": ["1"], "name": ["Ann, B"]}
    assert notes == [f"{word} separated"]


def test_a_line_that_names_the_delimiter_is_no_row(path: Path) -> None:
    batch, _notes = read(path, "sep=;\nid;name\n1;Ann\n")
    assert (batch.lines, batch.columns) == ([3], {"id": ["1"], "name": ["Ann"]})


def test_windows_1252_is_read_and_noted(path: Path) -> None:
    batch, notes = read(path, "id,name\n1,José\n".encode("cp1252"))
    assert batch.columns["name"] == ["José"]
    assert notes == ["read as Windows-1252"]


def test_a_file_without_names(path: Path) -> None:
    batch, notes = read(path, "1,Ann,1990-01-01\n2,Bea,1991-02-02\n")
    assert batch.lines == [1, 2]
    assert batch.columns["column 3"] == ["1990-01-01", "1991-02-02"]
    assert "looks like data" in notes[0]


def test_names_alone_are_no_rows_and_a_note(path: Path) -> None:
    batch, notes = read(path, "id,name\n")
    assert (batch.lines, batch.columns, notes) == ([], {"id": [], "name": []}, ["holds column names and no rows"])


def test_broken_rows_under_the_names_are_no_reason_to_call_it_empty(path: Path) -> None:
    batch, notes = read(path, 'id,name\n1,"Ann\n')
    assert (len(batch.rejected), notes) == (1, [])


@pytest.mark.parametrize("content", ["\n\n", "   \n", "\ufeff", ",,,\n"])
def test_a_file_of_nothing_is_bad_input(path: Path, content: str) -> None:
    with pytest.raises(BadInput, match="holds no rows"):
        read(path, content)


def test_a_broken_row_of_names_is_bad_input_not_replaced_by_the_next_row(path: Path) -> None:
    with pytest.raises(BadInput, match="the first row cannot be read") as caught:
        read(path, 'id,"name\n1,Ann\n')
    assert caught.value.line == 1


def test_too_many_columns(path: Path) -> None:
    with pytest.raises(BadInput, match="max_columns"):
        read(path, ",".join(f"c{number}" for number in range(11)) + "\n", Limits(max_columns=10))


def test_batches_are_bounded_also_when_every_row_is_rejected(path: Path) -> None:
    path.write_text("id,name\n" + "1\n" * 2_500)
    sizes = [len(batch.rejected) for batch in open_source(path).batches(1_000)]
    assert sizes == [1_000, 1_000, 500]


def test_formula_text_stays_text(path: Path) -> None:
    batch, _notes = read(path, 'id,name\n1,"=HYPERLINK(""x"")"\n')
    assert batch.columns["name"] == ['=HYPERLINK("x")']


# Without control characters: a short file full of those is no text.
CELLS = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"), max_size=10) | st.text(
    alphabet='a1",\n\r ', max_size=5
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    # A single name above wider rows would be a title, so a table of one column has no rows of the wrong length here.
    width = draw(st.integers(1, 4))
    row = st.lists(CELLS, min_size=width, max_size=width)
    rows = draw(st.lists(row if width == 1 else row | st.lists(CELLS, max_size=6), max_size=10))
    return ["alpha", "beta", "gamma", "delta"][:width], rows


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(table=tables(), size=st.integers(1, 5))
def test_any_table_comes_back_and_every_row_is_accounted_for(
    path: Path, table: tuple[list[str], list[list[str]]], size: int
) -> None:
    header, rows = table
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(header)
    kept: list[tuple[int, list[str | None]]] = []
    rejected: list[int] = []
    for cells in rows:
        line = len(list(io.StringIO(file.getvalue(), newline=""))) + 1
        writer.writerow(cells)
        stripped = [cell.strip() or None for cell in cells]
        if not any(stripped):
            continue
        if len(cells) < len(header) or any(stripped[len(header) :]):
            rejected.append(line)
        else:
            kept.append((line, stripped[: len(header)]))
    batch, _notes = read(path, file.getvalue(), size=size)
    assert batch.lines == [line for line, _cells in kept]
    assert list(map(list, zip(*batch.columns.values(), strict=True))) == [cells for _line, cells in kept]
    assert [row.line for row in batch.rejected] == rejected


def columns_of(names: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    return {name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}


def test_a_batch_boundary_inside_a_quoted_cell_changes_nothing(path: Path) -> None:
    rows = [[str(number), f"line one of {number}\nline two, still {number}"] for number in range(40_000)]
    file = io.StringIO(newline="")
    csv.writer(file).writerows([["id", "notes"], *rows])
    batch, _notes = read(path, file.getvalue(), size=777)
    assert batch.columns == columns_of(["id", "notes"], rows)
    assert batch.lines == [2 + 2 * number for number in range(40_000)]
