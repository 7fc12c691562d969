"""What others notice of a home taken over: complaints, cars, ambulances, bail addresses; of one in four, nothing at all."""

from __future__ import annotations

from typing import Any

import numpy as np

from stronghold.town.world.arrests import add_arrests
from stronghold.town.world.columns import Days, Ints, Words, picked, stream
from stronghold.town.world.everyday_health import to_hospital
from stronghold.town.world.everyday_reports import add_complaints, add_intelligence, add_reports
from stronghold.town.world.happenings import BUSY, EVENING, NIGHT, Happenings, moments
from stronghold.town.world.setting import Setting, within
from stronghold.town.world.supply import STREET_ROLES, Supply

__all__ = ["cuckooing_signs"]

# How often a week each is noticed at a home of usual visibility.
_COMPLAINT, _REPORT, _SEEN, _AMBULANCE, _BAIL, _CRIME, _INTELLIGENCE, _NEEDLES, _STOP = (
    0.30,
    0.36,
    0.40,
    0.07,
    0.035,
    0.05,
    0.12,
    0.06,
    0.10,
)
_COMPLAINTS = np.array(
    ["visitors at all hours", "noise", "rubbish", "damage to shared areas", "smell of cannabis", "neighbour dispute"]
)
_COMPLAINT_SHARES = np.array([0.34, 0.3, 0.1, 0.1, 0.08, 0.08])
_REPORTS = np.array(
    [
        "people coming and going",
        "suspicious vehicle",
        "drug dealing from a home",
        "noise or party",
        "concern for a neighbour",
        "drug use",
    ]
)
_REPORT_SHARES = np.array([0.32, 0.2, 0.16, 0.16, 0.08, 0.08])


class _Noticed:
    """Days on which something is noticed at homes taken over, with the home, the victim and the group."""

    def __init__(self, rng: np.random.Generator, town: Setting, supply: Supply, rate: float, factor: Ints | None = None) -> None:
        rows = supply.cuckooings
        since = np.array([max(c.since, 0) for c in rows], np.int64)
        to, seen = np.array([c.to for c in rows], np.int64), np.array([c.seen for c in rows])
        times = rng.poisson(rate * seen * (1.0 if factor is None else factor) * np.maximum(to - since, 0) / 7)
        self.row, self.number = within(rng, since, to, times)
        self.day: Days = town.size.first + self.number
        self.home, self.victim, self.group = (
            np.array([getattr(c, name) for c in rows], np.int64)[self.row] for name in ("home", "victim", "group")
        )
        self.why: dict[str, Any] = {"group": self.group, "cuckooing": self.row}

    def __len__(self) -> int:
        return len(self.row)

    def only(self, share: float, rng: np.random.Generator, who: Ints) -> Ints:
        """``who`` with that share left, -1 for the others."""
        return np.where(rng.random(len(who)) < share, who, -1)


def _car(town: Setting, person: Ints, day: Days) -> Ints:
    """The car each has hired that day, else the one they keep; -1 for none."""
    hired = town.vehicles.of(np.maximum(person, 0), day, "hirer")
    return np.where(person < 0, -1, np.where(hired >= 0, hired, town.vehicles.of(np.maximum(person, 0), day)))


