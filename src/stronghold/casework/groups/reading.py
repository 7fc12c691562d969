"""Reading declared groups: those of which the account may see everyone whom they name, and never before the audit is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stronghold.casework.anchors import Resolved, State, resolved
from stronghold.casework.models import DeclaredGroup, DeclaredPerson
from stronghold.governance.declared_view import DeclaredPerson as NamedToday
from stronghold.governance.declared_view import DeclaredView
from stronghold.governance.gateway import Gateway
from stronghold.governance.refusals import NotVisible
from stronghold.governance.whereabouts import Whereabouts

__all__ = ["DeclaredGroupView", "PersonLine", "listed", "read"]


@dataclass(frozen=True)
class PersonLine:
    """Somebody who was named: what a person said (``row``), who that is today, and what has become of them (``resolved``): both by the
    records that the account may see."""

    row: DeclaredPerson
    today: NamedToday
    resolved: Resolved

    @property
    def is_unclear(self) -> bool:
        """Whether a person should look again at who is meant."""
        return self.row.stands and self.today.person.state != State.SAME


@dataclass(frozen=True)
class DeclaredGroupView:
    """A declared group (``row``), beside what was found (``beside``), with everyone whom it ever named, in the order of time."""

    row: DeclaredGroup
    beside: DeclaredView
    people: tuple[PersonLine, ...]

    @property
    def standing(self) -> tuple[PersonLine, ...]:
        return tuple(line for line in self.people if line.row.stands)

    @property
    def unclear(self) -> tuple[PersonLine, ...]:
        """Those of whom a person should say again who is meant."""
        return tuple(line for line in self.people if line.is_unclear)


def listed(gateway: Gateway) -> tuple[DeclaredGroupView, ...]:
    """Those that the account may see, the latest first."""
    rows = {row.number: row for row in DeclaredGroup.objects.select_related("by", "undone_by")}
    seen = [beside for beside in gateway.declared_groups() if beside.number in rows]
    people = DeclaredPerson.objects.select_related("by", "undone_by").filter(group__number__in=[each.number for each in seen])
    lines = {person.number: person for person in people}
    became = _resolved(gateway, lines)
    views = [
        DeclaredGroupView(
            rows[beside.number],
            beside,
            tuple(
                PersonLine(lines[number], each, became[number])
                for each in beside.people
                if (number := each.person.line.number) in lines
            ),
        )
        for beside in seen
    ]
    return tuple(reversed(views))


def _resolved(gateway: Gateway, lines: Mapping[int, DeclaredPerson]) -> dict[int, Resolved]:
    """What has become of each, by the records that the account may see; only where an id leads is asked of every record."""
    if not lines:
        return {}
    anchors = {number: row.anchor for number, row in lines.items()}
    visible = gateway.known({key for anchor in anchors.values() for key in anchor.keys}).visible
    every = gateway.whereabouts([(anchor.keys, anchor.entity_id) for anchor in anchors.values()])
    return {
        number: resolved(anchor, Whereabouts({key: visible[key] for key in anchor.keys if key in visible}, each.leads_to))
        for (number, anchor), each in zip(anchors.items(), every, strict=True)
    }


def read(gateway: Gateway, number: int) -> DeclaredGroupView:
    """The one of that number. ``NotVisible``, in the same words, where there is none and where the account may not see everyone in it."""
    for view in listed(gateway):
        if view.row.number == number:
            return view
    raise NotVisible(
        f"No declared group {number} is visible to you for the purpose you have stated.",
        remedy="Look for it in the list of declared groups.",
    )
