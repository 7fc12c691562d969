"""A good choice of k people, quickly: build up, swap, mix and shake. It proves nothing; what it finds is judged beside a bound.

Every step asks :meth:`Worlds.gains` once, which tells for everybody at once what taking them out would still do.
"""

from __future__ import annotations

import time
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from stronghold.network.disruption.worlds import Worlds

__all__ = ["Found", "Search"]

Flags = NDArray[np.bool_]
# Values are means of whole numbers; what differs by less is the same.
_SAME = 1e-9
# So many good choices are kept to mix; so many rounds without a better one end the search.
_KEPT = 8
_ROUNDS_WITHOUT = 60

Found = tuple[float, tuple[int, ...]]
"""Mean surviving pairs, and the places of who is taken out, in order."""


class Search:
    """The search for at most ``k`` of ``candidates`` (shape: people) in ``worlds``. ``best`` is the best choice so far; ``good`` the
    different choices that were as good as a swap could make them, the best first."""

    def __init__(self, worlds: Worlds, k: int, candidates: Flags, chance: np.random.Generator) -> None:
        self._worlds = worlds
        self._k = min(k, int(candidates.sum()))
        self._candidates = candidates
        self._chance = chance
        self._seen: dict[tuple[int, ...], float] = {}

    @property
    def good(self) -> list[Found]:
        return sorted((value, chosen) for chosen, value in self._seen.items())

    @property
    def best(self) -> Found:
        return self.good[0]

    def run(self, starts: Iterable[Iterable[int]], seconds: float, rounds: int | None = None) -> Found:
        """From choosing the best next person again and again, and from each of ``starts``; then mixes and shakes until it has found
        nothing better for a while (``rounds``), or ``seconds`` are over. The first choice is always finished."""
        end = time.monotonic() + seconds
        self._improve(self._filled(set()), end)
        for start in starts:
            if time.monotonic() < end:
                self._improve(self._filled(set(list(start)[: self._k])), end)
        without = 0
        while without < (rounds or _ROUNDS_WITHOUT) and time.monotonic() < end and self._k > 0:
            before = self.best[0]
            self._improve(self._filled(self._mixed() if len(self._seen) > 1 and without % 2 else self._shaken()), end)
            without = 0 if self.best[0] < before - _SAME else without + 1
        return self.best

    def _filled(self, chosen: set[int]) -> set[int]:
        """With the best next person added until there are k, or nothing is left to gain."""
        while len(chosen) < self._k:
            best, gain, _ = self._next(chosen)
            if gain <= _SAME:
                break
            chosen = chosen | {best}
        return chosen

    def _improve(self, chosen: set[int], end: float) -> None:
        """Swaps while that helps: put one back, take the best other out. What comes of it is kept."""
        value = self._value(chosen)
        better = True
        while better and time.monotonic() < end:
            better = False
            for one in self._chance.permutation(sorted(chosen)).tolist():
                rest = chosen - {one}
                best, gain, before = self._next(rest)
                if before - gain < value - _SAME:
                    chosen, value, better = rest | {best}, before - gain, True
                if time.monotonic() >= end:
                    break
        self._seen[tuple(sorted(chosen))] = value
        if len(self._seen) > 4 * _KEPT:
            self._seen = {kept: worth for worth, kept in self.good[: 2 * _KEPT]}

    def _mixed(self) -> set[int]:
        """What two good choices agree on, and half of what they do not."""
        good = self.good[:_KEPT]
        one, other = (set(good[at][1]) for at in self._chance.choice(len(good), 2, replace=False).tolist())
        rest = sorted(one ^ other)
        half = self._chance.permutation(rest).tolist()[: len(rest) // 2]
        return one & other | set(half[: self._k - len(one & other)])

    def _shaken(self) -> set[int]:
        """A good choice with some or all put back, and as many others taken by lot, the likelier the more they would do."""
        good = self.good[:_KEPT]
        chosen = self._chance.permutation(list(good[int(self._chance.integers(len(good)))][1])).tolist()
        out = int(self._chance.integers(1, len(chosen) + 1)) if chosen else 0
        kept = set(chosen[out:])
        _, gains = self._worlds.gains(self._removed(kept))
        likely = np.where(self._candidates, np.sqrt(np.maximum(gains, 0.0)), 0.0)
        likely[chosen] = 0.0
        taken = min(out, int(np.count_nonzero(likely)), self._k - len(kept))
        if taken <= 0:
            return kept
        return kept | set(self._chance.choice(len(likely), taken, replace=False, p=likely / likely.sum()).tolist())

    def _next(self, chosen: set[int]) -> tuple[int, float, float]:
        """The best person to add, what it gains, and the value before."""
        value, gains = self._worlds.gains(self._removed(chosen))
        gains = np.where(self._candidates, gains, -1.0)
        gains[list(chosen)] = -1.0
        best = int(np.argmax(gains))
        return best, float(gains[best]), value

    def _value(self, chosen: set[int]) -> float:
        return self._worlds.mean_pairs(self._removed(chosen))

    def _removed(self, chosen: set[int]) -> Flags:
        removed = np.zeros(self._worlds.people, np.bool_)
        removed[list(chosen)] = True
        return removed