def _complaints_and_reports(rng: np.random.Generator, town: Setting, supply: Supply, found: Happenings) -> None:
    social = np.isin(town.homes.tenure[[c.home for c in supply.cuckooings]], ["council", "housing association"])
    at = _Noticed(rng, town, supply, _COMPLAINT, np.where(social, 1, 0.35))
    made = add_complaints(rng, town, found, at.day, at.home, _COMPLAINTS[picked(rng, _COMPLAINT_SHARES, len(at))], **at.why)
    visitor = supply.roster.someone(rng, at.group, at.number, STREET_ROLES)
    found.involve("housing_complaint", made, "vehicle", "vehicle", at.only(0.1, rng, _car(town, visitor, at.day)))

    at = _Noticed(rng, town, supply, _REPORT)
    nature: Words = _REPORTS[picked(rng, _REPORT_SHARES, len(at))]
    exact = rng.random(len(at)) < 0.7  # else the caller names the street alone
    street = np.where(exact, -1, town.homes.street[at.home])
    made = add_reports(rng, found, at.day, nature, home=np.where(exact, at.home, -1), street=street, **at.why)
    visitor = supply.roster.someone(rng, at.group, at.number, STREET_ROLES)
    found.involve("community_report", made, "vehicle", "vehicle", at.only(0.28, rng, _car(town, visitor, at.day)))
    found.involve("community_report", made, "about", "person", np.where(exact, at.only(0.15, rng, at.victim), -1))
    found.involve("community_report", made, "about", "person", at.only(0.06, rng, visitor))


def _cars_and_people(rng: np.random.Generator, town: Setting, supply: Supply, found: Happenings) -> None:
    at = _Noticed(rng, town, supply, _SEEN)
    visitor = supply.roster.someone(rng, at.group, at.number, (*STREET_ROLES, "line_holder"))
    officer = rng.random(len(at)) < 0.6
    seen = found.add(
        "sighting",
        moments(rng, at.day, NIGHT),
        home=np.where(rng.random(len(at)) < 0.35, at.home, -1),
        street=town.homes.street[at.home],
        nature=np.where(officer, "seen by an officer", "vehicle parked"),
        seen_by=np.where(officer, "officer", "warden"),
        **at.why,
    )
    found.involve(
        "sighting", seen, "vehicle", "vehicle", _car(town, np.where(officer, at.only(0.4, rng, visitor), visitor), at.day)
    )
    found.involve("sighting", seen, "seen", "person", np.where(officer, visitor, -1))


def _bail_and_stops(rng: np.random.Generator, town: Setting, supply: Supply, found: Happenings) -> None:
    at = _Noticed(rng, town, supply, _BAIL)
    member = supply.roster.someone(rng, at.group, at.number, STREET_ROLES)
    who = np.where(member >= 0, member, supply.buyers.someone(rng, at.group, at.number))
    at_hand = np.flatnonzero(who >= 0)
    offence = np.array(
        ["possession of heroin", "assault", "theft from shop", "possession with intent to supply", "breach of bail"]
    )
    add_arrests(
        rng,
        town,
        found,
        moments(rng, at.day[at_hand], EVENING),
        who[at_hand],
        offence[rng.integers(0, 5, len(at_hand))],
        np.array([0.05, 0.7, 0.0, 0.25, 0.0]),
        bail=at.home[at_hand],
        street=town.streets(rng, len(at_hand)),
        group=at.group[at_hand],
        cuckooing=at.row[at_hand],
    )

    at = _Noticed(rng, town, supply, _STOP)
    member = supply.roster.someone(rng, at.group, at.number, STREET_ROLES)
    buyer = supply.buyers.someone(rng, at.group, at.number)
    who = np.where((rng.random(len(at)) < 0.5) & (member >= 0), member, buyer)
    kept = np.flatnonzero(who >= 0)
    drugs = rng.random(len(kept)) < 0.35
    stops = found.add(
        "stop_and_search",
        moments(rng, at.day[kept], EVENING),
        street=town.homes.street[at.home[kept]],
        type="person search",
        legislation="Misuse of Drugs Act 1971 (section 23)",
        object="controlled drugs",
        nature=np.where(drugs, "something found", "nothing found"),
        outcome=np.where(drugs, "community resolution", "no further action"),
        drug=np.where(drugs, np.where(rng.random(len(kept)) < 0.5, "heroin", "crack"), ""),
        group=at.group[kept],
        cuckooing=at.row[kept],
    )
    found.involve("stop_and_search", stops, "searched", "person", who[kept])


