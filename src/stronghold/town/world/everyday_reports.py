"""Ordinary tenancies, complaints, reports of the public, sightings and intelligence: mostly about nothing to do with any group."""

from __future__ import annotations

from typing import Any

import numpy as np

from stronghold.town.world.columns import Days, Ints, Words, picked, stream
from stronghold.town.world.happenings import BUSY, DAYTIME, EVENING, Happenings, moments
from stronghold.town.world.occupancy import AS
from stronghold.town.world.setting import Setting

__all__ = [
    "INTELLIGENCE_HANDLING",
    "add_intelligence",
    "ordinary_housing",
    "ordinary_intelligence",
    "ordinary_reports",
    "ordinary_sightings",
]

_COMPLAINTS = {
    "noise": 0.34, "rubbish": 0.14, "dog": 0.1, "neighbour dispute": 0.16, "parking": 0.08, "visitors at all hours": 0.04,
    "smell of cannabis": 0.06, "children playing": 0.04, "damage to shared areas": 0.04,
}  # fmt: skip
_REPORTS = {
    "noise or party": 0.18, "suspicious vehicle": 0.12, "drug dealing in the street": 0.06, "drug use": 0.08, "rowdy youths": 0.2,
    "begging": 0.05, "cannabis smell from a home": 0.05, "drug dealing from a home": 0.02, "people coming and going": 0.05,
    "concern for a neighbour": 0.07, "fly-tipping": 0.12,
}  # fmt: skip
_INTELLIGENCE = {
    "selling stolen goods": 0.15, "violence at home": 0.12, "driving while disqualified": 0.1, "small cannabis dealing": 0.15,
    "carries a knife": 0.05, "theft from shops": 0.12, "associates": 0.11, "handling": 0.03, "cannabis growing": 0.04, "fraud": 0.03,
    "dealing heroin and crack": 0.035, "dealing from an address": 0.025, "collects debts": 0.01, "home taken over": 0.006,
    "used to run drugs": 0.006, "associating with older people": 0.012, "runs a phone line": 0.006, "moving drugs from the city": 0.005,
    "line phone advertised": 0.008,
}  # fmt: skip
_OF_HOMES = (
    "noise or party", "cannabis smell from a home", "drug dealing from a home", "people coming and going", "concern for a neighbour",
)  # fmt: skip
_AT_RISK = ["violence at home", "used to run drugs", "associating with older people", "home taken over"]
_LANDLORDS = {"council": "Ravenmouth Council", "housing association": "Raven Homes"}
INTELLIGENCE_HANDLING = np.array(["P", "P", "P", "C", "C-A1", "C-S1"])


def _words(rng: np.random.Generator, shares: dict[str, float], count: int) -> Words:
    return np.array(list(shares))[picked(rng, np.array(list(shares.values())), count)]


def ordinary_housing(town: Setting, found: Happenings) -> None:
    """Every tenancy of a social landlord's home that was held in the years told, and about 1,400 complaints a year."""
    rng = stream(town.size, "everyday housing")
    life, homes = town.where.life, town.homes
    social = np.isin(homes.tenure, list(_LANDLORDS))
    row = np.flatnonzero(
        social[life.home] & (life.how == AS.index("householder")) & (town.society.age_of(life.person, life.since) >= 17.9)
    )
    tenure = homes.tenure[life.home[row]]
    start = moments(rng, life.since[row], DAYTIME)
    tenancies = found.add(
        "tenancy",
        start,
        until=life.to[row].astype("datetime64[s]"),
        home=life.home[row],
        nature="tenancy",
        tenure=np.where(rng.random(len(row)) < 0.8, "secure tenancy", "introductory tenancy"),
        landlord=np.where(tenure == "council", _LANDLORDS["council"], _LANDLORDS["housing association"]),
        status=np.where(np.isnat(life.to[row]), "current", "ended"),
    )
    found.involve("tenancy", tenancies, "tenant", "person", life.person[row])
    partner = town.society.partner[life.person[row]]
    there = (partner >= 0) & (town.where.home(np.maximum(partner, 0), life.since[row]) == life.home[row])
    joint = rng.random(len(row)) < 0.5
    found.involve("tenancy", tenancies, "tenant", "person", np.where(there & joint, partner, -1))
    found.involve("tenancy", tenancies, "household_member", "person", np.where(there & ~joint, partner, -1))

    day = town.days(rng, town.yearly(1_400))
    weight = (
        np.where(social, 1.0, 0.12)
        * rng.lognormal(0, 1.3, len(homes))
        * (homes.ward >= 0)
        * np.isin(homes.sort, ["house", "flat"])
    )
    home = picked(rng, weight, len(day))
    add_complaints(rng, town, found, day, home, _words(rng, _COMPLAINTS, len(day)))


