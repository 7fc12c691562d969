"""The used area of a sheet, from its XML."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.intake.readers.part_stream import whole_tags
from stronghold.intake.readers.sheet_area import SheetArea
from stronghold.intake.readers.workbook import column_letters


def area(xml: bytes, chunk: int = 1 << 20) -> int:
    measured = SheetArea()
    for text in whole_tags(xml[start : start + chunk] for start in range(0, len(xml), chunk)):
        measured.take(text)
    return measured.cells()


def sheet(cells: list[tuple[int, int]]) -> bytes:
    rows = "".join(f'<row r="{row}"><c r="{column_letters(column)}{row}" t="n"><v>1</v></c></row>' for row, column in cells)
    return f'<worksheet><cols><col min="1"/></cols><sheetData>{rows}</sheetData><conditionalFormatting/></worksheet>'.encode()


CELLS = st.lists(
    st.tuples(st.integers(1, 2_000_000), st.integers(1, 20_000)), min_size=1, max_size=12, unique_by=lambda cell: cell[0]
)


@settings(max_examples=50, deadline=None)
@given(CELLS, st.sampled_from([1, 7, 64, 1 << 20]))
def test_the_area_is_that_of_the_furthest_row_and_column(cells: list[tuple[int, int]], chunk: int) -> None:
    expected = max(row for row, _ in cells) * max(column for _, column in cells)
    assert area(sheet(cells), chunk) == expected


@pytest.mark.parametrize(
    "xml",
    [
        b"<sheetData><x:row r='7'><x:c r='C7'><x:v>1</x:v></x:c></x:row></sheetData>",
        b'<sheetData><row\n r = "7"><c\tr = "c7"><v>1</v></c></row></sheetData>',
        b'<sheetData><row r="1"><c r="C7"><v>1</v></c></row></sheetData>',
        b'<sheetData><row r="0007"><c r="C1"><v>1</v></c></row></sheetData>',
    ],
)
def test_unusual_writing_is_measured_all_the_same(xml: bytes) -> None:
    assert area(xml) == 21


def test_cells_without_references_are_counted() -> None:
    row = b"<row><c><v>1</v></c><c><v>2</v></c><c/></row>"
    assert area(b"<cols><col/><col/></cols><sheetData>" + row * 5 + b"</sheetData>") == 15


def test_a_part_that_is_no_sheet_has_no_area() -> None:
    assert area(b'<sst><si><t>text</t></si></sst><c xmlns="x"/>') == 0
