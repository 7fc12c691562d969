"""How visible records write a thing, and why each is taken for the same."""

from __future__ import annotations

import duckdb

from stronghold.governance.gateway import Gateway
from stronghold.governance.ways import ways_of


def test_a_home_in_one_way_needs_no_reason(analyst: Gateway) -> None:
    (way,) = analyst.entity("A-H0000001", sections=("ways",)).ways
    assert (way.label, way.records, way.told_by, way.why) == ("14 High Street, Oxford, OX1 4AA", 1, ("police",), "")
    assert analyst.entity("P-AM000001", sections=("ways",)).ways == ()


def test_the_fullest_comes_first_and_the_others_say_why() -> None:
    with duckdb.connect() as con:
        con.execute(
            "CREATE TABLE own AS SELECT i AS mention_id, i AS record_id, 'r' || i AS record_key, 'police' AS agency FROM range(4) t(i)"
        )
        con.execute("CREATE TABLE vehicle (mention_id BIGINT, registration VARCHAR, make VARCHAR, colour VARCHAR)")
        con.execute(
            "INSERT INTO vehicle VALUES (0, 'AB1O', NULL, NULL), (1, 'AB1O', NULL, NULL), (2, 'AB10', 'ford', 'red'), (3, 'AB10', 'ford', NULL)"
        )
        ways, total = ways_of(con, "vehicle", 2)
    assert total == 3
    assert [(way.records, way.why) for way in ways] == [(1, ""), (2, "registrations that look alike (O and 0, I and 1)")]
