"""Finding the row of column names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.errors import BadInput
from stronghold.intake.readers.header import Header, SampleRow, find_header, name_columns


def header(*rows: list[str]) -> Header:
    return find_header([SampleRow(line, line, cells) for line, cells in enumerate(rows, 1)], file="a.csv")


def test_plain_names() -> None:
    assert header(["id", "name"], ["1", "Ann"]) == Header(["id", "name"], 1)


def test_repeated_and_empty_names_are_made_unique_and_noted() -> None:
    found = header(["Name", "", "Name", "Name (2)", "Name"], ["Ann", "x", "Bea", "Cat", "Dot"])
    assert found.columns == ["Name", "column 2", "Name (3)", "Name (2)", "Name (4)"]
    assert len(found.notes) == 3


def test_white_space_and_line_breaks_in_names_become_one_space() -> None:
    assert header(["Date of\n  birth", "b"], ["x", "y"]).columns == ["Date of birth", "b"]


@pytest.mark.parametrize(
    "rows",
    [
        [["1", "John", "Smith", "1990-01-01"], ["2", "Ann", "Jones", "1985-05-05"]],
        [["OX1 1AA", "10", "451000.5"], ["OX1 1AB", "10", "451020.1"]],
        [["07700 900123", "Ann"], ["07700 900124", "Bea"]],
        [["ann@example.org", "Ann"]],
    ],
)
def test_a_first_row_of_data_is_kept_as_data(rows: list[list[str]]) -> None:
    found = header(*rows)
    assert found.line == 0
    assert found.columns == [f"column {number}" for number in range(1, len(rows[0]) + 1)]
    assert any("looks like data" in note for note in found.notes)


@pytest.mark.parametrize(
    "rows",
    [
        [["area", "2019", "2020"], ["Oxford", "12", "15"], ["Leeds", "3", "4"]],
        [["id", "date"], ["1", "2024-03-01"]],
        [["name", "town"], ["Ann", "Oxford"]],
        [["name", "town"]],
        [["1", "date", "town"], ["1", "2024-03-01", "12"], ["2", "2024-03-02", "13"]],
    ],
)
def test_names_above_numbers_are_names(rows: list[list[str]]) -> None:
    assert header(*rows).columns == rows[0]


def test_titles_above_the_names_are_skipped_and_noted() -> None:
    found = header(["Custody report, March", "", ""], ["", "", ""], ["name", "born", "town"], ["Ann", "1990", "Oxford"])
    assert (found.columns, found.line) == (["name", "born", "town"], 3)
    assert found.notes == ["line 1 above the column names was skipped: 'Custody report, March'"]


def test_one_long_row_makes_the_name_of_a_single_column_no_title() -> None:
    assert header(["name"], ["Ann"], ["Bea", "x", "y"], ["Cat"]).columns == ["name"]


def test_unnamed_columns_at_the_end_go_unless_they_hold_something() -> None:
    assert header(["a", "b", "", ""], ["x", "y", "", ""]).columns == ["a", "b"]
    assert header(["a", "b", "", ""], ["x", "y", "z", ""]).columns == ["a", "b", "column 3"]


def test_a_row_longer_than_the_header_makes_no_column() -> None:
    assert header(["a", "b"], ["x", "y", "z"]).columns == ["a", "b"]


def test_nothing_at_all() -> None:
    with pytest.raises(BadInput, match="holds no rows"):
        header(["", ""])


@given(st.lists(st.sampled_from(["", "a", "b", "a (2)", "column 1", "column 2", " a "]), min_size=1, max_size=8))
def test_made_names_are_always_unique_and_real_first_names_kept(cells: list[str]) -> None:
    names, _notes = name_columns(cells)
    assert len(set(names)) == len(cells)
    assert all(names)
    for index, cell in enumerate(cells):
        if cell.strip() and cell.strip() not in [earlier.strip() for earlier in cells[:index]]:
            assert names[index] == cell.strip()
