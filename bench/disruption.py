"""Whom to act on, beside the usual ways to choose: four published networks, plans by uncertain ties, and the groups of an invented town.

Values are pairs that still reach each other, in each network's largest component, as published; lower is better. Stronghold's is with its
proof, or its bound; networkx chooses by degree, by betweenness, and by betweenness one after the other; PyCNP is the memetic search of
the critical-node literature (CHNS), given the wall time that Stronghold took and then ten seconds. SIZE is the people of the town: its
found groups are held to its truth pair by pair, and the largest is planned for. ``uncertain``: Montagna, each tie real with the chance
1 - 0.5 ** (times seen).
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pycnp

from bench import groups
from bench.rows import Part, Row, measured
from stronghold.network.disruption.aftermath import without
from stronghold.network.disruption.plan import make_plan
from stronghold.network.disruption.uncertain import make_uncertain_plan
from stronghold.network.graph import Network
from stronghold.network.reading import network_of
from stronghold.picture.store import Store

SIZE = 20_000
_DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "networks"
_NETWORKS = {
    "caviar": ("caviar", "full"),
    "montagna meetings": ("montagna", "meetings"),
    "montagna calls": ("montagna", "calls"),
    "juanes": ("cocaine_juanes", ""),
}
_SECONDS, _GIVEN = 10.0, 10.0


def prepare(folder: Path, size: int) -> None:
    groups.prepare(folder, size)


def _network(name: str, *, weighed: bool = False) -> Network:
    folder, layer = _NETWORKS[name]
    with (_DATA / folder / "edges.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not layer or row["layer"] == layer]
    ties = ((r["source"], r["target"], 1 - 0.5 ** float(r["weight"] or 1) if weighed else 1.0) for r in rows)
    return Network.of(ties).largest_component()


def _by_degree(graph: nx.Graph[str], k: int) -> list[str]:
    return sorted(graph, key=lambda name: (-graph.degree(name), name))[:k]


def _by_betweenness(graph: nx.Graph[str], k: int) -> list[str]:
    score = nx.betweenness_centrality(graph)
    return sorted(graph, key=lambda name: (-round(score[name], 12), name))[:k]


def _one_after_the_other(graph: nx.Graph[str], k: int) -> list[str]:
    left, chosen = graph.copy(), list[str]()
    while len(chosen) < k:
        chosen += _by_betweenness(left, 1)
        left.remove_node(chosen[-1])
    return chosen


_USUAL: dict[str, Callable[[nx.Graph[str], int], list[str]]] = {
    "networkx degree": _by_degree,
    "networkx betweenness": _by_betweenness,
    "networkx betweenness, one by one": _one_after_the_other,
}


def _beside_the_usual(name: str) -> Part:
    def part(folder: Path, size: int) -> list[Row]:
        return [row for k in (5, 10) for row in _compared(name, k)] if _DATA.is_dir() else []

    return part


def _compared(name: str, k: int) -> list[Row]:
    network = _network(name)
    own = _planned(f"{name}, k={k}", network, k)
    rows = [own]
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(network.ids)
    graph.add_edges_from((network.ids[a], network.ids[b]) for a, b in zip(network.left, network.right, strict=True))
    for stage, choose in _USUAL.items():
        with measured(own.part, stage) as row:
            chosen = choose(graph, k)
        row.figures = {"pairs": without(network, chosen).surviving_pairs}
        rows.append(row)
    for stage, seconds in (("pycnp, the same time", own.wall_seconds or 0.1), (f"pycnp, {_GIVEN:.0f} s", _GIVEN)):
        with measured(own.part, stage) as row:
            chosen = _memetic(network, k, seconds)
        row.figures = {"pairs": without(network, chosen).surviving_pairs}
        rows.append(row)
    return rows


def _planned(part: str, network: Network, k: int) -> Row:
    with measured(part, "stronghold") as row:
        plan = make_plan(network, k, seconds=_SECONDS)
    row.figures = {"pairs": int(plan.surviving_pairs), "bound": int(plan.bound), "proved": "yes" if plan.proved else "no"}
    return row


def _memetic(network: Network, k: int, seconds: float) -> list[str]:
    model = pycnp.Model()
    for place in range(len(network.ids)):
        model.add_node(place)
    for left, right in zip(network.left.tolist(), network.right.tolist(), strict=True):
        model.add_edge(left, right)
    stop = pycnp.MaxRuntime(seconds)
    found = model.solve(problem_type="CNP", budget=k, stopping_criterion=stop, seed=1, display=False)
    return [network.ids[place] for place in found.best_solution]


def without_structure(folder: Path, size: int) -> list[Row]:
    """Networks of 150 people made by chance, of which a linear programme says little."""
    made = {
        "gnm(150, 200)": nx.gnm_random_graph(150, 200, seed=1),
        "barabasi-albert(150, 2)": nx.barabasi_albert_graph(150, 2, seed=1),
    }
    rows = []
    for name, graph in made.items():
        network = Network.of((f"{one:03}", f"{other:03}") for one, other in graph.edges()).largest_component()
        for k in (3, 5, 6):
            rows.append(_planned(f"{name}, k={k}", network, k))
            with measured(rows[-1].part, f"pycnp, {_GIVEN:.0f} s") as row:
                chosen = _memetic(network, k, _GIVEN)
            row.figures = {"pairs": without(network, chosen).surviving_pairs}
            rows.append(row)
    return rows


def largest_parts(folder: Path, size: int) -> list[Row]:
    """The smallest that the largest part can be made, by one to five removals."""
    rows = []
    for name in _NETWORKS if _DATA.is_dir() else ():
        network = _network(name)
        with measured(name, "largest part, k=1 to 5") as row:
            plans = [make_plan(network, k, objective="largest", seconds=60) for k in range(1, 6)]
        row.figures = {
            "people": " ".join(str(plan.largest_component) for plan in plans),
            "proved": sum(plan.proved for plan in plans),
        }
        rows.append(row)
    return rows


def uncertain(folder: Path, size: int) -> list[Row]:
    rows = []
    for name in ("montagna meetings", "montagna calls") if _DATA.is_dir() else ():
        network = _network(name, weighed=True)
        for k in (5, 10):
            with measured(f"{name}, k={k}", "uncertain ties") as row:
                plan = make_uncertain_plan(network, k)
            row.figures = {
                "mean pairs": round(plan.surviving_pairs, 1),
                "gap": round(plan.gap, 4),
                "gap, 95 % limit": round(plan.gap_limit, 4),
                "scenarios": plan.scenarios,
            }
            rows.append(row)
    return rows


def town(folder: Path, size: int) -> list[Row]:
    rows = [row for row in groups.town(folder, size) if row.part == f"town of {size:,}"]
    snapshot = Store.open(folder / f"store{size}").current()
    assert snapshot is not None
    with snapshot.connect() as con:
        members: dict[str, list[str]] = {}
        for group, who in con.execute("SELECT group_id, entity_id FROM group_member ORDER BY ALL").fetchall():
            members.setdefault(group, []).append(who)
        if not members:
            return rows
        network = network_of(con, people=max(members.values(), key=len))
    for k in (3, 5):
        with measured(f"town of {size:,}", f"plan for the largest group, k={k}") as row:
            plan = make_plan(network, k, seconds=_SECONDS)
        row.figures = {
            "people": len(network.ids),
            "pairs before": plan.pairs_before,
            "pairs": int(plan.surviving_pairs),
            "proved": "yes" if plan.proved else "no",
        }
        rows.append(row)
    return rows


def conclude(rows: list[Row]) -> list[Row]:
    return []


PARTS: dict[str, Part] = {
    **{name: _beside_the_usual(name) for name in _NETWORKS},
    "without structure": without_structure,
    "largest parts": largest_parts,
    "uncertain": uncertain,
    "town": town,
}
