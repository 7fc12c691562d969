"""Forms of things: each way of writing once, and brought up to date as writing them anew would give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import duckdb
import pytest

from stronghold.engine import connect
from stronghold.intake.loading.schema import create_tables
from stronghold.linking.things import KINDS
from stronghold.linking.things.forms import add_forms, drop_gone_forms, form_table, read_forms, write_forms

HOME: Mapping[str, object] = {"house": "12", "street": "high street", "postcode": "OX1 1AA"}
LOUD: Mapping[str, object] = {"house": "12", "street": " HIGH STREET", "postcode": "ox1 1aa"}
FLAT: Mapping[str, object] = {"house": "12", "flat": "2", "street": "high street", "postcode": "OX1 1AA"}


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with connect() as con:
        create_tables(con)
        for kind in KINDS:
            con.execute(f"CREATE TEMP TABLE gone_{kind} AS FROM {kind}")
        con.execute("CREATE TEMP TABLE new_mention (mention_id BIGINT)")
        yield con


def put(con: duckdb.DuckDBPyConnection, rows: Mapping[int, Mapping[str, object]], kind: str = "address") -> None:
    for number, row in rows.items():
        names = ", ".join(("mention_id", *row))
        con.execute(f"INSERT INTO {kind} ({names}) VALUES (?{', ?' * len(row)})", [number, *row.values()])


def written(con: duckdb.DuckDBPyConnection, kind: str = "address") -> set[tuple[object, ...]]:
    """Each mention with what its form says, whatever the form's number."""
    return set(con.execute(f"SELECT * EXCLUDE (form) FROM linking_written JOIN {form_table(kind)} USING (form)").fetchall())


def written_anew(con: duckdb.DuckDBPyConnection) -> set[tuple[object, ...]]:
    write_forms(con)
    return written(con)


def take_away(con: duckdb.DuckDBPyConnection, *mentions: int) -> None:
    con.execute("INSERT INTO gone_address FROM address WHERE mention_id IN (SELECT unnest(?::BIGINT[]))", [mentions])
    con.execute("DELETE FROM address WHERE mention_id IN (SELECT mention_id FROM gone_address)")
    drop_gone_forms(con)


def test_what_is_written_alike_is_one_form(con: duckdb.DuckDBPyConnection) -> None:
    put(con, {1: HOME, 2: FLAT, 3: HOME})
    write_forms(con)
    read_forms(con, "address")
    assert con.execute("SELECT unit, mentions, first FROM cleaned ORDER BY first").fetchall() == [(None, 2, 1), ("2", 1, 2)]


def test_forms_of_two_kinds_have_numbers_of_their_own(con: duckdb.DuckDBPyConnection) -> None:
    put(con, {1: HOME})
    put(con, {2: {"number": "+441632960001"}}, "phone")
    write_forms(con)
    assert len(written(con)) == len(written(con, "phone")) == 1


def test_what_is_new_has_the_form_that_is_there(con: duckdb.DuckDBPyConnection) -> None:
    put(con, {1: HOME})
    write_forms(con)
    put(con, {2: LOUD, 3: FLAT, 4: {}})
    con.execute("INSERT INTO new_mention VALUES (2), (3), (4)")
    add_forms(con)
    assert con.execute(f"SELECT count(*) FROM {form_table('address')}").fetchall() == [(3,)]
    assert written(con) == written_anew(con)


def test_a_form_goes_with_the_last_that_has_it(con: duckdb.DuckDBPyConnection) -> None:
    put(con, {1: HOME, 2: HOME, 3: FLAT})
    write_forms(con)
    take_away(con, 1, 3)
    assert con.execute(f"SELECT unit FROM {form_table('address')}").fetchall() == [(None,)]
    assert written(con) == written_anew(con)


def test_a_number_that_is_given_up_is_not_taken_by_another_form(con: duckdb.DuckDBPyConnection) -> None:
    put(con, {1: HOME, 2: FLAT, 3: HOME})
    write_forms(con)
    take_away(con, 1)
    # A mention may have the number of one that is gone; the form of the others still goes by it.
    put(con, {1: {"house": "14", "street": "high street"}})
    con.execute("INSERT INTO new_mention VALUES (1)")
    add_forms(con)
    assert written(con) == written_anew(con)


def test_forms_near_alone_are_read(con: duckdb.DuckDBPyConnection) -> None:
    put(con, {1: HOME, 2: FLAT, 3: FLAT})
    write_forms(con)
    con.execute("CREATE TEMP TABLE near AS SELECT 2::BIGINT AS form")
    read_forms(con, "address", "near")
    assert con.execute("SELECT form, mentions FROM cleaned").fetchall() == [(2, 2)]


def test_numbers_of_new_forms_go_on_one_by_one_whatever_those_of_mentions_are(con: duckdb.DuckDBPyConnection) -> None:
    put(con, {1: HOME})
    write_forms(con)
    put(con, {1000: LOUD, 1001: FLAT, 2000: {**FLAT, "flat": "3"}})
    put(con, {3000: {"number": "+441632960001"}}, "phone")
    con.execute("INSERT INTO new_mention VALUES (1000), (1001), (2000), (3000)")
    add_forms(con)
    found = con.execute("SELECT mention_id, form FROM linking_written ORDER BY mention_id").fetchall()
    assert found == [(1, 1), (1000, 1), (1001, 2), (2000, 3), (3000, 4)]
