"""The tables of intake follow the vocabulary."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pytest

from stronghold.intake.cleaning import TYPES
from stronghold.intake.loading.schema import (
    arrow_type,
    create_tables,
    kept_columns,
    part_columns,
    quoted,
    table_columns,
)
from stronghold.vocabulary import Kind, event_kinds, kinds, mention_kinds


def columns_of(con: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    rows = con.execute("SELECT column_name, data_type FROM information_schema.columns WHERE table_name = ?", [table]).fetchall()
    return dict(rows)


def test_there_is_a_table_for_every_kind(con: duckdb.DuckDBPyConnection) -> None:
    create_tables(con)
    for kind in kinds().values():
        assert columns_of(con, kind.name) == table_columns(kind)


def test_the_tables_of_the_contract_are_there(con: duckdb.DuckDBPyConnection) -> None:
    create_tables(con)
    assert {"source_id", "sha256", "read_rows", "noted_cells", "notes"} <= columns_of(con, "source").keys()
    assert columns_of(con, "record")["occurred_from"] == "TIMESTAMP"
    assert columns_of(con, "mention")["belongs_to"] == "BIGINT"
    assert {"record_id", "column_name", "raw", "reason"} == columns_of(con, "cell_note").keys()
    assert {"source_id", "sheet", "line", "column_name", "reason", "raw"} == columns_of(con, "quarantine").keys()


def test_tables_are_made_once(con: duckdb.DuckDBPyConnection) -> None:
    create_tables(con)
    with pytest.raises(duckdb.CatalogException):
        create_tables(con)


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.name)
def test_what_is_split_or_kept_with_the_record_is_not_in_the_kinds_table(kind: Kind) -> None:
    columns = table_columns(kind)
    for column in kind.columns.values():
        if column.fills or column.common or (kind.is_event and column.name in ("occurred", "occurred_to")):
            assert column.name not in columns
        else:
            assert column.name in columns


def test_ids_come_first() -> None:
    assert all(next(iter(table_columns(kind))) == "record_id" for kind in event_kinds())
    assert all(next(iter(table_columns(kind))) == "mention_id" for kind in mention_kinds())


def test_types_follow_the_cleaners() -> None:
    person = table_columns(kinds()["person"])
    assert person["alias"] == "VARCHAR[]"
    assert person["date_of_birth"] == "VARCHAR"
    assert person["date_of_birth_note"] == "VARCHAR"
    assert table_columns(kinds()["address"])["latitude"] == "DOUBLE"
    assert table_columns(kinds()["call"])["duration_seconds"] == "BIGINT"
    assert table_columns(kinds()["stop_and_search"])["outcome_linked"] == "BOOLEAN"


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.name)
def test_every_type_has_a_cleaner(kind: Kind) -> None:
    for column in kept_columns(kind):
        assert column.type in TYPES or column.type.startswith("term:")
        assert isinstance(arrow_type(column), pa.DataType)


def test_parts_take_the_persons_columns() -> None:
    assert part_columns("person", "phone") == {"number": "phone"}
    assert part_columns("person", "vehicle") == {"registration": "vehicle_registration"}
    assert part_columns("person", "organisation") == {"name": "organisation"}
    assert part_columns("person", "home")["postcode"] == "postcode"


def test_every_part_can_be_told_apart() -> None:
    for kind in mention_kinds():
        for part in kind.parts.values():
            assert set(part_columns(kind.name, part.name)) & set(kinds()[part.kind].needs_any)


def test_names_are_quoted() -> None:
    assert quoted('a "b"') == '"a ""b"""'
