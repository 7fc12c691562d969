"""Why each person is in a group: what records say of their part in supply, and each tie to another member with its records."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise

import duckdb

from stronghold.network.decomposition import records_between
from stronghold.network.groups.described import Group
from stronghold.network.groups.evidence import supply_evidence
from stronghold.network.reading import Asked, Association, associations

__all__ = ["MemberEvidence", "TieTo", "evidence_of", "records_behind"]


@dataclass(frozen=True)
class TieTo:
    """One way in which a member is tied to another (``entity_id``), ``via`` things or directly, with the keys of its records."""

    entity_id: str
    layer: str
    via: tuple[str, ...]
    strength: float
    records: tuple[str, ...]


@dataclass(frozen=True)
class MemberEvidence:
    """Why someone is in the group. ``said``: reasons in sentences, each with the keys of its records."""

    entity_id: str
    said: tuple[tuple[str, tuple[str, ...]], ...]
    ties: tuple[TieTo, ...]


def evidence_of(con: duckdb.DuckDBPyConnection, group: Group, class_ids: Collection[int]) -> tuple[MemberEvidence, ...]:
    """The evidence for each member and each person at the edge, by visible records; by id."""
    members = {member.entity_id for member in group.members}
    people = sorted(members | {member.entity_id for member in group.edge})
    supply = supply_evidence(con, people, class_ids)
    ways = [way for way in associations(con, Asked(people, class_ids=class_ids, aged=False)) if way.counted and way.strength > 0]
    records = records_between(con, {*people, *(thing for way in ways for thing in way.via)}, class_ids)
    said = {who: (*supply.supplies.get(who, ()), *supply.used.get(who, ())) for who in people}
    numbers = sorted({number for each in said.values() for one in each for number in one.records})
    keys = dict(
        con.execute(
            "SELECT record_id, record_key FROM record WHERE record_id IN (SELECT unnest($numbers::BIGINT[]))",
            {"numbers": numbers},
        ).fetchall()
    )
    ties: dict[str, list[TieTo]] = {who: [] for who in people}
    for way in ways:
        behind = records_behind(way, records)
        for who, other in ((way.person_l, way.person_r), (way.person_r, way.person_l)):
            if other in members:
                ties[who].append(TieTo(other, way.layer, way.via, round(way.strength, 6), behind))
    return tuple(
        MemberEvidence(
            who,
            tuple((one.sentence, tuple(keys[number] for number in one.records if number in keys)) for one in said[who]),
            tuple(sorted(ties[who], key=lambda tie: (-tie.strength, tie.entity_id, tie.layer, tie.via))),
        )
        for who in people
    )


def records_behind(way: Association, records: Mapping[tuple[str, str], Mapping[str, tuple[str, ...]]]) -> tuple[str, ...]:
    """The keys of the records of the tie, or of every step of the way, of those that :func:`.records_between` gives."""
    stops = [way.person_l, *way.via, way.person_r]
    steps = [(min(one, other), max(one, other)) for one, other in pairwise(stops)]
    return tuple(
        dict.fromkeys(
            key
            for step in steps
            for layer, keys in records.get(step, {}).items()
            if way.via or layer == way.layer
            for key in keys
        )
    )
