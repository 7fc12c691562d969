"""What pairs weigh: the level that each comparison falls in, and the evidence (log2) against strangers and against relatives.

The same sums as ``scoring.score_sql`` states in SQL, for an engine that is given SQL; told by arrays (see ``linking.conditions``).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from stronghold.linking.conditions import condition, first_met
from stronghold.linking.levels import NOTHING, Comparison
from stronghold.linking.model import PersonModel
from stronghold.linking.pair_values import Pairs, Places

__all__ = ["SLACK", "Weighed", "reads", "weigh"]

Floats = npt.NDArray[np.float64]
Levels = npt.NDArray[np.int8]

# Sums of the same numbers in another order differ by less.
SLACK = 1e-6


@dataclass(frozen=True)
class Weighed:
    """Pairs at the places ``at`` of a batch: the evidence of each, and by comparison the level (-1: says nothing)."""

    at: Places
    strangers: Floats
    relatives: Floats
    levels: dict[str, Levels]


def reads(comparisons: Sequence[Comparison]) -> Iterator[str]:
    """The numbers of nodes that weighing goes by (SQL over a node's columns)."""
    for comparison in comparisons:
        stated = [comparison.unknown, *(level.sql for level in comparison.levels), *(look.sql for look in comparison.coarse)]
        for sql in stated:
            if sql != "ELSE":
                yield from condition(sql).reads()
        yield from (_share_sql(level.term) for level in comparison.levels if level.term)


def _levels_of(pairs: Pairs, at: Places, comparison: Comparison) -> Levels:
    """The level that each pair falls in: its place in ``comparison.levels``, -1 where the pair says nothing."""
    return _first(pairs, at, [comparison.unknown, *(level.sql for level in comparison.levels)]) - np.int8(1)


def _first(pairs: Pairs, at: Places, conditions: Sequence[str]) -> Levels:
    """The place of the first condition that holds; of the last, which is ``ELSE``, if none before it does."""
    return first_met([condition(sql) for sql in conditions[:-1]], pairs, at)


def weigh(pairs: Pairs, at: Places, comparisons: Sequence[Comparison], model: PersonModel, least: float) -> Weighed:
    """The pairs with ``least`` evidence against strangers, or more. What is dear to tell is told last, of those that can still have it."""
    at, told = _possible(pairs, at, comparisons, model, least)
    strangers, relatives = np.zeros(len(at)), np.zeros(len(at))
    # Summed anew, in the order of the comparisons: a sum's last digits depend on it.
    for comparison in comparisons:
        strangers += _against_strangers(pairs, at, comparison, model, told[comparison.name])
        relatives += _weights(comparison, model, "r")[told[comparison.name]]
    kept = np.flatnonzero(strangers >= least)
    return Weighed(at.take(kept), strangers.take(kept), relatives.take(kept), _taken(told, kept))


def _possible(
    pairs: Pairs, at: Places, comparisons: Sequence[Comparison], model: PersonModel, least: float
) -> tuple[Places, dict[str, Levels]]:
    """The pairs that can have ``least`` evidence, or more, and their levels."""
    told = {c.name: _levels_of(pairs, at, c) for c in comparisons if not c.coarse}
    coarse = [c for c in comparisons if c.coarse]
    if least == -math.inf:
        return at, told | {c.name: _levels_of(pairs, at, c) for c in coarse}
    bounds = {c.name: _bound_of(pairs, at, c, model) for c in coarse}
    bound = sum(bounds.values(), np.zeros(len(at)))
    for comparison in comparisons:
        if not comparison.coarse:
            bound += _against_strangers(pairs, at, comparison, model, told[comparison.name])
    for comparison in coarse:
        kept = np.flatnonzero(bound >= least - SLACK)
        at, bound, told, bounds = at.take(kept), bound.take(kept), _taken(told, kept), _taken(bounds, kept)
        levels = told[comparison.name] = _levels_of(pairs, at, comparison)
        bound += _against_strangers(pairs, at, comparison, model, levels) - bounds.pop(comparison.name)
    return at, told


def _taken(arrays: Mapping[str, npt.NDArray[Any]], kept: Places) -> dict[str, npt.NDArray[Any]]:
    return {name: found.take(kept) for name, found in arrays.items()}


def _weights(comparison: Comparison, model: PersonModel, against: str) -> Floats:
    """Of each level, and at the end, where -1 looks, of saying nothing."""
    rates = [model.levels[comparison.name][level.name] for level in comparison.levels]
    return np.array([*(math.log2(p.m / getattr(p, against)) for p in rates), 0.0])


def _against_strangers(pairs: Pairs, at: Places, comparison: Comparison, model: PersonModel, levels: Levels) -> Floats:
    found: Floats = _weights(comparison, model, "u")[levels]
    for number, level in enumerate(comparison.levels):
        if level.term and len(met := np.flatnonzero(levels == number)):
            rate = model.levels[comparison.name][level.name]
            found[met] = math.log2(rate.m) - _share(pairs, at.take(met), level.term)
    return found


def _share(pairs: Pairs, at: Places, term: str) -> Floats:
    """log2 of how common the value is."""
    return np.asarray(pairs.of(_share_sql(term), "l", at), np.float64)


def _share_sql(term: str) -> str:
    return f"log2({term}_share)"


def _bound_of(pairs: Pairs, at: Places, comparison: Comparison, model: PersonModel) -> Floats:
    """A number that the comparison's evidence against strangers (log2) never exceeds, told without what is dear."""
    rates = model.levels[comparison.name]
    terms = {level.name: level.term for level in comparison.levels if level.term}
    looks = _first(pairs, at, [look.sql for look in comparison.coarse])
    plain = [
        max(
            [0.0 if name == NOTHING else math.log2(rates[name].m / rates[name].u) for name in look.levels if name not in terms],
            default=-math.inf,
        )
        for look in comparison.coarse
    ]
    found: Floats = np.array(plain).take(looks)
    for number, look in enumerate(comparison.coarse):
        for name in look.levels:
            if name in terms and len(met := np.flatnonzero(looks == number)):
                weight = math.log2(rates[name].m) - _share(pairs, at.take(met), terms[name])
                found[met] = np.maximum(found.take(met), weight)
    return found
