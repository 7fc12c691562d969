"""Where people stand in a network, and how sure that is when ties and people are missing from what is known.

Structure alone is not leadership: in a mafia network whose bosses are known no centrality finds them much better than a guess (area
under the curve .61 to .72: ``docs/guide/standing.md``). So a position is one reason among those that records give, stated with its
stability (Borgatti, Carley and Krackhardt 2006): the network is drawn again with one tie in ten missing, and with one person in fifty
missing, and it is counted how often the person is among the first again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import rustworkx as rx
from numpy.typing import NDArray

from stronghold.network.cuts import pairs_cut
from stronghold.network.graph import Network
from stronghold.network.standing.reasons import least

__all__ = ["POSITIONS", "Position", "positions_in"]

POSITIONS = ("between_parts", "on_the_way", "hard_to_replace")
"""The reasons that a place in the network gives, by their names in the vocabulary."""

TIES_MISSING, PEOPLE_MISSING = 0.1, 0.02
_DRAWS, _FEWER_DRAWS, _LARGE = 100, 25, 400
_FIRST_FEW, _FIRST_SHARE = 3, 0.1
_ALIKE = 0.5

Reals = NDArray[np.float64]


@dataclass(frozen=True)
class Position:
    """One reason of one person from their place in the network.

    ``amount`` as the vocabulary counts it; ``low`` and ``high``: its 5th and 95th percentile when ties or people are missing;
    ``first``: among how many first by this reason they are; ``kept_without_ties`` and ``kept_without_people``: the share of draws in
    which they were so again.
    """

    entity_id: str
    reason: str
    amount: float
    low: float
    high: float
    first: int
    kept_without_ties: float
    kept_without_people: float


def positions_in(network: Network, *, seed: int = 0) -> tuple[Position, ...]:
    """The positions that are reasons, by person, in the order of :data:`POSITIONS`: of those among the first by it, where it is enough.

    The first are a tenth of the people, three at least; who is level with the last of them is among them. ``seed`` decides the draws.
    """
    count = len(network.ids)
    if count < 3:
        return ()
    first = max(_FIRST_FEW, round(count * _FIRST_SHARE))
    seen = _values(network)
    fewer_ties, fewer_people = (
        [(_values(drawn), there) for drawn, there in draws]
        for draws in (_without_ties(network, seed), _without_people(network, seed))
    )
    found = []
    for name in POSITIONS:
        among = _among_first(seen[name], first, least(name))
        by_ties, by_people = (_placed(draws, name, count) for draws in (fewer_ties, fewer_people))
        for at in np.flatnonzero(among):
            drawn = np.concatenate([by_ties[:, at], by_people[:, at]])
            low, high = np.nanpercentile(drawn, [5, 95])
            kept = [_kept(draws, int(at), first, least(name)) for draws in (by_ties, by_people)]
            found.append(Position(network.ids[at], name, float(seen[name][at]), float(low), float(high), first, *kept))
    return tuple(sorted(found, key=lambda one: (one.entity_id, POSITIONS.index(one.reason))))


def _values(network: Network) -> dict[str, Reals]:
    """What each position counts, for everyone of the network."""
    graph = network.to_rustworkx()
    between = rx.graph_betweenness_centrality(graph, normalized=True, parallel_threshold=len(network.ids) + 1)
    return {
        "between_parts": pairs_cut(network).astype(np.float64),
        "on_the_way": np.array([between[at] for at in range(len(network.ids))], np.float64).round(9),
        "hard_to_replace": _unlike(network),
    }


def _unlike(network: Network) -> Reals:
    """The number of ties of those whom nobody is like, 0 for others. Alike: tied to at least half of those the one is tied to."""
    joined = network.adjacency().astype(bool).astype(np.int64)
    degree = np.asarray(joined.sum(axis=1)).ravel().astype(np.float64)
    shared = (joined @ joined).tocoo()
    others = shared.row != shared.col
    most = np.zeros(len(degree))
    np.maximum.at(most, shared.row[others], shared.data[others].astype(np.float64))
    return np.where(most < _ALIKE * degree, degree, 0.0)


def _among_first(values: Reals, first: int, enough: float) -> NDArray[np.bool_]:
    known = values[~np.isnan(values)]
    if not len(known):
        return np.zeros(len(values), np.bool_)
    last = np.sort(known)[::-1][min(first, len(known)) - 1]
    return np.asarray(np.nan_to_num(values, nan=-1.0) >= max(last, enough), np.bool_)


def _kept(draws: Reals, at: int, first: int, enough: float) -> float:
    there = draws[~np.isnan(draws[:, at])]
    return float(np.mean([_among_first(row, first, enough)[at] for row in there])) if len(there) else 0.0


def _placed(draws: list[tuple[dict[str, Reals], NDArray[np.int64]]], name: str, count: int) -> Reals:
    """(draws, people): what was counted in each draw, not a number where the person was missing."""
    placed = np.full((len(draws), count), np.nan)
    for row, (values, there) in zip(placed, draws, strict=True):
        row[there] = values[name]
    return placed


def _draws(network: Network) -> int:
    return _DRAWS if len(network.ids) <= _LARGE else _FEWER_DRAWS


def _without_ties(network: Network, seed: int) -> Iterator[tuple[Network, NDArray[np.int64]]]:
    rng = np.random.default_rng([seed, 1])
    everyone = np.arange(len(network.ids))
    for _ in range(_draws(network)):
        kept = rng.random(len(network.left)) >= TIES_MISSING
        yield Network(network.ids, network.left[kept], network.right[kept], network.strength[kept]), everyone


def _without_people(network: Network, seed: int) -> Iterator[tuple[Network, NDArray[np.int64]]]:
    rng = np.random.default_rng([seed, 2])
    missing = max(1, round(len(network.ids) * PEOPLE_MISSING))
    for _ in range(_draws(network)):
        there = np.sort(rng.permutation(len(network.ids))[missing:])
        yield network.subnetwork(there), there
