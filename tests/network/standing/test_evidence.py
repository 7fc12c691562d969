"""What records say of a part in supply: only those that say it, in that role, and not those suspected to be false."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from stronghold.network.standing.evidence import said_of
from stronghold.network.standing.reasons import VOCABULARY
from stronghold.vocabulary import kind, terms
from tests.network.handmade import Town


@pytest.fixture
def town() -> Iterator[Town]:
    made = Town()
    yield made
    made.con.close()


def test_a_report_is_a_reason_for_its_subject_alone(town: Town) -> None:
    town.record(
        "intelligence_report", [("subject", "P-A"), ("associate", "P-B")], at="2024-03-01", narrative="Runs a phone line."
    )
    town.record("intelligence_report", [("subject", "P-A")], agency="Housing", at="2024-05-02", narrative="Has the LINE PHONE")
    (said,) = said_of(town.con, ["P-A", "P-B"])
    assert (said.entity_id, said.reason, said.part, said.records, said.agencies) == (
        "P-A",
        "holds_line",
        "line holder",
        (1, 2),
        2,
    )
    assert said.sentence == "Is said to run, hold or advertise a phone line (2 records of 2 agencies, last on 2 May 2024)"


def test_information_suspected_to_be_false_says_nothing(town: Town) -> None:
    town.record("intelligence_report", [("subject", "P-A")], grades=("1", "E"), narrative="dealing heroin")
    assert said_of(town.con, ["P-A"]) == ()


def test_words_begin_where_a_word_begins(town: Town) -> None:
    town.record("intelligence_report", [("subject", "P-A")], narrative="Is ordealing with it")
    assert said_of(town.con, ["P-A"]) == ()


@pytest.mark.parametrize(("cash", "reasons"), [(999.99, []), (1000, ["carries_money"])])
def test_cash_counts_from_the_sum_that_the_law_names(town: Town, cash: float, reasons: list[str]) -> None:
    town.record("seizure", [("seized_from", "P-A")], cash=cash)
    assert [said.reason for said in said_of(town.con, ["P-A"])] == reasons


def test_whoever_is_used_is_to_be_protected(town: Town) -> None:
    town.record("missing_episode", [("missing_person", "P-A"), ("found_with", "P-B")], found_narrative="found in another city")
    (said,) = said_of(town.con, ["P-A", "P-B"])
    assert said.entity_id == "P-A" and said.protects


def test_records_of_other_classes_are_not_read(town: Town) -> None:
    town.record("intelligence_report", [("subject", "P-A")], narrative="dealing heroin")
    town.con.execute("UPDATE record SET class_id = 3")
    assert said_of(town.con, ["P-A"], classes=[1, 2]) == ()
    assert len(said_of(town.con, ["P-A"], classes=[3])) == 1


def test_every_place_that_is_looked_at_exists() -> None:
    for term in terms(VOCABULARY).terms.values():
        assert term.extra["sentence"] and term.meaning
        for place in term.extra.get("found_in", ()):
            assert place["column"] in kind(place["kind"]).columns
            assert set(place["roles"]) <= set(kind(place["kind"]).roles)
            assert ("words" in place) != ("at_least" in place)
