"""Why it matters who someone is: rules that hold by visible records, told in words and counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from stronghold import engine
from stronghold.governance.consequences import RULES, consequences_of, gather_consequences
from stronghold.intake.loading.schema import create_tables
from stronghold.vocabulary import kind

KID, MIA = "P-KID00000", "P-MIA00000"


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """Kit, born on 2 March 2009, in two visible records; Mia, missing in a visible and in a hidden one."""
    with engine.connect() as made:
        create_tables(made)
        made.execute("CREATE TABLE entity_member (mention_id BIGINT, entity_id VARCHAR)")
        made.execute("CREATE TABLE tie (tie_id BIGINT, entity_l VARCHAR, entity_r VARCHAR, layer VARCHAR)")
        made.execute("CREATE TABLE tie_evidence (tie_id BIGINT, record_id BIGINT)")
        for number, (name, role, entity, born) in enumerate(
            [
                ("person", "subject", KID, "2009-03-02"),
                ("person", "subject", KID, "2009-03-02"),
                ("missing_episode", "missing_person", MIA, None),
                ("missing_episode", "missing_person", MIA, None),
            ],
            start=1,
        ):
            made.execute(
                "INSERT INTO record (record_id, record_key, kind, source_id, line, class_id) VALUES (?, ?, ?, 1, 1, ?)",
                [number, str(number), name, 2 if number == 4 else 1],
            )
            made.execute("INSERT INTO mention VALUES (?, ?, ?, 'person', ?, NULL, NULL)", [number, str(number), number, role])
            made.execute("INSERT INTO person (mention_id, date_of_birth) VALUES (?, ?)", [number, born])
            made.execute("INSERT INTO entity_member VALUES (?, ?)", [number, entity])
        made.execute("INSERT INTO tie VALUES (1, 'A-00000000', ?, 'seizure place'), (2, 'A-00000000', ?, 'home')", [KID, MIA])
        made.execute("INSERT INTO tie_evidence VALUES (1, 1), (1, 4), (2, 3)")
        made.execute("CREATE TEMP TABLE visible AS SELECT 1 AS class_id")
        yield made


def test_the_rules_that_hold_with_the_visible_records_that_say_so(con: duckdb.DuckDBPyConnection) -> None:
    found = consequences_of(con, [MIA, KID, "P-NOBODY00"])
    assert {entity: [(each.rule, each.records) for each in told] for entity, told in found.items()} == {
        KID: [("child", 2), ("place", 1)],
        MIA: [("missing", 1)],
    }
    assert all(each.words == RULES[each.rule] for told in found.values() for each in told)
    assert consequences_of(con, []) == {}


def test_what_was_found_false_counts_for_nothing(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("UPDATE record SET information_grade = 'E' WHERE record_id IN (1, 3)")
    found = consequences_of(con, [MIA, KID])
    assert {entity: [each.rule for each in told] for entity, told in found.items()} == {KID: ["child"]}


@pytest.mark.parametrize(("today", "child"), [(date(2027, 3, 1), True), (date(2027, 3, 2), False)])
def test_nobody_is_a_child_from_the_day_of_being_eighteen(con: duckdb.DuckDBPyConnection, today: date, child: bool) -> None:
    con.execute("CREATE TEMP TABLE weighed AS SELECT ? AS entity_id", [KID])
    gather_consequences(con, today)
    rules = {row[0] for row in con.execute("SELECT rule FROM consequence").fetchall()}
    assert ("child" in rules) == child


def test_the_rules_rest_on_roles_that_there_are() -> None:
    from stronghold.governance.consequences import _PLACE_LAYERS, _ROLES

    for played in _ROLES.values():
        for name, role in played:
            assert role in kind(name).roles
    layers = {rule.layer for name in ("intelligence_report", "seizure") for rule in kind(name).ties}
    assert set(_PLACE_LAYERS) <= layers
    assert set(_ROLES) | {"child", "group", "place"} == set(RULES)
