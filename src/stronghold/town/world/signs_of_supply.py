"""What comes to notice of the groups themselves: members stopped, arrested, talked about, and their cars."""

from __future__ import annotations

from typing import Any

import numpy as np

from stronghold.town.world.arrests import add_arrests
from stronghold.town.world.columns import Days, Reals, picked, stream
from stronghold.town.world.everyday_reports import add_intelligence
from stronghold.town.world.happenings import EVENING, NIGHT, Happenings, moments
from stronghold.town.world.membership import Member
from stronghold.town.world.seizures import add_seizures, phone_on
from stronghold.town.world.setting import Setting, within
from stronghold.town.world.supply import STREET_ROLES, Supply

__all__ = ["member_signs"]

# How much the police see of each role, and how often a week of someone whom they see fully.
_SEEN_OF = {"dealer": 1.0, "runner": 0.7, "enforcer": 0.9, "line_holder": 0.45, "supplier": 0.06}
_STOP, _ARREST, _CRIME, _INTELLIGENCE, _SIGHTING, _CAMERA = 0.045, 0.018, 0.02, 0.13, 0.08, 0.16
_OFFENCES = np.array(
    ["possession with intent to supply", "possession of heroin", "possession of crack", "assault with injury", "knife in public",
     "driving without insurance", "theft of vehicle", "public order"]
)  # fmt: skip


class _Noticed:
    """Days on which a member comes to notice, as far as the group was busy then."""

    def __init__(self, rng: np.random.Generator, town: Setting, supply: Supply, rate: float, which: Reals | None = None) -> None:
        rows: list[Member] = supply.members
        since = np.array([max(m.since, 0) for m in rows], np.int64)
        to = np.array([m.to for m in rows], np.int64)
        seen = np.array([_SEEN_OF[m.role] for m in rows]) * rng.lognormal(-0.3, 0.8, len(rows))
        times = rng.poisson(1.5 * rate * seen * (1 if which is None else which) * np.maximum(to - since, 0) / 7)
        row, number = within(rng, since, to, times)
        felt = supply.felt(rng, np.array([m.group for m in rows], np.int64)[row], number)
        self.row, self.number = row[felt], number[felt]
        self.person, self.group = (np.array([getattr(m, name) for m in rows], np.int64)[self.row] for name in ("person", "group"))
        self.day: Days = town.size.first + self.number
        self.why: dict[str, Any] = {"group": self.group}
        turf = np.array([g.ward for g in supply.groups])[self.group]
        self.street = np.where(
            rng.random(len(self.row)) < 0.5, town.streets(rng, len(self.row), turf), town.streets(rng, len(self.row))
        )

    def __len__(self) -> int:
        return len(self.row)


def _stops(rng: np.random.Generator, town: Setting, supply: Supply, found: Happenings) -> None:
    at = _Noticed(rng, town, supply, _STOP)
    drugs = rng.random(len(at)) < 0.3
    stops = found.add(
        "stop_and_search",
        moments(rng, at.day, EVENING),
        street=at.street,
        type=np.where(rng.random(len(at)) < 0.7, "person search", "person and vehicle search"),
        legislation="Misuse of Drugs Act 1971 (section 23)",
        object="controlled drugs",
        nature=np.where(drugs, "something found", "nothing found"),
        outcome=np.where(drugs, "arrest", "no further action"),
        drug=np.where(drugs, np.array(["crack", "heroin", "cannabis", "cocaine"])[rng.integers(0, 4, len(at))], ""),
        **at.why,
    )
    found.involve("stop_and_search", stops, "searched", "person", at.person)
    other = supply.roster.someone(rng, at.group, at.number, STREET_ROLES)
    together = (rng.random(len(at)) < 0.3) & (other != at.person)
    found.involve("stop_and_search", stops, "searched", "person", np.where(together, other, -1))
    found.involve(
        "stop_and_search",
        stops,
        "vehicle",
        "vehicle",
        np.where(rng.random(len(at)) < 0.3, town.vehicles.of(at.person, at.day), -1),
    )


