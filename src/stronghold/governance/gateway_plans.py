"""The reads of the gateway that plans are made by; :class:`.gateway.Gateway` has them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from stronghold.errors import BadInput
from stronghold.governance.checks import checks_in
from stronghold.governance.gateway_groups import GroupReads
from stronghold.governance.groups import graph_of
from stronghold.governance.overlay import taken_for_false
from stronghold.governance.planning import GroupPlan, SourceDropped, Standing, WhatIf, around_plan, plan_for, what_if
from stronghold.governance.sources_behind import SourceBehind, records_of_source, sources_behind

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
        with self._around_plan(group_id, "group plan", false_records, false_sources) as standing:
            return plan_for(standing, self.snapshot_id, people, excluded=excluded, uncertain=uncertain, seconds=seconds)

    def group_without(
        self, group_id: str, out: Collection[str], *, false_records: Collection[str] = (), false_sources: Collection[str] = ()
    ) -> WhatIf:
        """A group once these people are out of it: see :func:`.planning.what_if`; else as :meth:`group_plan`."""
        with self._around_plan(group_id, "group without", false_records, false_sources) as standing:
            return what_if(standing, out)

    def sources_behind_group(self, group_id: str) -> tuple[SourceBehind, ...]:
        """The visible files that the ties among a group's members rest on, those with most records first."""
        with self._around_plan(group_id, "group sources", (), ()) as standing:
            return sources_behind(self._con, standing.network.ids)

    def plan_without_each_source(self, group_id: str, people: int, *, seconds: float = 2.0) -> tuple[SourceDropped, ...]:
        """What the plan would be were each of those sources false, one after the other; ``seconds`` for each."""
        dropped = []
        for source in self.sources_behind_group(group_id):
            try:
                plan = self.group_plan(group_id, people, false_sources=[source.name], seconds=seconds)
            except BadInput as problem:
                dropped.append(SourceDropped(source.name, (), 0, str(problem)))
            else:
                dropped.append(SourceDropped(source.name, plan.plan.chosen, plan.plan.surviving_pairs, ""))
        return tuple(dropped)

    @contextmanager
    def _around_plan(
        self, group_id: str, action: str, false_records: Collection[str], false_sources: Collection[str]
    ) -> Iterator[Standing]:
        asked = group_id.strip()
        shown = self._shown()
        group = shown.groups.get(asked.upper())
        if group is None:
            self._not_visible(action, asked)
        members = [member.entity_id for member in group.members]
        self._write(action, subjects=[asked.upper(), *members], found=len(members))
        doubted = records_of_source(self._con, false_records, false_sources)
        checks = checks_in(self._snapshot)
        with taken_for_false(self._con, self._laid, doubted):
            network = graph_of(self._con, group, self._classes)
        # Protection never rests on what somebody doubts in thought.
        yield around_plan(self._con, shown.summaries[asked.upper()], network, self._classes, checks)
