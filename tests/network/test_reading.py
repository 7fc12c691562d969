"""The network of people read from a picture: ways, natures, hubs and age."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from stronghold.network.decomposition import decompose, strength_of
from stronghold.network.hubs import hubs
from stronghold.network.reading import Asked, Association, associate, associations, network_of
from tests.network.groups.handmade import entities, together
from tests.network.handmade import Town


@pytest.fixture
def town() -> Iterator[Town]:
    made = Town()
    yield made
    made.con.close()


def ways(town: Town, **asked: object) -> dict[tuple[str, str, str], Association]:
    entities(town)
    return {(way.person_l, way.person_r, way.layer): way for way in associations(town.con, Asked(**asked))}  # type: ignore[arg-type]


def living(town: Town, who: str, home: str, surname: str) -> None:
    (mention,) = town.record("person", [("subject", who)], at="2024-01-01")
    town.mention("subject", home, belongs_to=mention, part="home")
    town.con.execute("INSERT INTO person (mention_id, surname) VALUES (?, ?)", [mention, surname])


def test_family_seen_together_is_shown_and_not_counted_but_an_arrest_together_is(town: Town) -> None:
    living(town, "P-A", "A-1", "Khan")
    living(town, "P-B", "A-1", "Khan")
    town.record("sighting", [("seen", "P-A"), ("seen", "P-B")], at="2024-03-01")
    town.record("arrest", [("arrested", "P-A"), ("arrested", "P-B")], at="2024-03-02")
    found = ways(town)
    seen, arrested, home = (found["P-A", "P-B", layer] for layer in ("sighting", "co-arrest", "home"))
    assert (seen.nature, seen.counted) == ("family", False)
    assert seen.reasons == ("lived at A-1 at one time", "lived at A-1 at one time, and have one surname")
    assert (arrested.nature, arrested.counted) == ("association", True)
    assert (home.nature, home.counted, home.via) == ("family", False, ("A-1",))


def test_strangers_in_one_home_are_a_household(town: Town) -> None:
    living(town, "P-A", "A-1", "Khan")
    living(town, "P-B", "A-1", "Smith")
    assert ways(town)["P-A", "P-B", "home"].nature == "household"


def test_those_who_had_a_home_at_different_times_are_not_tied_by_it(town: Town) -> None:
    living(town, "P-A", "A-1", "Khan")
    living(town, "P-B", "A-1", "Smith")
    town.con.execute(
        """CREATE TABLE belonging AS SELECT * FROM (VALUES
        ('P-A', 'A-1', TIMESTAMP '2023-01-01', TIMESTAMP '2023-06-01'), ('P-B', 'A-1', TIMESTAMP '2023-07-01', NULL))
        AS told(person_entity, thing_entity, first_seen, until)"""
    )
    assert ways(town) == {}


def test_a_victim_is_not_an_associate(town: Town) -> None:
    town.record("recorded_crime", [("suspect", "P-A"), ("victim", "P-B")], at="2024-03-01")
    way = ways(town)["P-A", "P-B", "suspect and victim"]
    assert (way.nature, way.counted) == ("harm", False)


def test_a_hub_is_listed_and_no_more_than_its_cap_counted(town: Town) -> None:
    for number in range(6):
        town.record("arrest", [("arrested", f"P-{number}")], at=f"2024-03-0{number + 1}")
        town.mention("bail_address", "A-H")
    found = ways(town)
    (hub,) = hubs(town.con)
    assert (hub.entity_id, hub.layer, hub.ties, hub.cap) == ("A-H", "bail address", 6, 4)
    assert len(found) == 6 and all(way.through_hub for way in found.values())


def test_numbers_in_touch_tie_those_who_have_them(town: Town) -> None:
    for who, phone in (("P-A", "T-A"), ("P-B", "T-B")):
        (mention,) = town.record("person", [("subject", who)], at="2024-01-01")
        town.mention("subject", phone, belongs_to=mention, part="phone")
    town.record("call", [("caller", "T-A"), ("recipient", "T-B")], at="2024-02-01")
    way = ways(town)["P-A", "P-B", "in touch"]
    assert way.via == ("T-A", "T-B") and way.counted and way.records == 3


def test_evidence_ages_by_the_half_life_of_its_layer(town: Town) -> None:
    town.record("sighting", [("seen", "P-A"), ("seen", "P-B")], at="2023-01-01")
    town.record("sighting", [("seen", "P-C"), ("seen", "P-D")])
    entities(town)
    (fresh,) = network_of(town.con, people=["P-A", "P-B"], aged=False).strength
    (aged,) = network_of(town.con, people=["P-A", "P-B"], as_of=datetime(2024, 6, 24)).strength  # 540 days later
    assert aged == pytest.approx(fresh / 2, abs=1e-6)
    (undated,) = network_of(town.con, people=["P-C", "P-D"]).strength
    assert undated == pytest.approx(fresh / 2, abs=1e-6)


def test_a_tie_comes_apart_into_its_records(town: Town) -> None:
    together(town, ["P-A", "P-B"], times=3)
    together(town, ["P-A", "P-B"], times=1, agency="Council")
    entities(town)
    ((tie_id, strength),) = town.con.execute("SELECT tie_id, strength FROM tie").fetchall()
    rows = decompose(town.con, tie_id)
    assert sorted(row.independence for row in rows) == [0.25, 0.5, 1.0, 1.0]
    assert strength_of(rows) == pytest.approx(strength, abs=1e-6)
    aged = decompose(town.con, tie_id, as_of=datetime(2026, 3, 1))
    assert all(row.age < 0.51 for row in aged) and strength_of(aged) < strength


def test_ways_of_nobody_are_a_table_like_those_of_somebody(town: Town) -> None:
    together(town, ["P-A", "P-B"])
    entities(town)
    described = []
    for people in ((), ("P-A", "P-B")):
        associate(town.con, Asked(people, aged=False))
        described.append(town.con.execute("DESCRIBE association").fetchall())
        assert bool(town.con.execute("FROM association").fetchall()) is bool(people)
    assert described[0] == described[1]
