"""Files become records."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.engine import connect
from stronghold.errors import BadInput
from stronghold.intake.corrections import Correction
from stronghold.intake.load import LoadProgress, SourceInput, load
from stronghold.intake.loading import files
from stronghold.intake.mapping import InvolvedMapping, Mapping, RecordMapping, SourceTerms

MakeSource = Callable[..., SourceInput]
HEADER = "Ref,Name,Born,Postcode,Phone\n"
TERMS = SourceTerms("Police", "Calls", "Prevention of crime", "Crime and Disorder Act 1998, section 115")
CALLS = Mapping(
    TERMS,
    (
        RecordMapping(
            "call",
            {"occurred": ("when",)},
            involved=(
                InvolvedMapping("phone", "caller", {"number": ("from",)}),
                InvolvedMapping("phone", "recipient", {"number": ("to",)}),
            ),
        ),
    ),
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["07700900001", "07700900002", "bad", ""]),
        st.sampled_from(["07700900003", ""]),
        st.sampled_from(["05/06/2024 10:00", "05/06/2024", "never", ""]),
    ),
    max_size=12,
)
Row = tuple[str, str, str]


def written(folder: Path, name: str, rows: Sequence[Row]) -> SourceInput:
    path = folder / name
    path.write_text("\n".join(["from,to,when", *map(",".join, rows)]) + "\n", encoding="utf-8")
    return SourceInput(path, name, CALLS)


def keys_of(sources: Sequence[SourceInput]) -> set[str]:
    with connect() as con:
        report = load(con, sources)
        assert report.counts_add_up
        assert not report.refused
        keys = [row[0] for row in con.execute("SELECT record_key FROM record").fetchall()]
        assert len(keys) == len(set(keys)) == report.records
        return set(keys)


@settings(deadline=None, max_examples=25)
@given(ROWS)
def test_a_file_its_copy_and_its_halves_give_the_same_keys(tmp_path_factory: pytest.TempPathFactory, rows: list[Row]) -> None:
    folder = tmp_path_factory.mktemp("keys")
    # Equal rows have to be in one file to be told from one row that is sent twice.
    distinct = sorted(rows)
    middle = next((n for n in range(len(rows) // 2, len(rows)) if n and distinct[n] != distinct[n - 1]), len(rows))
    whole = written(folder, "a.csv", distinct)
    assert keys_of([whole, written(folder, "b.csv", distinct)]) == keys_of([whole])
    halves = [written(folder, "c.csv", distinct[:middle]), written(folder, "d.csv", distinct[middle:])]
    assert keys_of(halves) == keys_of([whole])


@settings(deadline=None, max_examples=15)
@given(ROWS, ROWS, st.booleans())
def test_the_order_of_files_changes_no_key(
    tmp_path_factory: pytest.TempPathFactory, one: list[Row], other: list[Row], renamed: bool
) -> None:
    folder = tmp_path_factory.mktemp("order")
    first, second = written(folder, "a.csv", one), written(folder, "b.csv", other)
    turned = [written(folder, "d.csv", one), written(folder, "c.csv", other)] if renamed else [second, first]
    assert keys_of(turned) == keys_of([first, second])


def test_batches_are_one_file(con: duckdb.DuckDBPyConnection, make_source: MakeSource, monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEADER + "".join(f"{n % 3},Person {'abcdefghi'[n % 9]},,,\n" for n in range(25))
    load(con, [make_source("a.csv", text)])
    monkeypatch.setattr(files, "BATCH_ROWS", 4)
    with connect() as other:
        load(other, [make_source("a.csv", text)])
        for table in ("record", "mention", "person"):
            query = (
                f"SELECT * EXCLUDE (mention_id) FROM {table} ORDER BY ALL" if table == "mention" else f"FROM {table} ORDER BY ALL"
            )
            assert other.execute(query).fetchall() == con.execute(query).fetchall()


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "empty"), ("Ref,Name\n1,Ann\n", "does not have it")],
)
def test_a_file_that_cannot_be_used_is_refused(
    con: duckdb.DuckDBPyConnection, make_source: MakeSource, text: str, message: str
) -> None:
    report = load(con, [make_source("a.csv", text), make_source("b.csv", HEADER + "1,Ann Smith,,,\n")])
    (refused,) = report.refused
    assert refused.file == "a.csv"
    assert message in refused.message
    assert refused.remedy
    assert [source.name for source in report.sources] == ["b.csv"]


def test_a_file_without_or_with_an_unfinished_mapping_is_refused(
    con: duckdb.DuckDBPyConnection, make_source: MakeSource, tenants: str
) -> None:
    none = SourceInput(make_source("a.csv", HEADER).path, "a.csv", None)
    broken = SourceInput(none.path, "b.csv", None, BadInput("no such kind.", file="b.csv.mapping.toml", line=3))
    unfinished = make_source("c.csv", HEADER, tenants.replace('"Prevention of crime"', '""'))
    missing = SourceInput(none.path.with_name("d.csv"), "d.csv", make_source("e.csv", "").mapping)
    report = load(con, [none, broken, unfinished, missing])
    assert [error.file for error in report.refused] == ["a.csv", "b.csv.mapping.toml", "c.csv", "d.csv"]
    assert "map a.csv" in (report.refused[0].remedy or "")
    assert (report.records, report.sources, report.counts_add_up) == (0, (), True)


def test_an_error_calls_the_file_as_the_source_is_called(con: duckdb.DuckDBPyConnection, make_source: MakeSource) -> None:
    source = make_source("a.csv", "Ref,Name\n1,Ann\n")
    report = load(con, [SourceInput(source.path, "2024/a.csv", source.mapping)])
    assert report.refused[0].file == "2024/a.csv"


def test_progress_is_told_by_file_and_ends_at_the_whole(con: duckdb.DuckDBPyConnection, make_source: MakeSource) -> None:
    told: list[LoadProgress] = []
    sources = [make_source("b.csv", HEADER + "1,Ann Smith,,,\n2,Bo Smith,,,\n"), make_source("a.csv", "")]
    load(con, sources, progress=told.append)
    assert [(one.name, one.number, one.files) for one in told] == [("a.csv", 1, 2), ("b.csv", 2, 2), ("b.csv", 2, 2)]
    assert told[-1].rows == 2
    assert [one.share for one in told] == sorted(one.share for one in told)
    assert told[-1].share == 1


def test_an_hour_that_comes_twice_keeps_a_note(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    rows = [("07700900001", "07700900002", when) for when in ("27/10/2024 01:30", "27/10/2024 03:30", "31/03/2024 01:30")]
    load(con, [written(tmp_path, "a.csv", rows)])
    noted = con.execute("SELECT line, column_name, raw FROM cell_note JOIN record USING (record_id) ORDER BY line").fetchall()
    assert noted == [(2, "when", "27/10/2024 01:30"), (4, "when", "31/03/2024 01:30")]
    hours = con.execute("SELECT line, hour(occurred_from) FROM record WHERE line = 3").fetchall()
    assert hours == [(3, 3)]


@pytest.mark.parametrize(("day", "hours"), [("27/10/2024", 25), ("31/03/2024", 23), ("30/03/2024", 24)])
def test_days_on_which_clocks_change(con: duckdb.DuckDBPyConnection, tmp_path: Path, day: str, hours: int) -> None:
    load(con, [written(tmp_path, "a.csv", [("07700900001", "07700900002", day)])])
    ((start, end, precision),) = con.execute("SELECT occurred_from, occurred_to, occurred_precision FROM record").fetchall()
    assert (end - start, precision) == (timedelta(hours=hours), "day")


def test_what_day_it_is_can_be_said(con: duckdb.DuckDBPyConnection, make_source: MakeSource) -> None:
    load(con, [make_source("a.csv", HEADER + "1,Ann Smith,05/06/2010,,\n")], today=date(2005, 1, 1))
    assert con.execute("SELECT raw FROM cell_note").fetchall() == [("05/06/2010",)]
    assert con.execute("SELECT date_of_birth FROM person").fetchall() == [(None,)]


def test_a_correction_of_another_file_is_not_used_and_said(con: duckdb.DuckDBPyConnection, make_source: MakeSource) -> None:
    stray = Correction("0" * 64, None, 2, {"Name": "Bo Smith"}, "1" * 64)
    report = load(con, [make_source("a.csv", HEADER + "1,,,,\n")], corrections=[stray])
    assert report.unused_corrections == (stray,)
    assert report.quarantined_rows == 1


def test_the_collector_is_left_as_it_was(con: duckdb.DuckDBPyConnection) -> None:
    assert gc.isenabled()
    load(con, [])
    assert gc.isenabled()
