"""Rows that were not kept: listed and exported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from stronghold.intake.load import SourceInput, load
from stronghold.intake.quarantine import MARK, QuarantinedRow, chosen_rows, export, exported_name, row_mark, rows
from stronghold.intake.readers import open_source

MakeSource = Callable[..., SourceInput]
HEADER = "Ref,Name,Born,Postcode,Phone,reason\n"


def read(path: Path) -> list[dict[str, str | None]]:
    with open_source(path) as reader:
        return [
            dict(zip(batch.columns, cells, strict=True))
            for batch in reader.batches()
            for cells in zip(*batch.columns.values(), strict=True)
        ]


def test_every_row_says_where_it_lies_and_why(con: duckdb.DuckDBPyConnection, make_source: MakeSource) -> None:
    report = load(
        con, [make_source("b.csv", HEADER + "1,,,,,x\n2,Ann Smith,,,,\n3,,,,,\n"), make_source("a.csv", HEADER + "9,,,,,\n")]
    )
    found = list(rows(con))
    assert [(row.file, row.line) for row in found] == [("a.csv", 2), ("b.csv", 2), ("b.csv", 4)]
    assert found[1].raw == {"Ref": "1", "Name": None, "Born": None, "Postcode": None, "Phone": None, "reason": "x"}
    assert found[1].source_sha256 == report.sources[1].sha256
    assert found[1].mark == row_mark(report.sources[1].sha256, None, 2)
    assert all("nothing tells which person" in row.reason for row in found)


def test_marks_tell_rows_apart() -> None:
    row = QuarantinedRow("a", "ab" * 32, "Sheet 1", 7, None, "r", {})
    assert row.mark == "row-abababababab-7-Sheet 1"
    assert row_mark("ab" * 32, None, 7) != row_mark("ab" * 32, None, 8) != row.mark


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_export_holds_the_rows_with_all_their_columns(
    con: duckdb.DuckDBPyConnection, make_source: MakeSource, tmp_path: Path, ending: str
) -> None:
    text = HEADER + "=1+1,,,,,late\n"
    load(con, [make_source("a.csv", text), make_source("b.csv", "Ref,Name,Born,Postcode,Phone,Extra\n2,,,,,e\n")])
    path = tmp_path / f"quarantine.{ending}"
    assert export(con, path) == 2
    one, other = read(path)
    assert list(one)[:7] == [MARK, "file", "line", "column", "reason", "agency", "handling"]
    assert one["agency"] and one["handling"] == other["handling"] == "C"
    assert (one["file"], one["line"], one["cell: reason"], one["Extra"]) == ("a.csv", "2", "late", None)
    assert (other["file"], other["Extra"], other["cell: reason"]) == ("b.csv", "e", None)
    assert "nothing tells" in (one["reason"] or "")
    assert one["Ref"] == ("'=1+1" if ending == "csv" else "=1+1")


def test_a_file_that_was_sent_twice_is_exported_once(
    con: duckdb.DuckDBPyConnection, make_source: MakeSource, tmp_path: Path
) -> None:
    load(con, [make_source("a.csv", HEADER + "1,,,,,\n"), make_source("b.csv", HEADER + "1,,,,,\n")])
    assert len(list(rows(con))) == 2
    assert export(con, tmp_path / "quarantine.csv") == 1


def test_names_that_are_the_exports_own_are_told_apart() -> None:
    assert [exported_name(name) for name in ("Name", "reason", "cell: x", MARK)] == [
        "Name",
        "cell: reason",
        "cell: cell: x",
        f"cell: {MARK}",
    ]


def test_some_rows_are_chosen_in_the_same_order(con: duckdb.DuckDBPyConnection, make_source: MakeSource) -> None:
    load(con, [make_source("b.csv", HEADER + "1,,,,,x\n3,,,,,\n"), make_source("a.csv", HEADER + "9,,,,,\n")])
    everything = list(rows(con))
    assert chosen_rows(con, "true", {}, limit=2) == everything[:2]
    assert chosen_rows(con, "true", {}, offset=2, limit=2) == everything[2:]
    assert chosen_rows(con, "source.name = $file", {"file": "a.csv"}, limit=9) == everything[:1]
    assert chosen_rows(con, "source.name = $file", {"file": "' OR true --"}, limit=9) == []
