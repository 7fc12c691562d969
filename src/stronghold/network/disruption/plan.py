"""A plan: which k people to act on so that the fewest pairs of the others can still reach each other, with proof or a bound.

A component at a time (:mod:`.budgets`): a search finds a good choice (:mod:`.search`); counting what so few can cut off
(:mod:`.cutting_off`), or where that is too much, mixed-integer programming (:mod:`.exact`), proves it or finds a better one, while
there is time. What is too large for that gets a bound by ways (:mod:`.bounds`), and the gap is
said. With uncertain ties the value is the mean over drawn networks, and nothing is proved: see :mod:`.uncertain`.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stronghold.errors import BadInput
from stronghold.network.disruption.aftermath import without
from stronghold.network.disruption.bounds import least_by_ways
from stronghold.network.disruption.budgets import Curve, Point, best_split, settle
from stronghold.network.disruption.cutting_off import solve_by_pieces
from stronghold.network.disruption.exact import Objective, solve
from stronghold.network.disruption.reduction import reduce
from stronghold.network.disruption.search import Search
from stronghold.network.disruption.worlds import certain
from stronghold.network.graph import Network

__all__ = ["Alternative", "Plan", "alternatives_to", "candidates_of", "make_plan", "reasons_for"]

# What a search may take of the time, and then of what is left a proof by pieces, a programme, and where neither came to an end the search
# again, however long it has found nothing better; and up to how many people of a component a proof is tried.
_SEARCHED, _PIECED, _SOLVED, _SEARCHED_AGAIN, _PROVABLE = 0.1, 0.25, 0.8, 0.7, 245
_NEAR, _ALTERNATIVES = 0.05, 5

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Alternative:
    """Another choice that is nearly as good."""

    chosen: tuple[str, ...]
    surviving_pairs: float


@dataclass(frozen=True)
class Plan:
    """``chosen`` ids; ``surviving_pairs`` of the others (a mean, where ties are uncertain) and the ``largest_component`` after it;
    ``bound``: no choice of as many leaves less (with uncertain ties an estimate, see there); ``gap``: how far the value lies above the
    bound, as a share of the value; ``proved``: no choice is better. ``pairs_before`` were connected; ``pairs_in_largest`` are the surviving
    ones of what was the largest component before; ``reasons`` is a sentence for each of the chosen."""

    chosen: tuple[str, ...]
    surviving_pairs: float
    largest_component: int
    bound: float
    gap: float
    proved: bool
    seconds: float
    pairs_before: int
    pairs_in_largest: int
    reasons: tuple[str, ...]
    alternatives: tuple[Alternative, ...]


def candidates_of(network: Network, k: int, excluded: Collection[str]) -> Flags:
    """Who may be chosen (shape: people). ``BadInput`` where ``k`` or ``excluded`` leave nothing to choose, or name who is not there."""
    if not network.ids:
        raise BadInput("The network has nobody in it.", remedy="Give one with ties.")
    if k < 1:
        raise BadInput(f"{k} people cannot be chosen.", column="people", remedy="Give 1 or more.")
    unknown = sorted(set(excluded) - set(network.ids))
    if unknown:
        raise BadInput(
            f"{unknown[0]!r} is to be left out, and is not in the network.", remedy="Mend the id, or take it out of the list."
        )
    open_ = np.array([name not in excluded for name in network.ids], np.bool_)
    if not open_.any():
        raise BadInput("Everybody is left out, so nobody can be chosen.", remedy="Leave fewer people out.")
    if k > open_.sum():
        message = f"{k} people cannot be chosen of {int(open_.sum())} who may be."
        raise BadInput(message, column="people", remedy=f"Give at most {int(open_.sum())}.")
    return open_


def make_plan(
    network: Network,
    k: int,
    *,
    excluded: Collection[str] = (),
    objective: Objective = "pairs",
    seconds: float = 10.0,
    seed: int = 0,
) -> Plan:
    """The best choice of ``k`` that ``seconds`` allow, every tie taken as real. Whoever is ``excluded`` (protected people) is never
    chosen, and stays in the network. With the objective ``largest`` it is the largest part that is made smallest. ``BadInput`` as by
    :func:`candidates_of`."""
    begun = time.monotonic()
    open_ = candidates_of(network, k, excluded)
    search = Search(certain(network), k, open_, np.random.default_rng(seed))
    search.run([], _SEARCHED * seconds)
    solving = _Solving(network, k, open_, objective, begun + seconds, seed)
    solving.learn_from({network.ids[at] for at in search.best[1]})
    value, bound = settle(solving.curves, solving.point, combined=objective, more=lambda: time.monotonic() < begun + seconds)
    chosen = solving.chosen()
    after = without(network, chosen)
    gap = (value - bound) / value if value else 0.0
    alternatives = alternatives_to(network, search, chosen, after.surviving_pairs) if objective == "pairs" else ()
    return Plan(
        chosen=chosen,
        surviving_pairs=float(after.surviving_pairs),
        largest_component=after.largest_component,
        bound=bound,
        gap=gap,
        proved=bound >= value,
        seconds=round(time.monotonic() - begun, 3),
        pairs_before=without(network, ()).surviving_pairs,
        pairs_in_largest=without(network.largest_component(), chosen).surviving_pairs,
        reasons=reasons_for(network, chosen),
        alternatives=alternatives,
    )


class _Solving:
    """The components of a network with what is known of each."""

    def __init__(self, network: Network, k: int, open_: Flags, objective: Objective, end: float, seed: int) -> None:
        labels = network.component_labels()
        places = [np.flatnonzero(labels == label) for label in range(int(labels.max()) + 1)]
        self._parts = [network.subnetwork(at) for at in places]
        self._open = [open_[at] for at in places]
        self._objective, self._end, self._seed, self._k = objective, end, seed, k
        self.curves = [self._curve(part, number) for number, part in enumerate(self._parts)]

    def _curve(self, part: Network, number: int) -> Curve:
        nobody = self._value(part, ())
        least = np.concatenate([[nobody], np.zeros(self._k)])
        if self._objective == "pairs" and len(part.ids) > _PROVABLE:
            share = _SEARCHED * max(self._end - time.monotonic(), 0.0)
            least = least_by_ways(part, self._k, self._open[number], seconds=share)
        return Curve(least, {0: Point(nobody, (), nobody)})

    def learn_from(self, chosen: set[str]) -> None:
        """A choice for the whole network is one for each of its components."""
        for part, curve in zip(self._parts, self.curves, strict=True):
            here = tuple(sorted(chosen.intersection(part.ids)))
            curve.learn(len(here), Point(self._value(part, here), here, 0.0))
        # Where the choice puts its removals is where the optimum does, most likely: a proof there bounds every smaller number too.
        _, split = best_split([curve.values() for curve in self.curves], self._objective)
        for number, removals in sorted(enumerate(split), key=lambda each: -each[1]):
            if removals and time.monotonic() < self._end:
                self.curves[number].settled.add(removals)
                self.curves[number].learn(removals, self.point(number, removals))

    def point(self, number: int, removals: int) -> Point:
        """A choice of so many in one component, and its bound."""
        part, open_ = self._parts[number], self._open[number]
        left = max(self._end - time.monotonic(), 0.0)
        search = Search(certain(part), removals, open_, np.random.default_rng([self._seed, number, removals]))
        known = self.curves[number].points.get(removals)
        starts = [[part.place[name] for name in known.chosen]] if known else []
        _, places = search.run(starts, _SEARCHED * left)
        chosen = tuple(part.ids[at] for at in places)
        value = self._value(part, chosen)
        if len(part.ids) > _PROVABLE:
            return Point(value, chosen, float(self.curves[number].least[removals]))
        reduced = reduce(part, removals, open_)
        left = max(self._end - time.monotonic(), 0.0)
        solved = solve_by_pieces(reduced, removals, seconds=_PIECED * left, under=value) if self._objective == "pairs" else None
        if solved is None:
            left = _SOLVED * max(self._end - time.monotonic(), 0.0)
            solved = solve(reduced, removals, seconds=left, under=value, objective=self._objective)
        if solved.chosen is not None:
            chosen = tuple(sorted(part.ids[at] for at in solved.chosen))
            value = self._value(part, chosen)
        if solved.proved:
            return Point(value, chosen, value)
        if self._objective == "pairs":
            left = _SEARCHED_AGAIN * max(self._end - time.monotonic(), 0.0)
            _, places = search.run([[part.place[name] for name in chosen]], left, rounds=sys.maxsize)
            again = tuple(part.ids[at] for at in places)
            chosen = min(chosen, again, key=lambda ids: self._value(part, ids))
            value = self._value(part, chosen)
        return Point(value, chosen, min(max(solved.bound, self._by_ways(part, removals, open_, chosen)), value))

    def _by_ways(self, part: Network, removals: int, open_: Flags, chosen: Collection[str]) -> float:
        """A bound in the time that is left, where a proof came to no end: a linear programme that was not finished says nothing."""
        if self._objective != "pairs":
            return 0.0
        left, likely = max(self._end - time.monotonic(), 0.0), [part.place[name] for name in chosen]
        return float(least_by_ways(part, removals, open_, seconds=left, likely=likely)[removals])

    def chosen(self) -> tuple[str, ...]:
        """The best split of what is known, as ids."""
        _, split = best_split([curve.values() for curve in self.curves], self._objective)
        found: list[str] = []
        for curve, removals in zip(self.curves, split, strict=True):
            found += min((p.value, n, p.chosen) for n, p in curve.points.items() if n <= removals)[2]
        return tuple(sorted(found))

    def _value(self, part: Network, chosen: Collection[str]) -> float:
        after = without(part, chosen)
        return float(after.surviving_pairs if self._objective == "pairs" else after.largest_component)


def alternatives_to(network: Network, search: Search, chosen: tuple[str, ...], value: float) -> tuple[Alternative, ...]:
    """Other choices that leave at most a twentieth more than ``value``, by the worlds of the ``search``; the best first."""
    found = ((worth, tuple(network.ids[at] for at in places)) for worth, places in search.good)
    near = [Alternative(ids, worth) for worth, ids in found if ids != chosen and worth <= value * (1 + _NEAR)]
    return tuple(near[:_ALTERNATIVES])


def reasons_for(network: Network, chosen: Collection[str]) -> tuple[str, ...]:
    """A sentence for each of ``chosen``: what taking them out does once the others are out."""
    return tuple(_reason(network, name, [other for other in chosen if other != name]) for name in chosen)


def _reason(network: Network, name: str, others: Collection[str]) -> str:
    before, after = without(network, others), without(network, [*others, name])
    part = next(part for part in before.parts if name in part)
    pieces = [piece for piece in after.parts if piece[0] in part]
    ended = before.surviving_pairs - after.surviving_pairs
    words = "with the others out, " if others else ""
    if len(part) == 1:
        return f"{name}: {words}they reach nobody, and nothing more is gained."
    if len(pieces) < 2:
        together = (
            f"leaves the {len(part) - 1} they reach together" if len(part) > 2 else "parts them from the only one they reach"
        )
        ends = "1 pair ends, their own" if ended == 1 else f"{ended:,} pairs end, all their own"
        return f"{name}: {words}taking them out {together}; {ends}."
    sizes = ", ".join(f"{len(piece):,}" for piece in pieces[:5]) + (" and smaller ones" if len(pieces) > 5 else "")
    return f"{name}: {words}they hold {len(part):,} people together, who fall into parts of {sizes}; {ended:,} pairs lose each other."
