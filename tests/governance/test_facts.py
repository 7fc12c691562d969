"""What records say of an entity itself, side by side."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from stronghold import engine
from stronghold.governance.answers import EntityView
from stronghold.governance.facts import facts_of
from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.models import Account
from stronghold.intake.loading.schema import create_tables

AMOS, HOME = "P-AM000001", "A-H0000001"


def said(view: EntityView, column: str) -> list[tuple[object, int, tuple[str, ...]]]:
    return [(fact.value, fact.records, fact.told_by) for fact in view.facts if fact.column == column]


def test_names_differ_and_all_are_told_with_who_says_so(analyst: Gateway) -> None:
    view = analyst.entity(AMOS, sections=("facts",))
    assert said(view, "name") == [("Amos Perry", 2, ("council", "police")), ("Perry", 1, ("police",))]
    assert said(view, "date_of_birth") == [("1990-02-01", 1, ("police",))]


def test_columns_kept_for_equality_monitoring_are_no_facts(analyst: Gateway) -> None:
    assert {fact.column for fact in analyst.entity(AMOS).facts} == {"name", "date_of_birth"}


def test_what_a_hidden_record_says_is_no_fact(made_store: Path, account: Callable[..., Account]) -> None:
    account("sue", "council", "social_worker")
    with open_gateway(made_store, "sue", "safeguarding") as gateway:
        view = gateway.entity(AMOS)
    assert ("Amos Jay Perryman", 1, ("health",)) in said(view, "name")
    assert said(view, "alias") == [("Ghost", 1, ("health",))]


def test_an_address_is_told_whole(analyst: Gateway) -> None:
    assert said(analyst.entity(HOME), "name") == [("14 High Street, Oxford, OX1 4AA", 1, ("police",))]


def test_the_parts_it_plays_are_counted(analyst: Gateway) -> None:
    parts = {(p.kind, p.role): (p.records, p.times) for p in analyst.entity(AMOS).parts}
    assert parts == {("person", "subject"): (2, 2), ("meeting", "attendee"): (1, 1)}
    assert [(p.kind, p.role) for p in analyst.entity(HOME).parts] == [("person", "home")]


def test_what_a_persons_own_columns_say_of_home_and_phone_is_told_where_it_is_asked_for() -> None:
    with engine.connect() as con:
        create_tables(con)
        con.execute(
            "CREATE TEMP TABLE own AS SELECT 1 AS mention_id, 1 AS record_id, 'police' AS agency, NULL::TIMESTAMP AS occurred_from,"
            " NULL::TIMESTAMP AS occurred_last"
        )
        con.execute(
            "INSERT INTO person (mention_id, forename, house, street, phone) VALUES (1, 'AMY', '4', 'LOW ROAD', '+441632960001')"
        )
        told = {fact.column: (fact.label, fact.value) for fact in facts_of(con, "person", with_parts=True)}
        assert told == {
            "name": ("Name", "Amy"),
            "home": ("Home", "4 Low Road"),
            "phone": ("Phone", "+441632960001"),
        }
        assert {fact.column for fact in facts_of(con, "person")} == {"name"}
