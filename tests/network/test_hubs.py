"""Hubs: what far more are tied to than is usual is listed, named, and its ties between people capped."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from stronghold.network.hubs import Hub, find_hubs, hubs
from stronghold.vocabulary import terms
from tests.network.groups.handmade import entities
from tests.network.handmade import Town

CAP = int(terms("shared_things").terms["bail address"].extra["most"])


@pytest.fixture
def town() -> Iterator[Town]:
    made = Town()
    yield made
    made.con.close()


def bailed(town: Town, number: int, *, times: int = 1, home: str = "A-H", **where: str) -> None:
    for time in range(times):
        town.record("arrest", [("arrested", f"P-{number:02}")], at=f"2024-{number + 1:02}-0{time + 1}")
        mention = town.mention("bail_address", home)
        if where:
            columns = ", ".join(where)
            town.con.execute(
                f"INSERT INTO address (mention_id, {columns}) VALUES (?, {', '.join('?' * len(where))})",
                [mention, *where.values()],
            )


def kept(town: Town) -> list[str]:
    return [who for (who,) in town.con.execute("SELECT other_id FROM hub_tie ORDER BY 1").fetchall()]


def test_as_many_as_usual_are_no_hub_and_one_more_makes_one(town: Town) -> None:
    for number in range(CAP):
        bailed(town, number)
    entities(town)
    assert hubs(town.con) == ()
    bailed(town, CAP)
    entities(town)
    (hub,) = hubs(town.con)
    assert (hub.entity_id, hub.layer, hub.ties, hub.cap) == ("A-H", "bail address", CAP + 1, CAP)


def test_the_strongest_ties_stay_then_the_latest(town: Town) -> None:
    for number in range(CAP + 2):
        bailed(town, number, times=2 if number == 0 else 1)
    entities(town)
    assert kept(town) == ["P-00", *(f"P-{number:02}" for number in range(3, CAP + 2))]


def test_a_hub_is_named_by_what_records_call_it(town: Town) -> None:
    for number in range(CAP + 1):
        bailed(town, number, house="Grove Hostel", street="Mill Lane")
    entities(town)
    label = next(t.label for t in terms("hub_natures").terms.values() if "hostel" in t.also)
    assert [hub.nature for hub in hubs(town.con)] == [label]


def test_finding_them_again_gives_the_same_and_a_picture_without_ties_has_none(town: Town) -> None:
    for number in range(CAP + 1):
        bailed(town, number)
    entities(town)
    before = hubs(town.con), kept(town)
    assert find_hubs(town.con) == 1 and (hubs(town.con), kept(town)) == before
    assert all(isinstance(hub, Hub) for hub in before[0])
    town.con.execute("UPDATE tie SET strength = 0")
    assert find_hubs(town.con) == 0 and kept(town) == []
