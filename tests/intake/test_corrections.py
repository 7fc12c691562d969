"""Corrected rows come back as records of the file and line they were sent in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.engine import connect
from stronghold.errors import BadInput
from stronghold.intake.corrections import Correction, correct_row, load_corrections, read_corrections, save_corrections
from stronghold.intake.export import write_table
from stronghold.intake.load import LoadReport, SourceInput, load
from stronghold.intake.quarantine import MARK, QuarantinedRow, export
from stronghold.intake.readers import open_source

MakeSource = Callable[..., SourceInput]
HEADER = "Ref,Name,Born,Postcode,Phone,reason\n"
TEXT = HEADER + "1,Ann Smith,,,,\n=2,,,,,late\n3,,,,,,too,many\n4,,,,,\n"


def corrected(path: Path, change: Callable[[list[dict[str, str | None]]], None]) -> Path:
    """The export at ``path``, read as a person's program reads it, changed and written again."""
    with open_source(path) as reader:
        (batch,) = reader.batches()
    table = [dict(zip(batch.columns, cells, strict=True)) for cells in zip(*batch.columns.values(), strict=True)]
    change(table)
    # As it was read, with the apostrophes: a spreadsheet leaves them.
    lines = [",".join(f'"{cell or ""}"' for cell in row) for row in [list(batch.columns), *[list(row.values()) for row in table]]]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def exported(con: duckdb.DuckDBPyConnection, folder: Path) -> Path:
    path = folder / "quarantine.csv"
    export(con, path)
    return path


def name_all(table: list[dict[str, str | None]]) -> None:
    for number, row in enumerate(table):
        row["Name"] = ["Bo Smith", "Cy Smith", None][number]


@pytest.fixture
def source(make_source: MakeSource) -> SourceInput:
    return make_source("a.csv", TEXT)


@pytest.fixture
def found(con: duckdb.DuckDBPyConnection, source: SourceInput, tmp_path: Path) -> list[Correction]:
    load(con, [source])
    corrections, problems = read_corrections(corrected(exported(con, tmp_path), name_all), con)
    assert problems == []
    return corrections


def reload(source: SourceInput, corrections: list[Correction]) -> tuple[LoadReport, duckdb.DuckDBPyConnection]:
    con = connect()
    return load(con, [source], corrections=corrections), con


def test_only_changed_rows_are_corrections(found: list[Correction], source: SourceInput) -> None:
    assert [(one.line, one.raw["Name"]) for one in found] == [(3, "Bo Smith"), (4, "Cy Smith")]
    assert found[0].raw["Ref"] == "=2"
    assert found[0].raw["reason"] == "late"


def test_a_corrected_row_becomes_a_record_of_its_file_and_line(found: list[Correction], source: SourceInput) -> None:
    report, con = reload(source, found)
    assert (report.records, report.quarantined_rows, report.unused_corrections) == (3, 1, ())
    assert report.counts_add_up
    people = con.execute(
        "SELECT line, surname, forename FROM person JOIN mention USING (mention_id) JOIN record USING (record_id) ORDER BY line"
    ).fetchall()
    assert people == [(2, "smith", "ann"), (3, "smith", "bo"), (4, "smith", "cy")]
    notes = con.execute("SELECT line, column_name, raw, reason FROM cell_note JOIN record USING (record_id) ORDER BY line")
    assert (3, "Name", None, "corrected by hand") in notes.fetchall()
    con.close()


def test_a_row_that_still_fails_is_quarantined_with_the_new_reason(found: list[Correction], source: SourceInput) -> None:
    again = [Correction(one.source_sha256, one.sheet, one.line, {**one.raw, "Name": None}, "1" * 64) for one in found]
    report, con = reload(source, again)
    assert (report.records, report.quarantined_rows) == (1, 3)
    assert report.counts_add_up
    assert all("nothing tells" in reason for (reason,) in con.execute("SELECT reason FROM quarantine").fetchall())
    con.close()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_export_that_was_not_changed_corrects_nothing(
    con: duckdb.DuckDBPyConnection, source: SourceInput, tmp_path: Path, ending: str
) -> None:
    load(con, [source])
    path = tmp_path / f"quarantine.{ending}"
    export(con, path)
    assert read_corrections(path, con) == ([], [])


