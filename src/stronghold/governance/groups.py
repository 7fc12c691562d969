"""Groups as an account may see them for a purpose: recomputed from visible records, or withheld whole.

A group's label says where it is active, never who is in it. Where everything of the picture is visible, and nothing was withdrawn since,
what the build found is shown; else it is found again from what is visible (``network.groups.visible``). What people declared of groups
goes before what was found.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import duckdb

from stronghold.governance.declared_groups import Declarations
from stronghold.governance.labels import named
from stronghold.governance.overlay import LaidOver
from stronghold.governance.times import in_utc
from stronghold.network.groups.declared import Declared, apply_declared, places_of_declared
from stronghold.network.groups.described import Group, Member
from stronghold.network.groups.surroundings import Line, Place, Surroundings, surroundings_of
from stronghold.network.groups.visible import groups_visible
from stronghold.picture.snapshot import Snapshot

__all__ = [
    "GroupSummary",
    "GroupView",
    "HistoryEntry",
    "LineView",
    "LinkedGroup",
    "MemberView",
    "Shown",
    "group_view",
    "shown_groups",
]

_KEPT = 16
_HISTORY = {
    "born": "found for the first time",
    "returned": "found again",
    "kept": "its members changed",
    "merged": "became part of another group",
    "split": "set apart from another group",
    "died": "no longer found",
}


@dataclass(frozen=True)
class HistoryEntry:
    """What became of the group in the snapshot of that id, in words; ``other`` group where that may be seen."""

    snapshot: str
    what: str
    other: str | None


@dataclass(frozen=True)
class MemberView(Member):
    """A member with what they are called. ``child``: known only to protect. ``declared``: a person says that they belong."""

    label: str
    child: bool
    declared: bool


@dataclass(frozen=True)
class GroupSummary:
    """A group in a list. ``changes``: what became of it in the latest snapshot. ``declared``: the numbers of the declared groups that have
    the last word on who is in it."""

    group_id: str
    label: str
    members: int
    core: int
    suppliers: int
    edge: int
    first_seen: datetime | None
    last_seen: datetime | None
    areas: tuple[str, ...]
    lines: int
    changes: tuple[str, ...]
    declared: tuple[int, ...] = ()


@dataclass(frozen=True)
class LinkedGroup:
    """Another group and the ties between the two."""

    group: GroupSummary
    pairs: int
    records: int
    strength: float


@dataclass(frozen=True)
class LineView(Line):
    """A line with the number as it is written."""

    label: str


@dataclass(frozen=True)
class GroupView:
    """A group with its people (the likeliest first), lines, places (most records first), linked groups and history (latest first)."""

    summary: GroupSummary
    people: tuple[MemberView, ...]
    edge: tuple[MemberView, ...]
    lines: tuple[LineView, ...]
    places: tuple[Place, ...]
    links: tuple[LinkedGroup, ...]
    history: tuple[HistoryEntry, ...]


@dataclass(frozen=True)
class Shown:
    """The groups that one reader may see, by id in the order of their size, with what is around them.

    ``found``: the groups before anything declared was applied; ``declared``: what was, by the id of the group.
    """

    groups: Mapping[str, Group]
    around: Surroundings
    summaries: Mapping[str, GroupSummary]
    found: Mapping[str, Group]
    declared: Mapping[str, tuple[Declared, ...]]


_NOTHING_DECLARED = Declarations()
_cache: OrderedDict[tuple[Any, ...], Shown] = OrderedDict()


def shown_groups(
    con: duckdb.DuckDBPyConnection,
    snapshot: Snapshot,
    class_ids: Collection[int],
    laid: LaidOver,
    declared: Declarations = _NOTHING_DECLARED,
) -> Shown:
    """The groups to be shown by these visibility classes; none in a picture made by a version without groups.

    Kept for the next reader of the same picture and classes, with nothing more withdrawn or declared since.
    """
    names = tuple((each.group.number, each.group.name) for each in declared.shown)
    key = (snapshot.id, str(snapshot.path), tuple(sorted(class_ids)), laid, declared.applied, names)
    if key in _cache:
        _cache.move_to_end(key)
        return _cache[key]
    if not con.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'group_edge'").fetchall():
        return Shown({}, Surroundings((), (), ()), {}, {}, {})
    every = {each.class_id for each in snapshot.classes()} <= set(class_ids) and not laid
    found = _stored(con) if every else groups_visible(con, class_ids)
    groups = dict(sorted(apply_declared(found, declared.applied).items(), key=lambda each: (-len(each[1].members), each[0])))
    around = surroundings_of(con, {name: [m.entity_id for m in group.members] for name, group in groups.items()}, class_ids)
    said = _said(found, groups, declared.applied)
    summaries = {name: _summary(con, name, group, around, said.get(name, ())) for name, group in groups.items()}
    for each in declared.shown:
        if (name := f"D-{each.group.number}") in summaries:
            summaries[name] = replace(summaries[name], label=each.group.name)
    shown = Shown(groups, around, summaries, found, said)
    _cache[key] = shown
    while len(_cache) > _KEPT:
        _cache.popitem(last=False)
    return shown


def _said(
    found: Mapping[str, Group], groups: Mapping[str, Group], declared: Collection[Declared]
) -> dict[str, tuple[Declared, ...]]:
    """What was declared, by the id of the group that it now is."""
    ids = places_of_declared(found, declared)
    said: dict[str, tuple[Declared, ...]] = {}
    for one in declared:
        if ids[one.name] in groups:
            said[ids[one.name]] = (*said.get(ids[one.name], ()), one)
    return said


def _stored(con: duckdb.DuckDBPyConnection) -> dict[str, Group]:
    people: dict[str, dict[str, list[Member]]] = {}
    rows = con.execute(
        """SELECT group_id, entity_id, probability, today, core, said_to_supply, used, first_seen, last_seen FROM group_member
        UNION ALL SELECT group_id, entity_id, probability, today, NULL, said_to_supply, used, first_seen, last_seen FROM group_edge
        ORDER BY ALL"""
    ).fetchall()
    for name, who, probability, today, core, *rest in rows:
        table = "group_edge" if core is None else "group_member"
        people.setdefault(name, {}).setdefault(table, []).append(Member(who, probability, today, bool(core), *rest))
    return {name: Group(tuple(each["group_member"]), tuple(each.get("group_edge", ()))) for name, each in people.items()}


def _summary(
    con: duckdb.DuckDBPyConnection, name: str, group: Group, around: Surroundings, said: Collection[Declared]
) -> GroupSummary:
    areas = tuple(
        dict.fromkeys(area for place in around.places if place.group_id == name and (area := place.area_name or place.district))
    )
    latest = con.execute(
        "SELECT what FROM group_history WHERE group_id = $name AND snapshot = (SELECT max(snapshot) FROM group_history)",
        {"name": name},
    ).fetchall()
    return GroupSummary(
        group_id=name,
        label=f"Group active around {areas[0]}" if areas else f"Group {name}",
        members=len(group.members),
        core=sum(member.core for member in group.members),
        suppliers=sum(member.said_to_supply for member in group.members),
        edge=len(group.edge),
        first_seen=in_utc(group.first_seen),
        last_seen=in_utc(group.last_seen),
        areas=areas,
        lines=sum(line.group_id == name for line in around.lines),
        changes=tuple(_HISTORY[what] for (what,) in latest),
        declared=tuple(int(one.name.removeprefix("D-")) for one in said),
    )


def group_view(con: duckdb.DuckDBPyConnection, shown: Shown, name: str) -> GroupView | None:
    """The group of that id; ``None`` where it is not shown. ``con`` has the table ``visible``."""
    group = shown.groups.get(name)
    if group is None:
        return None
    links = (
        (link.group_r if link.group_l == name else link.group_l, link)
        for link in shown.around.links
        if name in (link.group_l, link.group_r)
    )
    events = con.execute(
        "SELECT snapshot, what, other_id FROM group_history WHERE group_id = $name ORDER BY snapshot DESC", {"name": name}
    ).fetchall()
    return GroupView(
        summary=shown.summaries[name],
        people=_members(con, group.members, shown.declared.get(name, ())),
        edge=_members(con, group.edge, ()),
        lines=_lines(con, [line for line in shown.around.lines if line.group_id == name]),
        places=tuple(place for place in shown.around.places if place.group_id == name),
        links=tuple(LinkedGroup(shown.summaries[other], link.pairs, link.records, link.strength) for other, link in links),
        history=tuple(
            HistoryEntry(when, _HISTORY[what], other if other in shown.groups else None) for when, what, other in events
        ),
    )


def _lines(con: duckdb.DuckDBPyConnection, lines: Collection[Line]) -> tuple[LineView, ...]:
    names = named(con, [line.entity_id for line in lines])
    return tuple(LineView(**vars(line), label=names[line.entity_id].label) for line in lines if line.entity_id in names)


def _members(con: duckdb.DuckDBPyConnection, members: Collection[Member], said: Collection[Declared]) -> tuple[MemberView, ...]:
    names = named(con, [member.entity_id for member in members])
    views = [
        MemberView(
            label=names[member.entity_id].label,
            child=names[member.entity_id].child,
            declared=any(member.entity_id in one.members for one in said),
            **{**vars(member), "first_seen": in_utc(member.first_seen), "last_seen": in_utc(member.last_seen)},
        )
        for member in members
        if member.entity_id in names
    ]
    return tuple(sorted(views, key=lambda view: (-view.probability, view.entity_id)))
