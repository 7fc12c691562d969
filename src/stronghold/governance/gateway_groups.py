"""The reads of the gateway that are about groups; :class:`.gateway.Gateway` has them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from stronghold.governance import policy
from stronghold.governance.declared_groups import Declarations, declarations, terms_of
from stronghold.governance.declared_view import DeclaredView, declared_view, mention_keys
from stronghold.governance.exporting import drawn_groups, drawn_of, made_by
from stronghold.governance.group_evidence import MemberEvidence, evidence_of
from stronghold.governance.group_measures import MeasuresView, measures_view
from stronghold.governance.group_networks import graph_of, groups_as_nodes, network_view
from stronghold.governance.group_standing import StandingView, standing_view
from stronghold.governance.groups import GroupSummary, GroupView, Shown, group_view, shown_groups
from stronghold.governance.neighbourhood import Neighbourhood
from stronghold.governance.opened import Opened
from stronghold.network.formats import DrawnNetwork
from stronghold.network.graph import Network
from stronghold.network.groups.described import Group

__all__ = ["GroupReads"]


class GroupReads(Opened):
    """Groups, each read with its audit entry before it is shown."""

    def groups(self) -> tuple[GroupSummary, ...]:
        """The groups that visible records show, the largest first."""
        shown = self._shown()
        self._write("groups", subjects=shown.groups, found=len(shown.groups))
        return tuple(shown.summaries.values())

    def groups_network(self) -> Neighbourhood:
        """All those groups as nodes, and the ties between them: see :func:`.group_networks.groups_as_nodes`."""
        shown = self._shown()
        self._write("groups network", subjects=shown.groups, found=len(shown.groups))
        return groups_as_nodes(shown)

    def export_groups_network(self) -> DrawnNetwork:
        """The same, to be written as a picture; the audit says that it leaves."""
        shown = self._shown()
        self._write("groups network exported", subjects=shown.groups, found=len(shown.groups))
        people = [member.entity_id for group in shown.groups.values() for member in group.members]
        return drawn_groups(self._con, groups_as_nodes(shown), people, made_by(self._account, self._purpose))

    def group(self, group_id: str) -> GroupView:
        """The group of that id: see :func:`.groups.group_view`. ``NotVisible`` where there is none, or where visible records show none."""
        asked = group_id.strip()
        view = group_view(self._con, self._shown(), asked.upper())
        if view is None:
            self._not_visible("group", asked)
        people = [member.entity_id for member in (*view.people, *view.edge)]
        self._write("group", subjects=[view.summary.group_id, *people], found=len(people))
        return view

    def groups_of(self, entity_id: str) -> tuple[GroupSummary, ...]:
        """The groups that the person of that id is a member of, as far as visible records show."""
        asked = entity_id.strip().upper()
        shown = self._shown() if self._may_be_in_one(asked) else None
        groups = shown.groups.items() if shown else ()
        found = [name for name, group in groups if any(member.entity_id == asked for member in group.members)]
        self._write("groups of one", subjects=[asked, *found], found=len(found))
        return tuple(shown.summaries[name] for name in found) if shown else ()

    def group_network(self, group_id: str, **narrowed: Any) -> Neighbourhood:
        """A group's members and their ties, to be drawn: see :func:`.group_networks.network_view` for what narrows it."""
        return self._network("group network", group_id.strip(), narrowed)

    def export_group_network(self, group_id: str, **narrowed: Any) -> DrawnNetwork:
        """The same, to be written as a file; the audit says that it leaves."""
        found = self._network("group network exported", group_id.strip(), narrowed)
        label = self._shown().summaries[found.focus].label
        return drawn_of(self._con, found, made_by(self._account, self._purpose), title=f"{label} ({found.focus})")

    def _network(self, action: str, asked: str, narrowed: dict[str, Any]) -> Neighbourhood:
        found = network_view(self._con, self._shown(), asked.upper(), self._classes, **narrowed)
        if found is None:
            self._not_visible(action, asked)
        self._write(action, subjects=[found.focus, *(node.entity_id for node in found.nodes)], found=len(found.nodes))
        return found

    def group_graph(self, group_id: str) -> Network:
        """The counted ties among a group's members by visible records, not aged: what plans and standing are made of."""
        return graph_of(self._con, self._group("group graph", group_id)[1], self._classes)

    def group_standing(self, group_id: str) -> tuple[StandingView, ...]:
        """Why each member matters to supply, with the records: see :func:`.group_standing.standing_view`."""
        name, group = self._named_group("group standing", group_id)
        network = graph_of(self._con, group, self._classes)
        found = standing_view(self._con, self._snapshot, group, network, self._classes)
        records = [key for each in found for key in (*each.protection.records, *each.records)]
        self._write(
            "group standing", subjects=[name, *(each.entity_id for each in found), *dict.fromkeys(records)], found=len(found)
        )
        return found

    def group_measures(self, group_id: str) -> MeasuresView:
        """What the group is like as a whole, and over time: see :func:`.group_measures.measures_view`."""
        name, group = self._group("group measures", group_id)
        lines = [line.entity_id for line in self._shown().around.lines if line.group_id == name]
        return measures_view(self._con, group, lines, self._classes)

    def group_evidence(self, group_id: str) -> tuple[MemberEvidence, ...]:
        """Why each of a group's people is in it, or at its edge: see :func:`.group_evidence.evidence_of`."""
        name, group = self._named_group("group evidence", group_id)
        found = evidence_of(self._con, group, self._classes)
        records = [key for each in found for _, keys in each.said for key in keys]
        records += [key for each in found for tie in each.ties for key in tie.records]
        self._write(
            "group evidence", subjects=[name, *(each.entity_id for each in found), *dict.fromkeys(records)], found=len(found)
        )
        return found

    def declared_groups(self) -> tuple[DeclaredView, ...]:
        """The declared groups that this reader may see, each beside the group that was found; by number, withdrawn ones too."""
        shown = self._shown()
        shown_as = {one.name: name for name, said in shown.declared.items() for one in said}
        views = tuple(
            declared_view(self._con, shown.found, one, shown_as.get(f"D-{one.group.number}")) for one in self._declared.shown
        )
        subjects = [subject for view in views for subject in view.subjects]
        self._write("declared groups", subjects=dict.fromkeys(subjects), found=len(views))
        return views

    def declared_known(self) -> frozenset[int]:
        """The numbers of the declared groups that hold for this reader; as :meth:`known`, not in the audit."""
        return frozenset(each.group.number for each in self._declared.shown)

    def mention_keys(self, entity_id: str) -> tuple[str, ...]:
        """Keys of visible mentions of the entity, by which casework refers to it; as :meth:`known`, not in the audit."""
        return mention_keys(self._con, entity_id.strip().upper())

    def mention_terms(self, keys: Sequence[str]) -> tuple[dict[str, str], ...]:
        """The terms of the visible records of those mentions, by which casework knows who may see them once they are gone; as :meth:`known`,
        not in the audit."""
        return terms_of(self._con, keys)

    def _group(self, action: str, group_id: str) -> tuple[str, Group]:
        """The group of that id with its id, written to the audit."""
        name, group = self._named_group(action, group_id)
        self._write(action, subjects=[name, *(member.entity_id for member in group.members)], found=len(group.members))
        return name, group

    def _named_group(self, action: str, group_id: str) -> tuple[str, Group]:
        asked = group_id.strip()
        group = self._shown().groups.get(asked.upper())
        if group is None:
            self._not_visible(action, asked)
        return asked.upper(), group

    def _may_be_in_one(self, entity_id: str) -> bool:
        """Whether to look at all: most people are in no group, and to work groups out takes a moment."""
        if any(entity_id in one.members for one in self._declared.applied):
            return True
        tables = self._con.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'group_edge'").fetchall()
        known = (
            "SELECT 1 FROM (FROM group_member SELECT entity_id UNION ALL FROM group_edge SELECT entity_id) WHERE entity_id = $id"
        )
        return bool(tables) and bool(self._con.execute(known, {"id": entity_id}).fetchall())

    @cached_property
    def _declared(self) -> Declarations:
        return declarations(self._con, lambda kept: bool(policy.visible_classes(self._account, self._purpose, kept).visible))

    def _shown(self) -> Shown:
        return shown_groups(self._con, self._snapshot, self._classes, self._laid, self._declared)
