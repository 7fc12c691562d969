"""Arrests and the custody that follows: who was with them, and which address those bailed give."""

from __future__ import annotations

from typing import Any

import numpy as np

from stronghold.town.world.columns import Ints, Reals, Times, Words, picked
from stronghold.town.world.happenings import CAUSES, Happenings
from stronghold.town.world.setting import Setting

__all__ = ["ARREST_OUTCOMES", "add_arrests"]

ARREST_OUTCOMES = np.array(["released without charge", "bailed", "released under investigation", "charged", "caution"])
_ARREST_SHARES = np.array([0.28, 0.2, 0.17, 0.28, 0.07])


def add_arrests(
    rng: np.random.Generator,
    town: Setting,
    found: Happenings,
    time: Times,
    person: Ints,
    offence: Words,
    shares: Reals = _ARREST_SHARES,
    bail: Ints | None = None,
    **columns: Any,
) -> Ints:
    """Arrests of those people, with a custody record for nearly all of them; gives the arrests, shape (times,).

    Those bailed give an address: the home in ``bail``, else their own, or now and then a parent's or a friend's. Under 18s have a
    parent with them.
    """
    day = time.astype("datetime64[D]")
    outcome = ARREST_OUTCOMES[picked(rng, shares, len(time))]
    events = found.add("arrest", time, nature=offence, offence=offence, outcome=outcome, **columns)
    found.involve("arrest", events, "arrested", "person", person)
    taken = np.flatnonzero(rng.random(len(time)) < 0.95)
    reasons = {name: np.broadcast_to(np.asarray(v), (len(time),))[taken] for name, v in columns.items() if name in CAUSES}
    begun = time[taken] + rng.integers(1_200, 9_000, len(taken))
    station = town.organisations.of("police station")
    name = town.organisations.name[station[rng.integers(0, len(station), len(taken))]]
    custody = found.add(
        "custody",
        begun,
        until=begun + rng.integers(3 * 3_600, 22 * 3_600, len(taken)),
        nature=offence[taken],
        offence=offence[taken],
        disposal=outcome[taken],
        station=name,
        organisation=station[0],
        arrest=events[taken],
        **reasons,
    )
    who, when = person[taken], day[taken]
    found.involve("custody", custody, "detained", "person", who)
    minor = town.age(who, when) < 18
    found.involve("custody", custody, "appropriate_adult", "person", np.where(minor, town.parent(rng, who), -1))
    bailed = np.isin(outcome[taken], ["bailed", "charged"])
    draw = rng.random(len(taken))
    friend, parent = town.friend(rng, who, when), town.parent(rng, who)
    host = np.where((draw < 0.04) & (friend >= 0), friend, np.where((draw < 0.10) & (parent >= 0), parent, who))
    home = town.where.home(host, when) if bail is None else bail[taken]
    address = np.where(bailed, home, -1)
    found.involve("custody", custody, "bail_address", "home", address)
    found.involve("arrest", events[taken], "bail_address", "home", np.where(rng.random(len(taken)) < 0.4, address, -1))
    return events
