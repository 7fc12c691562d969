"""Every decision about an entity's records, standing or undone: who said what of them, when and why."""

from __future__ import annotations

from stronghold.casework.decisions.reading import DecisionView
from stronghold.casework.models import Decision
from stronghold.casework.undoable import state_of
from stronghold.governance import audit
from stronghold.governance.gateway import Gateway

__all__ = ["about"]


def about(gateway: Gateway, entity_id: str) -> tuple[DecisionView, ...]:
    """The decisions about records of the entity, the latest first, as far as both records are visible today."""
    rows = list(Decision.objects.select_related("by", "undone_by").order_by("-number"))
    keys = {key for row in rows for key in (row.left, row.right)}
    own = gateway.members_among(keys, entity_id) if keys else frozenset()
    rows = [row for row in rows if row.left in own or row.right in own]
    sides = gateway.mentions({key for row in rows for key in (row.left, row.right)}) if rows else {}
    shown = [row for row in rows if row.left in sides and row.right in sides]
    audit.append_durably(
        "decisions listed",
        account=gateway.account,
        purpose=gateway.purpose,
        subjects=[entity_id],
        detail={"found": len(shown), "shown": [row.number for row in shown]},
    )
    obeyed = gateway.decisions_obeyed
    return tuple(DecisionView(row, state_of(row, obeyed), sides[row.left], sides[row.right]) for row in shown)
