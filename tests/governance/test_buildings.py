"""A building: flats of one house, and the house without a flat, of which visible records tell."""

from __future__ import annotations

import duckdb
import pytest

from stronghold.engine import connect
from stronghold.governance.buildings import building_of
from stronghold.governance.gateway import Gateway
from stronghold.intake.loading.schema import create_tables

HOUSES = [("1", "14"), ("2", "14"), (None, "14b"), (None, "14"), ("1", "16"), ("3", "14")]


@pytest.fixture
def con():
    with connect() as con:
        create_tables(con)
        con.execute("CREATE TABLE entity_member (mention_id BIGINT, entity_id VARCHAR)")
        con.execute("CREATE TABLE visible AS SELECT 1 AS class_id")
        con.execute("CREATE TABLE visibility_class AS SELECT 1 AS class_id, 'P' AS handling, 'police' AS agency")
        for number, (flat, house) in enumerate(HOUSES):
            shown = 1 if number < 5 else 2
            con.execute("INSERT INTO record (record_id, record_key, class_id) VALUES (?, 'r', ?)", [number, shown])
            con.execute(
                "INSERT INTO mention (mention_id, mention_key, record_id, kind) VALUES (?, 'm', ?, 'address')", [number, number]
            )
            con.execute("INSERT INTO entity_member VALUES (?, ?)", [number, f"A-{number}"])
            con.execute(
                "INSERT INTO address (mention_id, flat, house, street, postcode) VALUES (?, ?, ?, 'mill lane', 'OX1 1AA')",
                [number, flat, house],
            )
        con.execute("CREATE TEMP TABLE own AS SELECT 0 AS mention_id")
        yield con


def test_flats_of_the_house_and_the_house_itself_but_not_its_neighbour_nor_what_is_hidden(con: duckdb.DuckDBPyConnection) -> None:
    assert [home.entity_id for home in building_of(con, "A-0", "address", 9)] == ["A-3", "A-2", "A-1"]
    assert building_of(con, "A-0", "phone", 9) == ()


def test_a_house_alone_has_no_others(analyst: Gateway) -> None:
    assert analyst.entity("A-H0000001", sections=("ways",)).building == ()
