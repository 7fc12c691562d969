"""Groups: communities of people of whom several are said to supply, with how likely each belongs.

Looked at are those who are said to supply and whoever is tied to one of them; whoever is further away cannot be a member. A community
of that network with enough who are said to supply is a group (``vocabulary/terms/group_rules.yaml``). Then the ties are drawn again
many times, each there with the chance that is its strength, and communities are looked for in each draw. Suppliers who are together
in most draws are of one group, and how often someone is in the community that holds most of them is the probability that they belong,
on the ties that are known. It says nothing of ties that nobody recorded. A member is likelier than not to belong, and tied to at
least two other members.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csgraph, csr_array

from stronghold.network.cores import core_numbers
from stronghold.network.graph import Network
from stronghold.network.groups.communities import labels_of
from stronghold.network.groups.rules import rule

__all__ = ["FoundGroup", "around", "chances_in", "corroborated", "find_groups"]

_LEAST_TOGETHER = 2


@dataclass(frozen=True)
class FoundGroup:
    """Members and people at its edge, each with the probability that they belong; ``core``: the members tied closest to each other."""

    members: dict[str, float]
    edge: dict[str, float]
    core: frozenset[str]
    suppliers: frozenset[str]


def around(network: Network, suppliers: Collection[str]) -> Network:
    """Those who are said to supply, and those tied to one of them, with all their ties among each other."""
    said = _said(network, suppliers)
    kept = said.copy()
    touching = said[network.left] | said[network.right]
    kept[network.left[touching]] = kept[network.right[touching]] = True
    return network.subnetwork(np.flatnonzero(kept))


def corroborated(network: Network, suppliers: Collection[str]) -> Network:
    """A tie between two who are both said to supply counts as often as the rule ``corroborated`` says."""
    said = _said(network, suppliers)
    times = np.where(said[network.left] & said[network.right], rule("corroborated"), 1.0)
    return replace(network, strength=np.round(1 - (1 - network.strength) ** times, 6))


def find_groups(network: Network, suppliers: Collection[str], *, seed: int = 0) -> tuple[FoundGroup, ...]:
    """The groups in ``network`` (people's counted ties), of which ``suppliers`` are said to supply; most members first, then by id."""
    near = corroborated(around(network, suppliers), suppliers)
    said = _said(near, suppliers)
    drawn = _drawn(near, seed)
    labels = labels_of(len(near.ids), near.left, near.right, near.strength, scale=rule("scale"), seed=seed)
    enough = np.bincount(labels[said], minlength=1) >= rule("said_to_supply")
    cores = [
        part for number in np.flatnonzero(enough) for part in _kept_together(drawn, np.flatnonzero((labels == number) & said))
    ]
    found = [_group(near, said, chances) for chances in _chances(drawn, cores)]
    kept = _one_group_each([group for group in found if group is not None])
    return tuple(sorted(kept, key=lambda group: (-len(group.members), min(group.members))))


def chances_in(
    network: Network, suppliers: Collection[str], groups: Sequence[FoundGroup], *, seed: int = 0
) -> tuple[dict[str, float], ...]:
    """For each of ``groups`` the probability of each of its members, and of those at its edge, by the ties of ``network``
    instead (aged ones, say)."""
    near = corroborated(network, suppliers)
    cores = [np.array([near.place[one] for one in sorted(group.suppliers) if one in near.place], np.int64) for group in groups]
    chances = _chances(_drawn(near, seed), cores)
    return tuple(
        {who: float(chances[number, near.place[who]]) if who in near.place else 0.0 for who in (*group.members, *group.edge)}
        for number, group in enumerate(groups)
    )


def _said(network: Network, suppliers: Collection[str]) -> NDArray[np.bool_]:
    chosen = frozenset(suppliers)
    return np.fromiter((one in chosen for one in network.ids), np.bool_, len(network.ids))


def _drawn(network: Network, seed: int) -> NDArray[np.int64]:
    """Shape (draws, nodes): the community of each node in each draw of the ties."""
    rng = np.random.default_rng(seed)
    drawn = np.empty((int(rule("draws")), len(network.ids)), np.int64)
    for draw in range(len(drawn)):
        there = rng.random(len(network.left)) < network.strength
        drawn[draw] = labels_of(
            len(network.ids),
            network.left[there],
            network.right[there],
            network.strength[there],
            scale=rule("scale"),
            seed=seed + draw + 1,
        )
    return drawn


def _kept_together(drawn: NDArray[np.int64], suppliers: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Suppliers of one community, parted into those that are together in most draws; parts with enough of them."""
    own = drawn[:, suppliers]
    together = sum((labels[:, None] == labels[None, :] for labels in own), np.zeros((len(suppliers),) * 2, np.int64))
    _, parts = csgraph.connected_components(csr_array(together >= rule("likely") * len(drawn)), directed=False)
    enough = np.flatnonzero(np.bincount(parts) >= rule("said_to_supply"))
    return [suppliers[parts == part] for part in enough]


def _chances(drawn: NDArray[np.int64], cores: list[NDArray[np.int64]]) -> NDArray[np.float64]:
    """Shape (groups, nodes): in what share of the draws each node is in the community that holds most of the group's suppliers."""
    together = np.zeros((len(cores), drawn.shape[1]))
    for labels in drawn:
        for number, core in enumerate(cores):
            held = np.bincount(labels[core], minlength=1)
            if held.max() >= _LEAST_TOGETHER:
                together[number] += labels == held.argmax()
    return together / len(drawn)


def _group(network: Network, said: NDArray[np.bool_], chances: NDArray[np.float64]) -> FoundGroup | None:
    """The group of these chances; ``None`` where too few who are said to supply are left among its members."""
    adjacency = network.adjacency()
    adjacency.data = np.ones_like(adjacency.data)
    members = chances >= rule("likely")
    while True:
        tied = adjacency @ members.astype(np.float64)
        kept = members & (tied >= rule("ties_of_member"))
        if (kept == members).all():
            break
        members = kept
    if (members & said).sum() < rule("said_to_supply"):
        return None
    edge = ~members & (chances >= rule("possible")) & (tied > 0)
    inner = network.subnetwork(np.flatnonzero(members))
    numbers = core_numbers(inner)
    names = np.array(network.ids, dtype=object)
    return FoundGroup(
        members=dict(zip(names[members].tolist(), chances[members].tolist(), strict=True)),
        edge=dict(zip(names[edge].tolist(), chances[edge].tolist(), strict=True)),
        core=frozenset(one for one, number in zip(inner.ids, numbers.tolist(), strict=True) if number == numbers.max()),
        suppliers=frozenset(names[members & said].tolist()),
    )


def _one_group_each(groups: list[FoundGroup]) -> list[FoundGroup]:
    """Nobody is a member of two: whoever could be stays where that is likelier (then in the larger group, then in the first by id), and is
    at the other's edge. Two groups that are the same people in most draws are one.
    """
    order = sorted(groups, key=lambda group: (-len(group.members), min(group.members)))
    kept: list[FoundGroup] = []
    for group in order:
        if any(len(group.members.keys() & other.members.keys()) * 2 > len(group.members) for other in kept):
            continue
        kept.append(group)
    best: dict[str, tuple[float, int]] = {}
    for number, group in enumerate(kept):
        for who, chance in group.members.items():
            best[who] = max(best.get(who, (0.0, 0)), (chance, -number))
    resolved = []
    for number, group in enumerate(kept):
        own = {who: chance for who, chance in group.members.items() if -best[who][1] == number}
        lost = {who: chance for who, chance in group.members.items() if who not in own}
        if len(group.suppliers & own.keys()) >= rule("said_to_supply"):
            resolved.append(FoundGroup(own, {**group.edge, **lost}, group.core & own.keys(), group.suppliers & own.keys()))
    return resolved
