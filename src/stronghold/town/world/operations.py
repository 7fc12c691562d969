"""The day of an operation: arrests, searches, seizures; more stops and recorded drug offences for some weeks after."""

from __future__ import annotations

from typing import Any

import numpy as np

from stronghold.town.world.arrests import add_arrests
from stronghold.town.world.columns import Days, Ints, stream
from stronghold.town.world.groups import Group, Operation, operation_days
from stronghold.town.world.happenings import DAYTIME, EVENING, Happenings, moments
from stronghold.town.world.seizures import add_seizures, phone_on
from stronghold.town.world.setting import Setting
from stronghold.town.world.supply import Supply

__all__ = ["days_of_action"]

_SHARES = np.array([0.08, 0.12, 0.22, 0.55, 0.03])
_PATROLS = 21  # days of more stops after the arrests


def _targets(rng: np.random.Generator, town: Setting, supply: Supply, group: Group, operation: Operation) -> Ints:
    """Who is arrested: members of that day, those in the street more than those above them; some of those whose home it is."""
    day = operation.day
    chance = {"dealer": 0.8, "runner": 0.7, "enforcer": 0.7, "line_holder": 0.5, "supplier": 0.1}
    active = [m for m in supply.members if m.group == group.number and m.since <= day <= m.to]
    members = [m.person for m in active if rng.random() < chance[m.role]] or [m.person for m in active if m.role != "supplier"][
        :1
    ]
    hosts = [c.victim for c in supply.cuckooings if c.group == group.number and c.since < day <= c.to and rng.random() < 0.4]
    return np.array(sorted({*members, *hosts}), np.int64)


def _on_the_day(
    rng: np.random.Generator, town: Setting, supply: Supply, found: Happenings, number: int, group: Group, operation: Operation
) -> None:
    who = _targets(rng, town, supply, group, operation)
    if len(who) == 0:
        return
    day: Days = np.full(len(who), town.size.first + operation.day)
    own = town.where.home(who, day - 1)
    taken_over = supply.open_home(rng, np.full(len(who), group.number), np.full(len(who), operation.day - 1))
    home = np.where((rng.random(len(who)) < 0.35) & (taken_over >= 0), taken_over, own)
    time = moments(rng, day, DAYTIME)
    offence = np.full(len(who), "being concerned in the supply of class A drugs")
    why: dict[str, Any] = {"group": group.number, "operation": number}
    arrests = add_arrests(rng, town, found, time, who, offence, _SHARES, home=home, **why)
    add_seizures(rng, town, found, (time, who, home), arrests, phone_on(town, who, day - 1), **why)
    made = found.add(
        "recorded_crime",
        time,
        home=home,
        category="drugs",
        nature=np.where(
            rng.random(len(who)) < 0.6, "possession with intent to supply", "being concerned in the supply of class A drugs"
        ),
        outcome="charged",
        **why,
    )
    found.involve("recorded_crime", made, "suspect", "person", who)


def _after(
    rng: np.random.Generator, town: Setting, supply: Supply, found: Happenings, number: int, group: Group, operation: Operation
) -> None:
    """Patrols of the ward: stops of those who come to notice there, whoever they are."""
    count = rng.poisson(10 + group.size / 2)
    day = town.size.first + operation.day + rng.integers(0, _PATROLS, count)
    at, person, _ = town.someone(rng, town.propensity, day)
    old = town.age(person, day[at]) >= 11
    day, person = day[at][old], person[old]
    drugs = rng.random(len(day)) < 0.25
    stops = found.add(
        "stop_and_search",
        moments(rng, day, EVENING),
        street=town.streets(rng, len(day), np.full(len(day), group.ward)),
        type="person search",
        legislation="Misuse of Drugs Act 1971 (section 23)",
        object="controlled drugs",
        nature=np.where(drugs, "something found", "nothing found"),
        outcome=np.where(drugs, "community resolution", "no further action"),
        drug=np.where(drugs, "cannabis", ""),
        operation=number,
    )
    found.involve("stop_and_search", stops, "searched", "person", person)


def days_of_action(town: Setting, supply: Supply, found: Happenings) -> None:
    """Every operation and what the police do because of it."""
    rng = stream(town.size, "operations")
    for number, (group, operation) in enumerate(operation_days(supply.groups)):
        _on_the_day(rng, town, supply, found, number, group, operation)
        _after(rng, town, supply, found, number, group, operation)
