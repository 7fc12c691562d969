"""Groups as networks: one group's members and their ties, or all groups as nodes with the ties between them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

import duckdb

from stronghold.governance.group_evidence import records_behind
from stronghold.governance.groups import Shown
from stronghold.governance.labels import named
from stronghold.governance.neighbourhood import MOST_NODES, Choice, EdgeView, Neighbourhood, NodeView
from stronghold.governance.times import in_utc
from stronghold.network.decomposition import records_between
from stronghold.network.graph import Network
from stronghold.network.groups.described import Group
from stronghold.network.reading import Asked, Association, associations, network_of

__all__ = ["BETWEEN_GROUPS", "graph_of", "groups_as_nodes", "network_view"]

BETWEEN_GROUPS = "ties between members"
"""The layer of the ties between groups."""


def graph_of(con: duckdb.DuckDBPyConnection, group: Group, class_ids: Collection[int]) -> Network:
    """The members' counted ties by visible records, not aged."""
    return network_of(con, people=[member.entity_id for member in group.members], class_ids=class_ids, aged=False)


def groups_as_nodes(shown: Shown) -> Neighbourhood:
    """Every group as a node, with as many ``records`` as it has members, and the ties between groups; ``focus``: the largest group."""
    nodes = tuple(
        NodeView(name, "group", f"{group.label.replace('Group active around', 'Around')} ({name})", 1, group.members, False)
        for name, group in shown.summaries.items()
    )
    edges = tuple(
        EdgeView(
            link.group_l,
            link.group_r,
            (BETWEEN_GROUPS,),
            link.strength,
            link.records,
            0,
            in_utc(link.first_seen),
            in_utc(link.last_seen),
        )
        for link in shown.around.links
    )
    return Neighbourhood(
        focus=nodes[0].entity_id if nodes else "",
        redirected_from=None,
        nodes=nodes[:MOST_NODES],
        edges=edges,
        left_out_nodes=max(0, len(nodes) - MOST_NODES),
        left_out_edges=0,
        layers=(Choice(BETWEEN_GROUPS, len(edges)),) if edges else (),
        kinds=(Choice("group", len(nodes)),),
        agencies=(),
    )


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
    before = end + timedelta(days=1) if end else None
    asked = Asked(people, None, start, before, class_ids, aged=False)
    ways = [way for way in associations(con, asked) if way.counted and way.strength > 0]
    things = {thing for way in ways for thing in way.via}
    records = records_between(con, {*people, *things}, class_ids, since=start, until=before)
    edges = _edges([way for way in ways if layers is None or way.layer in layers], records, least)
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


def _edges(
    ways: Collection[Association], records: Mapping[tuple[str, str], Mapping[str, tuple[str, ...]]], least: float
) -> tuple[EdgeView, ...]:
    """A tie for each pair; a record that is evidence of several of its ways is counted once, and so is its agency."""
    by_pair: dict[tuple[str, str], list[Association]] = {}
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
        keys = {key for way in own for key in records_behind(way, records)}
        agencies = {key.partition("/")[0] for key in keys}
        edges.append(EdgeView(left, right, layers, round(1 - doubt, 6), len(keys), len(agencies), first, last))
    kept = [edge for edge in edges if edge.strength >= least]
    return tuple(sorted(kept, key=lambda edge: (-edge.strength, -edge.records, edge.entity_l, edge.entity_r)))
