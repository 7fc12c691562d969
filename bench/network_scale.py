"""A network of a million people and three million ties: what each measure of it costs; beside networkx on a smaller one of the same make.

SIZE is the people; three ties each, four in five of them inside sets of twenty. networkx measures a thirtieth of it (it would take
many minutes), and its cost is told per person. Each measure runs in a process of its own; imports and the network itself are in its memory.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from bench.rows import Part, Row, measured
from stronghold.network.articulation import articulation_points
from stronghold.network.centrality import betweenness
from stronghold.network.cores import core_numbers
from stronghold.network.graph import Network
from stronghold.network.groups.communities import communities

SIZE = 1_000_000
# NetworKit loads these where they are, and the tools for tests bring them: 100 MB that an installation has not.
_OF_THE_TOOLS = ("networkx", "pandas", "sklearn")
_TIES, _SET, _INSIDE, _SMALLER = 3, 20, 0.8, 30


def prepare(folder: Path, size: int) -> None:
    for name, people in (("large", size), ("small", max(size // _SMALLER, _SET))):
        rng = np.random.default_rng(1)
        inside = int(people * _TIES * _INSIDE)
        sets = rng.integers(0, people // _SET, inside) * _SET
        near = sets + rng.integers(0, _SET, (2, inside))
        ends = np.concatenate([near, rng.integers(0, people, (2, people * _TIES - inside))], axis=1)
        ends.sort(axis=0)
        coded = np.unique(ends[0, ends[0] < ends[1]] * people + ends[1, ends[0] < ends[1]])
        np.savez(folder / f"{name}.npz", left=coded // people, right=coded % people, people=people)


def _network(folder: Path, name: str) -> Network:
    with np.load(folder / f"{name}.npz") as held:
        left, right, people = held["left"], held["right"], int(held["people"])
    return Network(tuple(f"P-{number:08d}" for number in range(people)), left, right, np.full(len(left), 0.5))


def _measure(name: str, work: Callable[[Network], dict[str, float | int | str]]) -> Part:
    def part(folder: Path, size: int) -> list[Row]:
        network = _network(folder, "large")
        with _as_installed(), measured("stronghold", name) as row:
            row.figures = work(network)
        row.figures["ties"] = len(network.left)
        return [row]

    return part


@contextmanager
def _as_installed() -> Iterator[None]:
    hidden = [name for name in _OF_THE_TOOLS if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


def approximate_betweenness(folder: Path, size: int) -> list[Row]:
    network = _network(folder, "small")
    with measured("stronghold", "betweenness of a thirtieth") as row:
        found = betweenness(network, error=0.02)
    row.figures = {"people": len(network.ids), "error": found.error, "certainty": found.certainty}
    return [row]


def networkx_smaller(folder: Path, size: int) -> list[Row]:
    import networkx as nx

    network = _network(folder, "small")
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(network.ids)))
    graph.add_edges_from(zip(network.left.tolist(), network.right.tolist(), strict=True))
    works: dict[str, Callable[[], object]] = {
        "components": lambda: list(nx.connected_components(graph)),
        "k-core": lambda: nx.core_number(graph),
        "articulation points": lambda: list(nx.articulation_points(graph)),
        "communities": lambda: nx.community.louvain_communities(graph, seed=1),
    }
    rows = []
    for name, work in works.items():
        with measured("networkx", name) as row:
            work()
        row.figures = {"people": len(network.ids), "ties": len(network.left)}
        rows.append(row)
    return rows


def conclude(rows: list[Row]) -> list[Row]:
    """The four together, and how many times as long networkx takes for each person."""
    own = {row.stage: row for row in rows if row.part == "stronghold" and not row.stage.startswith("betweenness")}
    peer = {row.stage: row for row in rows if row.part == "networkx"}
    together = Row(
        "stronghold",
        "the four together",
        sum(row.cpu_seconds or 0 for row in own.values()),
        peak_mb=max(row.peak_mb or 0 for row in own.values()),
    )
    times = {stage: round(_each_tie(peer[stage]) / max(_each_tie(own[stage]), 1e-9), 1) for stage in own if stage in peer}
    return [together, Row("networkx", "times as long for each tie", figures=dict(times))]


def _each_tie(row: Row) -> float:
    return (row.cpu_seconds or 0.0) / float(row.figures["ties"])


PARTS: dict[str, Part] = {
    "components": _measure("components", lambda network: {"components": int(network.component_labels().max()) + 1}),
    "k-core": _measure("k-core", lambda network: {"deepest core": int(core_numbers(network).max())}),
    "articulation points": _measure("articulation points", lambda network: {"points": len(articulation_points(network))}),
    "communities": _measure("communities", lambda network: {"communities": int(communities(network, scale=1000).max()) + 1}),
    "betweenness": approximate_betweenness,
    "networkx": networkx_smaller,
}
