"""Records by key and reference, entities by an identifier: told whole, by visible records alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from stronghold import engine
from stronghold.picture.identifiers import find_identifiers, find_keyed, find_records, may_be_identifier

SEEN, HIDDEN = 1, 2
# record id: (key, class, arrest number)
RECORDS = {
    1: ("police/rms/arrest/AB_17", SEEN, "custody 9/24"),
    2: ("police/rms/arrest/AB_17/2", SEEN, None),
    3: ("police/rms/arrest/ABX17", SEEN, None),
    4: ("police/rms/arrest/AB_170", SEEN, None),
    5: ("police/covert/arrest/AB_17", HIDDEN, "CUSTODY 9/24"),
    6: ("police/rms/arrest/a%2Fb", SEEN, "Z1"),
}


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    from stronghold.intake.loading.schema import create_tables

    with engine.connect(tmp_path / "picture.duckdb") as made:
        create_tables(made)
        made.execute("CREATE TABLE entity_member (mention_id BIGINT, entity_id VARCHAR)")
        for record_id, (key, class_id, reference) in RECORDS.items():
            made.execute(
                "INSERT INTO record (record_id, record_key, kind, class_id, occurred_from)"
                " VALUES (?, ?, 'arrest', ?, TIMESTAMP '2024-01-01' + to_days(?))",
                [record_id, key, class_id, record_id],
            )
            made.execute("INSERT INTO arrest (record_id, reference) VALUES (?, ?)", [record_id, reference])
            made.execute("INSERT INTO mention VALUES (?, ?, ?, 'person', 'arrested', NULL, NULL)", [record_id, key, record_id])
            made.execute("INSERT INTO entity_member VALUES (?, ?)", [record_id, f"P-{record_id}"])
        yield made


def found(con: duckdb.DuckDBPyConnection, text: str, classes: list[int], limit: int) -> tuple[list[int], int]:
    return find_records(con, text, classes, limit, keyed=find_keyed(con, text))


@pytest.mark.parametrize(
    ("text", "records"),
    [
        ("AB_17", [2, 1]),  # an underscore stands for itself, and a repeat is the same key
        ("ab_17", [2, 1]),
        ("POLICE/RMS/ARREST/AB_17", [1]),
        ("custody 9/24", [1]),
        ("Custody  9/24", [1]),
        ("z1", []),  # two characters
        ("a/b", [6]),
        ("a%", []),
        ("17", []),
        ("%%%", []),
        ("\\\\\\", []),
    ],
)
def test_records_are_found_by_their_key_or_reference_whole(con: duckdb.DuckDBPyConnection, text: str, records: list[int]) -> None:
    assert found(con, text, [SEEN], 10) == (records, len(records))


def test_records_are_counted_beyond_the_limit_and_those_hidden_are_not(con: duckdb.DuckDBPyConnection) -> None:
    assert found(con, "AB_17", [SEEN], 1) == ([2], 2)
    assert found(con, "AB_17", [SEEN, HIDDEN], 1) == ([5], 3)
    assert found(con, "AB_17", [], 10) == ([], 0)


def test_entities_are_found_by_the_key_of_a_visible_record(con: duckdb.DuckDBPyConnection) -> None:
    assert [(h.entity_id, h.text) for h in find_identifiers(con, "ab_17", [SEEN], 10)] == [
        ("P-1", "police/rms/arrest/AB_17"),
        ("P-2", "police/rms/arrest/AB_17/2"),
    ]
    assert find_identifiers(con, "ab_17", [], 10) == []


def test_what_may_be_an_identifier() -> None:
    assert may_be_identifier("NOM/17")
    assert may_be_identifier("a@b.org")
    assert not may_be_identifier("john smith")
    assert not may_be_identifier("12")
    assert not may_be_identifier("14 high street oxford")
    assert not may_be_identifier("1" * 10_000)