def add_complaints(
    rng: np.random.Generator, town: Setting, found: Happenings, day: Days, home: Ints, nature: Words, **why: Any
) -> Ints:
    """Complaints about those homes: by a neighbour, about whoever holds it; gives the complaints, shape (days,)."""
    events = found.add(
        "housing_complaint",
        moments(rng, day, BUSY),
        home=home,
        nature=nature,
        outcome=np.array(["letter sent", "visit", "no further action", "warning", "referred to police"])[
            picked(rng, np.array([0.3, 0.25, 0.3, 0.1, 0.05]), len(day))
        ],
        **why,
    )
    named = rng.random(len(day)) < 0.7
    found.involve("housing_complaint", events, "about", "person", np.where(named, town.where.holder(home, day), -1))
    told = rng.random(len(day)) < 0.75
    found.involve("housing_complaint", events, "complainant", "person", np.where(told, town.neighbour(rng, home, day), -1))
    return events


_CHANNELS = np.array(["telephone", "online form", "in person", "e-mail", "anonymous line"])
_CHANNEL_SHARES = np.array([0.45, 0.3, 0.08, 0.07, 0.1])


def add_reports(rng: np.random.Generator, found: Happenings, day: Days, nature: Words, **place_and_why: Any) -> Ints:
    """Reports of the public of those days; gives the reports, shape (days,)."""
    channel = _CHANNELS[picked(rng, _CHANNEL_SHARES, len(day))]
    return found.add("community_report", moments(rng, day, EVENING), nature=nature, channel=channel, **place_and_why)


def ordinary_reports(town: Setting, found: Happenings) -> None:
    """About 3,600 reports of the public a year among 100,000 people; a quarter name a home, some a vehicle, few a person."""
    rng = stream(town.size, "everyday reports")
    day = town.days(rng, town.yearly(3_600))
    nature = _words(rng, _REPORTS, len(day))
    grown = (town.society.age(town.size.first) > 14) * (town.society.city < 0) * (0.05 + town.propensity**0.5)
    at, person, home = town.someone(rng, grown, day)
    day, nature = day[at], nature[at]
    of_home = np.isin(
        nature, ["noise or party", "cannabis smell from a home", "people coming and going", "concern for a neighbour"]
    )
    of_home |= rng.random(len(day)) < 0.08
    events = add_reports(
        rng, found, day, nature, home=np.where(of_home, home, -1), street=np.where(of_home, -1, town.streets(rng, len(day)))
    )
    named = of_home & (rng.random(len(day)) < 0.2)
    found.involve("community_report", events, "about", "person", np.where(named, person, -1))
    car = (nature == "suspicious vehicle") & (rng.random(len(day)) < 0.6)
    found.involve("community_report", events, "vehicle", "vehicle", np.where(car, town.vehicles.of(person, day), -1))


