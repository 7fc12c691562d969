"""Rows with their exact lines, and broken quoting."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.intake.readers.csvrows import END_OF_DATA, Fault, csv_rows
from stronghold.intake.readers.limits import Limits


def rows(text: str, limits: Limits | None = None, block: int = 1_000) -> list[tuple[int, int, list[str] | Fault]]:
    lines = list(io.StringIO(text, newline=""))
    blocks = [lines[start : start + block] for start in range(0, len(lines), block)]
    return list(csv_rows(blocks, ",", limits or Limits()))


def test_the_message_for_open_quotes_is_the_one_relied_on() -> None:
    with pytest.raises(csv.Error, match=f"^{END_OF_DATA}$"):
        list(csv.reader(['"a\n'], strict=True))


def test_quoted_line_breaks_keep_the_first_line() -> None:
    assert rows('a,b\n1,"x\r\ny\nz"\n\n2,w\n') == [
        (1, 1, ["a", "b"]),
        (2, 4, ["1", "x\r\ny\nz"]),
        (5, 5, []),
        (6, 6, ["2", "w"]),
    ]


def test_a_space_after_the_delimiter_does_not_spoil_a_quote() -> None:
    assert rows('a, "b, c"\n') == [(1, 1, ["a", "b, c"])]


def test_an_unclosed_quote_is_reported_where_it_opens_and_the_rest_is_read() -> None:
    found = rows('a,b\n1,x\n2,"open\n3,y\n4,z\n')
    assert found[:2] == [(1, 1, ["a", "b"]), (2, 2, ["1", "x"])]
    first, _last, fault = found[2]
    assert first == 3
    assert isinstance(fault, Fault)
    assert fault.reason == "a quote that opens on line 3 is never closed"
    assert fault.text == '2,"open'
    assert found[3:] == [(4, 4, ["3", "y"]), (5, 5, ["4", "z"])]


def test_an_unclosed_quote_before_other_quotes_loses_one_row_only() -> None:
    found = rows('1,"open\n2,y\n3,"fine"\n4,z\n')
    assert isinstance(found[0][2], Fault)
    assert "opens on line 1 is not closed before the next one, on line 3" in found[0][2].reason
    assert [cells for _first, _last, cells in found[1:]] == [["2", "y"], ["3", "fine"], ["4", "z"]]


def test_an_unclosed_quote_is_given_up_after_many_characters_not_at_the_end_of_the_file() -> None:
    limits = Limits(max_cell_chars=10_000)
    pulled = 0

    def blocks() -> object:
        nonlocal pulled
        yield ['1,"open\n']
        for _ in range(100):
            pulled += 1
            yield ["2,y\n"] * 10_000

    found = csv_rows(blocks(), ",", limits)  # type: ignore[arg-type]
    assert isinstance(next(found)[2], Fault)
    assert pulled * 40_000 <= 16 * 10_000 + 40_000
    assert sum(1 for _ in found) == 1_000_000


def test_a_quote_inside_quotes_costs_its_row() -> None:
    found = rows('1,"He said "hi" to me"\n2,y\n')
    assert isinstance(found[0][2], Fault)
    assert "not doubled" in found[0][2].reason
    assert found[1] == (2, 2, ["2", "y"])


def test_quotes_inside_unquoted_cells_are_text() -> None:
    assert rows('1,5"6 tall\n') == [(1, 1, ["1", '5"6 tall'])]


@pytest.mark.parametrize("block", [1, 2, 1_000])
def test_a_too_long_cell_costs_its_row_even_over_several_lines(block: int) -> None:
    found = rows('1,"' + "long\n" * 20 + '"\n2,' + "x" * 60 + "\n3,y\n", Limits(max_cell_chars=50), block)
    (first, last, one), (line, _, two), three = found
    assert (first, last, line) == (1, 21, 22)
    assert isinstance(one, Fault)
    assert isinstance(two, Fault)
    assert (one.index, two.index) == (1, 1)
    assert "60 characters; at most 50" in two.reason
    assert three == (23, 23, ["3", "y"])


def test_a_cell_beyond_the_parser_itself_costs_its_row() -> None:
    huge = csv.field_size_limit() + 1
    found = rows(f"1,{'x' * huge}\n2,y\n", Limits(max_cell_chars=50))
    assert isinstance(found[0][2], Fault)
    assert found[1] == (2, 2, ["2", "y"])


CELLS = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12) | st.text(
    alphabet='a",\n\r ', max_size=6
)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=12), st.integers(1, 4))
def test_any_table_comes_back_with_its_lines_however_it_is_cut(table: list[list[str]], block: int) -> None:
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    expected = []
    for cells in table:
        before = len(list(io.StringIO(file.getvalue(), newline="")))
        writer.writerow(cells)
        after = len(list(io.StringIO(file.getvalue(), newline="")))
        expected.append((before + 1, after, cells))
    found = rows(file.getvalue(), block=block)
    stripped = [(first, last, [cell.lstrip(" ") for cell in cells]) for first, last, cells in expected]
    assert [
        (first, last, [c.lstrip(" ") for c in cells] if isinstance(cells, list) else cells) for first, last, cells in found
    ] == stripped
