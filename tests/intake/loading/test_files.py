"""One file into the tables, all of it or nothing."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest

from stronghold.errors import BadInput
from stronghold.intake.load import SourceInput, load
from stronghold.intake.loading import files
from stronghold.intake.readers import RawBatch, open_source

MakeSource = Callable[..., SourceInput]
HEADER = "Ref,Name,Born,Postcode,Phone\n"
TABLES = ("source", "record", "mention", "person", "phone", "cell_note", "quarantine")


def count(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    return {table: len(con.execute(f"SELECT 1 FROM {table}").fetchall()) for table in TABLES}


def test_the_source_row_says_what_came_and_on_what_terms(con: duckdb.DuckDBPyConnection, make_source: MakeSource) -> None:
    source = make_source("a.csv", HEADER + "1,Ann Smith,01/01/1990,,\n2,,,,\n")
    load(con, [source])
    found = con.execute("SELECT * FROM source").fetchall()[0]
    row = dict(zip([column[0] for column in con.description or ()], found, strict=True))
    content = source.path.read_bytes()
    assert (row["sha256"], row["bytes"]) == (sha256(content).hexdigest(), len(content))
    assert (row["name"], row["format"], row["encoding"], row["timezone"]) == ("a.csv", "csv", "utf-8", "Europe/London")
    assert (row["agency"], row["system"], row["purpose"]) == ("Town Council", "Housing", "Prevention of crime")
    assert (row["handling"], row["sensitivity"], row["operation"]) == ("P", "standard", "")
    assert (row["read_rows"], row["kept_rows"], row["quarantined_rows"], row["noted_cells"]) == (2, 1, 1, 1)
    assert source.mapping is not None
    assert row["mapping_sha256"] == sha256(source.mapping.to_toml().encode()).hexdigest()


def test_a_quarantined_row_is_kept_whole(con: duckdb.DuckDBPyConnection, make_source: MakeSource) -> None:
    load(con, [make_source("a.csv", "Ref,Name,Born,Postcode,Phone,Other\n7,,,,,x\n")])
    line, column, reason, raw = con.execute("SELECT line, column_name, reason, raw FROM quarantine").fetchall()[0]
    assert (line, column) == (2, None)
    assert "nothing tells which person" in reason
    assert json.loads(raw) == {"Ref": "7", "Name": None, "Born": None, "Postcode": None, "Phone": None, "Other": "x"}


def test_a_row_that_no_mapping_takes_and_one_kept_out(
    con: duckdb.DuckDBPyConnection, make_source: MakeSource, tenants: str
) -> None:
    mapping = (
        tenants
        + '[record.only]\nPhone = [""]\n[[record.quarantine_when]]\ncolumn = "Name"\ncontains = "test"\nreason = "a test"\n'
    )
    load(con, [make_source("a.csv", HEADER + "1,Ann Smith,,,5\n2,TEST Person,,,\n3,Bo Smith,,,\n", mapping)])
    assert con.execute("SELECT line, column_name, reason FROM quarantine ORDER BY line").fetchall() == [
        (2, None, "no record section of the mapping takes this row"),
        (3, "Name", "a test"),
    ]
    assert con.execute("SELECT line FROM record").fetchall() == [(4,)]


def test_rows_that_the_reader_rejects_are_quarantined(con: duckdb.DuckDBPyConnection, make_source: MakeSource) -> None:
    report = load(con, [make_source("a.csv", HEADER + "1,Ann Smith,,,,too,many\n2,Bo Smith,,,\n")])
    assert (report.sources[0].read, report.quarantined_rows, report.counts_add_up) == (2, 1, True)


def test_half_a_character_costs_the_row_not_the_load(con: duckdb.DuckDBPyConnection, make_source: MakeSource) -> None:
    rows = [
        '{"Ref": "1", "Name": "Ann \\ud800", "Born": null, "Postcode": null, "Phone": null}',
        '{"Ref": "2", "Name": "Bo Smith"}',
    ]
    report = load(con, [make_source("a.jsonl", "\n".join(rows))])
    assert (report.records, report.quarantined_rows) == (1, 1)
    assert con.execute("SELECT column_name FROM quarantine").fetchall() == [("Name",)]


def test_keys_say_nothing_of_file_and_line(con: duckdb.DuckDBPyConnection, make_source: MakeSource, tenants: str) -> None:
    mapping = tenants.replace('agency = "Town Council"', 'agency = "Town/Council"')
    load(con, [make_source("a.csv", HEADER + "A/1,Ann Smith,,,\nA/1,Ann Jones,,,07700900001\n", mapping)])
    keys = [row[0] for row in con.execute("SELECT mention_key FROM mention ORDER BY mention_id").fetchall()]
    assert keys == [
        "Town%2FCouncil/Housing/person/A%2F1#subject.1",
        "Town%2FCouncil/Housing/person/A%2F1/2#subject.1",
        "Town%2FCouncil/Housing/person/A%2F1/2#subject.1>phone",
    ]


def test_a_part_belongs_to_its_person(con: duckdb.DuckDBPyConnection, make_source: MakeSource) -> None:
    load(con, [make_source("a.csv", HEADER + "1,Ann Smith,,,07700900001\n")])
    found = con.execute(
        """SELECT part.part, part.kind, part.role, person.surname, phone.number, person.phone FROM mention AS part
        JOIN person ON person.mention_id = part.belongs_to JOIN phone ON phone.mention_id = part.mention_id"""
    ).fetchall()
    assert found == [("phone", "phone", "subject", "smith", "+447700900001", "+447700900001")]


def test_a_gzipped_file_is_read(con: duckdb.DuckDBPyConnection, make_source: MakeSource) -> None:
    source = make_source("a.csv.gz", "")
    source.path.write_bytes(gzip.compress((HEADER + "1,Ann Smith,,,\n").encode()))
    assert load(con, [source]).records == 1


class Breaking:
    """A reader of a real file that fails after its rows."""

    def __init__(self, path: Path, error: Exception) -> None:
        self._reader = open_source(path)
        self._error = error

    def __getattr__(self, name: str) -> object:
        return getattr(self._reader, name)

    def __enter__(self) -> Breaking:
        return self

    def __exit__(self, *_: object) -> None:
        self._reader.close()

    def batches(self, size: int) -> Iterator[RawBatch]:
        yield from self._reader.batches(size)
        raise self._error


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], None]:
    """Makes the file ``b.csv`` break off after its rows with an error."""

    def break_with(error: Exception) -> None:
        def opened(path: Path, limits: object = None, *, sheet: str | None = None) -> object:
            return Breaking(path, error) if path.name == "b.csv" else open_source(path, sheet=sheet)

        monkeypatch.setattr(files, "open_source", opened)

    return break_with


def test_a_file_that_fails_in_the_middle_leaves_nothing(
    con: duckdb.DuckDBPyConnection, make_source: MakeSource, broken: Callable[[Exception], None]
) -> None:
    one, last = make_source("a.csv", HEADER + "1,Ann Smith,,,bad\n"), make_source("c.csv", HEADER + "3,Cy Smith,,,07700900001\n")
    load(con, [one, last])
    expected = count(con)
    ids = con.execute("SELECT * FROM mention ORDER BY ALL").fetchall()
    with duckdb.connect() as other:
        broken(BadInput("it breaks off.", file="b.csv", line=3))
        report = load(other, [one, make_source("b.csv", HEADER + "2,Bo Smith,1/1/90,,07700900002\n9,,,,\n"), last])
        assert count(other) == expected
        assert other.execute("SELECT * FROM mention ORDER BY ALL").fetchall() == ids
    assert [(error.file, error.line) for error in report.refused] == [("b.csv", 3)]
    assert report.counts_add_up


def test_a_fault_that_is_not_the_files_is_not_swallowed(
    con: duckdb.DuckDBPyConnection, make_source: MakeSource, broken: Callable[[Exception], None]
) -> None:
    broken(ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        load(con, [make_source("b.csv", HEADER + "2,Bo Smith,,,\n")])
    assert not any(count(con).values())