def ordinary_sightings(town: Setting, found: Happenings) -> None:
    """About 4,500 sightings a year among 100,000 people: vehicles passing cameras, and people whom an officer knows."""
    rng = stream(town.size, "everyday sightings")
    roads = town.streets(rng, 25)
    day = town.days(rng, town.yearly(2_700))
    driver = ((town.society.age(town.size.first) > 17) & (town.society.city < 0)) * rng.lognormal(0, 1.0, len(town.society))
    middle = np.full(len(driver), town.size.first + (town.size.end - town.size.first) // 2)
    driver *= town.vehicles.of(np.arange(len(driver)), middle) >= 0
    at, person, _ = town.someone(rng, driver, day)
    car = town.vehicles.of(person, day[at])
    day, person, car = day[at][car >= 0], person[car >= 0], car[car >= 0]
    street = roads[rng.integers(0, len(roads), len(day))]
    seen = found.add("sighting", moments(rng, day, BUSY), street=street, nature="vehicle passed a camera", seen_by="camera")
    found.involve("sighting", seen, "vehicle", "vehicle", car)
    day = town.days(rng, town.yearly(1_800))
    at, person, home = town.someone(rng, town.propensity, day)
    day = day[at]
    old = town.age(person, day) >= 10
    day, person, home = day[old], person[old], home[old]
    near = rng.random(len(day))
    street = np.where(near < 0.4, town.homes.street[home], town.streets(rng, len(day)))
    seen = found.add(
        "sighting",
        moments(rng, day, EVENING),
        home=np.where(near < 0.12, home, -1),
        street=street,
        nature="seen by an officer",
        seen_by="officer",
    )
    found.involve("sighting", seen, "seen", "person", person)
    friend = np.where(rng.random(len(day)) < 0.3, town.friend(rng, person, day), -1)
    found.involve("sighting", seen, "seen", "person", friend)
    _parked_cars(rng, town, found)
    driving = rng.random(len(day)) < 0.2
    found.involve("sighting", seen, "vehicle", "vehicle", np.where(driving, town.vehicles.of(person, day), -1))


def _parked_cars(rng: np.random.Generator, town: Setting, found: Happenings) -> None:
    """Cars that wardens note outside other people's homes: friends and relatives on a visit."""
    day = town.days(rng, town.yearly(420))
    at, person, home = town.someone(rng, ((town.society.age(town.size.first) > 16) & (town.society.city < 0)) * 1.0, day)
    visitor = town.friend(rng, person, day[at])
    car = np.where(visitor >= 0, town.vehicles.of(np.maximum(visitor, 0), day[at]), -1)
    kept = np.flatnonzero(car >= 0)
    seen = found.add(
        "sighting",
        moments(rng, day[at][kept], BUSY),
        home=np.where(rng.random(len(kept)) < 0.4, home[kept], -1),
        street=town.homes.street[home[kept]],
        nature="vehicle parked",
        seen_by="warden",
    )
    found.involve("sighting", seen, "vehicle", "vehicle", car[kept])


def add_intelligence(
    rng: np.random.Generator, found: Happenings, day: Days, nature: Words, correct: object, **place_and_why: Any
) -> Ints:
    """Intelligence reports about those days, graded; gives the reports, shape (days,). Reports that are not so are graded lower."""
    count = len(day)
    right = np.broadcast_to(np.asarray(correct), (count,))
    time = moments(rng, day, BUSY)
    source = np.where(right, picked(rng, np.array([0.3, 0.55, 0.15]), count), picked(rng, np.array([0.08, 0.6, 0.32]), count)) + 1
    grades = np.array(list("ABCDE"))
    grade = np.where(
        right,
        picked(rng, np.array([0.22, 0.18, 0.3, 0.28, 0.02]), count),
        picked(rng, np.array([0.04, 0.06, 0.35, 0.4, 0.15]), count),
    )
    return found.add(
        "intelligence_report",
        time,
        submitted=time + (rng.exponential(1.6, count) * 86_400).astype(np.int64),
        nature=nature,
        source_grade=source.astype(np.str_),
        information_grade=grades[grade],
        handling=INTELLIGENCE_HANDLING[picked(rng, np.array([0.3, 0.3, 0.2, 0.12, 0.05, 0.03]), count)],
        correct=right,
        **place_and_why,
    )


def ordinary_intelligence(town: Setting, found: Happenings) -> None:
    """About 2,600 reports a year among 100,000 people; one in six is not so."""
    rng = stream(town.size, "everyday intelligence")
    day = town.days(rng, town.yearly(2_600))
    at, person, home = town.someone(rng, town.propensity, day)
    day = day[at]
    old = town.age(person, day) >= 11
    day, person, home = day[old], person[old], home[old]
    nature = _words(rng, _INTELLIGENCE, len(day))
    at_home = rng.random(len(day)) < 0.35
    events = add_intelligence(
        rng,
        found,
        day,
        nature,
        rng.random(len(day)) > 0.16,
        home=np.where(at_home, home, -1),
        street=np.where(at_home, -1, town.streets(rng, len(day))),
    )
    risk = np.isin(nature, _AT_RISK) & (rng.random(len(day)) < 0.55)
    other = np.where(nature == "violence at home", town.society.partner[person], town.friend(rng, person, day))
    other = np.where(day < town.where.died[np.maximum(other, 0)], other, -1)
    found.involve("intelligence_report", events, "at_risk", "person", np.where(risk, np.where(other >= 0, person, -1), -1))
    found.involve("intelligence_report", events, "subject", "person", np.where(risk, other, person))
    with_friend = (nature == "associates") | (rng.random(len(day)) < 0.12)
    friend = town.friend(rng, person, day)
    found.involve(
        "intelligence_report", events, "associate", "person", np.where(with_friend & ~risk & (friend != person), friend, -1)
    )
    told = rng.random(len(day)) < np.where(np.isin(nature, ["line phone advertised", "runs a phone line"]), 0.8, 0.08)
    phone = np.where(told, town.phones.of(person, day), -1)
    found.involve("intelligence_report", events, "phone", "phone", phone)
    car = np.where(rng.random(len(day)) < 0.15, town.vehicles.of(person, day), -1)
    found.involve("intelligence_report", events, "vehicle", "vehicle", car)
