"""Where the nodes of a network are drawn: worked out on the server, so that everyone who asks the same sees the same picture."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

import rustworkx as rx

__all__ = ["Point", "positions", "positions_of_parts"]

Point = tuple[float, float]

_SEED = 20
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
# Every pair of nodes repels in every step: steps are fewer where nodes are many, so that a picture takes no more than a moment.
_PAIRS_IN_ALL = 120_000_000
_STEPS = (20, 200)
_PLACES = 4
_WEAKEST_PULL = 0.25
# Parts that are drawn large, and how much of all nodes such a part holds; the others lie in rows below.
_LARGE, _LARGE_SHARE = 4, 0.1


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


def positions_of_parts(parts: Sequence[Sequence[str]], edges: Iterable[tuple[str, str, float]]) -> dict[str, Point]:
    """A place for each node of ``parts`` (nodes that ``edges`` tie, the largest part first) within -1 to 1 both ways.

    Each part by itself, as by :func:`positions` around whoever has most edges: the large ones beside each other, the small ones in rows
    below them. Parts that nothing ties would drive each other out of sight.
    """
    number = {name: at for at, part in enumerate(parts) for name in part}
    within: list[list[tuple[str, str, float]]] = [[] for _ in parts]
    for edge in edges:
        within[number[edge[0]]].append(edge)
    large = max(1, sum(len(part) > _LARGE_SHARE * len(number) and len(part) > 2 for part in parts[:_LARGE]))
    floor, places = _rows_below(parts[large:], -1.0)
    widths = [math.sqrt(len(part)) for part in parts[:large]]
    left = -1.0
    for part, width, inside in zip(parts, widths, within, strict=False):
        wide = 2 * width / sum(widths)
        ties = Counter(end for one, other, _ in inside for end in (one, other))
        own = positions(part, inside, max(part, key=lambda name: (ties[name], name)))
        reach = min(wide, 1 - floor) / 2
        middle = left + wide / 2, (1 + floor) / 2
        places |= {name: (middle[0] + x * reach * 0.94, middle[1] + y * reach * 0.94) for name, (x, y) in own.items()}
        left += wide
    return {name: (round(x, _PLACES) + 0.0, round(y, _PLACES) + 0.0) for name, (x, y) in places.items()}


def _rows_below(parts: Sequence[Sequence[str]], bottom: float) -> tuple[float, dict[str, Point]]:
    """Each part as a ring in a cell of its own, in rows upwards from ``bottom``; how high they reach, and the places."""
    side = 0.2
    while parts and math.ceil(len(parts) / int(2 / side)) * side > 1:
        side /= 2
    in_a_row = int(2 / side)
    rows = math.ceil(len(parts) / in_a_row)
    places: dict[str, Point] = {}
    for at, part in enumerate(parts):
        x, y = -1 + side * (at % in_a_row + 0.5), bottom + side * (rows - at // in_a_row - 0.5)
        radius = 0.3 * side if len(part) > 1 else 0.0
        for place, name in enumerate(part):
            turn = 2 * math.pi * place / len(part)
            places[name] = (x + radius * math.cos(turn), y + radius * math.sin(turn))
    return bottom + rows * side, places


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
