"""Reasons for protecting someone first: what records say, for as long as it is live."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

import duckdb
import pytest

from stronghold.concern.reasons import VOCABULARY, Reason, told_of
from stronghold.vocabulary import kind, terms
from tests.network.handmade import Town

TODAY = date(2026, 11, 24)


@pytest.fixture
def town() -> Iterator[Town]:
    made = Town()
    yield made
    made.con.close()


def reasons_for(
    con: duckdb.DuckDBPyConnection, people: Collection[str], *, on: date, classes: Collection[int] | None = None
) -> dict[str, tuple[Reason, ...]]:
    return told_of(con, people, on=on).reasons(classes)


def born(town: Town, mention: int, day: str, note: str | None = None) -> None:
    town.con.execute("INSERT INTO person (mention_id, date_of_birth, date_of_birth_note) VALUES (?, ?, ?)", [mention, day, note])


def kinds(town: Town, who: str, **asked: object) -> list[str]:
    return [reason.kind for reason in reasons_for(town.con, [who], **{"on": TODAY, **asked}).get(who, ())]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "note", "found"),
    [
        ("2008-11-24", None, []),
        ("2008-11-25", None, ["child"]),
        ("2008-01-01", "only the year is given: 1 January is a placeholder", ["child"]),
        ("2007-01-01", "1 January: often a placeholder", []),
    ],
)
def test_whoever_may_be_under_eighteen_is_a_child(town: Town, day: str, note: str | None, found: list[str]) -> None:
    (mention,) = town.record("arrest", [("arrested", "P-A")], at="2026-03-01")
    born(town, mention, day, note)
    assert kinds(town, "P-A") == found


def test_of_several_dates_of_birth_the_latest_counts(town: Town) -> None:
    for day in ("1980-05-06", "2010-05-06"):
        (mention,) = town.record("arrest", [("arrested", "P-A")], at="2026-03-01")
        born(town, mention, day)
    (reason,) = reasons_for(town.con, ["P-A"], on=TODAY)["P-A"]
    assert (reason.kind, reason.records) == ("child", ("r2",))
    assert reason.sentence == "Is, or may be, under 18 by a date of birth that is recorded (1 record, last on 1 March 2026)"


def test_each_reason_is_found_where_the_vocabulary_says(town: Town) -> None:
    town.record("community_report", [("about", "P-A"), ("at_risk", "P-B")], at="2026-01-01", narrative="Visitors at night")
    town.record("school_exclusion", [("pupil", "P-C")], at="2026-01-01")
    town.record("missing_episode", [("missing_person", "P-D"), ("found_with", "P-A")], at="2026-01-01")
    town.record("intelligence_report", [("subject", "P-E")], at="2026-01-01", narrative="Is being EXPLOITED by older men")
    town.record("intelligence_report", [("at_risk", "P-F")], at="2026-01-01", narrative="Home taken over")
    found = reasons_for(town.con, [f"P-{letter}" for letter in "ABCDEF"], on=TODAY)
    assert {who: [reason.kind for reason in reasons] for who, reasons in found.items()} == {
        "P-B": ["at_risk"],
        "P-C": ["pupil"],
        "P-D": ["missing"],
        "P-E": ["exploited"],
        "P-F": ["home_taken", "at_risk"],
    }


def test_a_record_counts_without_a_row_of_its_own_kind(town: Town) -> None:
    town.record("missing_episode", [("missing_person", "P-D")], at="2026-01-01")
    assert kinds(town, "P-D") == ["missing"]


@pytest.mark.parametrize(("at", "found"), [("2025-11-01", ["missing"]), ("2025-10-01", []), (None, ["missing"])])
def test_a_reason_lives_as_long_as_the_vocabulary_says_and_without_a_date_it_lives(
    town: Town, at: str | None, found: list[str]
) -> None:
    town.record("missing_episode", [("missing_person", "P-A")], at=at)
    assert kinds(town, "P-A") == found


def test_information_suspected_to_be_false_says_nothing(town: Town) -> None:
    town.record("intelligence_report", [("at_risk", "P-A")], grades=("1", "E"), narrative="Home taken over", at="2026-01-01")
    assert kinds(town, "P-A") == []


def test_by_some_classes_only_their_records_are_read(town: Town) -> None:
    town.record("missing_episode", [("missing_person", "P-A")], at="2026-01-01")
    town.con.execute("UPDATE record SET class_id = 3")
    assert kinds(town, "P-A", classes=[1]) == []
    assert kinds(town, "P-A", classes=[3]) == ["missing"]


def test_every_place_that_is_looked_at_exists() -> None:
    for term in terms(VOCABULARY).terms.values():
        assert term.extra["sentence"] and term.meaning
        assert ("found_in" in term.extra) + ("reasons_of" in term.extra) + (term.name == "child") == 1
        for place in term.extra.get("found_in", ()):
            assert set(place["roles"]) <= set(kind(place["kind"]).roles)
            assert ("column" in place) == ("words" in place)
            if "column" in place:
                assert place["column"] in kind(place["kind"]).columns
        if "reasons_of" in term.extra:
            assert terms("parts_in_supply").terms[term.extra["reasons_of"]].extra["protects"]


def test_every_part_in_supply_that_protects_is_a_reason() -> None:
    protects = {name for name, term in terms("parts_in_supply").terms.items() if term.extra.get("protects")}
    assert protects == {term.extra["reasons_of"] for term in terms(VOCABULARY).terms.values() if "reasons_of" in term.extra}


def test_what_was_read_once_tells_each_reader_what_their_own_reading_would(town: Town) -> None:
    for agency, day in (("Police", "2026-01-01"), ("Health", "2026-03-01"), ("Police", "2026-02-01")):
        town.record("missing_episode", [("missing_person", "P-A"), ("found_with", "P-B")], at=day, agency=agency)
    town.record("intelligence_report", [("at_risk", "P-B")], at="2026-01-01", narrative="Carries for others", agency="Health")
    town.con.execute("UPDATE record SET class_id = source_id")
    told = told_of(town.con, ["P-A", "P-B"], on=TODAY)
    for classes in (None, [], [1], [2], [1, 2, 3, 4]):
        assert told.reasons(classes) == reasons_for(town.con, ["P-A", "P-B"], on=TODAY, classes=classes)
    assert told.reasons([]) == {}
    (every,) = told.reasons()["P-A"]
    (some,) = told.reasons([1])["P-A"]
    assert set(some.records) < set(every.records)
    assert some.last_seen is not None and every.last_seen is not None and some.last_seen < every.last_seen
