"""Workbooks that would fill the machine's memory are refused before they are opened."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from stronghold.errors import BadInput
from stronghold.intake.readers.limits import Limits
from stronghold.intake.readers.workbook_check import check_workbook

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "plain.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("One").write_row(0, 0, ["id", "name"])
    return path


def with_part(workbook: Path, name: str, content: bytes, copy: str = "crafted.xlsx") -> Path:
    """A ``copy`` of ``workbook`` in which the part ``name`` is ``content``."""
    path = workbook.with_name(copy)
    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return path


def test_a_plain_workbook_passes(workbook: Path) -> None:
    check_workbook(workbook, Limits())


def test_a_bomb_is_refused_by_its_declared_size(workbook: Path) -> None:
    bomb = with_part(workbook, SHEET, b"<row>" + b" " * (80 << 20))
    assert bomb.stat().st_size < 200_000
    with pytest.raises(BadInput, match="200 times its size"):
        check_workbook(bomb, Limits())
    with pytest.raises(BadInput, match="max_spreadsheet_bytes"):
        check_workbook(bomb, Limits(max_ratio=10_000, max_spreadsheet_bytes=1 << 20))


def test_a_bomb_that_lies_about_its_size_is_refused(workbook: Path) -> None:
    content = b"<row>" + b" " * 3_000_000
    bomb = with_part(workbook, SHEET, content)
    data = bomb.read_bytes()
    true, false = len(content).to_bytes(4, "little"), (1_000).to_bytes(4, "little")
    assert data.count(true) == 2
    bomb.write_bytes(data.replace(true, false))
    with pytest.raises(BadInput, match=r"false size for its part 'xl/worksheets/sheet1\.xml'"):
        check_workbook(bomb, Limits())


def test_one_value_in_the_last_cell_is_refused(workbook: Path) -> None:
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    with pytest.raises(BadInput, match="max_sheet_cells"):
        check_workbook(with_part(workbook, SHEET, b"<sheetData>" + rows + b"</sheetData>"), Limits())


def test_a_long_text_that_many_cells_share_is_refused(workbook: Path) -> None:
    text = b"<sst><si><t>short</t></si><si><t>" + b"x" * 30_000 + b"</t></si></sst>"
    rows = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>1</v></c></row>' % (row, row) for row in range(1, 80_000))
    bomb = with_part(
        with_part(workbook, "xl/sharedStrings.xml", text), SHEET, b"<sheetData>" + rows + b"</sheetData>", "crafted2.xlsx"
    )
    assert bomb.stat().st_size < 500_000
    with pytest.raises(BadInput, match="so many cells share"):
        check_workbook(bomb, Limits())


def test_one_long_text_among_many_short_ones_is_no_bomb(workbook: Path) -> None:
    text = b"<sst><si><t>short</t></si><si><t>" + b"x" * 30_000 + b"</t></si></sst>"
    rows = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (row, row) for row in range(1, 80_000))
    fair = with_part(
        with_part(workbook, "xl/sharedStrings.xml", text), SHEET, b"<sheetData>" + rows + b"</sheetData>", "crafted2.xlsx"
    )
    check_workbook(fair, Limits())


@pytest.mark.parametrize(
    ("part", "what"),
    [("word/document.xml", "Word document"), ("content.xml", "kind of workbook"), ("people.csv", "zip archive")],
)
def test_other_archives_are_named(tmp_path: Path, part: str, what: str) -> None:
    path = tmp_path / "other.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, "x")
    with pytest.raises(BadInput, match=what):
        check_workbook(path, Limits())


def test_a_damaged_archive_says_so(workbook: Path) -> None:
    data = bytearray(workbook.read_bytes())
    at = data.index(b"xl/workbook.xml") + 60
    data[at : at + 20] = bytes(20)
    workbook.write_bytes(data)
    with pytest.raises(BadInput, match="is damaged"):
        check_workbook(workbook, Limits())
