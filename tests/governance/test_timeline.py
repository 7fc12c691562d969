"""An entity's visible records in time order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.errors import BadInput
from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.models import Account, AuditEntry, SubjectPseudonym
from stronghold.governance.refusals import NotVisible
from stronghold.governance.timeline import MOST_ENTRIES, MonthCount, PlaceNamed, Timeline, timeline_of
from stronghold.intake.loading.schema import create_tables
from stronghold.picture.classes import assign_classes

AddAccount = Callable[..., Account]
ANN, PARK = "P-ANN00000", "A-PARK0000"
# key, kind, agency, from, to, precision (UTC)
RECORDS = [
    ("a", "sighting", "police", "2024-01-31 23:30", None, "minute"),
    ("b", "sighting", "police", "2024-06-30 23:30", None, "minute"),  # 1 July in London
    ("c", "meeting", "police", "2023-12-01", "2024-01-01", "month"),
    ("d", "meeting", "police", "2024-01-01", "2025-01-01", "year"),
    ("e", "meeting", "police", "2024-01-01", "2024-01-02", "day"),
    ("f", "sighting", "covert", "2024-02-02 10:00", None, "minute"),
    ("u", "person", "police", None, None, None),
]


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        create_tables(con)
        con.execute("CREATE TABLE entity_member (mention_id BIGINT, entity_id VARCHAR)")
        for number, agency in enumerate(("police", "covert")):
            con.execute(
                "INSERT INTO source (source_id, agency, system, timezone, handling) VALUES (?, ?, 'rms', 'Europe/London', 'P')",
                [number, agency],
            )
        for n, (key, kind, agency, start, end, precision) in enumerate(RECORDS):
            con.execute(
                "INSERT INTO record (record_id, record_key, kind, source_id, occurred_from, occurred_to, occurred_precision,"
                " source_grade) VALUES (?, ?, ?, ?, ?, ?, ?, '2')",
                [n, key, kind, int(agency == "covert"), start, end, precision],
            )
            role = {"sighting": "seen", "meeting": "attendee", "person": "subject"}[kind]
            con.execute("INSERT INTO mention VALUES (?, ?, ?, 'person', ?, NULL, NULL)", [n * 2, f"{key}#1", n, role])
            con.execute("INSERT INTO person (mention_id, forename) VALUES (?, 'ANN')", [n * 2])
            con.execute("INSERT INTO entity_member VALUES (?, ?)", [n * 2, ANN])
            if kind == "sighting":
                con.execute("INSERT INTO mention VALUES (?, ?, ?, 'address', 'place', NULL, NULL)", [n * 2 + 1, f"{key}#2", n])
                con.execute("INSERT INTO address (mention_id, street) VALUES (?, 'PARK')", [n * 2 + 1])
                con.execute("INSERT INTO entity_member VALUES (?, ?)", [n * 2 + 1, PARK])
        assign_classes(con)
        con.execute("CREATE TABLE visible AS SELECT class_id FROM visibility_class WHERE agency <> 'covert'")
        yield con


def of(con: duckdb.DuckDBPyConnection, entity_id: str = ANN, **narrowed: object) -> Timeline:
    found = timeline_of(con, entity_id, **narrowed)  # type: ignore[arg-type]
    assert found is not None
    return found


def keys(found: Timeline) -> str:
    return "".join(entry.record_key for entry in found.entries)


def test_visible_records_come_in_time_order_with_undated_ones_last(con: duckdb.DuckDBPyConnection) -> None:
    assert keys(of(con)) == "baedcu"
    assert keys(of(con, order="earliest")) == "cedabu"
    assert of(con).total == 6


def test_an_entry_says_what_when_where_and_in_which_part(con: duckdb.DuckDBPyConnection) -> None:
    first = of(con).entries[0]
    assert (first.kind, first.agency, first.system, first.source_grade, first.handling) == ("sighting", "police", "rms", "2", "P")
    assert first.occurred_from is not None
    assert f"{first.occurred_from:%Y-%m-%d %H:%M}" == "2024-07-01 00:30"
    assert first.roles == ("Person seen",)
    assert first.places == (PlaceNamed(PARK, "Park"),)
    assert of(con, order="earliest").entries[-1].roles == ("Subject of the record",)
    # A place's own time line does not name the place in each line.
    assert {entry.places for entry in of(con, PARK).entries} == {()}


def test_months_count_as_exactly_as_the_records_say(con: duckdb.DuckDBPyConnection) -> None:
    assert of(con).months == (
        MonthCount("meeting", 2023, 12, 1),
        MonthCount("meeting", 2024, None, 1),
        MonthCount("meeting", 2024, 1, 1),
        MonthCount("person", None, None, 1),
        MonthCount("sighting", 2024, 1, 1),
        MonthCount("sighting", 2024, 7, 1),
    )


def test_kinds_narrow_it_and_the_choice_stays_whole(con: duckdb.DuckDBPyConnection) -> None:
    found = of(con, kinds=["meeting"])
    assert (keys(found), found.total) == ("edc", 3)
    assert found.kinds == {"meeting": 3, "person": 1, "sighting": 2}
    assert {month.kind for month in found.months} == {"meeting"}
    assert of(con, kinds=[]).total == 0


def test_days_narrow_it_and_what_may_lie_inside_stays(con: duckdb.DuckDBPyConnection) -> None:
    assert keys(of(con, since=date(2024, 7, 1))) == "bd"
    assert keys(of(con, until=date(2023, 12, 20))) == "c"
    assert keys(of(con, since=date(2024, 1, 31), until=date(2024, 1, 31))) == "ad"


@given(limit=st.integers(1, 7), order=st.sampled_from(["latest", "earliest"]))
def test_parts_put_together_are_the_whole(con: duckdb.DuckDBPyConnection, limit: int, order: str) -> None:
    whole = keys(of(con, order=order))
    parts = [of(con, order=order, limit=limit, offset=offset) for offset in range(0, len(whole), limit)]
    assert "".join(map(keys, parts)) == whole
    assert {part.total for part in parts} == {sum(month.records for month in parts[0].months)} == {len(whole)}


@pytest.mark.parametrize(
    ("asked", "column"),
    [
        ({"order": "random"}, "order"),
        ({"limit": 0}, "limit"),
        ({"limit": MOST_ENTRIES + 1}, "limit"),
        ({"offset": -1}, "limit"),
        ({"since": date(2024, 2, 2), "until": date(2024, 2, 1)}, "until"),
    ],
)
def test_what_cannot_be_asked_is_said_at_its_field(con: duckdb.DuckDBPyConnection, asked: dict[str, object], column: str) -> None:
    with pytest.raises(BadInput) as refused:
        of(con, **asked)
    assert refused.value.column == column


def test_nothing_visible_is_nothing(con: duckdb.DuckDBPyConnection) -> None:
    assert timeline_of(con, "P-00000000") is None


def test_the_gateway_writes_down_whose_time_line_was_read(analyst: Gateway, made_store: Path, account: AddAccount) -> None:
    found = analyst.timeline("p-am0000zz")
    assert (found.entity_id, found.redirected_from, found.total) == ("P-AM000001", "P-AM0000ZZ", 3)
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.detail["found"]) == ("timeline", 3)
    assert [SubjectPseudonym.objects.get(pseudonym=s).subject for s in entry.subjects] == ["P-AM000001"]
    with pytest.raises(NotVisible):
        analyst.timeline("P-DA000001")
    account("all", "police", "analyst", "conditional_reader", operations=("ash",))
    with open_gateway(made_store, "all", "disruption") as gateway:
        assert gateway.timeline("P-AM000001").total == 5
