"""The tables that intake fills, derived from the vocabulary: their columns, their types, and the statement that makes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import duckdb
import pyarrow as pa

from stronghold.vocabulary import Column, Kind, kinds

__all__ = [
    "OWN_TIMES",
    "arrow_type",
    "create_tables",
    "is_moment",
    "kept_columns",
    "note_column",
    "part_columns",
    "quoted",
    "table_columns",
]

OWN_TIMES = ("occurred", "occurred_to")
"""Columns of an event kind that are kept in ``record`` as the span of the record."""

_FIXED: Mapping[str, str] = {
    "source": """source_id INTEGER, name VARCHAR, sha256 VARCHAR, mapping_sha256 VARCHAR, bytes BIGINT, format VARCHAR,
        encoding VARCHAR, agency VARCHAR, system VARCHAR, purpose VARCHAR, lawful_basis VARCHAR, handling VARCHAR,
        sensitivity VARCHAR, operation VARCHAR, timezone VARCHAR, read_rows BIGINT, kept_rows BIGINT, quarantined_rows BIGINT,
        repeated_rows BIGINT, replaced_rows BIGINT, noted_cells BIGINT, notes VARCHAR[], withdrawn_rows BIGINT DEFAULT 0""",
    "record": """record_id BIGINT, record_key VARCHAR, kind VARCHAR, source_id INTEGER, sheet VARCHAR, line BIGINT,
        occurred_from TIMESTAMP, occurred_to TIMESTAMP, occurred_precision VARCHAR, source_grade VARCHAR,
        information_grade VARCHAR, handling VARCHAR, sensitivity VARCHAR, operation VARCHAR, class_id INTEGER,
        content_hash VARCHAR""",
    "mention": """mention_id BIGINT, mention_key VARCHAR, record_id BIGINT, kind VARCHAR, role VARCHAR, belongs_to BIGINT,
        part VARCHAR""",
    "record_behind": """record_id BIGINT, record_key VARCHAR, source_id INTEGER, content_hash VARCHAR, source_grade VARCHAR,
        information_grade VARCHAR, handling VARCHAR, sensitivity VARCHAR, operation VARCHAR, repeats BOOLEAN""",
    "withdrawn_record": """record_id BIGINT, record_key VARCHAR, source_id INTEGER, content_hash VARCHAR, source_grade VARCHAR,
        information_grade VARCHAR, handling VARCHAR, sensitivity VARCHAR, operation VARCHAR, number BIGINT""",
    "discredited_record": "record_id BIGINT, information_grade VARCHAR, number BIGINT",
    "cell_note": "record_id BIGINT, column_name VARCHAR, raw VARCHAR, reason VARCHAR",
    "quarantine": """source_id INTEGER, sheet VARCHAR, line BIGINT, column_name VARCHAR, reason VARCHAR, raw VARCHAR""",
}
# Types of the vocabulary that are not kept as text.
_SQL_TYPES = {
    "alias": "VARCHAR[]",
    "boolean": "BOOLEAN",
    "count": "BIGINT",
    "date": "TIMESTAMP",
    "datetime": "TIMESTAMP",
    "latitude": "DOUBLE",
    "longitude": "DOUBLE",
    "money": "DOUBLE",
    "number": "DOUBLE",
}
_ARROW_TYPES: Mapping[str, pa.DataType] = {
    "VARCHAR": pa.string(),
    "VARCHAR[]": pa.list_(pa.string()),
    "BIGINT": pa.int64(),
    "TIMESTAMP": pa.timestamp("us"),
    "BOOLEAN": pa.bool_(),
    "DOUBLE": pa.float64(),
}


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def is_moment(column: Column) -> bool:
    """Whether cells of the column are cleaned to a :class:`~stronghold.intake.cleaning.Moment`."""
    return column.type in ("date", "datetime")


def arrow_type(column: Column) -> pa.DataType:
    """How one value of the column is held in Arrow."""
    return _ARROW_TYPES[_SQL_TYPES.get(column.type, "VARCHAR")]


def note_column(column: Column) -> str | None:
    """The column beside this one that says what is uncertain about its value: only dates of birth have one."""
    return f"{column.name}_note" if column.type == "birth_date" else None


def kept_columns(kind: Kind) -> Iterator[Column]:
    """The columns that the kind's own table holds: not composites, nor what is kept in ``record``."""
    for column in kind.columns.values():
        if not column.fills and not column.common and not (kind.is_event and column.name in OWN_TIMES):
            yield column


def table_columns(kind: Kind) -> dict[str, str]:
    """Column name -> SQL type of the kind's own table, in order."""
    columns = {"record_id" if kind.is_event else "mention_id": "BIGINT"}
    for column in kept_columns(kind):
        columns[column.name] = _SQL_TYPES.get(column.type, "VARCHAR")
        if beside := note_column(column):
            columns[beside] = "VARCHAR"
    if kind.name == "address":
        columns["geocoded"] = "VARCHAR"
    return columns


@cache
def part_columns(kind_name: str, part_name: str) -> Mapping[str, str]:
    """For a part of a kind (a person's home): column of the part's own kind -> column of the person that gives it.

    A column goes to the one of the same name, else to the first one of the same type (``vehicle_registration`` to
    ``registration``).
    """
    kind = kinds()[kind_name]
    part_kind = kinds()[kind.parts[part_name].kind]
    given: dict[str, str] = {}
    for column in kept_columns(kind):
        if column.part_of != part_name:
            continue
        same = column.name if column.name in part_kind.columns else None
        alike = (c.name for c in kept_columns(part_kind) if c.type == column.type and c.name not in given)
        target = same or next(alike, None)
        if target is None:
            raise LookupError(f"{kind_name}.{column.name}: the kind '{part_kind.name}' has no column for it")
        given[target] = column.name
    return given


def create_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Make every table of intake, empty. Those that are there already are an error: a picture is filled once."""
    for table, columns in _FIXED.items():
        con.execute(f"CREATE TABLE {table} ({columns})")
    for kind in kinds().values():
        columns = ", ".join(f"{quoted(name)} {sql}" for name, sql in table_columns(kind).items())
        con.execute(f"CREATE TABLE {quoted(kind.name)} ({columns})")
