"""Records that come in more than one file."""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import pytest

from stronghold.intake.load import ComesBackError, SourceCounts, SourceInput, load, load_more
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


def more(
    con: duckdb.DuckDBPyConnection, make_source: MakeSource, *, instead: tuple[str, ...] = (), **files: str
) -> dict[str, SourceCounts]:
    report = load_more(con, [make_source(f"{name}.csv", HEADER + text) for name, text in files.items()], instead=instead)
    assert report.counts_add_up
    return {source.name.removesuffix(".csv"): source for source in report.sources}


def test_of_two_days_the_later_file_by_name_has_the_last_word_whichever_came_first(
    con: duckdb.DuckDBPyConnection, make_source: MakeSource
) -> None:
    loaded(con, make_source, m="1,Ann Smith,,,\n")
    sources = more(con, make_source, a="1,Ann Brown,,,\n")
    assert lines(con) == [("Town Council/Housing/person/1", "m.csv", 2)]
    assert (sources["a"].replaced, sources["m"].replaced) == (1, 0)
    sources = more(con, make_source, z="1,Ann Jones,,,\n")
    assert lines(con) == [("Town Council/Housing/person/1", "z.csv", 2)]
    assert (sources["a"].replaced, sources["m"].replaced, sources["z"].replaced) == (1, 1, 0)
    assert con.execute("SELECT mention_key FROM gone_mention").fetchall() == [("Town Council/Housing/person/1#subject.1",)]
    assert con.execute("SELECT surname FROM person").fetchall() == con.execute("SELECT 'jones'").fetchall()
    assert con.execute("SELECT count(*) FROM gone_person").fetchall() == [(1,)]


def test_an_equal_row_of_an_earlier_file_by_name_takes_the_place(con: duckdb.DuckDBPyConnection, make_source: MakeSource) -> None:
    loaded(con, make_source, m="1,Ann Smith,,,\n")
    sources = more(con, make_source, a="1,Ann Smith,,,\n", z="1,Ann Smith,,,\n")
    assert lines(con) == [("Town Council/Housing/person/1", "a.csv", 2)]
    assert [source.repeated for source in sources.values()] == [0, 1, 1]


def test_what_repeats_becomes_replaced_where_another_has_the_last_word(
    con: duckdb.DuckDBPyConnection, make_source: MakeSource
) -> None:
    loaded(con, make_source, a="1,Ann Smith,,,\n", b="1,Ann Smith,,,\n")
    sources = more(con, make_source, c="1,Ann Jones,,,\n")
    assert [(source.repeated, source.replaced) for source in sources.values()] == [(0, 1), (0, 1), (0, 0)]
    (notes,) = con.execute("SELECT notes FROM source WHERE name = 'b.csv'").fetchone() or ((),)
    assert [note for note in notes if "another file" in note or "later file" in note] == [
        "1 rows were replaced by a later file with the same keys"
    ]


@pytest.mark.parametrize("instead", [(), ("c.csv",)])
def test_a_row_that_stood_behind_cannot_come_back_without_its_file(
    con: duckdb.DuckDBPyConnection, make_source: MakeSource, instead: tuple[str, ...]
) -> None:
    loaded(con, make_source, a="1,Ann Smith,,,\n", c="1,Ann Jones,,,\n")
    with pytest.raises(ComesBackError):
        if instead:
            more(con, make_source, instead=instead)
        else:
            more(con, make_source, d="1,Ann Smith,,,\n")


def test_a_source_in_whose_place_another_comes_leaves_nothing(con: duckdb.DuckDBPyConnection, make_source: MakeSource) -> None:
    loaded(con, make_source, a="1,Ann Smith,,,\n2,,,,\n", b="3,Cy Brown,,,\n")
    sources = more(con, make_source, instead=("a.csv",), a="4,Di Green,,,\n")
    assert list(sources) == ["a", "b"] and sources["a"].read == 1
    assert [line[0][-1] for line in lines(con)] == ["3", "4"]
    assert con.execute("SELECT count(*) FROM quarantine").fetchall() == [(0,)]
    assert con.execute("FROM new_record").fetchall() == [(3,)]
