"""Who could be in a group: everybody whom finding groups would look at, and few others."""

from __future__ import annotations

import random

import pytest

from stronghold.network.groups.candidates import candidates
from stronghold.network.groups.finding import around
from stronghold.network.reading import network_of
from tests.network.groups.handmade import entities, together
from tests.network.handmade import Town


def having(town: Town, who: str, kind: str, thing: str) -> None:
    (mention,) = town.record("person", [("subject", who)], at="2024-01-01")
    town.mention("subject", thing, belongs_to=mention, part=kind)


def test_those_tied_directly_by_a_thing_or_by_numbers_in_touch_are_and_others_are_not() -> None:
    town = Town()
    together(town, ["P-S", "P-DIRECT"], times=1)
    together(town, ["P-DIRECT", "P-FURTHER"], times=1)
    having(town, "P-S", "home", "A-1")
    having(town, "P-HOME", "home", "A-1")
    for who, phone in (("P-S", "T-S"), ("P-TOUCH", "T-T"), ("P-NOBODY", "T-N")):
        having(town, who, "phone", phone)
    town.record("call", [("caller", "T-S"), ("recipient", "T-T")], at="2024-02-01")
    town.record("call", [("caller", "T-T"), ("recipient", "T-N")], at="2024-02-01")
    entities(town)
    assert candidates(town.con, ["P-S"]) == ("P-DIRECT", "P-HOME", "P-S", "P-TOUCH")
    assert candidates(town.con, []) == ()
    town.con.close()


def test_one_school_makes_nobody_a_candidate() -> None:
    town = Town()
    for who in ("P-S", "P-PUPIL"):
        town.record("school_absence", [("pupil", who), ("school", "O-1")], at="2024-01-01")
    entities(town)
    assert candidates(town.con, ["P-S"]) == ("P-S",)
    town.con.close()


@pytest.mark.parametrize("seed", range(4))
def test_they_are_at_least_those_that_finding_groups_looks_at(seed: int) -> None:
    rng = random.Random(seed)
    town = Town()
    people = [f"P-{number:02}" for number in range(30)]
    for who in people:
        for kind, letter in (("home", "A"), ("phone", "T")):
            if rng.random() < 0.6:
                having(town, who, kind, f"{letter}-{rng.randrange(18)}")
    for _ in range(25):
        town.record("call", [("caller", f"T-{rng.randrange(18)}"), ("recipient", f"T-{rng.randrange(18)}")], at="2024-02-01")
        together(town, rng.sample(people, 2), times=1)
    entities(town)
    suppliers = rng.sample(people, 3)
    assert set(around(network_of(town.con, aged=False), suppliers).ids) <= set(candidates(town.con, suppliers))
    town.con.close()
