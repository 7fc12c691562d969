"""Groups that an analyst declares, beside those that were found: where the two differ, and the groups with the analyst's last word in them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from stronghold.network.groups.described import Group, Member

__all__ = ["Comparison", "Declared", "apply_declared", "compare_with_declared", "places_of_declared"]


@dataclass(frozen=True)
class Declared:
    """A group as an analyst has it: ``members`` are in it, ``never`` are not, whatever is found; ``found_id``: the found group that
    it is, if any."""

    name: str
    members: frozenset[str]
    never: frozenset[str] = frozenset()
    found_id: str | None = None


@dataclass(frozen=True)
class Comparison:
    """A declared group beside the found one that shares most members with it (``found_id``; ``None``: none shares any); one that only says who
    does not belong is held against the group that has most of those."""

    name: str
    found_id: str | None
    in_both: frozenset[str]
    only_declared: frozenset[str]
    only_found: frozenset[str]
    said_not: frozenset[str]


def compare_with_declared(found: Mapping[str, Group], declared: Iterable[Declared]) -> tuple[Comparison, ...]:
    """For each declared group, by name: who is in both, who only in one, and who is found in it though the analyst says that they are not."""
    compared = []
    for one in sorted(declared, key=_in_order):
        name = one.found_id if one.found_id in found else _nearest(found, one.members or one.never)
        members = _members(found[name]) if name else frozenset[str]()
        compared.append(
            Comparison(
                one.name,
                name,
                members & one.members,
                one.members - members,
                members - one.members - one.never,
                members & one.never,
            )
        )
    return tuple(compared)


def places_of_declared(found: Mapping[str, Group], declared: Iterable[Declared]) -> dict[str, str]:
    """By the name of each declared group, the id that it goes by: that of the found group that it is, or its own name.

    A found group is one declared group at most, so that two which are found as one stay two: the one that was declared as that group goes
    first, then the one that shares most members with it, then the earlier name. A declared group without members takes none from another.
    """
    wanted = list(declared)
    beside = {each.name: each for each in compare_with_declared(found, wanted)}
    places: dict[str, str] = {}
    for one in sorted(wanted, key=lambda each: (each.found_id not in found, -len(beside[each.name].in_both), *_in_order(each))):
        nearest = beside[one.name].found_id
        taken = bool(one.members) and nearest in places.values()
        places[one.name] = one.name if nearest is None or taken else nearest
    return places


def apply_declared(found: Mapping[str, Group], declared: Iterable[Declared]) -> dict[str, Group]:
    """The found groups by id, with what analysts declared in them, under the ids of :func:`places_of_declared`.

    Whoever is declared a member is one with certainty, and nowhere else; whoever is declared not to be is neither a member nor at the edge. What
    the evidence says of them (supply, dates) stays as found, in whatever group; of those who were not found there is none. ``ValueError``
    where somebody is declared a member of two groups, or a member and not.
    """
    wanted = sorted(declared, key=_in_order)
    placed: dict[str, str] = {}
    for one in wanted:
        for who in sorted(one.members):
            if who in placed or who in one.never:
                raise ValueError(
                    f"{who} is declared in {placed.get(who, one.name)} and {'not in it' if who in one.never else 'in ' + one.name}"
                )
            placed[who] = one.name
    groups = dict(found)
    places = places_of_declared(found, wanted)
    parts = (*(group.edge for group in found.values()), *(group.members for group in found.values()))
    everywhere = [replace(member, core=False) for part in parts for member in part]
    for one in wanted:
        name = places[one.name]
        group = groups.get(name, Group((), ()))
        known = {member.entity_id: member for member in (*everywhere, *group.edge, *group.members)}
        # Whoever is declared a member elsewhere has been taken there, or comes here by another that goes by the same id.
        apart = (one.never - placed.keys()) | one.members
        members = [member for member in group.members if member.entity_id not in apart]
        members += [replace(known.get(who, _unknown(who)), probability=1.0) for who in one.members]
        edge = [member for member in group.edge if member.entity_id not in apart]
        groups[name] = Group(_sorted(members), _sorted(edge))
        for other in groups.keys() - {name}:
            groups[other] = _without(groups[other], one.members)
    return {name: group for name, group in groups.items() if group.members}


def _members(group: Group) -> frozenset[str]:
    return frozenset(member.entity_id for member in group.members)


def _nearest(found: Mapping[str, Group], members: Collection[str]) -> str | None:
    shared = sorted((-len(_members(group) & set(members)), name) for name, group in found.items())
    return shared[0][1] if shared and shared[0][0] < 0 else None


def _in_order(one: Declared) -> tuple[int, str]:
    """Names that end in a number come in the order of the number."""
    return len(one.name), one.name


def _unknown(who: str) -> Member:
    return Member(who, 1.0, 1.0, False, False, False, None, None)


def _without(group: Group, who: Collection[str]) -> Group:
    return Group(*(tuple(member for member in part if member.entity_id not in who) for part in (group.members, group.edge)))


def _sorted(members: Iterable[Member]) -> tuple[Member, ...]:
    return tuple(sorted(members, key=lambda member: member.entity_id))
