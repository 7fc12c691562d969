"""Tables for people: no formula runs, nothing half-written, and what goes out comes back."""

from __future__ import annotations

import csv
import datetime as dt
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from stronghold.errors import BadInput
from stronghold.intake.export import defuse, undefuse, write_table
from stronghold.intake.readers import open_source


def cells_of(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1+1", "-1+cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1+1", "'=1", "''@x", "+44 7700 900123", "-"],
)
def test_what_could_run_is_defused(text: str) -> None:
    assert defuse(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["", "Ann", "+447700900123", "-1.25", "-3", "+3.5e-07", "'quoted'", "O'Neill", "1=1", "'", "'-3"]
)
def test_what_cannot_run_is_left_alone(text: str) -> None:
    assert defuse(text) == text
    assert undefuse(text) == text


TEXTS = st.text() | st.text(alphabet="='+-@1\t")


@given(TEXTS)
@example("'=1")
@example("''-1")
def test_undefuse_gives_back_every_text(text: str) -> None:
    assert undefuse(defuse(text)) == text
    assert not text.strip() or defuse(text)[:1] not in set("=@\t\r\n")


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(rows=st.lists(st.tuples(st.integers(0, 9), TEXTS.filter(lambda text: "\0" not in text)), min_size=1, max_size=5))
def test_an_exported_table_is_read_back_as_it_was(tmp_path: Path, suffix: str, rows: list[tuple[int, str]]) -> None:
    # XML has no place for a few characters, and turns a bare carriage return into a line feed.
    path = tmp_path / f"out{suffix}"
    if suffix == ".xlsx":
        rows = [(number, "".join(c for c in text if c == "\n" or c.isprintable())) for number, text in rows]
    write_table(path, ["id", "text"], [(f"n{number}", text) for number, text in rows])
    with open_source(path) as reader:
        (batch,) = reader.batches()
    back = [undefuse(text).strip() if text is not None else "" for text in batch.columns["text"]]
    assert back == [text.strip() for _number, text in rows]


def test_csv_is_what_a_spreadsheet_opens_well(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write_table(path, ["name", "=x"], [["José, Ann", "=1+1"], [None, -5]])
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert cells_of(path) == [["name", "'=x"], ["José, Ann", "'=1+1"], ["", "-5"]]


def test_values_of_other_types(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    moment = dt.datetime(2024, 3, 1, 14, 5)
    row = [True, 1.5, float("nan"), Decimal("1.50"), dt.date(2024, 3, 1), moment, ["a", "b"], {"y", "x"}, 10**20, dt.time(1, 2)]
    write_table(path, [f"c{number}" for number in range(len(row))], [row])
    expected = ["true", "1.5", "", "1.50", "2024-03-01", "2024-03-01 14:05:00", "a; b", "x; y", "1" + "0" * 20, "01:02:00"]
    assert cells_of(path)[1] == expected


def test_xlsx_holds_texts_and_numbers_but_no_formula_or_link(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_table(path, ["a", "b", "c"], [["=1+1", "http://example.org", 7], ["'=1", "007", None]])
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert rows == [["a", "b", "c"], ["=1+1", "http://example.org", 7.0], ["''=1", "007", ""]]
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_the_handling_code_is_in_every_row(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"out{suffix}"
    write_table(path, ["name"], [["Ann"], ["Bea"]], handling="H&C 2")
    with open_source(path) as reader:
        (batch,) = reader.batches()
    assert batch.columns == {"name": ["Ann", "Bea"], "handling": ["H&C 2", "H&C 2"]}
    write_table(path, ["handling", "name"], [["own", "Ann"], [None, "Bea"]], handling="H2")
    with open_source(path) as reader:
        (batch,) = reader.batches()
    assert batch.columns == {"handling": ["own", "H2"], "name": ["Ann", "Bea"]}


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_failure_half_way_leaves_the_old_file_and_nothing_else(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"out{suffix}"
    path.write_text("old")

    def rows() -> Iterator[list[str]]:
        yield ["Ann"]
        raise RuntimeError("the source broke")

    with pytest.raises(RuntimeError, match="the source broke"):
        write_table(path, ["name"], rows())
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_only_the_owner_may_read_an_export(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write_table(path, ["name"], [["Ann"]])
    assert path.stat().st_mode & 0o077 == 0


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"only \.csv and \.xlsx"):
        write_table(tmp_path / "out.pdf", ["a"], [])
    with pytest.raises(BadInput, match="32,768 characters") as caught:
        write_table(tmp_path / "out.xlsx", ["a"], [["x" * 32_768]])
    assert (caught.value.line, caught.value.column) == (2, "a")
    with pytest.raises(BadInput, match="16,385 columns"):
        write_table(tmp_path / "out.xlsx", [f"c{number}" for number in range(16_385)], [])
    with pytest.raises(ValueError, match="2 cells for 1 columns"):
        write_table(tmp_path / "out.csv", ["a"], [["x", "y"]])
    assert list(tmp_path.iterdir()) == []
