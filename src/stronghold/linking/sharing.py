"""Pairs of nodes that share a key, in arrays: sorting keys and pairs as numbers costs less than joining tables on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from stronghold.linking.pair_values import Bools, Keys, Places

__all__ = ["SharedKeys", "found_in", "keys_of", "marked", "mixed", "pair_table", "together"]


_ODD, _SHIFT = np.uint64(0x9E3779B97F4A7C15), np.uint64(29)
_ENDINGS = np.uint64((1 << 20) - 1)
# A pair and the block that gave it are one number: the lower place, the higher, the block.
_PLACE_BITS, _BLOCK_BITS = np.int64(28), np.int64(6)


def mixed(parts: Sequence[Keys]) -> Keys:
    """One number for the values in ``parts`` (hashes, by place) together."""
    key = parts[0]
    for part in parts[1:]:
        key = (key ^ (key >> _SHIFT)) * _ODD + part
    return key


def keys_of(parts: Sequence[Keys], missing: np.uint64) -> tuple[Keys, Places]:
    """As :func:`mixed`, of the places where none is ``missing``; and these places."""
    there = parts[0] != missing
    for part in parts[1:]:
        there &= part != missing
    at = np.flatnonzero(there)
    return mixed([part.take(at) for part in parts]), at


@dataclass(frozen=True)
class SharedKeys:
    """Keys that from two to so many share: where in ``places``, which is in the order of keys, each starts, and its size."""

    places: Places
    keys: Keys
    starts: Places
    sizes: Places

    @classmethod
    def among(cls, keys: Keys, places: Places, largest: int | None = None) -> SharedKeys:
        """Of ``places``, each with its key, up to ``largest`` that share one."""
        order = np.argsort(keys)
        ordered = keys.take(order)
        starts = np.flatnonzero(np.concatenate([ordered[:1] == ordered[:1], ordered[1:] != ordered[:-1]]))
        sizes = np.diff(np.append(starts, len(ordered)))
        fit = np.flatnonzero((sizes >= 2) & (sizes <= (largest or len(keys))))
        return cls(places.take(order), ordered.take(starts.take(fit)), starts.take(fit), sizes.take(fit))

    def where(self, chosen: Bools) -> SharedKeys:
        """Some of the keys."""
        at = np.flatnonzero(chosen)
        return SharedKeys(self.places, self.keys.take(at), self.starts.take(at), self.sizes.take(at))

    def how_many(self, kind: Bools) -> Places:
        """Of the places that share each key, how many are of a kind; ``kind`` says it of each place there is."""
        before = np.concatenate([[0], np.cumsum(kind.take(self.places))])
        return np.asarray(before.take(self.starts + self.sizes) - before.take(self.starts))

    def counts(self) -> list[tuple[int, int]]:
        """Each size, in order, with how many keys have it."""
        counted = np.bincount(self.sizes)
        return [(int(size), int(counted[size])) for size in np.flatnonzero(counted)]

    def pairs(self, most: int) -> Iterator[tuple[Places, Places]]:
        """Every two places that share a key which no more than ``most`` share."""
        for size, _ in self.counts():
            if size > most:
                return
            members = self.places.take(self.starts[self.sizes == size][:, None] + np.arange(size))
            one, other = (members[:, side].ravel() for side in np.triu_indices(size, 1))
            yield one, other


def found_in(keys: Keys, wanted: Keys) -> Places:
    """Where in ``keys`` any of ``wanted``, which are few, sorted and each once, stands."""
    if not len(wanted):
        return np.empty(0, np.int64)
    # Few keys end as any of them does: a table of endings is quicker than a search.
    ends = np.zeros(int(_ENDINGS) + 1, np.bool_)
    ends[wanted & _ENDINGS] = True
    at = np.flatnonzero(ends.take(keys & _ENDINGS))
    asked = keys.take(at)
    place = np.minimum(np.searchsorted(wanted, asked), len(wanted) - 1)
    return at.take(np.flatnonzero(wanted.take(place) == asked))


def marked(one: Places, other: Places, block: int) -> Places:
    """Pairs that a block gave, as numbers that :func:`together` takes."""
    return (np.minimum(one, other) << _PLACE_BITS | np.maximum(one, other)) << _BLOCK_BITS | np.int64(block)


def together(found: list[Places]) -> tuple[Places, Places, npt.NDArray[np.int64]]:
    """Each pair once: its lower place, its higher, and a number with the bit of every block that gave it. A place beside itself is no
    pair. ``found``, which may be large, is emptied."""
    numbers = np.concatenate([np.empty(0, np.int64), *found])
    found.clear()
    # Sorted, the blocks of one pair stand side by side.
    numbers.sort()
    bits = numbers & ((np.int64(1) << _BLOCK_BITS) - 1)
    np.left_shift(1, bits, out=bits)
    numbers >>= _BLOCK_BITS
    starts = np.flatnonzero(np.concatenate([numbers[:1] == numbers[:1], numbers[1:] != numbers[:-1]]))
    found_by = np.bitwise_or.reduceat(bits, starts) if len(starts) else bits
    pairs = numbers.take(starts)
    del numbers, bits, starts
    left, right = pairs >> _PLACE_BITS, pairs & ((np.int64(1) << _PLACE_BITS) - 1)
    apart = np.flatnonzero(left != right)
    return left.take(apart), right.take(apart), found_by.take(apart)


def pair_table(found: list[Places], ids: npt.NDArray[np.int64]) -> pa.Table:
    """``node_l``, ``node_r``, ``found_by`` of the pairs that :func:`together` makes of ``found``; ``ids`` by place, in order."""
    left, right, found_by = together(found)
    return pa.table([ids.take(left), ids.take(right), found_by], ["node_l", "node_r", "found_by"])
