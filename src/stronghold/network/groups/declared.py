"""Groups that an analyst declares, beside those that were found: where the two differ, and the groups with the analyst's last word in them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from stronghold.network.groups.described import Group, Member

__all__ = ["Comparison", "Declared", "apply_declared", "compare_with_declared"]


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
    """A declared group beside the found one that shares most members with it (``found_id``; ``None``: none shares any)."""

    name: str
    found_id: str | None
    in_both: frozenset[str]
    only_declared: frozenset[str]
    only_found: frozenset[str]
    said_not: frozenset[str]


def compare_with_declared(found: Mapping[str, Group], declared: Iterable[Declared]) -> tuple[Comparison, ...]:
    """For each declared group, by name: who is in both, who only in one, and who is found in it though the analyst says that they are not."""
    compared = []
    for one in sorted(declared, key=lambda each: each.name):
        name = one.found_id if one.found_id in found else _nearest(found, one.members)
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


def apply_declared(found: Mapping[str, Group], declared: Iterable[Declared]) -> dict[str, Group]:
    """The found groups by id, with what analysts declared in them; a declared group that none was found for is under its own name.

    Whoever is declared a member is one with certainty, and nowhere else; whoever is declared not to be is neither a member nor at the edge. What
    the evidence says of them (supply, dates) stays as found; of those who were not found there is none. ``ValueError`` where somebody
    is declared a member of two groups, or a member and not.
    """
    wanted = sorted(declared, key=lambda each: each.name)
    placed: dict[str, str] = {}
    for one in wanted:
        for who in sorted(one.members):
            if who in placed or who in one.never:
                raise ValueError(
                    f"{who} is declared in {placed.get(who, one.name)} and {'not in it' if who in one.never else 'in ' + one.name}"
                )
            placed[who] = one.name
    groups = dict(found)
    for one, beside in zip(wanted, compare_with_declared(found, wanted), strict=True):
        name = beside.found_id or one.name
        group = groups.get(name, Group((), ()))
        known = {member.entity_id: member for member in (*group.edge, *group.members)}
        members = [member for member in group.members if member.entity_id not in one.never | one.members]
        members += [replace(known.get(who, _unknown(who)), probability=1.0) for who in one.members]
        edge = [member for member in group.edge if member.entity_id not in one.never | one.members]
        groups[name] = Group(_sorted(members), _sorted(edge))
        for other in groups.keys() - {name}:
            groups[other] = _without(groups[other], one.members)
    return {name: group for name, group in groups.items() if group.members}


def _members(group: Group) -> frozenset[str]:
    return frozenset(member.entity_id for member in group.members)


def _nearest(found: Mapping[str, Group], members: Collection[str]) -> str | None:
    shared = sorted((-len(_members(group) & set(members)), name) for name, group in found.items())
    return shared[0][1] if shared and shared[0][0] < 0 else None


def _unknown(who: str) -> Member:
    return Member(who, 1.0, 1.0, False, False, False, None, None)


def _without(group: Group, who: Collection[str]) -> Group:
    return Group(*(tuple(member for member in part if member.entity_id not in who) for part in (group.members, group.edge)))


def _sorted(members: Iterable[Member]) -> tuple[Member, ...]:
    return tuple(sorted(members, key=lambda member: member.entity_id))
