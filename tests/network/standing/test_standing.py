"""Standing: reasons in words, parts with evidence, an order anyone can check, and never a number for a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import pytest

from stronghold.network import find_ties
from stronghold.network.graph import Network
from stronghold.network.standing import PersonStanding, standing_in
from tests.network.handmade import Town


@pytest.fixture
def town() -> Iterator[Town]:
    made = Town()
    made.record("intelligence_report", [("subject", "P-DEALS")], at="2024-03-01", narrative="dealing crack")
    made.record("intelligence_report", [("subject", "P-BRINGS")], at="2024-03-01", narrative="moving drugs from the city")
    made.record("intelligence_report", [("subject", "P-USED")], at="2024-03-01", narrative="moving drugs; used to run drugs")
    find_ties(made.con)
    yield made
    made.con.close()


NETWORK = Network.of([("P-BRINGS", "P-DEALS"), ("P-DEALS", "P-USED"), ("P-DEALS", "P-OTHER")])


def test_parts_near_the_source_come_first_and_whoever_is_used_last(town: Town) -> None:
    found = standing_in(town.con, NETWORK)
    assert [person.entity_id for person in found] == ["P-BRINGS", "P-DEALS", "P-OTHER", "P-USED"]
    assert [person.parts for person in found] == [("supplier",), ("dealer",), (), ("supplier", "runner")]
    assert [person.protects for person in found] == [False, False, False, True]


def test_every_reason_is_a_sentence_with_what_stands_behind_it(town: Town) -> None:
    deals = next(person for person in standing_in(town.con, NETWORK) if person.entity_id == "P-DEALS")
    said, between, *_ = deals.sentences
    assert said.endswith("(1 record of 1 agency, last on 1 March 2024)")
    assert between.startswith("Is between parts of the group that nobody else joins: 3 pairs of others,")
    assert "draws with a tenth of the ties missing" in between


def test_someone_without_reasons_is_listed_without_reasons(town: Town) -> None:
    (other,) = standing_in(town.con, NETWORK, ["P-OTHER"])
    assert (other.said, other.positions) == ((), ())


def test_a_person_has_no_score(town: Town) -> None:
    assert {field.name for field in fields(PersonStanding)} == {"entity_id", "said", "positions"}
