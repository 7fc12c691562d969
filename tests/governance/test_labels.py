"""What an entity is called."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.governance.labels import Seen, mention_label, named, names_of, title_case


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("AMOS PERRY", "Amos Perry"),
        ("o'neil", "O'Neil"),
        ("MARY-ANN D\u2019ARCY", "Mary-Ann D\u2019Arcy"),
        ("ST JOHN'S ROAD", "St John's Road"),
        ("MacDonald", "MacDonald"),
        ("ZO\u00cb", "Zo\u00eb"),
        ("14b", "14B"),
        ("2nd avenue", "2nd Avenue"),
        ("", ""),
    ],
)
def test_title_case(written: str, shown: str) -> None:
    assert title_case(written) == shown


@given(st.text(alphabet=st.characters(codec="latin-1"), max_size=40))
def test_title_case_changes_case_alone(text: str) -> None:
    assert title_case(text).casefold() == text.casefold()


@pytest.mark.parametrize(
    ("kind", "values", "label"),
    [
        ("person", {"forename": "AMOS", "surname": "PERRY", "alias": ["GHOST"]}, "Amos Perry"),
        ("person", {"forename": None, "surname": "PERRY"}, "Perry"),
        ("person", {"alias": ["ghost"]}, "Ghost"),
        ("person", {"date_of_birth": "1990-01-02"}, "Person without a recorded name"),
        ("address", {"flat": "2", "house": "14b", "street": "22nd row", "postcode": "OX1 4AA"}, "Flat 2, 14B 22nd Row, OX1 4AA"),
        ("address", {"flat": "ground floor", "house": "the mill"}, "Ground Floor, The Mill"),
        ("address", {"flat": "b"}, "Flat B"),
        ("address", {"location": "On or near Park/Open Space"}, "On or near Park/Open Space"),
        ("address", {"area_name": "Oxford 008A"}, "Oxford 008A"),
        ("phone", {"number": "+447700900001", "imei": "3"}, "+447700900001"),
        ("vehicle", {"registration": "AB12CDE"}, "AB12CDE"),
        ("organisation", {"name": None, "company_number": "01234567"}, "01234567"),
        ("vehicle", {}, "Vehicle without a recorded name"),
    ],
)  # fmt: skip
def test_mention_label(kind: str, values: dict[str, object], label: str) -> None:
    assert mention_label(kind, values) == label


EARLY, LATE = datetime(2024, 5, 1), datetime(2026, 5, 1)


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """P-A: three mentions in records of class 1, and one in a record of the hidden class 2; P-B: in a hidden one alone."""
    with duckdb.connect() as made:
        made.execute(
            "CREATE TABLE entity_member AS FROM (VALUES ('P-A', 1), ('P-A', 2), ('P-A', 3), ('P-A', 4), ('P-B', 5)) t(entity_id, mention_id)"
        )
        made.execute("CREATE TABLE mention AS FROM (VALUES (1, 11), (2, 12), (3, 12), (4, 13), (5, 13)) t(mention_id, record_id)")
        made.execute("ALTER TABLE mention ADD COLUMN kind VARCHAR DEFAULT 'person'")
        made.execute("CREATE TABLE record (record_id BIGINT, occurred_from TIMESTAMP, occurred_to TIMESTAMP, class_id INTEGER)")
        made.executemany(
            "INSERT INTO record VALUES (?, ?, ?, ?)", [[11, EARLY, None, 1], [12, LATE, None, 1], [13, None, None, 2]]
        )
        made.execute("CREATE TABLE visibility_class AS SELECT * FROM (VALUES (1, 'C'), (2, 'P')) t(class_id, handling)")
        made.execute("CREATE TABLE visible AS SELECT 1 AS class_id")
        made.execute(
            "CREATE TABLE person (mention_id BIGINT, forename VARCHAR, surname VARCHAR, alias VARCHAR[], date_of_birth VARCHAR)"
        )
        names = [[1, "KAI", "LOW", None, "1990-01-02"], [2, "KAY", "LOW", None, None], [3, "KAY", "LOW", ["kk"], None]]
        made.executemany(
            "INSERT INTO person VALUES (?, ?, ?, ?, ?)",
            [*names, [4, "HIDDEN", "NAME", None, "2020-01-01"], [5, "B", "B", None, None]],
        )
        yield made


def test_an_entity_is_called_as_visible_records_most_often_call_it(con: duckdb.DuckDBPyConnection) -> None:
    found = named(con, ["P-B", "P-A", "P-NOBODY"])
    assert list(found) == ["P-A"]  # of P-B no record is visible
    kay = found["P-A"]
    # "Kay Low" is said twice, once with another name beside it.
    assert (kay.kind, kay.label, kay.child, kay.records, kay.handling) == ("person", "Kay Low", False, 2, ("C",))
    assert (kay.first_seen, kay.last_seen) == (EARLY.replace(tzinfo=UTC), LATE.replace(tzinfo=UTC))
    assert named(con, []) == {}


def test_a_hidden_date_of_birth_makes_nobody_a_child(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("INSERT INTO visible VALUES (2)")
    assert named(con, ["P-A"])["P-A"].child


def test_the_order_of_what_is_seen_does_not_matter(con: duckdb.DuckDBPyConnection) -> None:
    seen = [Seen("P-A", mention, "person", 11, None, None, "C") for mention in (1, 2, 3)]
    told = names_of(con, seen)
    assert names_of(con, seen[::-1]) == told
    assert (told["P-A"].first_seen, told["P-A"].last_seen) == (None, None)
