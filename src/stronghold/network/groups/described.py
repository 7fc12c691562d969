"""A group with all that is known of its people: found by the evidence that is given, each number from the same evidence."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from stronghold.network.groups.evidence import SupplyEvidence, supply_evidence
from stronghold.network.groups.finding import FoundGroup, chances_in, find_groups
from stronghold.network.reading import Asked, associations, network_of

__all__ = ["Group", "Member", "describe_groups"]

Span = tuple[datetime | None, datetime | None]


@dataclass(frozen=True)
class Member:
    """Someone in a group or at its edge. ``probability`` that they belong, at any time that the records tell of; ``today``: by evidence aged
    up to the latest record. ``used``: a record says that others use them. Dates: of the records that tie them to other members."""

    entity_id: str
    probability: float
    today: float
    core: bool
    said_to_supply: bool
    used: bool
    first_seen: datetime | None
    last_seen: datetime | None


@dataclass(frozen=True)
class Group:
    """Its ``members``, and who may be one (``edge``); both by id."""

    members: tuple[Member, ...]
    edge: tuple[Member, ...]

    @property
    def first_seen(self) -> datetime | None:
        return min((member.first_seen for member in self.members if member.first_seen), default=None)

    @property
    def last_seen(self) -> datetime | None:
        return max((member.last_seen for member in self.members if member.last_seen), default=None)


def describe_groups(
    con: duckdb.DuckDBPyConnection,
    near: Collection[str],
    *,
    supply: SupplyEvidence | None = None,
    class_ids: Collection[int] | None = None,
) -> tuple[Group, ...]:
    """The groups among the people ``near``, by records of these visibility classes (of all where not given), the largest first."""
    supply = supply or supply_evidence(con, near, class_ids)
    groups = find_groups(network_of(con, people=near, class_ids=class_ids, aged=False), supply.suppliers)
    people = sorted({who for group in groups for who in (*group.members, *group.edge)})
    today = chances_in(network_of(con, people=people, class_ids=class_ids), supply.suppliers, groups)
    spans = _spans(con, groups, people, class_ids)
    return tuple(
        _group(group, chances, spans[number], supply) for number, (group, chances) in enumerate(zip(groups, today, strict=True))
    )


def _group(group: FoundGroup, today: Mapping[str, float], spans: Mapping[str, Span], supply: SupplyEvidence) -> Group:
    def member(who: str, chance: float) -> Member:
        first, last = spans.get(who, (None, None))
        said = who in supply.supplies
        return Member(who, round(chance, 6), round(today[who], 6), who in group.core, said, who in supply.used, first, last)

    members, edge = (
        tuple(member(who, chance) for who, chance in sorted(people.items())) for people in (group.members, group.edge)
    )
    return Group(members, edge)


def _spans(
    con: duckdb.DuckDBPyConnection, groups: Sequence[FoundGroup], people: Sequence[str], class_ids: Collection[int] | None
) -> list[dict[str, Span]]:
    """For each group, by person: from when to when records have them tied to its members."""
    dates: list[dict[str, list[datetime]]] = [{} for _ in groups]
    of: dict[str, list[int]] = {}
    for number, group in enumerate(groups):
        for who in (*group.members, *group.edge):
            of.setdefault(who, []).append(number)
    for tie in associations(con, Asked(people, class_ids=class_ids, aged=False)):
        for number in set(of[tie.person_l]) & set(of[tie.person_r]) if tie.counted else ():
            for who, other in ((tie.person_l, tie.person_r), (tie.person_r, tie.person_l)):
                if other in groups[number].members:
                    seen = [moment for moment in (tie.first_seen, tie.last_seen) if moment is not None]
                    dates[number].setdefault(who, []).extend(seen)
    return [{who: (min(seen, default=None), max(seen, default=None)) for who, seen in each.items()} for each in dates]
