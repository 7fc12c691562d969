"""Reading declared groups: those of which the account may see everyone whom they name, and never before the audit is written."""

from __future__ import annotations

from dataclasses import dataclass

from stronghold.casework.models import DeclaredGroup, DeclaredPerson
from stronghold.governance.declared_view import DeclaredPerson as NamedToday
from stronghold.governance.declared_view import DeclaredView
from stronghold.governance.gateway import Gateway
from stronghold.governance.refusals import NotVisible

__all__ = ["DeclaredGroupView", "PersonLine", "listed", "read"]


@dataclass(frozen=True)
class PersonLine:
    """Somebody who was named: what a person said (``row``), and who that is today."""

    row: DeclaredPerson
    today: NamedToday


@dataclass(frozen=True)
class DeclaredGroupView:
    """A declared group (``row``), beside what was found (``beside``), with everyone whom it ever named, in the order of time."""

    row: DeclaredGroup
    beside: DeclaredView
    people: tuple[PersonLine, ...]

    @property
    def standing(self) -> tuple[PersonLine, ...]:
        return tuple(line for line in self.people if line.row.stands)


def listed(gateway: Gateway) -> tuple[DeclaredGroupView, ...]:
    """Those that the account may see, the latest first."""
    rows = {row.number: row for row in DeclaredGroup.objects.select_related("by", "undone_by")}
    seen = [beside for beside in gateway.declared_groups() if beside.number in rows]
    people = DeclaredPerson.objects.select_related("by", "undone_by").filter(group__number__in=[each.number for each in seen])
    lines = {person.number: person for person in people}
    views = [
        DeclaredGroupView(
            rows[beside.number],
            beside,
            tuple(PersonLine(lines[each.person.line.number], each) for each in beside.people if each.person.line.number in lines),
        )
        for beside in seen
    ]
    return tuple(reversed(views))


def read(gateway: Gateway, number: int) -> DeclaredGroupView:
    """The one of that number. ``NotVisible``, in the same words, where there is none and where the account may not see everyone in it."""
    for view in listed(gateway):
        if view.row.number == number:
            return view
    raise NotVisible(
        f"No declared group {number} is visible to you for the purpose you have stated.",
        remedy="Look for it in the list of declared groups.",
    )
