"""Pairs of nodes that share a key, in arrays: sorting keys and pairs as numbers costs less than joining tables on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Keys", "SharedKeys", "keys_of", "together"]

Keys = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]

_ODD, _SHIFT = np.uint64(0x9E3779B97F4A7C15), np.uint64(29)
# A pair and the block that gave it are one number: the lower place, the higher, the block.
_PLACE_BITS, _BLOCK_BITS = np.int64(28), np.int64(6)


def keys_of(parts: Sequence[Keys], missing: np.uint64) -> tuple[Keys, Places]:
    """One number for the values in ``parts`` together (hashes, by place), of the places where none is ``missing``; and these places."""
    key, there = parts[0], parts[0] != missing
    for part in parts[1:]:
        there = there & (part != missing)
        key = (key ^ (key >> _SHIFT)) * _ODD + part
    at = np.flatnonzero(there)
    return key.take(at), at


@dataclass(frozen=True)
class SharedKeys:
    """Keys that from two to so many share: where in ``places``, which is in the order of keys, each starts, and its size."""

    places: Places
    starts: Places
    sizes: Places

    @classmethod
    def among(cls, keys: Keys, places: Places, largest: int) -> SharedKeys:
        order = np.argsort(keys)
        ordered = keys.take(order)
        starts = np.flatnonzero(np.concatenate([ordered[:1] == ordered[:1], ordered[1:] != ordered[:-1]]))
        sizes = np.diff(np.append(starts, len(ordered)))
        fit = np.flatnonzero((sizes >= 2) & (sizes <= largest))
        return cls(places.take(order), starts.take(fit), sizes.take(fit))

    def counts(self) -> list[tuple[int, int]]:
        """Each size, in order, with how many keys have it."""
        counted = np.bincount(self.sizes)
        return [(int(size), int(counted[size])) for size in np.flatnonzero(counted)]

    def pairs(self, most: int, block: int) -> Iterable[Places]:
        """Every two places that share a key which no more than ``most`` share, as numbers that :func:`together` takes."""
        for size, _ in self.counts():
            if size > most:
                return
            members = self.places.take(self.starts[self.sizes == size][:, None] + np.arange(size))
            one, other = (members[:, side].ravel() for side in np.triu_indices(size, 1))
            yield (np.minimum(one, other) << _PLACE_BITS | np.maximum(one, other)) << _BLOCK_BITS | np.int64(block)


def together(found: Sequence[Places]) -> tuple[Places, Places, npt.NDArray[np.int64]]:
    """Each pair once: its lower place, its higher, and a number with the bit of every block that gave it. A place beside itself is no
    pair."""
    numbers = np.concatenate([np.empty(0, np.int64), *found])
    # Sorted, the blocks of one pair stand side by side.
    numbers.sort()
    bits = numbers & ((np.int64(1) << _BLOCK_BITS) - 1)
    np.left_shift(1, bits, out=bits)
    numbers >>= _BLOCK_BITS
    starts = np.flatnonzero(np.concatenate([numbers[:1] == numbers[:1], numbers[1:] != numbers[:-1]]))
    found_by = np.bitwise_or.reduceat(bits, starts) if len(starts) else bits
    pairs = numbers.take(starts)
    left, right = pairs >> _PLACE_BITS, pairs & ((np.int64(1) << _PLACE_BITS) - 1)
    apart = np.flatnonzero(left != right)
    return left.take(apart), right.take(apart), found_by.take(apart)
