"""Records that come in more than one file."""

from __future__ import annotations

from collections.abc import Callable

import duckdb

from stronghold.intake.load import SourceCounts, SourceInput, load
from stronghold.vocabulary import kinds

MakeSource = Callable[..., SourceInput]

HEADER = "Ref,Name,Born,Postcode,Phone\n"


def loaded(con: duckdb.DuckDBPyConnection, make_source: MakeSource, **files: str) -> dict[str, SourceCounts]:
    report = load(con, [make_source(f"{name}.csv", HEADER + text) for name, text in files.items()])
    assert report.counts_add_up
    return {source.name.removesuffix(".csv"): source for source in report.sources}


def lines(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str, int]]:
    return con.execute("SELECT record_key, name, line FROM record JOIN source USING (source_id) ORDER BY ALL").fetchall()


def test_equal_rows_are_kept_once_where_they_came_first(con: duckdb.DuckDBPyConnection, make_source: MakeSource) -> None:
    sources = loaded(con, make_source, a="1,Ann Smith,,,\n", b="1,Ann Smith,,,\n2,Bo Smith,,,\n")
    assert lines(con) == [("Town Council/Housing/person/1", "a.csv", 2), ("Town Council/Housing/person/2", "b.csv", 3)]
    assert (sources["a"].repeated, sources["b"].repeated, sources["b"].records) == (0, 1, 1)


def test_a_later_file_replaces_what_it_says_otherwise(con: duckdb.DuckDBPyConnection, make_source: MakeSource) -> None:
    sources = loaded(con, make_source, a="1,Ann Smith,01/01/1990,OX1 1AA,07700900001\n", b="1,Ann Jones,,,\n")
    assert lines(con) == [("Town Council/Housing/person/1", "b.csv", 2)]
    assert (sources["a"].replaced, sources["b"].replaced) == (1, 0)
    (notes,) = con.execute("SELECT notes FROM source WHERE name = 'a.csv'").fetchone() or ((),)
    assert any("replaced by a later file" in note for note in notes)


def test_nothing_of_a_dropped_record_is_left_in_any_table(con: duckdb.DuckDBPyConnection, make_source: MakeSource) -> None:
    sources = loaded(con, make_source, a="1,Ann Smith,01/01/1990,OX1 1AA,07700900001\n", b="1,Ann Jones,,,\n")
    mentions = "SELECT mention_id FROM mention WHERE record_id IN (SELECT record_id FROM record)"
    assert con.execute(f"SELECT * FROM mention WHERE mention_id NOT IN ({mentions})").fetchall() == []
    for kind in kinds().values():
        key, those = ("record_id", "SELECT record_id FROM record") if kind.is_event else ("mention_id", mentions)
        assert con.execute(f'SELECT * FROM "{kind.name}" WHERE {key} NOT IN ({those})').fetchall() == []
    assert con.execute("SELECT count(*) FROM cell_note").fetchone() == (0,)
    assert sources["a"].noted == 0


def test_of_three_the_last_word_counts_and_stands_where_it_was_said_first(
    con: duckdb.DuckDBPyConnection, make_source: MakeSource
) -> None:
    sources = loaded(con, make_source, a="1,Ann Smith,,,\n", b="1,Ann Jones,,,\n", c="1,Ann Smith,,,\n")
    assert lines(con) == [("Town Council/Housing/person/1", "a.csv", 2)]
    assert [(s.repeated, s.replaced) for s in sources.values()] == [(0, 0), (0, 1), (1, 0)]


def test_a_file_sent_again_on_stricter_terms_replaces(
    con: duckdb.DuckDBPyConnection, make_source: MakeSource, tenants: str
) -> None:
    text = HEADER + "1,Ann Smith,,,\n"
    stricter = tenants.replace("[[record]]", 'handling = "C"\n[[record]]', 1)
    report = load(con, [make_source("a.csv", text), make_source("b.csv", text, stricter)])
    assert [source.replaced for source in report.sources] == [1, 0]
    assert con.execute("SELECT handling FROM record").fetchall() == [("C",)]


def test_the_same_key_of_another_system_is_another_record(
    con: duckdb.DuckDBPyConnection, make_source: MakeSource, tenants: str
) -> None:
    text = HEADER + "1,Ann Smith,,,\n"
    report = load(con, [make_source("a.csv", text), make_source("b.csv", text, tenants.replace("Housing", "Repairs"))])
    assert report.records == 2
