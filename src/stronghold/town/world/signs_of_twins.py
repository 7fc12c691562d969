"""What is recorded of innocent look-alikes: as much as of the guilty, by the same agencies, in the same words."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from stronghold.town.world.arrests import add_arrests
from stronghold.town.world.columns import Days, Ints, picked, stream
from stronghold.town.world.everyday_health import to_hospital
from stronghold.town.world.everyday_reports import add_complaints, add_intelligence, add_reports
from stronghold.town.world.everyday_youth import add_absences, add_exclusions, add_missing
from stronghold.town.world.happenings import BUSY, EVENING, NIGHT, Happenings, moments
from stronghold.town.world.setting import Setting, within
from stronghold.town.world.twins import Twin

__all__ = ["twin_signs"]


class _Times:
    """Days on which something is recorded of the twins of some sorts, so many times a year each."""

    def __init__(self, rng: np.random.Generator, town: Setting, twins: list[Twin], yearly: float) -> None:
        since, to = (np.array([getattr(t, name) for t in twins], np.int64) for name in ("since", "to"))
        row, number = within(rng, since, to, rng.poisson(yearly * (to - since) / 365.25))
        self.twin, self.person, self.home, self.vehicle, self.other = (
            np.array([getattr(t, name) for t in twins], np.int64)[row]
            for name in ("number", "person", "home", "vehicle", "other")
        )
        self.day: Days = town.size.first + number

    def __len__(self) -> int:
        return len(self.day)


def _homes(rng: np.random.Generator, town: Setting, found: Happenings, of: Callable[..., list[Twin]]) -> None:
    """Complaints, reports, cars and ambulances at homes that nobody took over."""
    # A party's few loud days hold as much as a year elsewhere.
    rates = {"big family": (5, 4, 9, 0.3), "house party": (130, 130, 10, 12), "drug user at home": (2, 2, 3, 3), "bail host": (1, 1, 4, 0.2),
             "relative moved in": (2.5, 2, 9, 0.6)}  # fmt: skip
    for sort, (complaints, reports, cars, ambulances) in rates.items():
        twins = of(sort)
        if not twins:
            continue
        at = _Times(rng, town, twins, complaints)
        nature = np.array(["noise", "visitors at all hours", "rubbish", "smell of cannabis"])[
            picked(rng, np.array([0.45, 0.35, 0.12, 0.08]), len(at))
        ]
        add_complaints(rng, town, found, at.day, at.home, nature, twin=at.twin)
        at = _Times(rng, town, twins, reports)
        nature = np.array(["people coming and going", "noise or party", "suspicious vehicle", "drug dealing from a home"])[
            picked(rng, np.array([0.4, 0.35, 0.15, 0.1]), len(at))
        ]
        add_reports(rng, found, at.day, nature, home=at.home, twin=at.twin)
        at = _Times(rng, town, twins, cars)
        visitor = np.where((at.other >= 0) & (rng.random(len(at)) < 0.7), at.other, town.friend(rng, at.person, at.day))
        car = np.where(visitor >= 0, town.vehicles.of(np.maximum(visitor, 0), at.day), -1)
        made = found.add(
            "sighting",
            moments(rng, at.day, NIGHT),
            home=np.where(rng.random(len(at)) < 0.35, at.home, -1),
            street=town.homes.street[at.home],
            nature="vehicle parked",
            seen_by="warden",
            twin=at.twin,
        )
        found.involve("sighting", made, "vehicle", "vehicle", car)
        at = _Times(rng, town, twins, ambulances)
        user = sort == "drug user at home"
        nature = np.full(len(at), "overdose" if user else "alcohol" if sort == "house party" else "injury")
        time = moments(rng, at.day, NIGHT)
        made = found.add(
            "ambulance_attendance",
            time,
            home=at.home,
            nature=nature,
            drug="heroin" if user else "",
            outcome="taken to hospital",
            twin=at.twin,
        )
        found.involve("ambulance_attendance", made, "patient", "person", at.person)
        to_hospital(rng, town, found, time + 2_700, at.person, nature, "heroin" if user else "", twin=at.twin)


def _bail(rng: np.random.Generator, town: Setting, found: Happenings, of: Callable[..., list[Twin]]) -> None:
    """Addresses that many who have nothing to do with each other give: a mother's, a hostel's."""
    for sort, yearly in (("bail host", 4.0), ("hostel", 14.0)):
        twins = of(sort)
        if not twins:
            continue
        at = _Times(rng, town, twins, yearly)
        kept, person, _ = town.someone(rng, town.propensity, at.day)
        old = town.age(person, at.day[kept]) >= 16
        kept, person = kept[old], person[old]
        offence = np.array(["theft from shop", "assault", "breach of bail", "drunk and disorderly", "possession of heroin"])
        add_arrests(
            rng,
            town,
            found,
            moments(rng, at.day[kept], EVENING),
            person,
            offence[rng.integers(0, 5, len(kept))],
            np.array([0.05, 0.7, 0.0, 0.25, 0.0]),
            bail=at.home[kept],
            street=town.streets(rng, len(kept)),
            twin=at.twin[kept],
        )


def _hostel(rng: np.random.Generator, town: Setting, found: Happenings, of: Callable[..., list[Twin]]) -> None:
    twins = of("hostel")
    at = _Times(rng, town, twins, 22)
    resident = town.where.holder(at.home, at.day)
    homeless = np.flatnonzero(town.vulnerable["homeless"])
    patient = np.where(resident >= 0, resident, homeless[rng.integers(0, len(homeless), len(at))])
    alive = at.day < town.where.died[patient]
    time = moments(rng, at.day, NIGHT)
    made = found.add(
        "ambulance_attendance",
        time,
        home=at.home,
        nature="overdose",
        drug="synthetic_cannabinoid",
        outcome="treated at the scene",
        twin=at.twin,
    )
    found.involve("ambulance_attendance", made, "patient", "person", np.where(alive, patient, -1))
    at = _Times(rng, town, twins, 10)
    add_reports(rng, found, at.day, np.full(len(at), "people coming and going"), home=at.home, twin=at.twin)
    at = _Times(rng, town, twins, 12)
    found.add(
        "needle_find",
        moments(rng, at.day, BUSY),
        street=town.homes.street[at.home],
        nature="needles near a hostel",
        number=1 + rng.poisson(2, len(at)),
        cleared_by="street cleaning",
        twin=at.twin,
    )


def _young(rng: np.random.Generator, town: Setting, found: Happenings, of: Callable[..., list[Twin]]) -> None:
    """Missing with family or friends, away from school, troubled at home."""
    at = _Times(rng, town, of("teenager away from home"), 9.0)
    mother, father = town.society.mother[at.person], town.society.father[at.person]
    own = town.where.home(at.person, at.day)
    elsewhere = np.full(len(at), -1)
    for parent in (mother, father):
        there = town.where.home(np.maximum(parent, 0), at.day)
        elsewhere = np.where((parent >= 0) & (there >= 0) & (there != own), there, elsewhere)
    friend = town.friend(rng, at.person, at.day)
    friends = np.where(friend >= 0, town.where.home(np.maximum(friend, 0), at.day), -1)
    cities = np.flatnonzero(town.homes.city >= 0)
    away = rng.random(len(at)) < 0.25
    home = np.select([away, elsewhere >= 0, friends >= 0], [rng.choice(cities, len(at)), elsewhere, friends], own)
    nature = np.select(
        [away, elsewhere >= 0, friends >= 0], ["found in another city", "with family", "with friends"], "came back"
    )
    hours = np.clip(rng.lognormal(2.5, 0.8, len(at)), 2, 200)
    risk = np.array(["low", "medium", "high"])[picked(rng, np.array([0.2, 0.6, 0.2]), len(at))]
    place = {"home": home, "found_city": np.where(away, town.homes.city[home], -1)}
    add_missing(rng, town, found, at.day, at.person, hours, nature, place, risk, twin=at.twin)
    for sort, missed, excluded in (
        ("teenager away from home", 5, 0.6),
        ("excluded teenager", 14, 5.0),
        ("child of a member", 8, 1.2),
    ):
        at = _Times(rng, town, of(sort), missed)
        add_absences(
            rng,
            town,
            found,
            at.day,
            at.person,
            np.array(["truancy", "no reason given", "illness"])[rng.integers(0, 3, len(at))],
            twin=at.twin,
        )
        at = _Times(rng, town, of(sort), excluded)
        add_exclusions(rng, town, found, at.day, at.person, np.full(len(at), "persistent disruptive behaviour"), twin=at.twin)


def _in_company(rng: np.random.Generator, town: Setting, found: Happenings, of: Callable[..., list[Twin]]) -> None:
    """Teenagers stopped with friends or a brother, and thought to be used by them."""
    for sort, yearly in (("excluded teenager", 0.6), ("older brother", 0.6), ("teenager away from home", 0.4)):
        at = _Times(rng, town, of(sort), yearly)
        nature = np.full(len(at), "associating with older people")
        made = add_intelligence(rng, found, at.day, nature, False, street=town.streets(rng, len(at)), twin=at.twin)
        found.involve("intelligence_report", made, "at_risk", "person", at.person)
        found.involve(
            "intelligence_report",
            made,
            "subject",
            "person",
            np.where(at.other >= 0, at.other, town.friend(rng, at.person, at.day)),
        )
    for sort, yearly in (("excluded teenager", 1.2), ("older brother", 3.0)):
        at = _Times(rng, town, of(sort), yearly)
        other = np.where(at.other >= 0, at.other, town.friend(rng, at.person, at.day))
        made = found.add(
            "stop_and_search",
            moments(rng, at.day, EVENING),
            street=town.streets(rng, len(at)),
            type="person search",
            legislation="Misuse of Drugs Act 1971 (section 23)",
            object="controlled drugs",
            nature="nothing found",
            outcome="no further action",
            twin=at.twin,
        )
        found.involve("stop_and_search", made, "searched", "person", at.person)
        found.involve(
            "stop_and_search", made, "searched", "person", np.where(town.age(np.maximum(other, 0), at.day) >= 10, other, -1)
        )


def _on_the_road(rng: np.random.Generator, town: Setting, found: Happenings, of: Callable[..., list[Twin]]) -> None:
    """Cars that are seen again and again: a carer's at the homes of clients, a taxi's everywhere at night, a commuter's on the ring road."""
    clients = np.flatnonzero(town.attendance.how == "client")
    for sort, yearly, hours in (("popular carer", 40, EVENING), ("taxi", 55, NIGHT), ("commuter", 45, BUSY)):
        at = _Times(rng, town, of(sort), yearly)
        street = town.streets(rng, len(at))
        if sort == "popular carer" and len(clients):
            # Each carer has a round of a dozen clients.
            client = town.attendance.person[clients[(at.twin * 12 + rng.integers(0, 12, len(at))) % len(clients)]]
            home = town.where.home(client, at.day)
            street = np.where(home >= 0, town.homes.street[np.maximum(home, 0)], street)
        elif sort == "commuter":
            street = town.streets(rng, 400)[at.twin * 3 % 400]
        camera = sort != "popular carer"
        made = found.add(
            "sighting",
            moments(rng, at.day, hours),
            street=street,
            nature="vehicle passed a camera" if camera else "vehicle parked",
            seen_by="camera" if camera else "warden",
            twin=at.twin,
        )
        found.involve("sighting", made, "vehicle", "vehicle", at.vehicle)
        at = _Times(rng, town, of(sort), 1.5)
        made = add_reports(
            rng, found, at.day, np.full(len(at), "suspicious vehicle"), street=town.streets(rng, len(at)), twin=at.twin
        )
        found.involve("community_report", made, "vehicle", "vehicle", at.vehicle)


