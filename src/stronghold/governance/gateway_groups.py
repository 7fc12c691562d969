"""The reads of the gateway that are about groups; :class:`.gateway.Gateway` has them."""

from __future__ import annotations

from typing import Any

from stronghold.governance.group_evidence import MemberEvidence, evidence_of
from stronghold.governance.groups import GroupSummary, GroupView, Shown, graph_of, group_view, network_view, shown_groups
from stronghold.governance.neighbourhood import Neighbourhood
from stronghold.governance.opened import Opened
from stronghold.network.graph import Network

__all__ = ["GroupReads"]


class GroupReads(Opened):
    """Groups, each read with its audit entry before it is shown."""

    def groups(self) -> tuple[GroupSummary, ...]:
        """The groups that visible records show, the largest first."""
        shown = self._shown()
        self._write("groups", subjects=shown.groups, found=len(shown.groups))
        return tuple(shown.summaries.values())

    def group(self, group_id: str) -> GroupView:
        """The group of that id: see :func:`.groups.group_view`. ``NotVisible`` where there is none, or where visible records show none."""
        asked = group_id.strip()
        view = group_view(self._con, self._shown(), asked.upper())
        if view is None:
            self._not_visible("group", asked)
        people = [member.entity_id for member in (*view.people, *view.edge)]
        self._write("group", subjects=[view.summary.group_id, *people], found=len(people))
        return view

    def group_network(self, group_id: str, **narrowed: Any) -> Neighbourhood:
        """A group's members and their ties, to be drawn: see :func:`.groups.network_view` for what narrows it."""
        asked = group_id.strip()
        found = network_view(self._con, self._shown(), asked.upper(), self._classes, **narrowed)
        if found is None:
            self._not_visible("group network", asked)
        self._write("group network", subjects=[found.focus, *(node.entity_id for node in found.nodes)], found=len(found.nodes))
        return found

    def group_graph(self, group_id: str) -> Network:
        """The counted ties among a group's members by visible records, not aged: what plans and standing are made of."""
        asked = group_id.strip()
        group = self._shown().groups.get(asked.upper())
        if group is None:
            self._not_visible("group graph", asked)
        self._write(
            "group graph", subjects=[asked.upper(), *(member.entity_id for member in group.members)], found=len(group.members)
        )
        return graph_of(self._con, group, self._classes)

    def group_evidence(self, group_id: str) -> tuple[MemberEvidence, ...]:
        """Why each of a group's people is in it, or at its edge: see :func:`.group_evidence.evidence_of`."""
        asked = group_id.strip()
        group = self._shown().groups.get(asked.upper())
        if group is None:
            self._not_visible("group evidence", asked)
        found = evidence_of(self._con, group, self._classes)
        records = [key for each in found for _, keys in each.said for key in keys]
        records += [key for each in found for tie in each.ties for key in tie.records]
        subjects = [asked.upper(), *(each.entity_id for each in found), *dict.fromkeys(records)]
        self._write("group evidence", subjects=subjects, found=len(found))
        return found

    def _shown(self) -> Shown:
        return shown_groups(self._con, self._snapshot, self._classes, self._laid)
