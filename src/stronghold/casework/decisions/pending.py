"""Decisions that the served picture does not obey yet, or still obeys: said on the pages of those they are about, at once."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from stronghold.casework.models import Decision
from stronghold.governance.gateway import Gateway
from stronghold.governance.sides import MentionSide

__all__ = ["Pending", "pending", "waiting"]


@dataclass(frozen=True)
class Pending:
    """One decision that the next build will obey (or, ``undone``, no longer obey).

    ``own`` is the mention that is of the entity asked about, ``other`` the other one; both may be.
    """

    row: Decision
    own: MentionSide
    other: MentionSide

    @property
    def undone(self) -> bool:
        return not self.row.stands

    @property
    def joins(self) -> bool:
        """Whether the next build brings the two closer: "same" was decided, or "not the same" undone."""
        return (self.row.judgement == Decision.Judgement.SAME) == self.row.stands

    @property
    def within(self) -> bool:
        """Whether the picture has both in the entity."""
        return self.own.entity_id == self.other.entity_id


def pending(gateway: Gateway, entity_id: str) -> tuple[Pending, ...]:
    """What was decided and undone about the entity since the picture was built, as far as both records are visible.

    Until then the picture shows what it showed: both halves of an entity that will part keep all its warnings, and those of two
    that will be joined are shown with each.
    """
    rows = waiting(gateway.decisions_obeyed)
    keys = {key for row in rows for key in (row.left, row.right)}
    own = gateway.members_among(keys, entity_id) if keys else frozenset()
    rows = [row for row in rows if row.left in own or row.right in own]
    sides = gateway.mentions({key for row in rows for key in (row.left, row.right)}) if rows else {}
    found = []
    for row in rows:
        if row.left in sides and row.right in sides:
            left, right = sides[row.left], sides[row.right]
            if left.entity_id == entity_id:
                found.append(Pending(row, left, right))
            elif right.entity_id == entity_id:
                found.append(Pending(row, right, left))
    return tuple(found)


def waiting(obeyed: frozenset[int]) -> list[Decision]:
    """The decisions of which a picture that obeys those numbers is not what the next one will be."""
    rows = Decision.objects.select_related("by", "undone_by").order_by("number")
    numbers = sorted(obeyed)
    if len(numbers) <= _AT_A_TIME:
        return list(rows.filter(Q(undone_at=None) & ~Q(number__in=numbers) | Q(undone_at__isnull=False, number__in=numbers)))
    return [row for row in rows if row.stands != (row.number in obeyed)]


# SQLite bounds how many values one query may take.
_AT_A_TIME = 500