def _by_name(rng: np.random.Generator, town: Setting, found: Happenings, of: Callable[..., list[Twin]]) -> None:
    """Arrests of a namesake for ordinary things, and intelligence about the member that is laid at their door."""
    at = _Times(rng, town, of("namesake"), 0.7)
    old = np.flatnonzero(town.age(at.person, at.day) >= 14)
    offence = np.array(["drunk and disorderly", "theft from shop", "driving while over the limit"])[rng.integers(0, 3, len(old))]
    add_arrests(
        rng,
        town,
        found,
        moments(rng, at.day[old], EVENING),
        at.person[old],
        offence,
        street=town.streets(rng, len(old)),
        twin=at.twin[old],
    )
    at = _Times(rng, town, of("namesake"), 0.8)
    street: Ints = town.streets(rng, len(at))
    made = add_intelligence(rng, found, at.day, np.full(len(at), "dealing heroin and crack"), False, street=street, twin=at.twin)
    found.involve("intelligence_report", made, "subject", "person", at.person)


def twin_signs(town: Setting, twins: list[Twin], found: Happenings) -> None:
    """Everything recorded of the look-alikes."""
    rng = stream(town.size, "signs of twins")

    def of(sort: str) -> list[Twin]:
        return [t for t in twins if t.sort == sort]

    for signs in (_homes, _bail, _hostel, _young, _in_company, _on_the_road, _by_name):
        signs(rng, town, found, of)
