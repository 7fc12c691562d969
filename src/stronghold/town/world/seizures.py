"""What is taken from people whom the police arrest: drugs, cash, phones, weapons."""

from __future__ import annotations

from typing import Any

import numpy as np

from stronghold.town.world.columns import Days, Ints, Times, picked
from stronghold.town.world.happenings import Happenings
from stronghold.town.world.setting import Setting

__all__ = ["add_seizures", "phone_on"]


def add_seizures(
    rng: np.random.Generator,
    town: Setting,
    found: Happenings,
    at: tuple[Times, Ints, Ints],
    arrest: Ints,
    phones: Ints,
    **columns: Any,
) -> None:
    """Drugs, cash and phones taken from those arrested. ``at`` is (time, person, home or -1), ``phones`` -1 for none."""
    time, person, home = at
    for what, share in (("drugs", 0.6), ("cash", 0.4), ("phone", 0.5), ("weapon", 0.1)):
        kept = np.flatnonzero((rng.random(len(time)) < share) & ((what != "phone") | (phones >= 0)))
        own = {name: np.broadcast_to(np.asarray(v), (len(time),))[kept] for name, v in columns.items()}
        drug = np.array(["heroin", "crack", "cocaine", "cannabis"])[picked(rng, np.array([0.35, 0.35, 0.15, 0.15]), len(kept))]
        made = found.add(
            "seizure",
            time[kept] + rng.integers(300, 5_400, len(kept)),
            nature=f"{what} seized",
            what=what,
            home=home[kept],
            arrest=arrest[kept],
            drug=drug if what == "drugs" else "",
            quantity=np.round(rng.lognormal(1.6, 1.1, len(kept)), 1) if what == "drugs" else np.full(len(kept), 1.0),
            unit="grams" if what == "drugs" else "",
            cash=np.round(rng.lognormal(5.6, 1.0, len(kept)), -1) if what == "cash" else np.full(len(kept), np.nan),
            **own,
        )
        found.involve("seizure", made, "seized_from", "person", person[kept])
        if what == "phone":
            found.involve("seizure", made, "phone", "phone", phones[kept])


def phone_on(town: Setting, person: Ints, day: Days) -> Ints:
    """The phone each would be found with: the line, else a burner, else their own; -1 for none."""
    line = town.phones.of(person, day, "line")
    burner = town.phones.of(person, day, "burner")
    return np.where(line >= 0, line, np.where(burner >= 0, burner, town.phones.of(person, day)))
