"""Which character separates the cells."""

from __future__ import annotations

import pytest

from stronghold.intake.readers.dialect import Dialect, sniff


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_each_delimiter(delimiter: str) -> None:
    lines = [delimiter.join(cells) + "\n" for cells in (["id", "name", "town"], ["1", "Ann", "Oxford"])]
    assert sniff(lines) == Dialect(delimiter)


@pytest.mark.parametrize(
    ("lines", "delimiter"),
    [
        (["amount;price\n", "1,5;2,3\n", "2,5;3,3\n"], ";"),
        (["Name, first;Date, born;Town\n", "Ann;1990;Oxford\n"], ";"),
        (['"a;b;c;d",e\n', '"1;2;3;4",5\n'], ","),
        (["id,notes\n", "1,a|b|c\n", "2,d|e|f\n"], ","),
        (["Report of March\n", "\n", "id;name;town\n", "1;Ann;Oxford\n", "2;Bea;Leeds\n"], ";"),
        (["phone\n", "07700900123\n"], ","),
        (["name\n", "Smith; Ann\n", "Jones; Bea\n"], ","),
        (["id,name\n", "1\n", "2\n", "3\n"], ","),
        ([], ","),
    ],
)
def test_content_decides(lines: list[str], delimiter: str) -> None:
    assert sniff(lines).delimiter == delimiter


def test_the_name_decides_where_the_content_does_not() -> None:
    lines = ["a,b\tc\n", "1,2\t3\n"]
    assert sniff(lines, ".tsv").delimiter == "\t"
    assert sniff(lines, ".csv").delimiter == ","


def test_a_line_for_spreadsheets_is_obeyed_and_skipped() -> None:
    assert sniff(["sep=;\r\n", "a,b;c\n"]) == Dialect(";", 1)


def test_anything_but_a_comma_is_noted() -> None:
    assert Dialect(",").notes() == []
    assert Dialect(";").notes() == ["semicolon separated"]
