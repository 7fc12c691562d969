"""Groups as an account may see them for a purpose: recomputed from visible records, or withheld whole.

A group's label says where it is active, never who is in it. Where everything of the picture is visible, and nothing was withdrawn since,
what the build found is shown; else it is found again from what is visible (``network.groups.visible``).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import duckdb

from stronghold.governance.labels import named
from stronghold.governance.neighbourhood import Choice, EdgeView, Neighbourhood, NodeView
from stronghold.governance.overlay import LaidOver
from stronghold.governance.times import in_utc
from stronghold.network.graph import Network
from stronghold.network.groups.described import Group, Member
from stronghold.network.groups.surroundings import Line, Place, Surroundings, surroundings_of
from stronghold.network.groups.visible import groups_visible
from stronghold.network.reading import Asked, associations, network_of
from stronghold.picture.snapshot import Snapshot

__all__ = [
    "GroupSummary",
    "GroupView",
    "HistoryEntry",
    "LinkedGroup",
    "MemberView",
    "Shown",
    "group_view",
    "network_view",
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
    """A member with what they are called. ``child``: known only to protect."""

    label: str
    child: bool


@dataclass(frozen=True)
class GroupSummary:
    """A group in a list. ``changes``: what became of it in the latest snapshot."""

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


@dataclass(frozen=True)
class LinkedGroup:
    """Another group and the ties between the two."""

    group: GroupSummary
    pairs: int
    records: int
    strength: float


@dataclass(frozen=True)
class GroupView:
    """A group with its people (the likeliest first), lines, places (most records first), linked groups and history (latest first)."""

    summary: GroupSummary
    people: tuple[MemberView, ...]
    edge: tuple[MemberView, ...]
    lines: tuple[Line, ...]
    places: tuple[Place, ...]
    links: tuple[LinkedGroup, ...]
    history: tuple[HistoryEntry, ...]


@dataclass(frozen=True)
class Shown:
    """The groups that one reader may see, by id in the order of their size, with what is around them."""

    groups: Mapping[str, Group]
    around: Surroundings
    summaries: Mapping[str, GroupSummary]


_cache: OrderedDict[tuple[Any, ...], Shown] = OrderedDict()


def shown_groups(con: duckdb.DuckDBPyConnection, snapshot: Snapshot, class_ids: Collection[int], laid: LaidOver) -> Shown:
    """The groups to be shown by these visibility classes; none in a picture made by a version without groups.

    Kept for the next reader of the same picture and classes, with nothing more withdrawn since.
    """
    key = (snapshot.id, str(snapshot.path), tuple(sorted(class_ids)), laid)
    if key in _cache:
        _cache.move_to_end(key)
        return _cache[key]
    if not con.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'group_edge'").fetchall():
        return Shown({}, Surroundings((), (), ()), {})
    every = {each.class_id for each in snapshot.classes()} <= set(class_ids) and not laid
    found = _stored(con) if every else groups_visible(con, class_ids)
    groups = dict(sorted(found.items(), key=lambda each: (-len(each[1].members), each[0])))
    around = surroundings_of(con, {name: [m.entity_id for m in group.members] for name, group in groups.items()}, class_ids)
    shown = Shown(groups, around, {name: _summary(con, name, group, around) for name, group in groups.items()})
    _cache[key] = shown
    while len(_cache) > _KEPT:
        _cache.popitem(last=False)
    return shown


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


def _summary(con: duckdb.DuckDBPyConnection, name: str, group: Group, around: Surroundings) -> GroupSummary:
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
        people=_members(con, group.members),
        edge=_members(con, group.edge),
        lines=tuple(line for line in shown.around.lines if line.group_id == name),
        places=tuple(place for place in shown.around.places if place.group_id == name),
        links=tuple(LinkedGroup(shown.summaries[other], link.pairs, link.records, link.strength) for other, link in links),
        history=tuple(
            HistoryEntry(when, _HISTORY[what], other if other in shown.groups else None) for when, what, other in events
        ),
    )


def _members(con: duckdb.DuckDBPyConnection, members: Collection[Member]) -> tuple[MemberView, ...]:
    names = named(con, [member.entity_id for member in members])
    views = [
        MemberView(
            label=names[member.entity_id].label,
            child=names[member.entity_id].child,
            **{**vars(member), "first_seen": in_utc(member.first_seen), "last_seen": in_utc(member.last_seen)},
        )
        for member in members
        if member.entity_id in names
    ]
    return tuple(sorted(views, key=lambda view: (-view.probability, view.entity_id)))


def graph_of(con: duckdb.DuckDBPyConnection, group: Group, class_ids: Collection[int]) -> Network:
    """The members' counted ties by visible records, not aged."""
    return network_of(con, people=[member.entity_id for member in group.members], class_ids=class_ids, aged=False)


def network_view(
    con: duckdb.DuckDBPyConnection,
    shown: Shown,
    name: str,
    class_ids: Collection[int],
    *,
    since: date | None = None,
    until: date | None = None,
    layers: Collection[str] | None = None,
    least: float = 0.0,
) -> Neighbourhood | None:
    """The group's members and the ties among them, to be drawn; ``None`` where it is not shown.

    By records from ``since`` to ``until``, both days included (UTC), in these ``layers``; ties of at least ``least`` strength. ``focus`` is the
    group's id; the members are its nodes, the likeliest first, at distance 1 in the core and 2 outside it.
    """
    group = shown.groups.get(name)
    if group is None:
        return None
    people = [member.entity_id for member in group.members]
    start, end = (datetime(day.year, day.month, day.day) if day else None for day in (since, until))  # noqa: DTZ001 - UTC without a zone
    asked = Asked(people, None, start, end + timedelta(days=1) if end else None, class_ids, aged=False)
    ways = [way for way in associations(con, asked) if way.counted and way.strength > 0]
    edges = _edges([way for way in ways if layers is None or way.layer in layers], least)
    names = named(con, people)
    order = sorted(group.members, key=lambda member: (-member.probability, member.entity_id))
    nodes = [
        NodeView(who, "person", names[who].label, 1 if member.core else 2, names[who].records, names[who].child)
        for member in order
        if (who := member.entity_id) in names
    ]
    pairs = {(way.person_l, way.person_r, way.layer) for way in ways}
    there = {layer: sum(other == layer for _, _, other in pairs) for _, _, layer in pairs}
    return Neighbourhood(
        focus=name,
        redirected_from=None,
        nodes=tuple(nodes),
        edges=edges,
        left_out_nodes=0,
        left_out_edges=0,
        layers=tuple(Choice(layer, number) for layer, number in sorted(there.items())),
        kinds=(Choice("person", len(nodes)),),
        agencies=(),
    )


def _edges(ways: Collection[Any], least: float) -> tuple[EdgeView, ...]:
    by_pair: dict[tuple[str, str], list[Any]] = {}
    for way in ways:
        by_pair.setdefault((way.person_l, way.person_r), []).append(way)
    edges = []
    for (left, right), own in by_pair.items():
        doubt = 1.0
        for way in own:
            doubt *= 1 - way.strength
        seen = [moment for way in own for moment in (way.first_seen, way.last_seen) if moment]
        layers = tuple(sorted({way.layer for way in own}))
        first, last = in_utc(min(seen, default=None)), in_utc(max(seen, default=None))
        edges.append(
            EdgeView(
                left, right, layers, round(1 - doubt, 6), sum(w.records for w in own), max(w.agencies for w in own), first, last
            )
        )
    kept = [edge for edge in edges if edge.strength >= least]
    return tuple(sorted(kept, key=lambda edge: (-edge.strength, -edge.records, edge.entity_l, edge.entity_r)))
