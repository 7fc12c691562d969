"""How good the links are by pairs that people labelled.

For an estimate without labels see ``linking.sampling``; against a known truth ``linking.evaluation``; for what a load changed ``linking.drift``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from stronghold.linking.intervals import Interval, wilson

__all__ = ["Band", "LabelledQuality", "by_band", "f1_spread", "labelled_quality"]

# Bands of match weight, in bits, around the threshold as shipped (2): within five of it people are asked.
_BANDS = (-math.inf, -1.0, 0.5, 2.0, 3.5, 5.0, 7.0, math.inf)
_ROUNDS = 4_000


@dataclass(frozen=True)
class LabelledQuality:
    """Links against pairs that people labelled. People label pairs that were doubtful: these figures are of those, not of all."""

    pairs: int
    same: int
    precision: Interval | None
    recall: Interval | None
    f1: Interval | None


@dataclass(frozen=True)
class Band:
    """The answers about links with a match weight from ``low`` to under ``high`` (bits): how many, how many said one person, that
    share, and the mean of what the model had said of them (0 to 1)."""

    low: float
    high: float
    asked: int
    same: int
    share: Interval
    expected: float

    @property
    def as_expected(self) -> bool:
        """Whether what the model said is among what the answers leave possible."""
        return self.share.low <= self.expected <= self.share.high


def labelled_quality(pairs: Iterable[tuple[bool, bool]], *, seed: int = 1) -> LabelledQuality:
    """From (linked, same) of each labelled pair; shares by Wilson's interval, F1 by a bootstrap of the pairs."""
    found = np.array(list(pairs), bool).reshape(-1, 2)
    linked, same = found[:, 0], found[:, 1]
    both = int((linked & same).sum())
    precision, recall = wilson(both, int(linked.sum())), wilson(both, int(same.sum()))
    f1 = None
    if precision and recall:
        spread = f1_spread(linked[:, None], same, seed)[:, 0]
        low, high = np.quantile(spread, (0.025, 0.975))
        value = 2 * both / (int(linked.sum()) + int(same.sum()))
        f1 = Interval(value, float(low), float(high))
    return LabelledQuality(len(found), int(same.sum()), precision, recall, f1)


def f1_spread(linked: npt.NDArray[np.bool_], same: npt.NDArray[np.bool_], seed: int) -> npt.NDArray[np.float64]:
    """F1 of each column of ``linked`` (pairs, models) in bootstrap samples of the pairs: shape (rounds, models)."""
    weights = np.random.default_rng(seed).multinomial(len(same), np.full(len(same), 1 / len(same)), _ROUNDS)
    both = weights @ (linked & same[:, None])
    sums = weights @ linked + (weights @ same)[:, None]
    return np.asarray(2 * both / np.maximum(sums, 1), np.float64)


def by_band(answers: Sequence[tuple[float, bool]]) -> tuple[Band, ...]:
    """What people said of links, (match weight, one person), band by band; bands in which nobody was asked are left out.

    Within a band people were not asked about a random link but about one that matters: the share is of those.
    """
    found = []
    for low, high in pairwise(_BANDS):
        inside = [(weight, same) for weight, same in answers if low <= weight < high]
        yes = sum(same for _, same in inside)
        share = wilson(yes, len(inside))
        if share is not None:
            expected = sum(1 / (1 + 2.0**-weight) for weight, _ in inside) / len(inside)
            found.append(Band(low, high, len(inside), yes, share, expected))
    return tuple(found)
