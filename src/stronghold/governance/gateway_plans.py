"""The reads of the gateway that plans are made by; :class:`.gateway.Gateway` has them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial

from stronghold.governance.checks import checks_in
from stronghold.governance.gateway_groups import GroupReads
from stronghold.governance.group_networks import graph_of
from stronghold.governance.overlay import taken_for_false
from stronghold.governance.planning import (
    GroupPlan,
    SourceDropped,
    Standing,
    WhatIf,
    around_plan,
    best_choice,
    parts_in_supply,
    plan_for,
    what_if,
    without_source,
)
from stronghold.governance.protection import ProtectionView, protection_views
from stronghold.governance.sources_behind import SourceBehind, records_of_source, sources_behind
from stronghold.governance.whereabouts import Whereabouts, keys_of, records_held, whereabouts_of
from stronghold.network.graph import Network
from stronghold.network.groups.described import Group

__all__ = ["PlanReads"]


class PlanReads(GroupReads):
    """Plans for groups, each read with its audit entry before it is shown."""

    def group_plan(
        self,
        group_id: str,
        people: int,
        *,
        excluded: Collection[str] = (),
        false_records: Collection[str] = (),
        false_sources: Collection[str] = (),
        uncertain: bool = False,
        seconds: float = 10.0,
    ) -> GroupPlan:
        """Whom to act on, of a group, so that it falls apart the most: see :func:`.planning.plan_for`.

        The records of these keys, and all of these sources (by name), are taken for false. ``NotVisible`` as by :meth:`group`;
        ``BadInput`` also where there is no such record or source among those that the account may see.
        """
        _, standing = self._around_plan(group_id, "group plan", false_records, false_sources)
        return plan_for(standing, self.snapshot_id, people, excluded=excluded, uncertain=uncertain, seconds=seconds)

    def group_without(
        self, group_id: str, out: Collection[str], *, false_records: Collection[str] = (), false_sources: Collection[str] = ()
    ) -> WhatIf:
        """A group once these people are out of it: see :func:`.planning.what_if`; else as :meth:`group_plan`."""
        _, standing = self._around_plan(group_id, "group without", false_records, false_sources)
        return what_if(standing, out)

    def sources_behind_group(self, group_id: str) -> tuple[SourceBehind, ...]:
        """The visible files that the ties among a group's members rest on, those with most records first."""
        _, group = self._group("group sources", group_id)
        return sources_behind(self._con, [member.entity_id for member in group.members])

    def plan_without_each_source(
        self,
        group_id: str,
        people: int,
        *,
        planned: Collection[str] | None = None,
        excluded: Collection[str] = (),
        false_records: Collection[str] = (),
        false_sources: Collection[str] = (),
        uncertain: bool = False,
        seconds: float = 2.0,
    ) -> tuple[SourceDropped, ...]:
        """What the plan would be were each of those sources false, one after the other; ``seconds`` for each.

        ``planned``: the choice that is asked about; where not given, the plan with all of them. The others as by :meth:`group_plan`:
        what is taken for false there is so here as well.
        """
        group, standing = self._around_plan(group_id, "plan without each source", false_records, false_sources)
        planning = partial(best_choice, people=people, excluded=excluded, uncertain=uncertain, seconds=seconds)
        if planned is None:
            planned = planning(standing).chosen
        dropped = []
        for source in sources_behind(self._con, standing.network.ids):
            if source.name not in false_sources:
                doubted = records_of_source(self._con, false_records, [*false_sources, source.name])
                network, parts = self._without(group, doubted)
                without = replace(standing, network=network, parts=parts)
                dropped.append(without_source(without, source.name, planning, planned))
        return tuple(dropped)

    def protection_of(self, people: Collection[str]) -> tuple[ProtectionView, ...]:
        """Who of these people (entity ids) is to be protected, and why: see :func:`.protection.protection_views`. Those of whom the
        account may see nothing are not in it."""
        asked = [who.strip().upper() for who in people]
        found = protection_views(self._con, self._snapshot, asked, self._classes)
        subjects = [subject for view in found for subject in (view.entity_id, *view.records)]
        self._write("protection", subjects=dict.fromkeys(subjects), found=len(found))
        return found

    def checks_holding(self) -> frozenset[int]:
        """The numbers of the checks that hold in this picture, by whoever's records; as :meth:`known`, not in the audit."""
        return frozenset(check.number for check in checks_in(self._snapshot))

    def whereabouts(self, asked: Sequence[tuple[Collection[str], str]]) -> tuple[Whereabouts, ...]:
        """Where many (mention keys, entity id) are, by every record; ids alone, never to be shown: as :meth:`known`, not in the audit."""
        return whereabouts_of(self._snapshot, asked)

    def records_held(self, keys: Collection[str]) -> frozenset[str]:
        """Those of the keys whose records the picture holds, by every record; as :meth:`known`, not in the audit."""
        return records_held(self._snapshot, keys)

    def anchor_keys(self, entities: Collection[str]) -> dict[str, tuple[str, ...]]:
        """The keys of every mention of the entities, also of hidden records, by which casework refers to them; never to be shown, and not in
        the audit."""
        return keys_of(self._snapshot, entities)

    def _around_plan(
        self, group_id: str, action: str, false_records: Collection[str], false_sources: Collection[str]
    ) -> tuple[Group, Standing]:
        name, group = self._group(action, group_id)
        doubted = records_of_source(self._con, false_records, false_sources)
        network, parts = self._without(group, doubted)
        # Out of the doubt again: protection never rests on what somebody doubts in thought.
        checks = checks_in(self._snapshot)
        return group, around_plan(self._con, self._shown().summaries[name], network, parts, self._classes, checks)

    def _without(self, group: Group, doubted: Collection[int]) -> tuple[Network, Mapping[str, frozenset[str]]]:
        """The group's network, and who is said to have which part in supply, were the records of these ids false."""
        with taken_for_false(self._con, self._laid, doubted):
            network = graph_of(self._con, group, self._classes)
            return network, parts_in_supply(self._con, network.ids, self._classes)
