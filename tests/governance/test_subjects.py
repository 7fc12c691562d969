"""Whom an answer tells something of: everybody that its audit entry has to name."""

from __future__ import annotations

from stronghold.governance.gateway import Gateway
from stronghold.governance.records import record_by_key
from stronghold.governance.subjects import in_beside, in_entity, in_records

AMOS, BETH = "P-AM000001", "P-BE000001"
MEETING = "police/rms/meeting/m1"


def test_a_record_names_itself_and_everybody_in_it(analyst: Gateway) -> None:
    record = record_by_key(analyst._con, MEETING)
    assert record is not None
    assert set(in_records([record])) == {MEETING, AMOS, BETH}
    assert list(in_records([])) == []


def test_an_entity_names_itself_first_and_whoever_its_view_shows(analyst: Gateway) -> None:
    named = list(in_entity(analyst.entity(AMOS)))
    assert named[0] == AMOS and {BETH, "A-H0000001"} <= set(named)
    assert set(in_entity(analyst.entity(AMOS, sections=("names",)))) == {AMOS}


def test_one_of_two_side_by_side_is_named_with_its_records(analyst: Gateway) -> None:
    beside = analyst.side_by_side(AMOS, BETH)
    named = [set(in_beside(side)) for side in (beside.left, beside.right)]
    assert AMOS in named[0] and BETH in named[1]
    assert all(any("/" in each for each in names) for names in named)
