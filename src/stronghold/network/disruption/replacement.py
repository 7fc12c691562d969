"""What a group can do next: who could take the places of those who were taken out, and how much of it would hold together again.

After the simulations of Duijn, Kashirin and Sloot (The relative ineffectiveness of criminal network disruption, Scientific Reports 4,
2014), in which a network fills an empty place from among those near by. Here: people whom those left behind already know; first who has
a part in supply that the other had, then who is tied to more of the people left, then the stronger ties. It is what *could* be, from the
ties that are known, and no forecast. Whoever could be put into a place that a plan empties is in danger of it: those who are to be
protected, or whom nobody has checked, are marked, and are to be protected first.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass, replace

from stronghold.network.disruption.aftermath import Aftermath, without
from stronghold.network.graph import Network

__all__ = ["Replaced", "Replacement", "Successor", "replaced"]

_NAMED = 3


@dataclass(frozen=True)
class Successor:
    """Somebody who could take a place: ``shared`` people left whom both are tied to; ``parts``: those in supply that both have;
    whether they are to be ``protected``, and whether nobody has checked that yet (``unchecked``)."""

    person: str
    shared: int
    parts: tuple[str, ...]
    protected: bool = False
    unchecked: bool = False

    @property
    def protect_first(self) -> bool:
        """Whether something has to be done for them before a place is emptied that they could be put into."""
        return self.protected or self.unchecked


@dataclass(frozen=True)
class Replacement:
    """One place: who was taken ``out``, who could take it (``successors``, the likeliest first, three at most; none: nobody near by), and
    the people that the first of them would be tied to anew. ``near_by``: ids of all who could take it, the likeliest first."""

    out: str
    successors: tuple[Successor, ...]
    tied_anew: tuple[str, ...]
    near_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Replaced:
    """A network whose every empty place was taken by its likeliest successor."""

    replacements: tuple[Replacement, ...]
    network: Network
    after: Aftermath


def replaced(
    network: Network,
    out: Collection[str],
    *,
    parts: Mapping[str, Collection[str]] | None = None,
    protected: Collection[str] = (),
    unchecked: Collection[str] = (),
) -> Replaced:
    """``network`` after the people ``out`` were taken out and replaced, one after the other in the order of their ids.

    ``parts``: the parts in supply that each person is said to have. ``protected`` and ``unchecked`` people may be successors like others,
    as a group asks nobody's leave, and are marked. A new tie is as strong as the one that it stands for. ``KeyError`` where somebody of
    ``out`` is not in the network.
    """
    gone = sorted(set(out))
    known = {name: frozenset(names) for name, names in (parts or {}).items()}
    marks = frozenset(protected), frozenset(unchecked)
    ties = _ties(network)
    left = network.without(gone)
    now = _ties(left)
    places = []
    for name in gone:
        orphans = {other: strength for other, strength in ties[name].items() if other in now}
        near_by = _successors(name, ties, orphans, now.keys(), known)
        successors = tuple(
            replace(one, protected=one.person in marks[0], unchecked=one.person in marks[1]) for one in near_by[:_NAMED]
        )
        anew: tuple[str, ...] = ()
        if successors:
            first = successors[0].person
            anew = tuple(sorted(other for other in orphans if other != first and other not in now[first]))
            for other in anew:
                now[first][other] = now[other][first] = orphans[other]
        places.append(Replacement(name, successors, anew, tuple(one.person for one in near_by)))
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
    name: str,
    ties: Mapping[str, Mapping[str, float]],
    left: Mapping[str, float],
    there: Set[str],
    parts: Mapping[str, frozenset[str]],
) -> tuple[Successor, ...]:
    """Who could take the place of ``name``, whose neighbours still ``there`` are ``left`` with their strengths; the likeliest first."""
    near_by = set(left) | {other for one in left for other in ties[one]}
    found = []
    for person in sorted(near_by & there):
        shared = [one for one in ties[person] if one in left]
        common = tuple(sorted(parts.get(name, frozenset()) & parts.get(person, frozenset())))
        weight = sum(ties[person][one] * left[one] for one in shared)
        found.append((-len(common), -len(shared), -weight, person, Successor(person, len(shared), common)))
    return tuple(each[-1] for each in sorted(found, key=lambda each: each[:4]))
