"""Ties: which records speak for them, how strongly, and what is not counted."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.network import find_ties
from stronghold.network.ties import STRONGEST
from stronghold.vocabulary import kind, terms
from tests.network.handmade import Town


@pytest.fixture
def town() -> Iterator[Town]:
    made = Town()
    yield made
    made.con.close()


def weight(kind_name: str, layer: str) -> float:
    return next(rule.weight for rule in kind(kind_name).ties if rule.layer == layer)


def test_those_seen_together_are_tied_and_each_tie_lists_its_records(town: Town) -> None:
    first = town.record("meeting", [("attendee", "P-B"), ("attendee", "P-A"), ("attendee", "P-C")], at="2024-03-01 10:00")
    town.record("meeting", [("attendee", "P-A"), ("attendee", "P-B")], at="2024-05-01 10:00", to="2024-05-01 12:00")
    report = find_ties(town.con)
    assert {key: value[:2] for key, value in town.ties().items()} == {
        ("P-A", "P-B", "meeting"): (2, 1),
        ("P-A", "P-C", "meeting"): (1, 1),
        ("P-B", "P-C", "meeting"): (1, 1),
    }
    assert report.ties == {"meeting": 3}
    assert report.evidence == 4
    evidence = town.con.execute(
        "SELECT record_id, mention_l, mention_r FROM tie_evidence JOIN tie USING (tie_id)"
        " WHERE entity_l = 'P-A' AND entity_r = 'P-B' ORDER BY record_id"
    ).fetchall()
    assert evidence[0] == (1, first[1], first[0])
    assert [row[0] for row in evidence] == [1, 2]
    seen = town.con.execute(
        "SELECT first_seen::VARCHAR, last_seen::VARCHAR FROM tie WHERE entity_l = 'P-A' AND entity_r = 'P-B'"
    ).fetchone()
    assert seen == ("2024-03-01 10:00:00", "2024-05-01 11:59:59.999999")


def test_no_entity_is_tied_to_itself(town: Town) -> None:
    town.record("meeting", [("attendee", "P-A"), ("attendee", "P-A")])
    town.record("call", [("caller", "T-A"), ("recipient", "T-A")])
    find_ties(town.con)
    assert town.ties() == {}


def test_an_entity_named_twice_in_a_role_gives_one_row_of_evidence(town: Town) -> None:
    town.record("meeting", [("attendee", "P-A"), ("attendee", "P-A"), ("attendee", "P-B")])
    report = find_ties(town.con)
    assert report.evidence == 1
    assert town.ties()["P-A", "P-B", "meeting"][0] == 1


def test_calls_tie_caller_and_each_recipient_whoever_comes_first(town: Town) -> None:
    town.record("call", [("caller", "T-B"), ("recipient", "T-A"), ("recipient", "T-C")])
    town.record("call", [("caller", "T-A"), ("recipient", "T-B")])
    find_ties(town.con)
    assert set(town.ties()) == {("T-A", "T-B", "call"), ("T-B", "T-C", "call")}
    assert town.ties()["T-A", "T-B", "call"][0] == 2


def test_a_persons_own_columns_tie_them_to_their_home_and_phone(town: Town) -> None:
    (person,) = town.record("person", [("subject", "P-A")], at="2024-01-01")
    home = town.mention("subject", "A-A", belongs_to=person, part="home")
    town.mention("subject", "T-A", belongs_to=person, part="phone")
    find_ties(town.con)
    parts = kind("person").parts
    assert town.ties() == {
        ("A-A", "P-A", "home"): (1, 1, pytest.approx(parts["home"].weight, abs=1e-6)),
        ("P-A", "T-A", "phone"): (1, 1, pytest.approx(parts["phone"].weight, abs=1e-6)),
    }
    evidence = town.con.execute("SELECT mention_l, mention_r FROM tie_evidence JOIN tie USING (tie_id) WHERE layer = 'home'")
    assert evidence.fetchone() == (home, person)


def test_the_home_of_one_suspect_is_not_tied_to_the_other_by_the_role_it_rides_in(town: Town) -> None:
    first, _ = town.record("recorded_crime", [("suspect", "P-A"), ("suspect", "P-B")])
    town.mention("suspect", "A-A", belongs_to=first, part="home")
    find_ties(town.con)
    assert set(town.ties()) == {("P-A", "P-B", "co-suspect"), ("A-A", "P-A", "home")}


def test_more_than_the_most_involved_are_not_expanded_and_are_reported(town: Town) -> None:
    town.record("meeting", [("attendee", f"P-{n}") for n in range(6)] + [("place", "A-A")])
    town.record("meeting", [("attendee", f"P-{n}") for n in range(5)])
    report = find_ties(town.con, most_involved=5)
    assert report.uncounted == {"meeting": 1}
    rows = town.con.execute("SELECT record_id, layer, involved, reason FROM uncounted_record").fetchall()
    assert rows == [(1, "meeting", 6, "6 in the role attendee; more than 5 are not tied")]
    # Each is still tied to the place: that is one tie a head.
    assert sum(layer == "meeting place" for _, _, layer in town.ties()) == 6
    assert sum(layer == "meeting" for _, _, layer in town.ties()) == 10


def test_a_caller_of_many_is_expanded_because_it_is_one_to_many(town: Town) -> None:
    town.record("call", [("caller", "T-000"), *(("recipient", f"T-{n}") for n in range(1, 80))])
    report = find_ties(town.con)
    assert report.ties == {"call": 79}
    assert report.uncounted == {}


def test_grading_lowers_the_weight(town: Town) -> None:
    sources, informations = terms("source_grades").terms, terms("information_grades").terms
    town.record("intelligence_report", [("subject", "P-A"), ("subject", "P-B")], grades=("3", "C"))
    town.record("intelligence_report", [("subject", "P-A"), ("subject", "P-C")], grades=("1", "A"))
    town.record("intelligence_report", [("subject", "P-A"), ("subject", "P-D")])
    town.record("intelligence_report", [("subject", "P-A"), ("subject", "P-E")], grades=("1", "E"))
    town.record("meeting", [("attendee", "P-A"), ("attendee", "P-F")])
    find_ties(town.con)
    rule = weight("intelligence_report", "intelligence")
    found = {right: strength for (_, right, _), (_, _, strength) in town.ties().items()}
    low = (sources["3"].weight or 0) * (informations["C"].weight or 0)
    ungraded = (sources["2"].weight or 0) * (informations["D"].weight or 0)
    assert found["P-B"] == pytest.approx(rule * low, abs=1e-6)
    assert found["P-C"] == pytest.approx(rule, abs=1e-6)
    assert found["P-D"] == pytest.approx(rule * ungraded, abs=1e-6)
    assert found["P-E"] == 0.0
    assert found["P-F"] == pytest.approx(weight("meeting", "meeting"), abs=1e-6)


def test_two_agencies_say_it_louder_than_one_that_says_it_twice(town: Town) -> None:
    for agency, pair in (("Police", "AB"), ("Police", "AB"), ("Police", "CD"), ("Council", "CD")):
        town.record("meeting", [("attendee", f"P-{pair[0]}"), ("attendee", f"P-{pair[1]}")], agency=agency)
    find_ties(town.con)
    w = weight("meeting", "meeting")
    assert town.ties()["P-A", "P-B", "meeting"] == (2, 1, pytest.approx(1 - (1 - w) * (1 - w / 2), abs=1e-6))
    assert town.ties()["P-C", "P-D", "meeting"] == (2, 2, pytest.approx(1 - (1 - w) ** 2, abs=1e-6))


def test_the_number_of_calls_in_a_row_does_not_multiply_evidence(town: Town) -> None:
    town.record("call", [("caller", "T-A"), ("recipient", "T-B")])
    town.con.execute("INSERT INTO call (record_id, number) VALUES (1, 40)")
    assert find_ties(town.con).evidence == 1
    number = town.con.execute("SELECT number FROM tie_evidence JOIN call USING (record_id)").fetchone()
    assert number == (40,)


def test_a_picture_without_events_has_no_ties(town: Town) -> None:
    report = find_ties(town.con)
    assert (report.ties, report.evidence, report.uncounted) == ({}, 0, {})


meetings = st.lists(
    st.tuples(st.sampled_from(["Police", "Council", "Health"]), st.lists(st.sampled_from("ABCDE"), min_size=1, max_size=4)),
    max_size=12,
)


@settings(max_examples=25, deadline=None)
@given(meetings)
def test_strength_is_the_noisy_or_with_halving_within_an_agency(told: list[tuple[str, list[str]]]) -> None:
    town = Town()
    try:
        for agency, people in told:
            town.record("meeting", [("attendee", f"P-{p}") for p in people], agency=agency)
        find_ties(town.con)
        assert town.ties() == expected(told)
    finally:
        town.con.close()


def expected(told: list[tuple[str, list[str]]]) -> dict[tuple[str, str, str], tuple[int, int, float]]:
    """The same by plain counting."""
    w = weight("meeting", "meeting")
    seen: dict[tuple[str, str], dict[str, int]] = {}
    for agency, people in told:
        for left in set(people):
            for right in set(people):
                if left < right:
                    by_agency = seen.setdefault((left, right), {})
                    by_agency[agency] = by_agency.get(agency, 0) + 1
    return {
        (f"P-{left}", f"P-{right}", "meeting"): (
            sum(by_agency.values()),
            len(by_agency),
            pytest.approx(1 - math.prod(1 - w / 2**k for n in by_agency.values() for k in range(n)), abs=2e-6),
        )
        for (left, right), by_agency in seen.items()
    }


def test_strength_never_reaches_one(town: Town) -> None:
    for n in range(40):
        town.record("tenancy", [("tenant", "P-A"), ("home", "A-A")], agency=f"agency {n}")
    find_ties(town.con)
    assert town.ties()["A-A", "P-A", "tenancy"][2] == STRONGEST < 1


def test_nothing_but_its_tables_is_left(town: Town) -> None:
    before = {name for (name,) in town.con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    find_ties(town.con)
    after = {name for (name,) in town.con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    assert after - before == {"tie", "tie_evidence", "uncounted_record", "mention_certainty"}
