"""The best choice of k people with its proof, where few sets of people can be cut off by so few: by counting those sets.

One person, the hub, is either taken out or left. Where they are left, everybody is in their part, in a piece that the choice cuts off
from it, or taken out; a piece's border is in the choice, so the choice is the borders of its pieces and people who cut off nothing. So
every choice is a union of borders, filled up, and there are few of those where there are few pieces. Where the hub is taken out, the
same is done with who is left and one fewer. Networks without much structure have few pieces, and a linear programme says little of
them; those that fall apart easily have too many, and are for :mod:`.exact`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from stronghold.network.disruption.exact import Solved
from stronghold.network.disruption.pieces import Masks, Piece, bits, pieces_apart_from
from stronghold.network.disruption.reduction import Reduced

__all__ = ["solve_by_pieces"]

Words = NDArray[np.uint64]
Numbers = NDArray[np.int64]
# Beyond so many unions of borders it is given up; so many are valued at a time.
_MOST_UNIONS, _AT_ONCE = 200_000, 1_000


def solve_by_pieces(reduced: Reduced, k: int, *, seconds: float, under: float) -> Solved | None:
    """The best choice of at most ``k``, if any leaves fewer pairs than ``under`` (a value already in hand); ``None`` where that could not
    be settled within ``seconds``."""
    end = time.monotonic() + seconds
    work = _Work(reduced, k, under, lambda: time.monotonic() < end)
    masks, out = Masks.of(reduced), 0
    work.look_at(0)
    while masks.there and out.bit_count() <= k:
        hub = max(bits(masks.there), key=lambda node: ((masks.beside[node] & masks.there).bit_count(), -node))
        if not work.where_left(masks, hub, out):
            return None
        if not 1 << hub & masks.candidates:
            break
        masks, out = masks.without(hub), out | 1 << hub
        if out.bit_count() <= k:
            work.look_at(out)
    if work.chosen is None:
        return Solved(None, under, proved=True)
    return Solved(tuple(reduced.candidates[node] for node in bits(work.chosen)), work.best, proved=True)


class _Work:
    """The best choice so far, and what a choice is worth."""

    def __init__(self, reduced: Reduced, k: int, under: float, more: Callable[[], bool]) -> None:
        self._reduced, self._k, self._more = reduced, k, more
        self._masks = Masks.of(reduced)
        self._weights = np.array(reduced.weights, np.int64)
        self._ended = np.zeros(len(reduced.weights), np.int64)
        self._ended[: len(reduced.ended)] = reduced.ended
        self._constant = reduced.always + sum(reduced.ended)
        self.best = under
        self.chosen: int | None = None

    def look_at(self, chosen: int) -> None:
        """Take this choice where it is better."""
        value = self._value(chosen)
        if value < self.best:
            self.best, self.chosen = value, chosen

    def where_left(self, masks: Masks, hub: int, out: int) -> bool:
        """Look at every choice that has all of ``out`` and not the hub (``masks``: without those out); whether there was time to."""
        room = self._k - out.bit_count()
        pieces = pieces_apart_from(masks, hub, room, self._more)
        unions = None if pieces is None else _unions({piece.border for piece in pieces}, room, self._more)
        if pieces is None or unions is None:
            return False
        candidates = masks.candidates & masks.there & ~(1 << hub)
        for start in range(0, len(unions), _AT_ONCE):
            some = unions[start : start + _AT_ONCE]
            values, least = self._valued(masks, pieces, some, out, room, candidates)
            first = int(np.argmin(values))
            if values[first] < self.best:
                self.look_at(some[first] | out)
            for at in np.flatnonzero(least < self.best).tolist():
                if not self._more():
                    return False
                self._fill(some[at] | out, float(values[at]), sorted(bits(candidates & ~some[at])), room - some[at].bit_count())
        return True

    def _valued(
        self, masks: Masks, pieces: Sequence[Piece], some: Sequence[int], out: int, room: int, candidates: int
    ) -> tuple[Numbers, Numbers]:
        """The surviving pairs of each choice (shape: choices), and a number that none goes below which fills it up with people who cut off
        nothing."""
        words = -(-len(self._weights) // 64)
        chosen, outside = _words(some, words), ~_words(some, words)
        borders, nodes = _words([p.border for p in pieces], words), _words([p.nodes for p in pieces], words)
        apart = np.ones((len(some), len(pieces)), np.bool_)
        for word in range(words):
            apart &= (borders[:, word] & outside[:, word, None]) == 0
            apart &= (nodes[:, word] & chosen[:, word, None]) == 0
        weight, squares = self._weights, self._weights**2
        of_pieces, of_chosen, there = (
            _flags(nodes, len(weight)),
            _flags(chosen, len(weight)),
            _flags(_words([masks.there], words), len(weight)),
        )
        heavy, heavy_squares = of_pieces @ weight, of_pieces @ squares
        cut = apart.astype(np.int64)
        left = there @ weight - of_chosen @ weight - cut @ heavy
        left_squares = there @ squares - of_chosen @ squares - cut @ heavy_squares
        gone = self._ended[list(bits(out))].sum() + of_chosen @ self._ended
        values = self._constant - gone + (left**2 - left_squares + cut @ (heavy**2 - heavy_squares)) // 2
        most = np.maximum(left, (cut * heavy).max(axis=1, initial=0))
        worth = np.where(_flags(_words([candidates], words), len(weight)) & ~of_chosen.astype(np.bool_), 1, 0)
        worth *= np.maximum(weight * (most[:, None] - weight) + self._ended, 0)
        worth = -np.sort(-worth, axis=1)[:, :room]
        filled = np.arange(worth.shape[1]) < room - of_chosen.sum(axis=1)[:, None]
        return values, values - (worth * filled).sum(axis=1)

    def _fill(self, chosen: int, value: float, candidates: Sequence[int], room: int) -> None:
        """Look at every choice of ``chosen`` and up to ``room`` of ``candidates`` who cut off nothing more."""
        if not room:
            return
        whole = self._part_of(chosen)
        worth = {v: int(self._weights[v] * (whole[v] - self._weights[v]) + self._ended[v]) for v in candidates}
        order = sorted(candidates, key=lambda node: (-worth[node], node))
        for place, node in enumerate(order):
            if value - sum(worth[other] for other in order[place : place + room]) >= self.best:
                return
            more = chosen | 1 << node
            self.look_at(more)
            self._fill(more, self._value(more), order[place + 1 :], room - 1)

    def _parts(self, chosen: int) -> list[int]:
        left = self._masks.there & ~chosen
        parts = []
        while left:
            part = new = left & -left
            while new:
                reached = 0
                for node in bits(new):
                    reached |= self._masks.beside[node]
                new = reached & left & ~part
                part |= new
            parts.append(part)
            left &= ~part
        return parts

    def _part_of(self, chosen: int) -> dict[int, int]:
        """The weight of the part that each who is left is in."""
        return {node: sum(self._reduced.weights[v] for v in bits(part)) for part in self._parts(chosen) for node in bits(part)}

    def _value(self, chosen: int) -> float:
        value = self._constant - sum(int(self._ended[node]) for node in bits(chosen))
        for part in self._parts(chosen):
            weights = [self._reduced.weights[node] for node in bits(part)]
            value += (sum(weights) ** 2 - sum(weight**2 for weight in weights)) // 2
        return float(value)


def _unions(borders: set[int], most: int, more: Callable[[], bool]) -> list[int] | None:
    """Every union of borders of at most ``most`` nodes, that of none first; ``None`` where they are too many or the time is over."""
    found = {0: None}
    open_ = [0]
    while open_:
        union = open_.pop()
        if union.bit_count() == most:
            continue
        if not more() or len(found) > _MOST_UNIONS:
            return None
        for border in borders:
            larger = union | border
            if larger not in found and larger.bit_count() <= most:
                found[larger] = None
                open_.append(larger)
    return list(found)


def _words(sets: Sequence[int], words: int) -> Words:
    """Shape (sets, words): 64 nodes a word."""
    packed = b"".join(nodes.to_bytes(8 * words, "little") for nodes in sets)
    return np.frombuffer(packed, np.dtype("<u8")).reshape(len(sets), words)


def _flags(sets: Words, nodes: int) -> Numbers:
    """Shape (sets, nodes): 1 where the node is in the set."""
    return np.unpackbits(np.ascontiguousarray(sets).view(np.uint8), axis=1, count=nodes, bitorder="little").astype(np.int64)
