"""How surely a mention is of its person, and what that does to ties."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from stronghold.network.ties import find_ties
from stronghold.vocabulary import kind
from tests.network.handmade import Town

LINKS = [(1, 2, 0.99), (2, 3, 0.9), (1, 3, 0.85), (3, 4, 0.95)]


@pytest.fixture
def town() -> Iterator[Town]:
    """P-A has four mentions (1 the heart, with a second one alike), each with somebody else in a record."""
    made = Town()
    for number in range(4):
        made.record("meeting", [("attendee", "P-A"), ("attendee", f"P-{number}")])
    made.record("meeting", [("attendee", "P-A")])
    con = made.con
    con.execute(
        "CREATE TABLE node AS SELECT mention_id, row_number() OVER (ORDER BY mention_id) AS node_id FROM entity_member WHERE entity_id = 'P-A'"
    )
    con.execute("UPDATE node SET node_id = 1 WHERE node_id = 5")
    con.execute("CREATE TABLE link (mention_l BIGINT, mention_r BIGINT, probability DOUBLE, accepted BOOLEAN)")
    con.executemany("INSERT INTO link VALUES (?, ?, ?, true)", LINKS)
    con.execute("INSERT INTO link VALUES (1, 4, 0.999, false)")
    con.execute(
        "CREATE TABLE link_repeat AS SELECT * REPLACE (0.97 AS probability) FROM link WHERE mention_l = 1 AND mention_r = 2"
    )
    con.execute("CREATE TABLE linking_decided (judgement VARCHAR, mention_l BIGINT, mention_r BIGINT)")
    yield made
    made.con.close()


def linked(town: Town) -> dict[str, float]:
    find_ties(town.con)
    rows = town.con.execute(
        "SELECT if(entity_l = 'P-A', entity_r, entity_l), linked, weight FROM tie JOIN tie_evidence USING (tie_id)"
    ).fetchall()
    rule = next(rule.weight for rule in kind("meeting").ties if rule.layer == "meeting")
    assert all(weight == pytest.approx(rule * sure) for _, sure, weight in rows)
    return {other: sure for other, sure, _ in rows}


def test_a_mention_is_as_sure_as_the_weakest_link_on_its_strongest_way(town: Town) -> None:
    assert linked(town) == {"P-0": 0.97, "P-1": 0.99, "P-2": 0.9, "P-3": 0.9}


def test_what_people_decided_is_certain(town: Town) -> None:
    one, four = (
        town.con.execute("SELECT min(mention_id) FROM node WHERE node_id = ?", [node]).fetchall()[0][0] for node in (1, 4)
    )
    town.con.execute("INSERT INTO linking_decided VALUES ('same', ?, ?)", [one, four])
    assert linked(town) == {"P-0": 0.97, "P-1": 0.99, "P-2": 0.95, "P-3": 1.0}
