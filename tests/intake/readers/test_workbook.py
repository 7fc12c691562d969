"""Sheets as batches."""

from __future__ import annotations

import base64
import datetime as dt
import zlib
from pathlib import Path

import pytest
import xlsxwriter

from stronghold.errors import BadInput
from stronghold.intake.readers import RawBatch, open_source
from stronghold.intake.readers.limits import Limits
from stronghold.intake.readers.workbook import column_letters

# A workbook in the format of Excel 97, which no library that is kept up writes any more: Name, Opened (a date), Count; two rows.
OLD_WORKBOOK = (
    "c-rk)O=uHA6#izrX?|>eO@&r0p<vavP@)K4(zUj=r^M>T9|TR!9;EFyq!rYQ)taLq2!i6JQV(9LUi?7?MGt~PMGt}?Bzp8DD0pbIzIoZLX|2$J"
    "7OML#^XAQ)`F7sU%$wQW*E8Y5<ekPM7NHY0D4AZ=R@ek3uU!a%>P=IscJ85MI#^ZkdT1hRU3ln!<(6|O=er06x7DX4fsd39Ba76Cp~qGbyV!@c"
    "kUk_x3S1*g01fO_gyk`oYgyjnmXBEOWXlDX32IvqhcKh1T6b8h_<+*Pbpgox-eb;tw!~477jhM!xhTqQUFgakPY<oKiYB!VQ=kd$(+xc*%R$_L"
    "59sOXNG3ZD5(<dYWKZFn83VrBQT-(5*jLsrK=$to?e5>$Jv51n?Uxi47>9Y3gCq|>HmI`3h3@pIK01r-q=FOKQ|V!yLVQn_)<uSF-6JQAu{A)K"
    "VZ?e*riZgbI<-o~+u}aC+4JTQTCh3zIcVxgW)NgO%%Kw^?`Cg)d6OLI*N(7doDYQZv9VEl2@_`}gUA7{shO9p%xGhIj_<mj^+uLaa-Z^+{(4K<"
    "J;80xb8QRtvyJgq+f<=%CO!Xo@BOCyCv6Mq(|yI$(dl>EB%0|M%Mf2)6KEIh;_4NN2b!G=Ym527vf-EQ#-oHR-%aam3}Q|O7$MBET#}<B=1Yn-"
    "R+252U<+o;@pw%AOYb7M{#>%QGF$SLC3p(+REwuD@A5Ord&#^`C4#%M5p9h>;e!JQ4jede;J|@{{|<s*5X&#&s`Z^9U-RA8f1No>CFeKEKZ|`B"
    "p=*pjDtlp2p2MlC*3UY)gnciuOpg7(P+~vzp2Hvp*pI=g*DrnUh|1?#HZk<)La5sQOV#-Km;3(#D*W1i"
)


def write(path: Path, *sheets: tuple[str, list[list[object]]], top: int = 0, left: int = 0) -> Path:
    """A workbook of ``sheets``, each a name and its rows, starting at row ``top`` and column ``left``."""
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy hh:mm", "strings_to_formulas": False}) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for number, cells in enumerate(rows):
                sheet.write_row(top + number, left, cells)
    return path


def read(path: Path, limits: Limits | None = None, sheet: str | None = None) -> tuple[RawBatch, list[str]]:
    with open_source(path, limits, sheet=sheet) as reader:
        (batch,) = reader.batches()
        return batch, reader.notes


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cases.xlsx"


def test_values_become_plain_text(path: Path) -> None:
    write(
        path,
        (
            "Cases",
            [
                ["name", "seen", "count"],
                ["Ann", dt.date(2024, 3, 1), 12.0],
                ["=1+1", dt.datetime(2024, 3, 1, 14, 5), 0.5],
                ["  ", None, 447700900123],
            ],
        ),
    )
    batch, notes = read(path)
    assert batch == RawBatch(
        [2, 3, 4],
        {
            "name": ["Ann", "=1+1", None],
            "seen": ["2024-03-01", "2024-03-01 14:05:00", None],
            "count": ["12", "0.5", "447700900123"],
        },
        [],
        "Cases",
    )
    assert notes == []


def test_lines_are_sheet_rows_wherever_the_table_begins(path: Path) -> None:
    rows: list[list[object]] = [["Custody report", None, None], [None], ["name", "born", "town"], ["Ann", "x", "Oxford"]]
    write(path, ("One", rows), top=3, left=2)
    batch, notes = read(path)
    assert (batch.lines, batch.columns["town"]) == ([7], ["Oxford"])
    assert notes == ["line 4 above the column names was skipped: 'Custody report'"]


