"""Where the nodes of a network are drawn: worked out on the server, so that everyone who asks the same sees the same picture."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable

import rustworkx as rx

__all__ = ["Point", "positions"]

Point = tuple[float, float]

_SEED = 20
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
# Every pair of nodes repels in every step: steps are fewer where nodes are many, so that a picture takes no more than a moment.
_PAIRS_IN_ALL = 120_000_000
_STEPS = (20, 200)
_PLACES = 4
_WEAKEST_PULL = 0.25


def positions(nodes: Collection[str], edges: Iterable[tuple[str, str, float]], focus: str) -> dict[str, Point]:
    """A place for each of ``nodes`` within -1 to 1 both ways, ``focus`` at (0, 0): those tied strongly lie near each other.

    ``edges`` are (node, node, strength from 0 to 1), between ``nodes``. A spring layout (Fruchterman and Reingold) with a fixed seed:
    the same input gives the same places, in whatever order it comes. ``ValueError`` where an edge or the focus is of no node.
    """
    names = sorted(set(nodes) - {focus})
    if focus not in nodes:
        raise ValueError(f"the focus {focus} is not among the nodes")
    names.insert(0, focus)
    numbers = {name: number for number, name in enumerate(names)}
    graph: rx.PyGraph[str, float] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(names)
    for left, right, strength in sorted((min(a, b), max(a, b), strength) for a, b, strength in edges):
        if left not in numbers or right not in numbers:
            raise ValueError(f"the edge of {left} and {right} leads to no node")
        if left != right:
            graph.add_edge(numbers[left], numbers[right], strength)
    placed = rx.spring_layout(graph, pos=_start(graph), fixed={0}, num_iter=_steps(len(names)), weight_fn=_pull, seed=_SEED)
    widest = max((abs(value) for place in placed.values() for value in place), default=0.0) or 1.0
    return {name: (_scaled(placed[n][0], widest), _scaled(placed[n][1], widest)) for n, name in enumerate(names)}


def _start(graph: rx.PyGraph[str, float]) -> dict[int, Point]:
    """Sunflower seeds, those closest to node 0 in the middle: no two in one place, and few ways cross."""
    far = dict(rx.dijkstra_shortest_path_lengths(graph, 0, lambda _strength: 1.0).items())
    order = sorted(graph.node_indices(), key=lambda number: (number != 0, far.get(number, math.inf), number))
    reach = math.sqrt(len(order))
    places: dict[int, Point] = {}
    for place, number in enumerate(order):
        radius, angle = math.sqrt(place) / reach, place * _GOLDEN_ANGLE
        places[number] = (radius * math.cos(angle), radius * math.sin(angle))
    return places


def _pull(strength: float) -> float:
    # A tie that hardly anything speaks for would leave its end so far out that all others shrink to a dot.
    return _WEAKEST_PULL + (1 - _WEAKEST_PULL) * strength


def _steps(nodes: int) -> int:
    fewest, most = _STEPS
    return max(fewest, min(most, _PAIRS_IN_ALL // max(1, nodes * nodes)))


def _scaled(value: float, widest: float) -> float:
    # Adding 0.0 takes the sign off a zero.
    return round(value / widest, _PLACES) + 0.0
