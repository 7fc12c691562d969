"""What declared groups say to whoever reads a picture, and what of them rests on a record."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from stronghold.casework.models import DeclaredGroup as Row
from stronghold.casework.models import DeclaredPerson
from stronghold.casework.resting import Resting
from stronghold.casework.undoable import class_of
from stronghold.governance.declared_groups import DeclaredGroup, DeclaredLine
from stronghold.governance.gateway import Gateway

__all__ = ["as_declared", "for_gateway", "groups_resting_on", "groups_seen"]


def for_gateway() -> list[DeclaredGroup]:
    """Every declared group, also those withdrawn: who may see one is decided by all whom it ever named."""
    return [as_declared(row) for row in Row.objects.prefetch_related("people").order_by("number")]


def as_declared(row: Row) -> DeclaredGroup:
    """One of them, with everyone whom it ever named."""
    people = sorted(row.people.all(), key=lambda person: person.number)
    lines = tuple(
        DeclaredLine(each.number, tuple(each.keys), each.entity_id, each.belongs, each.stands, tuple(map(class_of, each.terms)))
        for each in people
    )
    return DeclaredGroup(row.number, row.name, row.found_id or None, lines, row.stands)


def groups_resting_on(record_key: str) -> Iterator[Resting]:
    """The declared groups that stand and name somebody by that record."""
    people = DeclaredPerson.objects.filter(undone_at=None, group__undone_at=None).select_related("group").order_by("number")
    told: set[int] = set()
    for each in people:
        if each.group.number not in told and any(key.startswith(f"{record_key}#") for key in each.keys):
            told.add(each.group.number)
            yield Resting(
                noun="declared group",
                key=str(each.group.number),
                address=f"/groups/declared/{each.group.number}/",
                how="A declared group names somebody of whom the record speaks.",
                owners=(each.by_id,),
            )


def groups_seen(gateway: Gateway, numbers: Collection[str]) -> frozenset[str]:
    """Those of the declared groups that the account may see."""
    return frozenset(str(number) for number in gateway.declared_known() if str(number) in numbers)
