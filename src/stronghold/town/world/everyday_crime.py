"""Ordinary crime, stops, arrests and custody: what the police write down about people who are in no group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stronghold.town.world.arrests import add_arrests
from stronghold.town.world.columns import Days, Ints, Reals, picked, stream
from stronghold.town.world.happenings import BUSY, DAYTIME, EVENING, NIGHT, Happenings, moments
from stronghold.town.world.setting import Setting

__all__ = ["CRIME_OUTCOMES", "ordinary_crime", "ordinary_policing"]


@dataclass(frozen=True)
class _Crime:
    """A sort of crime: its share, where it happens, how often someone is suspected, when, and what it is called."""

    share: float
    place: str  # of the street, the victim's home, a shop
    suspected: float
    victim: float
    hours: Reals
    words: tuple[str, ...]


_CRIMES = {
    "violent-crime": _Crime(
        0.23, "street", 0.5, 0.95, EVENING, ("assault", "assault with injury", "threats", "harassment", "stalking")
    ),
    "domestic": _Crime(0.11, "home", 0.98, 1.0, EVENING, ("domestic assault", "domestic dispute", "domestic threats")),
    "anti-social-behaviour": _Crime(
        0.12, "street", 0.15, 0.0, EVENING, ("rowdy behaviour", "nuisance youths", "begging", "vehicle nuisance")
    ),
    "criminal-damage-arson": _Crime(
        0.09, "home", 0.2, 0.9, NIGHT, ("window broken", "damage to vehicle", "damage to door", "bin set on fire")
    ),
    "shoplifting": _Crime(0.10, "shop", 0.5, 0.0, DAYTIME, ("theft from shop",)),
    "public-order": _Crime(0.08, "street", 0.45, 0.5, EVENING, ("shouting and swearing", "fear of violence", "public order")),
    "other-theft": _Crime(0.07, "street", 0.12, 0.9, DAYTIME, ("theft", "theft from employer", "making off without paying")),
    "vehicle-crime": _Crime(
        0.06, "street", 0.07, 0.95, NIGHT, ("theft from vehicle", "theft of vehicle", "interfering with vehicle")
    ),
    "burglary": _Crime(0.05, "home", 0.12, 0.97, NIGHT, ("burglary of a home", "burglary of a shed")),
    "drugs": _Crime(
        0.025,
        "street",
        0.95,
        0.0,
        EVENING,
        (
            "possession of cannabis",
            "possession of cannabis",
            "possession of cocaine",
            "possession of heroin",
            "possession of crack",
            "cultivation",
            "possession with intent to supply",
            "being concerned in the supply of class A drugs",
        ),
    ),
    "other-crime": _Crime(
        0.025, "street", 0.5, 0.4, BUSY, ("fraud", "perverting the course of justice", "driving without insurance")
    ),
    "bicycle-theft": _Crime(0.015, "street", 0.05, 1.0, DAYTIME, ("theft of bicycle",)),
    "robbery": _Crime(0.008, "street", 0.3, 1.0, EVENING, ("robbery", "phone snatched", "robbery of a drug user")),
    "theft-from-the-person": _Crime(0.01, "street", 0.08, 1.0, EVENING, ("pickpocketing",)),
    "possession-of-weapons": _Crime(0.007, "street", 0.95, 0.0, EVENING, ("knife in public", "offensive weapon")),
}
CRIME_OUTCOMES = np.array(
    [
        "investigation complete: no suspect identified",
        "evidential difficulties",
        "charged",
        "community resolution",
        "caution",
        "under investigation",
    ]
)
# Offences that people are arrested for, and how common each is beside the others.
_OFFENCES = {
    "assault": 1.0, "domestic assault": 1.0, "theft from shop": 1.0, "criminal damage": 1.0, "drunk and disorderly": 1.0,
    "public order": 1.0, "driving while over the limit": 1.0, "burglary": 1.0, "possession of cannabis": 1.0, "harassment": 1.0,
    "breach of bail": 1.0, "going equipped": 1.0, "failing to appear": 1.0, "assault with injury": 1.0, "theft of vehicle": 1.0,
    "driving without insurance": 1.0, "possession of heroin": 0.35, "possession of crack": 0.35, "knife in public": 0.35,
    "possession with intent to supply": 0.35, "being concerned in the supply of class A drugs": 0.08,
}  # fmt: skip
_SEARCHED_FOR = np.array(
    ["controlled drugs", "stolen goods", "offensive weapons", "articles to steal", "criminal damage articles"]
)


def _places(rng: np.random.Generator, town: Setting, place: str, count: int, home: Ints) -> dict[str, Ints]:
    """Where each happens: at the home of the one concerned where there is one, in a street, or in a shop."""
    none = np.full(count, -1)
    if place == "home":
        inside = home >= 0
        return {"home": home, "street": np.where(inside, -1, town.streets(rng, count))}
    if place == "shop":
        return {"organisation": rng.choice(town.organisations.of("shop"), count), "street": none}
    # Some of what happens in the street happens in one's own.
    own = (home >= 0) & (rng.random(count) < 0.3)
    return {"street": np.where(own, town.homes.street[np.maximum(home, 0)], town.streets(rng, count))}


def _suspects(rng: np.random.Generator, town: Setting, crime: str, day: Days, victim: Ints) -> tuple[Ints, Ints]:
    """Who is suspected and who beside them, -1 for nobody, each shape (days,)."""
    one, two = np.full(len(day), -1), np.full(len(day), -1)
    if crime == "domestic":
        partner, parent = town.society.partner[np.maximum(victim, 0)], town.parent(rng, np.maximum(victim, 0))
        other = np.where((partner >= 0) & (rng.random(len(day)) < 0.8), partner, parent)
        alive = day < town.where.died[np.maximum(other, 0)]
        return np.where((victim >= 0) & (other >= 0) & alive & (town.age(np.maximum(other, 0), day) >= 12), other, -1), two
    at, person, _ = town.someone(rng, town.propensity, day)
    young = town.age(person, day[at]) < 10
    one[at] = np.where(young, -1, person)
    beside = rng.random(len(day)) < 0.12
    friend = town.friend(rng, np.maximum(one, 0), day)
    two = np.where(beside & (one >= 0) & (friend >= 0) & (town.age(np.maximum(friend, 0), day) >= 10), friend, -1)
    return one, np.where(two == one, -1, two)


def ordinary_crime(town: Setting, found: Happenings) -> None:
    """About 8,000 crimes a year among 100,000 people, a third of them with someone suspected."""
    rng = stream(town.size, "everyday crime")
    age = town.society.age(town.size.first)
    deprived = np.where(town.society.city < 0, 1.0, 0.0) * (age > -1)
    for crime, spec in _CRIMES.items():
        day = town.days(rng, town.yearly(7_700 * spec.share))
        victim, home = np.full(len(day), -1), np.full(len(day), -1)
        grown = deprived * (age >= (16 if crime == "domestic" else 9))
        if crime == "domestic":
            grown = grown * np.where(town.society.partner >= 0, 3.0, 0.5)
        at, person, where = town.someone(rng, grown * rng.lognormal(0, 0.8, len(age)), day)
        victim[at], home[at] = person, where
        time = moments(rng, day, spec.hours)
        words = np.array(spec.words)[rng.integers(0, len(spec.words), len(day))]
        known = rng.random(len(day)) < spec.suspected
        outcome = np.where(
            known, CRIME_OUTCOMES[rng.integers(1, 6, len(day))], CRIME_OUTCOMES[np.where(rng.random(len(day)) < 0.9, 0, 5)]
        )
        category = "violent-crime" if crime == "domestic" else crime
        events = found.add(
            "recorded_crime",
            time,
            category=category,
            nature=words,
            outcome=outcome,
            **_places(rng, town, spec.place, len(day), home),
        )
        told = np.where(rng.random(len(day)) < spec.victim, victim, -1)
        found.involve("recorded_crime", events, "victim", "person", told)
        one, two = _suspects(rng, town, crime, day, victim)
        one = np.where(one == told, -1, one)
        found.involve("recorded_crime", events, "suspect", "person", np.where(known, one, -1))
        found.involve("recorded_crime", events, "suspect", "person", np.where(known & (two != told), two, -1))
        seen = (rng.random(len(day)) < 0.08) & (home >= 0)
        found.involve(
            "recorded_crime", events, "witness", "person", np.where(seen, town.neighbour(rng, np.maximum(home, 0), day), -1)
        )
        if crime == "vehicle-crime":
            found.involve("recorded_crime", events, "vehicle", "vehicle", town.vehicles.of(np.maximum(told, 0), day))


def _ordinary_seizures(
    rng: np.random.Generator, town: Setting, found: Happenings, day: Days, person: Ints, place: dict[str, Ints], arrest: Ints
) -> None:
    """What is taken from some of those arrested: mostly a little cannabis, stolen things, a knife, a phone."""
    kept = np.flatnonzero(rng.random(len(day)) < 0.06)
    what = np.array(["drugs", "stolen goods", "weapon", "phone", "cash"])[
        picked(rng, np.array([0.5, 0.2, 0.1, 0.12, 0.08]), len(kept))
    ]
    drugs, cash = what == "drugs", what == "cash"
    drug = np.array(["cannabis", "cocaine", "heroin", "crack", "benzodiazepine"])[
        picked(rng, np.array([0.6, 0.15, 0.12, 0.06, 0.07]), len(kept))
    ]
    made = found.add(
        "seizure",
        moments(rng, day[kept], EVENING),
        nature=np.char.add(what, " seized"),
        what=what,
        drug=np.where(drugs, drug, ""),
        quantity=np.where(drugs, np.round(rng.lognormal(0.8, 1.2, len(kept)), 1), 1.0),
        unit=np.where(drugs, "grams", ""),
        cash=np.where(cash, np.round(rng.lognormal(5.0, 0.9, len(kept)), -1), np.nan),
        arrest=arrest[kept],
        **{name: value[kept] for name, value in place.items()},
    )
    found.involve("seizure", made, "seized_from", "person", person[kept])
    phone = np.where(what == "phone", town.phones.of(person[kept], day[kept]), -1)
    found.involve("seizure", made, "phone", "phone", phone)


def ordinary_policing(town: Setting, found: Happenings) -> None:
    """About 870 stops and 2,450 arrests a year among 100,000 people, of those who come to notice again and again."""
    rng = stream(town.size, "everyday policing")
    day = town.days(rng, town.yearly(870))
    at, person, home = town.someone(rng, town.propensity**0.8, day)
    old = town.age(person, day[at]) >= 10
    day, person, home = day[at][old], person[old], home[old]
    drug = rng.random(len(day))
    looked_for = _SEARCHED_FOR[picked(rng, np.array([0.62, 0.14, 0.14, 0.07, 0.03]), len(day))]
    nothing = rng.random(len(day)) < 0.73
    stops = found.add(
        "stop_and_search",
        moments(rng, day, EVENING),
        nature=np.where(nothing, "nothing found", "something found"),
        type=np.where(rng.random(len(day)) < 0.85, "person search", "person and vehicle search"),
        legislation=np.where(
            looked_for == "controlled drugs",
            "Misuse of Drugs Act 1971 (section 23)",
            "Police and Criminal Evidence Act 1984 (section 1)",
        ),
        object=looked_for,
        outcome=np.where(nothing, "no further action", np.where(drug < 0.5, "community resolution", "arrest")),
        drug=np.where(
            ~nothing & (looked_for == "controlled drugs"),
            np.array(["cannabis", "cocaine", "heroin", "crack"])[np.searchsorted([0.72, 0.82, 0.92], drug)],
            "",
        ),
        street=np.where(rng.random(len(day)) < 0.25, town.homes.street[home], town.streets(rng, len(day))),
    )
    found.involve("stop_and_search", stops, "searched", "person", person)
    friend = np.where(rng.random(len(day)) < 0.2, town.friend(rng, person, day), -1)
    found.involve(
        "stop_and_search", stops, "searched", "person", np.where(town.age(np.maximum(friend, 0), day) >= 10, friend, -1)
    )
    in_car = rng.random(len(day)) < 0.2
    found.involve("stop_and_search", stops, "vehicle", "vehicle", np.where(in_car, town.vehicles.of(person, day), -1))

    day = town.days(rng, town.yearly(2_430))
    at, person, home = town.someone(rng, town.propensity, day)
    old = town.age(person, day[at]) >= 10
    day, person, home = day[at][old], person[old], home[old]
    offence = np.array(list(_OFFENCES))[picked(rng, np.array(list(_OFFENCES.values())), len(day))]
    inside = rng.random(len(day)) < 0.4
    shop = rng.choice(town.organisations.of("shop"), len(day))
    place = {
        "home": np.where(inside, home, -1),
        "organisation": np.where(~inside & (offence == "theft from shop"), shop, -1),
        "street": np.where(inside, -1, town.streets(rng, len(day))),
    }
    events = add_arrests(rng, town, found, moments(rng, day, EVENING), person, offence, **place)
    _ordinary_seizures(rng, town, found, day, person, place, events)
    beside = np.where(rng.random(len(day)) < 0.07, town.friend(rng, person, day), -1)
    found.involve("arrest", events, "arrested", "person", np.where(town.age(np.maximum(beside, 0), day) >= 10, beside, -1))
