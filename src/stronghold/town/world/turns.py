"""What will happen to people and homes, drawn before any of it does: moves, couples, partings, arrivals, deaths, care."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from stronghold.town.world.columns import Flags, Ints, Reals, stream
from stronghold.town.world.society import YEAR, Society
from stronghold.town.world.tables import TownSize

__all__ = ["ARRIVES", "Plan", "Turn", "plan_turns"]

# Chances a year: of a household to move, of one aged 18 to 27 to leave home, of a single person to couple, of a couple to part,
# of a household to have come to the town in it.
_MOVES, _LEAVES, _COUPLES, _PARTS, ARRIVES = 0.08, 0.13, 0.012, 0.012, 0.022


class Turn(IntEnum):
    """What may happen to someone, in the order in which it does on one day."""

    MOVE = 0
    LEAVE = 1
    COUPLE = 2
    PART = 3
    ARRIVE = 4
    DIE = 5
    CARE_HOME = 6
    HOSTEL = 7
    OUT = 8
    IN_CARE = 9


@dataclass(frozen=True)
class Plan:
    """What will happen, in order: a day as a number from the first, the kind, who, and with whom (-1: nobody)."""

    day: Ints
    kind: Ints
    who: Ints
    other: Ints


def _times(rng: np.random.Generator, among: Ints, rate: float | Reals, days: int) -> tuple[Ints, Ints]:
    """Who of ``among`` has it happen, once for each time, and on which day; ``rate`` is times a year."""
    count = rng.poisson(np.broadcast_to(rate, len(among)) * days / YEAR)
    who = np.repeat(among, count)
    return who, rng.integers(1, days, len(who))


def _deaths(rng: np.random.Generator, size: TownSize, society: Society, days: int) -> tuple[Ints, Ints]:
    age = society.age(size.first)
    chance = 5e-5 * np.exp(0.088 * np.maximum(age, 20)) * days / YEAR
    who = np.flatnonzero((rng.random(len(society)) < chance) & (age > 0) & (society.city < 0))
    return who, rng.integers(1, days, len(who))


def _couples(rng: np.random.Generator, society: Society, age: Reals, days: int) -> tuple[Ints, Ints, Ints]:
    """Pairs of single grown-ups of nearly one age, each person at most once."""
    single = np.flatnonzero((society.partner < 0) & (age >= 19) & (age < 60) & (society.city < 0))
    chosen = single[rng.random(len(single)) < _COUPLES * days / YEAR * 2]
    sides = [np.sort(rng.permutation(chosen[society.female[chosen] == sex])) for sex in (False, True)]
    sides = [
        side[np.argsort(society.born[side].astype(np.int64) + rng.normal(0, 700, len(side)), kind="stable")] for side in sides
    ]
    count = min(map(len, sides))
    man, woman = sides[0][:count], sides[1][:count]
    apart = (society.mother[man] != woman) & (society.father[woman] != man) & (society.household[man] != society.household[woman])
    return man[apart], woman[apart], rng.integers(1, days, int(apart.sum()))


def plan_turns(size: TownSize, society: Society, vulnerable: dict[str, Flags], arrives: Ints) -> Plan:
    """Everything that will happen; ``arrives`` is the day on which a household's head comes to the town, 0 for those there."""
    rng = stream(size, "moves")
    days = int((size.end - size.first).astype(np.int64))
    number, age, town = np.arange(len(society)), society.age(size.first), society.city < 0
    heads = np.flatnonzero((society.head == number) & town)
    parts: list[tuple[int, Ints, Ints, Ints | None]] = []
    parts.append((Turn.MOVE, *_times(rng, heads, np.where(age[heads] < 35, 2.0, 0.75) * _MOVES, days), None))
    young = np.flatnonzero((age > 15.5) & (age < 27) & (society.mother >= 0) & town)
    parts.append((Turn.LEAVE, *_times(rng, young, _LEAVES, days), None))
    man, woman, day = _couples(rng, society, age, days)
    parts.append((Turn.COUPLE, man, day, woman))
    wed = np.flatnonzero((society.partner > number) & town)
    who, day = _times(rng, wed, _PARTS, days)
    parts.append((Turn.PART, who, day, society.partner[who]))
    arriving = np.flatnonzero(arrives > 0)
    parts.append((Turn.ARRIVE, arriving, arrives[arriving], None))
    parts.append((Turn.DIE, *_deaths(rng, size, society, days), None))
    parts.append((Turn.CARE_HOME, *_times(rng, np.flatnonzero((age > 80) & town), 0.035, days), None))
    homeless = np.flatnonzero(vulnerable["homeless"] & town)
    parts.append((Turn.HOSTEL, homeless, rng.integers(1, max(2, days // 3), len(homeless)), None))
    parts.append((Turn.HOSTEL, *_times(rng, homeless, 0.7, days), None))
    parts.append((Turn.OUT, *_times(rng, homeless, 0.9, days), None))
    care = np.flatnonzero(vulnerable["in care"] & town)
    parts.append((Turn.IN_CARE, care, rng.integers(1, max(2, days // 2), len(care)), None))
    kind = np.repeat([k for k, *_ in parts], [len(who) for _, who, *_ in parts])
    who, when = np.concatenate([w for _, w, *_ in parts]), np.concatenate([d for *_, d, _ in parts])
    other = np.concatenate([np.full(len(w), -1) if o is None else o for _, w, _, o in parts])
    order = np.lexsort((who, kind, when))
    return Plan(when[order], kind[order], who[order], other[order])
