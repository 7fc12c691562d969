"""Why each person of a group matters to supply, with the records that say it; those who are to be protected first come first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import duckdb

from stronghold.governance.labels import named
from stronghold.governance.protection import ProtectionView, protection_views
from stronghold.network.graph import Network
from stronghold.network.groups.described import Group
from stronghold.network.standing import PersonStanding, standing_in
from stronghold.network.standing.positions import Position
from stronghold.network.standing.standing import position_sentence
from stronghold.picture.snapshot import Snapshot

__all__ = ["PlaceInGroup", "ReasonView", "StandingView", "standing_view"]


@dataclass(frozen=True)
class ReasonView:
    """One thing that records say of someone, in a sentence, with the keys of the records (oldest first)."""

    reason: str
    sentence: str
    records: tuple[str, ...]


@dataclass(frozen=True)
class PlaceInGroup:
    """A reason from someone's place in the group's network: see :class:`stronghold.network.standing.Position`."""

    sentence: str
    position: Position


@dataclass(frozen=True)
class StandingView:
    """One person's reasons. ``parts``: those of the supply chain that records are evidence of, nearest the source first.

    ``protect``: a child, said to be used, or protected by reasons or a person's check: never to be acted against, and shown first.
    ``protection``: why, as far as visible records say it, what was found by whoever checked, or that nobody did.
    """

    entity_id: str
    label: str
    child: bool
    protect: bool
    protection: ProtectionView
    parts: tuple[str, ...]
    reasons: tuple[ReasonView, ...]
    places: tuple[PlaceInGroup, ...]

    @property
    def records(self) -> tuple[str, ...]:
        """The keys of the records of every reason to matter."""
        return tuple(key for reason in self.reasons for key in reason.records)


def standing_view(
    con: duckdb.DuckDBPyConnection, snapshot: Snapshot, group: Group, network: Network, class_ids: Collection[int]
) -> tuple[StandingView, ...]:
    """The standing of the group's members by visible records; ``network`` is of the same. Whom to protect comes first, then the order of
    :mod:`stronghold.network.standing.standing`."""
    people = [member.entity_id for member in group.members]
    found = standing_in(con, network, people, classes=class_ids)
    names = named(con, people)
    keys = _keys(con, found)
    checked = {view.entity_id: view for view in protection_views(con, snapshot, people, class_ids)}
    views = [
        StandingView(
            entity_id=one.entity_id,
            label=names[one.entity_id].label,
            child=names[one.entity_id].child,
            protect=one.protects or names[one.entity_id].child or checked[one.entity_id].state == "protected",
            protection=checked[one.entity_id],
            parts=one.parts,
            reasons=tuple(
                ReasonView(said.reason, said.sentence, tuple(keys[number] for number in said.records if number in keys))
                for said in one.said
            ),
            places=tuple(PlaceInGroup(position_sentence(position), position) for position in one.positions),
        )
        for one in found
        if one.entity_id in checked
    ]
    return tuple(sorted(views, key=lambda view: not view.protect))


def _keys(con: duckdb.DuckDBPyConnection, found: Iterable[PersonStanding]) -> Mapping[int, str]:
    numbers = sorted({number for one in found for said in one.said for number in said.records})
    rows = con.execute(
        "SELECT record_id, record_key FROM record WHERE record_id IN (SELECT unnest($numbers::BIGINT[]))", {"numbers": numbers}
    ).fetchall()
    return dict(rows)