def _harm(rng: np.random.Generator, town: Setting, supply: Supply, found: Happenings) -> None:
    at = _Noticed(rng, town, supply, _AMBULANCE)
    buyer = supply.buyers.someone(rng, at.group, at.number)
    patient = np.where((rng.random(len(at)) < 0.45) | (buyer < 0), at.victim, buyer)
    hurt = rng.random(len(at)) < 0.25
    nature = np.where(hurt, "assault", "overdose")
    drug = np.where(hurt, "", np.array(["heroin", "crack", "benzodiazepine"])[rng.integers(0, 3, len(at))])
    time = moments(rng, at.day, NIGHT)
    taken = rng.random(len(at)) < 0.65
    outcome = np.where(taken, "taken to hospital", "refused treatment")
    made = found.add("ambulance_attendance", time, home=at.home, nature=nature, drug=drug, outcome=outcome, **at.why)
    found.involve("ambulance_attendance", made, "patient", "person", patient)
    visitor = supply.roster.someone(rng, at.group, at.number, STREET_ROLES)
    found.involve("ambulance_attendance", made, "present", "person", at.only(0.12, rng, visitor))
    to_hospital(
        rng,
        town,
        found,
        time[taken] + 2_700,
        patient[taken],
        nature[taken],
        drug[taken],
        group=at.group[taken],
        cuckooing=at.row[taken],
    )

    at = _Noticed(rng, town, supply, _CRIME)
    violent = rng.random(len(at)) < 0.6
    made = found.add(
        "recorded_crime",
        moments(rng, at.day, NIGHT),
        home=at.home,
        category=np.where(violent, "violent-crime", "criminal-damage-arson"),
        nature=np.where(violent, "assault with injury", "damage to door"),
        outcome=np.where(rng.random(len(at)) < 0.7, "evidential difficulties", "investigation complete: no suspect identified"),
        **at.why,
    )
    found.involve("recorded_crime", made, "victim", "person", at.only(0.8, rng, at.victim))
    suspect = supply.roster.someone(rng, at.group, at.number, STREET_ROLES)
    found.involve("recorded_crime", made, "suspect", "person", at.only(0.25, rng, np.where(suspect == at.victim, -1, suspect)))

    at = _Noticed(rng, town, supply, _NEEDLES)
    found.add(
        "needle_find",
        moments(rng, at.day, BUSY),
        street=town.homes.street[at.home],
        nature="needles in a public place",
        number=1 + rng.poisson(3, len(at)),
        cleared_by="street cleaning",
        **at.why,
    )


def _intelligence(rng: np.random.Generator, town: Setting, supply: Supply, found: Happenings) -> None:
    at = _Noticed(rng, town, supply, _INTELLIGENCE)
    right = rng.random(len(at)) > 0.08
    nature = np.where(rng.random(len(at)) < 0.4, "home taken over", "dealing from an address")
    nearby = np.clip(at.home + rng.choice([-2, -1, 1, 2], len(at)), 0, len(town.homes) - 1)
    made = add_intelligence(rng, found, at.day, nature, right, home=np.where(right, at.home, nearby), **at.why)
    member = supply.roster.someone(rng, at.group, at.number, STREET_ROLES)
    found.involve("intelligence_report", made, "subject", "person", at.only(0.5, rng, np.where(member == at.victim, -1, member)))
    found.involve("intelligence_report", made, "at_risk", "person", at.only(0.25, rng, at.victim))
    # Some reports take the resident for one of the dealers.
    mistaken = rng.random(len(at)) < 0.12
    found.involve("intelligence_report", made, "associate", "person", np.where(mistaken, at.victim, -1))


def cuckooing_signs(town: Setting, supply: Supply, found: Happenings) -> None:
    """Everything noticed of homes taken over, while they are."""
    if not supply.cuckooings:
        return
    rng = stream(town.size, "signs of cuckooing")
    for signs in (_complaints_and_reports, _cars_and_people, _bail_and_stops, _harm, _intelligence):
        signs(rng, town, supply, found)
