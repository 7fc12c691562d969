"""What a group can do next: who could take the places of those who were taken out, and how much of it would hold together again.

By the rule that the simulations of Duijn, Kashirin and Sloot (The relative ineffectiveness of criminal network disruption, Scientific
Reports 4, 2014) found the likeliest in practice: a group looks near by, among people whom those left behind already know, for somebody
who can do the same. Here: within two steps of the one taken out; first who has a part in supply that the other had, then who is tied to
more of the same people, then the stronger ties. It is what *could* be, from the ties that are known: a reason to look at these people
next, above all to protect those among them who are used, and no forecast.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from stronghold.network.disruption.aftermath import Aftermath, without
from stronghold.network.graph import Network

__all__ = ["Replaced", "Replacement", "Successor", "replaced"]

_NAMED = 3


@dataclass(frozen=True)
class Successor:
    """Somebody who could take a place: ``shared`` people both are tied to; ``parts``: those in supply that both have."""

    person: str
    shared: int
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Replacement:
    """One place: who was taken ``out``, who could take it (``successors``, the likeliest first, three at most; none: nobody near by), and
    the people that the first of them would be tied to anew."""

    out: str
    successors: tuple[Successor, ...]
    tied_anew: tuple[str, ...]


@dataclass(frozen=True)
class Replaced:
    """A network whose every empty place was taken by its likeliest successor."""

    replacements: tuple[Replacement, ...]
    network: Network
    after: Aftermath


def replaced(network: Network, out: Collection[str], *, parts: Mapping[str, Collection[str]] | None = None) -> Replaced:
    """``network`` after the people ``out`` were taken out and replaced, one after the other in the order of their ids.

    ``parts``: the parts in supply that each person is said to have. A new tie is as strong as the one that it stands for. ``KeyError``
    where somebody of ``out`` is not in the network.
    """
    gone = sorted(set(out))
    known = {name: frozenset(names) for name, names in (parts or {}).items()}
    ties = _ties(network)
    left = network.without(gone)
    now = _ties(left)
    places = []
    for name in gone:
        orphans = {other: strength for other, strength in ties[name].items() if other in now}
        successors = _successors(name, ties, set(now), known)
        anew: tuple[str, ...] = ()
        if successors:
            first = successors[0].person
            anew = tuple(sorted(other for other in orphans if other != first and other not in now[first]))
            for other in anew:
                now[first][other] = now[other][first] = orphans[other]
        places.append(Replacement(name, successors, anew))
    again = Network.of(
        ((one, other, strength) for one, others in now.items() for other, strength in others.items()), nodes=left.ids
    )
    return Replaced(tuple(places), again, without(again, ()))


def _ties(network: Network) -> dict[str, dict[str, float]]:
    ties: dict[str, dict[str, float]] = {name: {} for name in network.ids}
    for left, right, strength in zip(network.left.tolist(), network.right.tolist(), network.strength.tolist(), strict=True):
        ties[network.ids[left]][network.ids[right]] = strength
        ties[network.ids[right]][network.ids[left]] = strength
    return ties


def _successors(
    name: str, ties: Mapping[str, Mapping[str, float]], there: Collection[str], parts: Mapping[str, frozenset[str]]
) -> tuple[Successor, ...]:
    near = ties[name]
    two_steps = {other for one in near for other in ties[one]} | set(near)
    found = []
    for person in sorted(two_steps & set(there)):
        shared = [one for one in ties[person] if one in near]
        common = tuple(sorted(parts.get(name, frozenset()) & parts.get(person, frozenset())))
        weight = sum(ties[person][one] * near[one] for one in shared)
        found.append((-len(common), -len(shared), -weight, person, Successor(person, len(shared), common)))
    return tuple(each[-1] for each in sorted(found, key=lambda each: each[:4])[:_NAMED])
