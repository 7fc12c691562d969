"""Ids of groups that last from picture to picture, and what became of each: born, merged, split, died.

As ``linking.identity`` does for entities: a group takes the id of the group of the picture before that it shares most members with, the
largest overlap first; each id goes to one group and each group takes one. One that takes none is born, its id from its first
member. Groups that had died are remembered with their last members: one that is found again has its id again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Event", "Named", "group_id", "name_groups"]

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 8


@dataclass(frozen=True)
class Event:
    """What happened to a group: ``what`` of 'born', 'returned', 'kept' (with other members), 'merged' (into ``other_id``), 'split' (off
    ``other_id``), 'died'."""

    group_id: str
    what: str
    other_id: str | None = None


@dataclass(frozen=True)
class Named:
    """An id for each group, in their order, and what became of the groups of before."""

    ids: tuple[str, ...]
    events: tuple[Event, ...]


def group_id(member: str, taken: Collection[str] = ()) -> str:
    """The id of a group born with this first member: ``G-`` and eight characters of Crockford base 32 of its SHA-256, the next ones
    where taken."""
    digest = hashlib.sha256(f"group of {member}".encode()).digest()
    while True:
        bits = int.from_bytes(digest, "big")
        text = "".join(_CROCKFORD[(bits >> shift) & 31] for shift in range(251, -1, -5))
        for start in range(len(text) - _LENGTH + 1):
            if (found := f"G-{text[start : start + _LENGTH]}") not in taken:
                return found
        digest = hashlib.sha256(digest).digest()


def name_groups(
    groups: Sequence[Collection[str]], living: Mapping[str, Collection[str]], dead: Mapping[str, Collection[str]] | None = None
) -> Named:
    """Ids for ``groups`` (their members), by those of the picture before: ``living`` and ``dead``, by id.

    A group that shares nobody with one of before is born; one that shares members with a living group whose id went to another is split off it.
    A living group whose id went to none is merged into the group that holds most of its members, or has died.
    """
    dead = dead or {}
    before = {**dead, **living}
    overlaps = sorted(
        (-len(shared), name in dead, name, min(members), number)
        for number, members in enumerate(groups)
        for name, theirs in before.items()
        if (shared := set(members) & set(theirs))
    )
    given: dict[int, str] = {}
    for _, _, name, _, number in overlaps:
        if number not in given and name not in given.values():
            given[number] = name
    taken = set(before)
    events: list[Event] = []
    for number, members in enumerate(groups):
        if number in given:
            name = given[number]
            if name in dead:
                events.append(Event(name, "returned"))
            elif set(members) != set(living[name]):
                events.append(Event(name, "kept"))
            continue
        given[number] = group_id(min(members), taken)
        taken.add(given[number])
        parent = next((name for _, _, name, _, at in overlaps if at == number and name in living), None)
        events.append(Event(given[number], "split" if parent else "born", parent))
    for name in sorted(living.keys() - set(given.values())):
        heir = next((given[number] for _, _, theirs, _, number in overlaps if theirs == name), None)
        events.append(Event(name, "merged" if heir else "died", heir))
    return Named(tuple(given[number] for number in range(len(groups))), tuple(sorted(events, key=lambda event: event.group_id)))
