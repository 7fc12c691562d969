"""Tables as intake leaves them, filled straight from rows: linking is tested without files."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

import duckdb
import pytest

from stronghold.engine import connect
from stronghold.intake.loading.schema import create_tables
from stronghold.linking import link_people
from stronghold.linking.collapse import collapse_people
from stronghold.linking.fields import prepare_fields
from stronghold.town import people_table

Row = Mapping[str, object]
# What a case is about, its two records, and whether linking makes them one person of its own accord.
Case = tuple[str, Mapping[str, str], Mapping[str, str], bool]
FIRST_OF_CASES = 1_000_000_000


class Fill(Protocol):
    """Puts mentions into the tables. A row may name its ``key``, ``agency`` and ``system`` besides the kind's own columns."""

    def __call__(self, rows: Sequence[Row], kind: str = "person") -> duckdb.DuckDBPyConnection: ...


def fill_tables(con: duckdb.DuckDBPyConnection, rows: Sequence[Row], kind: str) -> None:
    """One source per agency and system, one record per row; ids go on from those already there."""
    for row in rows:
        scope = (str(row.get("agency", "police")), str(row.get("system", "crime")))
        found = con.execute("SELECT source_id FROM source WHERE agency = ? AND system = ?", scope).fetchone()
        if found is None:
            found = con.execute(
                "INSERT INTO source (source_id, agency, system) SELECT count(*), ?, ? FROM source RETURNING source_id", scope
            ).fetchone()
        assert found is not None
        new = con.execute("SELECT count(*) FROM mention").fetchone()
        assert new is not None
        number = int(new[0])
        key = str(row.get("key", f"{number:06d}"))
        con.execute("INSERT INTO record (record_id, record_key, source_id) VALUES (?, ?, ?)", [number, key, found[0]])
        con.execute(
            "INSERT INTO mention (mention_id, mention_key, record_id, kind) VALUES (?, ?, ?, ?)", [number, key, number, kind]
        )
        columns = {name: value for name, value in row.items() if name not in ("key", "agency", "system")}
        names = ", ".join(f'"{name}"' for name in ("mention_id", *columns))
        marks = ", ".join("?" for _ in range(len(columns) + 1))
        con.execute(f"INSERT INTO {kind} ({names}) VALUES ({marks})", [number, *columns.values()])


@pytest.fixture
def fill() -> Iterator[Fill]:
    opened: list[duckdb.DuckDBPyConnection] = []

    def filled(rows: Sequence[Row], kind: str = "person") -> duckdb.DuckDBPyConnection:
        con = connect()
        opened.append(con)
        create_tables(con)
        fill_tables(con, rows, kind)
        return con

    yield filled
    for con in opened:
        con.close()


@pytest.fixture(scope="session")
def link_cases():
    """Links the two records of every case among a town's people with the shipped model; by the case's words whether they came out
    as one person, and the pair's weight (``None``: under the floor, or never compared)."""

    def linked(cases: Sequence[Case], *, town: int = 4_000) -> dict[str, tuple[bool, float | None]]:
        assert len({case[0] for case in cases}) == len(cases)
        with connect() as con:
            create_tables(con)
            con.register("town_people", people_table(town, seed=11))
            con.execute(
                "INSERT INTO person BY NAME SELECT unique_id AS mention_id, * EXCLUDE (unique_id, person) FROM town_people"
            )
            records = [record for case in cases for record in case[1:3]]
            for number, record in enumerate(records, start=FIRST_OF_CASES):
                names = ", ".join(("mention_id", *record))
                con.execute(f"INSERT INTO person ({names}) VALUES (?{', ?' * len(record)})", [number, *record.values()])
            con.execute(
                "INSERT INTO mention BY NAME SELECT mention_id, mention_id::VARCHAR AS mention_key, mention_id AS record_id, "
                "'person' AS kind FROM person"
            )
            link_people(con, train="never")
            cluster = dict(con.execute(f"FROM person_cluster WHERE mention_id >= {FIRST_OF_CASES}").fetchall())
            weights = con.execute(
                "SELECT a.mention_id, b.mention_id, match_weight FROM (FROM link UNION ALL FROM link_repeat) "
                "JOIN node a ON a.node_id = mention_l JOIN node b ON b.node_id = mention_r "
                f"WHERE a.mention_id >= {FIRST_OF_CASES} AND b.mention_id > a.mention_id"
            ).fetchall()
        weight = {(left, right): found for left, right, found in weights}
        pairs = {case[0]: (FIRST_OF_CASES + 2 * i, FIRST_OF_CASES + 2 * i + 1) for i, case in enumerate(cases)}
        return {what: (cluster[left] == cluster[right], weight.get((left, right))) for what, (left, right) in pairs.items()}

    return linked


_GIVEN = ("liz", "elizabeth", "eliza", "bess", "mohammed", "muhammad", "mo", "ann", "anne", "mary-ann", "mary ann", "j", "john")  # fmt: skip
_FAMILY = ("smith", "smyth", "al hassan", "hassan", "hussain", "smith-jones", "jones", "ann", "john", "o'brien", "s")  # fmt: skip
_VALUES = {
    "forename": (*_GIVEN, None),
    "surname": (*_FAMILY, None),
    "middle_names": ("ann", "jones", "mary ann", "john-paul", "j", "hassan mary", None, None),
    "date_of_birth": ("1990-03-02", "1990-02-03", "1990-01-01", "1990-03-12", "1990-30-20", "1991-03-02", "1960-11-25", None),
    "flat": ("1", "2", None),
    "house": ("1", "11", None),
    "street": ("mill lane", "mil lane", "mill road", "high street", "m", None),
    "town": ("marlow", "marlowe", "leeds", None),
    "postcode": ("OX1 1AA", "OX11 1AA", "OX1 1AB", "XO1 1AA", "O1X 1AA", "OX1 A1A", "W1 1AA", "W1 1BA", "OX1", "OX2", None),
    "phone": ("+441632960001", "+441632960010", "+441632960002", "+4416329600", None),
    "email": ("a@b.uk", "b@a.uk", "ab@b.uk", None),
    "nino": ("AB123456C", "AB123465C", "AB123456D", None),
    "local_id": ("1", "2", None),
    "place_of_birth": ("leeds", "leds", "lagos", None),
    "occupation": ("cook", "nurse", None),
}  # fmt: skip


@pytest.fixture
def jumble(fill: Fill) -> duckdb.DuckDBPyConnection:
    """Every two of many people made of values that differ by little, or stand in each other's place."""
    drawn = random.Random(5)
    con = fill([{name: value for name, of in _VALUES.items() if (value := drawn.choice(of))} for _ in range(150)])
    collapse_people(con)
    prepare_fields(con)
    con.execute(
        "CREATE TEMP TABLE candidate AS SELECT l.node_id AS node_l, r.node_id AS node_r FROM node_field l JOIN node_field r "
        "ON l.node_id <= r.node_id"
    )
    return con
