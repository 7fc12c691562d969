"""What rests on one record: who vanishes, who may fall apart, and which ties lose half of their strength."""

from __future__ import annotations

import duckdb
import pytest

from stronghold.governance.bearing import bearing_of
from stronghold.governance.gateway import Gateway
from stronghold.governance.refusals import NotVisible

AMOS, BETH, HOME = "P-AM000001", "P-BE000001", "A-"
PERSON, COUNCIL, MEETING = "police/rms/person/1", "council/housing/person/7", "police/rms/meeting/m1"


def test_who_is_named_by_it_alone_vanishes(analyst: Gateway) -> None:
    found = analyst.bearing(MEETING)
    assert {each.entity_id: (each.records, each.vanishes) for each in found.entities} == {AMOS: (2, False), BETH: (0, True)}
    assert [(tie.layer, tie.is_lost) for tie in found.ties] == [("meeting", True)] and found.groups == ()
    assert set(found.subjects) == {AMOS, BETH}


def test_who_hangs_together_by_it_alone_may_fall_apart(analyst: Gateway) -> None:
    # The records of the meeting and the council are each linked to the first alone.
    (amos,) = [each for each in analyst.bearing(PERSON).entities if each.entity_id == AMOS]
    assert (amos.records, amos.falls_apart, amos.parts) == (2, True, 2)
    (amos,) = [each for each in analyst.bearing(COUNCIL).entities if each.entity_id == AMOS]
    assert amos.records == 2


def test_found_false_it_takes_nobody_away(analyst: Gateway) -> None:
    found = analyst.bearing(MEETING, discredited=True)
    assert found.entities == () and [tie.after for tie in found.ties] == [0.0]


def test_groups_are_told_where_the_picture_has_them(analyst: Gateway) -> None:
    con: duckdb.DuckDBPyConnection = analyst._con
    con.execute(
        "CREATE TEMP TABLE group_member AS SELECT unnest(['G-1', 'G-1', 'G-2', 'G-3']) AS group_id,"
        f" unnest(['{AMOS}', '{BETH}', '{AMOS}', '{BETH}']) AS entity_id"
    )
    found = bearing_of(con, MEETING)
    assert found is not None and found.groups == ("G-1", "G-3")


def test_a_hidden_record_bears_on_nothing(analyst: Gateway) -> None:
    for key in ("police/covert/meeting/c1", "police/covert/meeting/c9"):
        with pytest.raises(NotVisible):
            analyst.bearing(key)
