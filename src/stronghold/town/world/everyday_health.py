"""Ordinary ambulance calls and hospital visits: falls, chest pain, broken arms, drink, and drugs of those who take them."""

from __future__ import annotations

from typing import Any

import numpy as np

from stronghold.town.world.columns import Ints, Times, Words, picked, stream
from stronghold.town.world.happenings import BUSY, EVENING, Happenings, moments
from stronghold.town.world.setting import Setting

__all__ = ["ordinary_health", "to_hospital"]

_ILLNESSES = {  # share at each age: child, young, middle, old
    "fall": (0.15, 0.06, 0.08, 0.40),
    "chest pain": (0.0, 0.04, 0.16, 0.20),
    "breathing difficulty": (0.25, 0.07, 0.10, 0.16),
    "injury": (0.35, 0.28, 0.20, 0.05),
    "abdominal pain": (0.1, 0.16, 0.16, 0.06),
    "collapse": (0.03, 0.06, 0.08, 0.08),
    "mental health crisis": (0.03, 0.14, 0.07, 0.01),
    "alcohol": (0.0, 0.10, 0.09, 0.01),
    "assault": (0.01, 0.05, 0.02, 0.0),
    "self-harm": (0.02, 0.03, 0.01, 0.0),
    "stab wound": (0.0, 0.006, 0.002, 0.0),
    "road traffic collision": (0.03, 0.01, 0.03, 0.01),
}
_OUTCOMES = np.array(["taken to hospital", "treated at the scene", "advice given", "refused treatment"])
_DRUGS = np.array(
    ["heroin", "crack", "cocaine", "benzodiazepine", "synthetic_cannabinoid", "cannabis", "codeine", "ketamine", "mdma"]
)
_DRUG_SHARES = np.array([0.3, 0.16, 0.14, 0.12, 0.08, 0.08, 0.05, 0.04, 0.03])


def to_hospital(
    rng: np.random.Generator,
    town: Setting,
    found: Happenings,
    time: Times,
    person: Ints,
    nature: Words,
    drug: Words | str = "",
    **why: Any,
) -> Ints:
    """Those people arrive at the hospital at those times; gives the attendances."""
    hospitals = town.organisations.of("hospital")
    child = town.age(person, time) < 16
    admitted = rng.random(len(time)) < 0.25
    events = found.add(
        "hospital_attendance",
        time,
        until=time + rng.integers(3_600, 9 * 3_600, len(time)) + admitted * rng.integers(20, 150, len(time)) * 3_600,
        organisation=hospitals[rng.integers(0, len(hospitals), len(time))],
        nature=nature,
        drug=drug,
        department=np.where(child & (rng.random(len(time)) < 0.5), "children's emergency", "emergency"),
        outcome=np.where(admitted, "admitted", "discharged"),
        **why,
    )
    found.involve("hospital_attendance", events, "patient", "person", person)
    brought = np.where(child & (rng.random(len(time)) < 0.7), town.parent(rng, person), -1)
    found.involve("hospital_attendance", events, "brought_by", "person", brought)
    return events


def _illness(rng: np.random.Generator, town: Setting, person: Ints, time: Times) -> Words:
    band = np.searchsorted([16, 40, 65], town.age(person, time))
    names, shares = np.array(list(_ILLNESSES)), np.array(list(_ILLNESSES.values()))
    nature = np.zeros(len(person), names.dtype)
    for number in range(4):
        of = np.flatnonzero(band == number)
        nature[of] = names[picked(rng, shares[:, number], len(of))]
    return nature


def ordinary_health(town: Setting, found: Happenings) -> None:
    """About 11,700 a year among 100,000 people, four in ten of them by ambulance; the old and the poorly come again and again."""
    rng = stream(town.size, "everyday health")
    age = town.society.age(town.size.first)
    weight = np.interp(age, [-3, 0, 5, 18, 40, 60, 75, 95], [1.0, 1.2, 0.7, 0.8, 0.7, 1.0, 2.0, 5.0]) * rng.lognormal(
        0, 0.9, len(age)
    )
    weight *= (
        np.where(town.vulnerable["mental health"], 2.5, 1.0)
        * np.where(town.vulnerable["drug user"], 4.0, 1.0)
        * (town.society.city < 0)
    )
    for by_ambulance, count in ((True, town.yearly(4_600)), (False, town.yearly(5_600))):
        day = town.days(rng, count)
        at, person, home = town.someone(rng, weight, day)
        time = moments(rng, day[at], BUSY)
        nature = _illness(rng, town, person, time)
        overdose = town.vulnerable["drug user"][person] & (rng.random(len(person)) < 0.6) & (town.age(person, time) > 16)
        drug = np.where(overdose, _DRUGS[picked(rng, _DRUG_SHARES, len(person))], "")
        nature = np.where(overdose, np.array("overdose"), nature)
        if not by_ambulance:
            to_hospital(rng, town, found, time, person, nature, drug)
            continue
        out = rng.random(len(person)) < 0.22
        events = found.add(
            "ambulance_attendance",
            time,
            until=time + rng.integers(1_800, 7_200, len(time)),
            home=np.where(out, -1, home),
            street=np.where(out, town.streets(rng, len(out)), -1),
            nature=nature,
            drug=drug,
            outcome=(outcome := _OUTCOMES[picked(rng, np.array([0.55, 0.25, 0.14, 0.06]), len(time))]),
        )
        found.involve("ambulance_attendance", events, "patient", "person", person)
        partner = town.society.partner[person]
        found.involve("ambulance_attendance", events, "present", "person", np.where(rng.random(len(person)) < 0.12, partner, -1))
        taken = np.flatnonzero((outcome == "taken to hospital") & (rng.random(len(time)) < 0.6))
        to_hospital(rng, town, found, time[taken] + 2_700, person[taken], nature[taken], drug[taken])


def ordinary_needles(town: Setting, found: Happenings) -> None:
    """About 250 finds a year among 100,000 people: a third near the hostel, the others in parks and poor streets."""
    rng = stream(town.size, "needles")
    count = town.yearly(250)
    day = town.days(rng, count)
    hostel = town.organisations.home[rng.choice(town.organisations.of("hostel"), count)]
    near = rng.random(count) < 0.33
    street = np.where(near, town.homes.street[hostel], town.streets(rng, count))
    found.add(
        "needle_find",
        moments(rng, day, EVENING),
        street=street,
        nature=np.where(near, "needles near a hostel", "needles in a public place"),
        number=1 + rng.poisson(rng.lognormal(0.3, 0.9, count)),
        cleared_by=np.array(["street cleaning", "park wardens", "police", "housing caretaker"])[rng.integers(0, 4, count)],
    )