def test_blank_rows_keep_the_count(path: Path) -> None:
    write(path, ("One", [["name", "town"], ["Ann", "Oxford"], [None], ["Bea", "Leeds"]]))
    batch, notes = read(path)
    assert batch.lines == [2, 4]
    assert notes == ["1 rows without any value were skipped (first: line 3)"]


def test_the_first_sheet_with_anything_is_read_and_the_others_noted(path: Path) -> None:
    write(path, ("Empty", []), ("People", [["name"], ["Ann"]]), ("Notes", [["x"], ["y"]]))
    batch, notes = read(path)
    assert batch.sheet == "People"
    assert notes == ["sheet 'People' was read, not 'Empty', 'Notes'"]


def test_a_sheet_may_be_named(path: Path) -> None:
    write(path, ("People", [["name"], ["Ann"]]), ("Notes", [["x"], ["y"]]))
    batch, notes = read(path, sheet="Notes")
    assert (batch.sheet, batch.columns, notes) == ("Notes", {"x": ["y"]}, [])
    with open_source(path) as reader:
        assert reader.sheets == ("People", "Notes")
    with pytest.raises(BadInput, match="has no sheet 'Cars'; it has 'People', 'Notes'"):
        read(path, sheet="Cars")


def test_hidden_sheets_come_last(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        hidden, shown = book.add_worksheet("Hidden"), book.add_worksheet("Shown")
        shown.activate()
        shown.write_column(0, 0, ["name", "Ann"])
        hidden.set_first_sheet()
        hidden.write_column(0, 0, ["name", "Bea"])
        hidden.hide()
    assert read(path)[0].columns == {"name": ["Ann"]}


def test_a_value_right_of_the_table_rejects_its_row(path: Path) -> None:
    rows: list[list[object]] = [["name", "town"], *([f"Ann {number}", "Oxford"] for number in range(300))]
    rows[250] = ["Bea", "Leeds", None, "checked"]
    batch, _notes = read(write(path, ("One", rows)))
    (row,) = batch.rejected
    assert (row.line, row.reason) == (251, "has a value in column D, which has no name")
    assert row.raw == {"name": "Bea", "town": "Leeds", "D": "checked"}
    assert len(batch.lines) == 299


def test_a_workbook_of_empty_sheets_is_bad_input(path: Path) -> None:
    with pytest.raises(BadInput, match="holds no cells"):
        read(write(path, ("One", []), ("Two", [])))


def test_names_alone_are_no_rows_and_a_note(path: Path) -> None:
    with open_source(write(path, ("One", [["name", "town"]]))) as reader:
        assert list(reader.batches()) == []
        assert reader.notes == ["holds column names and no rows"]


def test_formulas_give_their_saved_value(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("One")
        sheet.write_row(0, 0, ["name", "sum"])
        sheet.write_string(1, 0, "Ann")
        sheet.write_formula(1, 1, "=1+1", None, 2)
        sheet.write_string(2, 0, "Bea")
        sheet.write_formula(2, 1, "=1/0", None, "#DIV/0!")
    assert read(path)[0].columns == {"name": ["Ann", "Bea"], "sum": ["2", None]}


def test_a_too_long_cell_costs_its_row(path: Path) -> None:
    batch, _notes = read(write(path, ("One", [["name"], ["x" * 51], ["Ann"]])), Limits(max_cell_chars=50))
    assert (batch.lines, batch.rejected[0].line, batch.rejected[0].column) == ([3], 2, "name")


def test_a_workbook_of_excel_97(tmp_path: Path) -> None:
    path = tmp_path / "old.xls"
    path.write_bytes(zlib.decompress(base64.b85decode(OLD_WORKBOOK)))
    batch, _notes = read(path)
    assert (batch.lines, batch.sheet) == ([2, 3], "Cases")
    assert batch.columns == {"Name": ["Ann Example", "=1+1"], "Opened": ["2024-03-01", "2023-12-25"], "Count": ["12", "0.5"]}


def test_an_old_workbook_that_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "old.xls"
    path.write_bytes(zlib.decompress(base64.b85decode(OLD_WORKBOOK))[:700])
    with pytest.raises(BadInput, match="is damaged or not a workbook"):
        read(path)


def test_a_workbook_larger_than_memory_allows(path: Path) -> None:
    write(path, ("One", [["name"], ["Ann"]]))
    with pytest.raises(BadInput, match="max_spreadsheet_bytes"):
        read(path, Limits(max_spreadsheet_bytes=1_000))


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16_384, "XFD")])
def test_column_letters(number: int, letters: str) -> None:
    assert column_letters(number) == letters