@pytest.mark.parametrize(
    ("column", "text", "message"),
    [(MARK, "row-000000000000-9", "no quarantined row"), (MARK, None, "no mark"), ("Colour", "red", "no such column")],
)
def test_what_cannot_be_matched_is_said_with_its_line(
    con: duckdb.DuckDBPyConnection, source: SourceInput, tmp_path: Path, column: str, text: str | None, message: str
) -> None:
    def change(table: list[dict[str, str | None]]) -> None:
        name_all(table)
        for row in table:
            row.setdefault("Colour", None)
        table[1][column] = text

    load(con, [source])
    path = exported(con, tmp_path)
    if column == "Colour":
        text_with = [line + (",Colour" if n == 0 else ",") for n, line in enumerate(path.read_text("utf-8-sig").splitlines())]
        path.write_text("\n".join(text_with) + "\n", encoding="utf-8")
    found, problems = read_corrections(corrected(path, change), con)
    assert [one.line for one in found] == [3]
    ((where, problem),) = [(one.line, one) for one in problems]
    assert (where, problem.file, problem.column) == (3, "quarantine.csv", column)
    assert message in problem.message
    assert problem.remedy


def test_a_row_corrected_twice_in_two_ways_is_a_problem(
    con: duckdb.DuckDBPyConnection, source: SourceInput, tmp_path: Path
) -> None:
    def change(table: list[dict[str, str | None]]) -> None:
        table[0]["Name"] = "Bo Smith"
        table[1] = dict(table[0])
        table[2] = {**table[0], "Name": "Bo Jones"}

    load(con, [source])
    found, problems = read_corrections(corrected(exported(con, tmp_path), change), con)
    assert [one.raw["Name"] for one in found] == ["Bo Smith"]
    assert ["twice" in problem.message for problem in problems] == [True]


def test_another_file_is_no_export(con: duckdb.DuckDBPyConnection, source: SourceInput, tmp_path: Path) -> None:
    load(con, [source])
    path = tmp_path / "other.csv"
    write_table(path, ["a"], [["1"]])
    with pytest.raises(BadInput, match="not an export of the quarantine"):
        read_corrections(path, con)


CORRECTIONS = st.builds(
    Correction,
    source_sha256=st.text("0123456789abcdef", min_size=64, max_size=64),
    sheet=st.none() | st.text(st.characters(codec="utf-8"), max_size=5),
    line=st.integers(1, 10**7),
    raw=st.dictionaries(st.text(st.characters(codec="utf-8")), st.none() | st.text(st.characters(codec="utf-8")), max_size=4),
    corrected_sha256=st.text("0123456789abcdef", min_size=64, max_size=64),
)


@settings(deadline=None)
@given(st.lists(CORRECTIONS, max_size=4))
def test_corrections_are_kept_as_they_are(tmp_path_factory: pytest.TempPathFactory, corrections: list[Correction]) -> None:
    path = tmp_path_factory.mktemp("kept") / "corrections.jsonl"
    save_corrections(path, corrections)
    assert load_corrections(path) == corrections


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"line": 1}', b"\xff\xfe\xff"])
def test_a_spoilt_file_of_corrections_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "corrections.jsonl"
    path.write_bytes(content + b"\n")
    with pytest.raises(BadInput, match="not a correction") as error:
        load_corrections(path)
    assert (error.value.file, error.value.line) == ("corrections.jsonl", 1)


ROW = QuarantinedRow(
    "a.csv", "ab" * 32, "Sheet1", 3, "Born", "not a date", {"Name": " Ann ", "Born": "x", "Note": "a\nb", "Gone": None}
)


def test_a_row_is_corrected_by_what_was_typed() -> None:
    found = correct_row(ROW, {"Name": "Ann", "Born": " 01/02/1990 ", "Note": "a\r\nb", "Gone": "", "Other": "new", "Empty": " "})
    assert found is not None
    assert (found.source_sha256, found.sheet, found.line) == ("ab" * 32, "Sheet1", 3)
    assert found.raw == {"Name": "Ann", "Born": "01/02/1990", "Note": "a\nb", "Gone": None, "Other": "new"}


@given(st.dictionaries(st.sampled_from([*ROW.raw, "Other"]), st.none() | st.text()))
def test_what_was_typed_is_what_is_kept(cells: dict[str, str | None]) -> None:
    found = correct_row(ROW, cells)
    raw = {"Name": "Ann", "Born": "x", "Note": "a\nb", "Gone": None} if found is None else found.raw
    for name, cell in cells.items():
        assert (raw.get(name) or "") == (cell or "").replace("\r\n", "\n").strip()
    assert all(raw[name] == (ROW.raw[name] or "").strip() for name in ("Name", "Born", "Note") if name not in cells)


def test_what_changes_nothing_is_no_correction() -> None:
    assert correct_row(ROW, {}) is None
    assert correct_row(ROW, {"Name": "Ann  ", "Note": "a\r\nb", "Gone": None, "Other": " "}) is None
