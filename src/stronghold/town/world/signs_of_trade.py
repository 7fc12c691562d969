"""What each week's deals leave in the streets: reports, needles, overdoses, violence, users caught with what they bought."""

from __future__ import annotations

import numpy as np

from stronghold.town.world.columns import Days, picked, stream
from stronghold.town.world.everyday_crime import CRIME_OUTCOMES
from stronghold.town.world.everyday_health import to_hospital
from stronghold.town.world.everyday_reports import add_intelligence, add_reports
from stronghold.town.world.happenings import BUSY, EVENING, NIGHT, Happenings, moments
from stronghold.town.world.setting import Setting
from stronghold.town.world.supply import STREET_ROLES, Supply

__all__ = ["trade_signs"]

# How often each comes to notice, per deal.
_PER_DEAL = {"report": 0.008, "needles": 0.0012, "overdose": 0.0028, "violence": 0.0016, "possession": 0.0016, "line": 0.0012}


class _Noticed:
    """What is noticed of the deals of each week and ward: the day of each, the group and a street of the ward."""

    def __init__(self, rng: np.random.Generator, town: Setting, supply: Supply, sign: str) -> None:
        table = supply.trade.activity.table
        group, ward, deals = (table[name].to_numpy().astype(np.int64) for name in ("group", "ward", "deals"))
        row = np.repeat(np.arange(len(deals)), rng.poisson(_PER_DEAL[sign] * deals))
        monday = table["week"].to_numpy().astype("datetime64[D]")
        self.day: Days = monday[row] + rng.integers(0, 7, len(row))
        self.number = (self.day - town.size.first).astype(np.int64)
        self.group, self.street = group[row], town.streets(rng, len(row), ward[row])

    def __len__(self) -> int:
        return len(self.day)


def _reports_and_needles(rng: np.random.Generator, town: Setting, supply: Supply, found: Happenings) -> None:
    at = _Noticed(rng, town, supply, "report")
    about = np.array(["drug dealing in the street", "drug use", "rowdy youths", "suspicious vehicle"])
    nature = about[picked(rng, np.array([0.5, 0.2, 0.15, 0.15]), len(at))]
    made = add_reports(rng, found, at.day, nature, street=at.street, group=at.group)
    who = supply.roster.someone(rng, at.group, at.number, STREET_ROLES)
    found.involve("community_report", made, "about", "person", np.where(rng.random(len(at)) < 0.06, who, -1))
    car = town.vehicles.of(np.maximum(who, 0), at.day)
    found.involve(
        "community_report", made, "vehicle", "vehicle", np.where((nature == "suspicious vehicle") & (who >= 0), car, -1)
    )
    at = _Noticed(rng, town, supply, "needles")
    found.add(
        "needle_find",
        moments(rng, at.day, BUSY),
        street=at.street,
        nature="needles in a public place",
        number=1 + rng.poisson(2.5, len(at)),
        cleared_by="street cleaning",
        group=at.group,
    )


def _violence_and_adverts(rng: np.random.Generator, town: Setting, supply: Supply, found: Happenings) -> None:
    at = _Noticed(rng, town, supply, "violence")
    robbed = rng.random(len(at)) < 0.35
    made = found.add(
        "recorded_crime",
        moments(rng, at.day, NIGHT),
        street=at.street,
        category=np.where(robbed, "robbery", "violent-crime"),
        nature=np.where(robbed, "robbery of a drug user", "assault with injury"),
        outcome=CRIME_OUTCOMES[np.where(rng.random(len(at)) < 0.7, 0, 1)],
        group=at.group,
    )
    victim = supply.buyers.someone(rng, at.group, at.number)
    found.involve("recorded_crime", made, "victim", "person", np.where(rng.random(len(at)) < 0.6, victim, -1))
    suspect = supply.roster.someone(rng, at.group, at.number, ("enforcer", "dealer"))
    named = (rng.random(len(at)) < 0.2) & (suspect != victim)
    found.involve("recorded_crime", made, "suspect", "person", np.where(named, suspect, -1))
    at = _Noticed(rng, town, supply, "line")
    made = add_intelligence(rng, found, at.day, np.full(len(at), "line phone advertised"), True, street=at.street, group=at.group)
    lines = supply.trade.lines
    line = [
        next((x.phone for x in lines if x.group == group and x.since <= day < x.to), -1)
        for group, day in zip(at.group.tolist(), at.number.tolist(), strict=True)
    ]
    found.involve("intelligence_report", made, "phone", "phone", np.array(line, np.int64))


def _overdoses(rng: np.random.Generator, town: Setting, supply: Supply, found: Happenings) -> None:
    at = _Noticed(rng, town, supply, "overdose")
    buyer = supply.buyers.someone(rng, at.group, at.number)
    kept = np.flatnonzero(buyer >= 0)
    day, group, street, who = at.day[kept], at.group[kept], at.street[kept], buyer[kept]
    own = town.where.home(who, day)
    indoors = (own >= 0) & (rng.random(len(day)) < 0.5)
    time, drug = moments(rng, day, EVENING), np.array(["heroin", "crack"])[rng.integers(0, 2, len(day))]
    place = {"home": np.where(indoors, own, -1), "street": np.where(indoors, -1, street)}
    outcome = "taken to hospital"
    made = found.add("ambulance_attendance", time, nature="overdose", drug=drug, outcome=outcome, group=group, **place)
    found.involve("ambulance_attendance", made, "patient", "person", who)
    taken = rng.random(len(day)) < 0.6
    nature = np.full(int(taken.sum()), "overdose")
    to_hospital(rng, town, found, time[taken] + 2_700, who[taken], nature, drug[taken], group=group[taken])


def _possession(rng: np.random.Generator, town: Setting, supply: Supply, found: Happenings) -> None:
    at = _Noticed(rng, town, supply, "possession")
    who = supply.buyers.someone(rng, at.group, at.number)
    kept = np.flatnonzero(who >= 0)
    made = found.add(
        "recorded_crime",
        moments(rng, at.day[kept], EVENING),
        street=at.street[kept],
        category="drugs",
        nature=np.where(rng.random(len(kept)) < 0.5, "possession of heroin", "possession of crack"),
        outcome="community resolution",
        group=at.group[kept],
    )
    found.involve("recorded_crime", made, "suspect", "person", who[kept])


def trade_signs(town: Setting, supply: Supply, found: Happenings) -> None:
    """What each week's deals leave in the streets of each ward."""
    rng = stream(town.size, "signs of trade")
    for signs in (_reports_and_needles, _violence_and_adverts, _overdoses, _possession):
        signs(rng, town, supply, found)
