"""Everything that few removals can cut off from one person: the sets of connected nodes with at most k neighbours.

In a network without much structure there are few of them, however many choices of k people there are, and that is what a proof can
count (:mod:`.cutting_off`). Sets of nodes are whole numbers: bit v is node v.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from stronghold.network.disruption.reduction import Reduced

__all__ = ["Masks", "Piece", "bits", "pieces_apart_from"]

# From this weight on it is asked whether a set can still be cut off at all, and again after so much more.
_ASKED_FROM, _ASKED_AGAIN = 6, 2


@dataclass(frozen=True)
class Piece:
    """``nodes`` that are connected, all of whose other neighbours are ``border``."""

    nodes: int
    border: int


@dataclass(frozen=True)
class Masks:
    """A reduced network as sets: the neighbours of each node, who may be taken out, and who is there."""

    beside: tuple[int, ...]
    weights: tuple[int, ...]
    candidates: int
    there: int

    @classmethod
    def of(cls, reduced: Reduced) -> Masks:
        beside = tuple(sum(1 << other for other in around) for around in reduced.beside)
        return cls(beside, reduced.weights, (1 << len(reduced.candidates)) - 1, (1 << len(beside)) - 1)

    def without(self, node: int) -> Masks:
        return Masks(self.beside, self.weights, self.candidates, self.there & ~(1 << node))


def bits(nodes: int) -> Iterator[int]:
    """The numbers of the nodes of a set, rising."""
    while nodes:
        lowest = nodes & -nodes
        yield lowest.bit_length() - 1
        nodes ^= lowest


def pieces_apart_from(masks: Masks, hub: int, k: int, more: Callable[[], bool]) -> list[Piece] | None:
    """Every piece with a border of at most ``k`` candidates, and the ``hub`` neither in it nor in the border.

    ``None`` where ``more`` said that there is no time for all of them.
    """
    found: list[Piece] = []
    for root in bits(masks.there & ~(1 << hub)):
        for piece in _with_lowest(masks, root, hub, k):
            if piece is not None:
                found.append(piece)
            elif not more():
                return None
    return found


def _with_lowest(masks: Masks, root: int, hub: int, k: int) -> Iterator[Piece | None]:
    """Those whose lowest node is ``root``: each neighbour that is met goes into the border, or into the piece. ``None``: a step."""
    lower, hub_alone = (1 << root) - 1, 1 << hub
    # Nodes, border, neighbours that are in neither yet, weight, and from which weight on to ask.
    open_ = [(1 << root, 0, masks.beside[root] & masks.there, masks.weights[root], _ASKED_FROM)]
    while open_:
        yield None
        nodes, border, met, weight, asked_from = open_.pop()
        if met & hub_alone:
            continue
        # Somebody lower is in the border, or this is found from there.
        border, met = border | (met & lower), met & ~lower
        room = k - border.bit_count()
        if room < 0 or border & ~masks.candidates:
            continue
        if not met:
            yield Piece(nodes, border)
            continue
        if weight >= asked_from:
            if _more_ways(masks, nodes, border, hub, room):
                continue
            asked_from = weight + _ASKED_AGAIN
        lowest = met & -met
        node = lowest.bit_length() - 1
        if room and lowest & masks.candidates:
            open_.append((nodes, border | lowest, met ^ lowest, weight, asked_from))
        grown = nodes | lowest
        beside = (met | masks.beside[node] & masks.there) & ~grown & ~border
        open_.append((grown, border, beside, weight + masks.weights[node], asked_from))


def _more_ways(masks: Masks, nodes: int, border: int, hub: int, most: int) -> bool:
    """Whether more than ``most`` ways lead from ``nodes`` to the hub around the ``border``, no two through one candidate: then no
    ``most`` others cut off any set that holds the nodes (Menger). Ways are found one after the other, each of which may turn earlier
    ones aside."""
    ways = _Ways(masks, nodes, masks.there & ~border & ~nodes, hub)
    return all(ways.add() for _ in range(most + 1))


class _Ways:
    """Ways from a set of nodes to the hub. Each node has an entry (2v) and an exit (2v + 1); a candidate on a way has room for no other."""

    def __init__(self, masks: Masks, start: int, open_: int, hub: int) -> None:
        self._beside, self._candidates, self._open, self._hub = masks.beside, masks.candidates, open_, hub
        self._first = 0
        for node in bits(start):
            self._first |= masks.beside[node]
        self._first &= open_
        self._before: dict[int, int] = {}
        self._after: dict[int, int] = {}

    def add(self) -> bool:
        """One more way, if there is one."""
        begun = self._first & ~sum(1 << node for node, before in self._before.items() if before < 0)
        came: dict[int, int] = {2 * node: -1 for node in bits(begun)}
        queue = list(came)
        for state in queue:
            if state == 2 * self._hub:
                self._take(came, state)
                return True
            for following in self._from(state):
                if following not in came:
                    came[following] = state
                    queue.append(following)
        return False

    def _from(self, state: int) -> Sequence[int]:
        node = state >> 1
        on_a_way = node in self._before
        if not state & 1:
            if not on_a_way:
                return (state + 1,)
            # Back along the way that leads through: whoever was before goes another way from there.
            before = self._before[node]
            return (2 * before + 1,) if before >= 0 else ()
        ahead = self._beside[node] & self._open
        if on_a_way and self._after[node] >= 0:
            ahead &= ~(1 << self._after[node])
        return [2 * other for other in bits(ahead)] + ([state - 1] if on_a_way else [])

    def _take(self, came: dict[int, int], end: int) -> None:
        steps = [end]
        while came[steps[-1]] >= 0:
            steps.append(came[steps[-1]])
        steps.reverse()
        crossings = [(-1, steps[0] >> 1)]
        undone: list[tuple[int, int]] = []
        for one, other in pairwise(steps):
            if one >> 1 != other >> 1:
                (crossings if one & 1 else undone).append((one >> 1, other >> 1))
        for later, earlier in undone:
            self._after.pop(earlier, None)
            self._before.pop(later, None)
        for earlier, later in crossings:
            if earlier >= 0:
                self._after[earlier] = later
            if later != self._hub and 1 << later & self._candidates:
                self._before[later] = earlier
