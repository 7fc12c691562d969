"""Plans where ties are uncertain: the fewest surviving pairs on average, over networks drawn by the ties' strengths.

The choice is made on one set of drawn networks and valued on others that it has not seen. How much better another choice could be is
estimated by replications (Mak, Morton and Wood 1999): each draws networks anew and looks for the best choice for those. That choice is
searched, not proved, so the bound is an estimate from below only as far as the search is good; it is never called a proof.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit  # of scipy.stats, which takes a second to import, this is the quantile of Student's t

from stronghold.network.disruption.aftermath import without
from stronghold.network.disruption.plan import Plan, alternatives_to, candidates_of, reasons_for
from stronghold.network.disruption.search import Search
from stronghold.network.disruption.worlds import draw
from stronghold.network.graph import Network

__all__ = ["UncertainPlan", "make_uncertain_plan"]

_REPLICATIONS, _JUDGED, _CHOSEN_ON = 20, 3_000, 300
_SEARCHED = 0.3


@dataclass(frozen=True)
class UncertainPlan(Plan):
    """``surviving_pairs`` is the mean over ``scenarios`` unseen networks, within ``low`` and ``high`` (95 %); ``gap_limit``: with 95 %
    confidence no choice leaves less by a larger share of the value."""

    scenarios: int
    low: float
    high: float
    gap_limit: float


def make_uncertain_plan(
    network: Network, k: int, *, excluded: Collection[str] = (), seconds: float = 30.0, scenarios: int = _CHOSEN_ON, seed: int = 0
) -> UncertainPlan:
    """The best choice of ``k`` that was found for ties that are each real with the chance that is their strength."""
    begun = time.monotonic()
    open_ = candidates_of(network, k, excluded)
    chance = np.random.default_rng([seed, 7])
    search = Search(draw(network, scenarios, chance), k, open_, chance)
    _, places = search.run([], _SEARCHED * seconds)
    removed = np.zeros(len(network.ids), np.bool_)
    removed[list(places)] = True
    seen = draw(network, _JUDGED, chance).pairs_left(removed)
    value, error = float(seen.mean()), float(seen.std(ddof=1) / np.sqrt(len(seen)))
    gaps = []
    left = max(seconds - (time.monotonic() - begun), 0.0) / _REPLICATIONS
    for _ in range(_REPLICATIONS):
        worlds = draw(network, scenarios, chance)
        best, _ = Search(worlds, k, open_, chance).run([places], left, rounds=2)
        # The choice itself is one of those that could be best, whether or not the search had time to come by it.
        gaps.append(max(0.0, worlds.mean_pairs(removed) - best))
    mean, spread = float(np.mean(gaps)), float(np.std(gaps, ddof=1) / np.sqrt(_REPLICATIONS))
    limit = mean + float(stdtrit(_REPLICATIONS - 1, 0.95)) * spread
    chosen = tuple(network.ids[at] for at in places)
    return UncertainPlan(
        chosen=chosen,
        surviving_pairs=value,
        largest_component=without(network, chosen).largest_component,
        bound=max(0.0, value - mean),
        gap=mean / value if value else 0.0,
        proved=False,
        seconds=round(time.monotonic() - begun, 3),
        pairs_before=without(network, ()).surviving_pairs,
        pairs_in_largest=without(network.largest_component(), chosen).surviving_pairs,
        reasons=reasons_for(network, chosen),
        alternatives=alternatives_to(network, search, chosen, search.best[0]),
        scenarios=_JUDGED,
        low=value - 1.96 * error,
        high=value + 1.96 * error,
        gap_limit=limit / value if value else 0.0,
    )