def _arrests(rng: np.random.Generator, town: Setting, supply: Supply, found: Happenings) -> None:
    at = _Noticed(rng, town, supply, _ARREST)
    time = moments(rng, at.day, EVENING)
    own = town.where.home(at.person, at.day)
    indoors = town.in_town(own) & (rng.random(len(at)) < 0.3)
    home = np.where(indoors, own, -1)
    offence = _OFFENCES[picked(rng, np.array([0.25, 0.12, 0.12, 0.18, 0.1, 0.08, 0.05, 0.1]), len(at))]
    arrests = add_arrests(
        rng, town, found, time, at.person, offence, home=home, street=np.where(indoors, -1, at.street), **at.why
    )
    other = supply.roster.someone(rng, at.group, at.number, STREET_ROLES)
    together = (rng.random(len(at)) < 0.22) & (other != at.person)
    found.involve("arrest", arrests, "arrested", "person", np.where(together, other, -1))
    drug = np.isin(offence, _OFFENCES[:3])
    taken = np.flatnonzero(drug)
    phones = np.where(rng.random(len(at)) < 0.7, phone_on(town, at.person, at.day), -1)
    add_seizures(
        rng,
        town,
        found,
        (time[taken], at.person[taken], home[taken]),
        arrests[taken],
        phones[taken],
        group=at.group[taken],
        street=at.street[taken],
    )
    crime = np.flatnonzero(rng.random(len(at)) < 0.8)
    made = found.add(
        "recorded_crime",
        time[crime] - 600,
        home=home[crime],
        street=at.street[crime],
        category=np.where(
            drug[crime], "drugs", np.where(offence[crime] == "knife in public", "possession-of-weapons", "violent-crime")
        ),
        nature=offence[crime],
        outcome=np.where(rng.random(len(crime)) < 0.5, "charged", "under investigation"),
        group=at.group[crime],
    )
    found.involve("recorded_crime", made, "suspect", "person", at.person[crime])


def _talk(rng: np.random.Generator, town: Setting, supply: Supply, found: Happenings) -> None:
    at = _Noticed(rng, town, supply, _INTELLIGENCE)
    natures = np.array(
        [
            "dealing heroin and crack",
            "associates",
            "runs a phone line",
            "carries a knife",
            "collects debts",
            "moving drugs from the city",
        ]
    )
    nature = natures[picked(rng, np.array([0.4, 0.25, 0.1, 0.1, 0.07, 0.08]), len(at))]
    right = rng.random(len(at)) > 0.12
    subject = np.where(right, at.person, town.friend(rng, at.person, at.day))
    named = np.where(subject >= 0, subject, at.person)
    own = town.where.home(named, at.day)
    at_home = town.in_town(own) & (rng.random(len(at)) < 0.2)
    made = add_intelligence(
        rng,
        found,
        at.day,
        nature,
        right | (subject < 0),
        home=np.where(at_home, own, -1),
        street=np.where(at_home, -1, at.street),
        **at.why,
    )
    found.involve("intelligence_report", made, "subject", "person", named)
    other = supply.roster.someone(rng, at.group, at.number)
    together = (rng.random(len(at)) < 0.3) & (other != named)
    found.involve("intelligence_report", made, "associate", "person", np.where(together, other, -1))
    phones = np.where(right & (rng.random(len(at)) < 0.12), phone_on(town, named, at.day), -1)
    found.involve("intelligence_report", made, "phone", "phone", phones)
    found.involve(
        "intelligence_report",
        made,
        "vehicle",
        "vehicle",
        np.where(rng.random(len(at)) < 0.15, town.vehicles.of(named, at.day), -1),
    )


def _seen(rng: np.random.Generator, town: Setting, supply: Supply, found: Happenings) -> None:
    at = _Noticed(rng, town, supply, _SIGHTING)
    made = found.add(
        "sighting", moments(rng, at.day, EVENING), street=at.street, nature="seen by an officer", seen_by="officer", **at.why
    )
    found.involve("sighting", made, "seen", "person", at.person)
    other = supply.roster.someone(rng, at.group, at.number, STREET_ROLES)
    together = (rng.random(len(at)) < 0.3) & (other != at.person)
    found.involve("sighting", made, "seen", "person", np.where(together, other, -1))
    for how, roles in (("keeper", ("line_holder", "dealer", "enforcer")), ("hirer", ("line_holder", "dealer", "enforcer"))):
        which = np.array([m.role in roles for m in supply.members]) * (1.0 if how == "keeper" else 6.0)
        at = _Noticed(rng, town, supply, _CAMERA, which)
        car = town.vehicles.of(at.person, at.day, how)
        driven = np.flatnonzero(car >= 0)
        roads = np.where(rng.random(len(driven)) < 0.3, town.streets(rng, len(driven)), at.street[driven])
        made = found.add(
            "sighting",
            moments(rng, at.day[driven], NIGHT),
            street=roads,
            nature="vehicle passed a camera",
            seen_by="camera",
            group=at.group[driven],
        )
        found.involve("sighting", made, "vehicle", "vehicle", car[driven])


def member_signs(town: Setting, supply: Supply, found: Happenings) -> None:
    """Everything that comes to the notice of the police of members as such; much of their days leaves nothing."""
    rng = stream(town.size, "signs of members")
    for signs in (_stops, _arrests, _talk, _seen):
        signs(rng, town, supply, found)
