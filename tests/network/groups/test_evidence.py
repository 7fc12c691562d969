"""Who is said to supply and who is said to be used: by what records say outright, of those asked about, as far as they are visible."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from stronghold.network.groups.evidence import supply_evidence
from tests.network.groups.handmade import entities, supplying
from tests.network.handmade import Town


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    made = Town()
    supplying(made, ["P-A", "P-B"])
    supplying(made, ["P-B"], narrative="used to run", role="at_risk")
    made.record("intelligence_report", [("subject", "P-C")], narrative="dealing heroin", grades=("3", "E"))
    made.record("intelligence_report", [("subject", "P-D")], narrative="dealing heroin", agency="Council")
    made.record("intelligence_report", [("victim", "P-E")], narrative="dealing heroin")
    made.record("intelligence_report", [("subject", "P-F")], narrative="seen in town")
    made.con.execute("UPDATE record SET class_id = source_id")
    entities(made)
    yield made
    made.con.close()


def test_whoever_is_both_said_to_supply_and_used_is_both(town: Town) -> None:
    found = supply_evidence(town.con)
    assert found.suppliers == {"P-A", "P-B", "P-D"} and set(found.used) == {"P-B"}
    assert all(one.records and one.part for said in found.supplies.values() for one in said)
    assert all(one.protects for said in found.used.values() for one in said)


def test_only_those_asked_about_and_only_visible_records(town: Town) -> None:
    assert supply_evidence(town.con, ["P-A", "P-F"]).suppliers == {"P-A"}
    assert supply_evidence(town.con, [], None).suppliers == frozenset()
    assert supply_evidence(town.con, class_ids=[1]).suppliers == {"P-A", "P-B"}
    assert supply_evidence(town.con, class_ids=[2]).suppliers == {"P-D"}
    assert supply_evidence(town.con, class_ids=[]).suppliers == frozenset()
