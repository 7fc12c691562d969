"""Reading decisions: those about records that the account may see for its purpose, and never before the audit is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stronghold.casework.models import Decision
from stronghold.casework.undoable import State, sees_terms, state_of
from stronghold.governance import audit
from stronghold.governance.gateway import Gateway
from stronghold.governance.refusals import NotVisible
from stronghold.governance.sides import Known, MentionSide

__all__ = ["DecisionList", "DecisionView", "listed", "read", "visible_among", "visible_row"]


@dataclass(frozen=True)
class DecisionView:
    """A decision with what its two mentions are today; ``None`` where the picture no longer holds one."""

    row: Decision
    state: State
    left: MentionSide | None
    right: MentionSide | None

    @property
    def same(self) -> bool:
        return self.row.judgement == Decision.Judgement.SAME


@dataclass(frozen=True)
class DecisionList:
    """A part of a list of ``found`` decisions."""

    decisions: tuple[DecisionView, ...]
    found: int


def listed(
    gateway: Gateway, *, state: State | None = None, only_own: bool = False, start: int = 0, limit: int = 25
) -> DecisionList:
    """The decisions about records that the account may see, the latest first. ``only_own`` are those it made or undid itself."""
    rows = Decision.objects.select_related("by", "undone_by").order_by("-number")
    obeyed = gateway.decisions_obeyed
    wanted = [
        row
        for row in rows
        if (state is None or state_of(row, obeyed) == state)
        and (not only_own or gateway.account.pk in (row.by_id, row.undone_by_id))
    ]
    visible = visible_among(gateway, wanted)
    shown = visible[start : start + limit]
    sides = gateway.mentions({key for row in shown for key in (row.left, row.right)}) if shown else {}
    audit.append_durably(
        "decisions listed",
        account=gateway.account,
        purpose=gateway.purpose,
        detail={"found": len(visible), "shown": [row.number for row in shown]},
    )
    return DecisionList(tuple(_view(row, obeyed, sides) for row in shown), len(visible))


def read(gateway: Gateway, number: int) -> DecisionView:
    """The decision of that number. ``NotVisible``, in the same words, where there is none and where the account may not see it."""
    row = visible_row(gateway, number)
    sides = gateway.mentions({row.left, row.right})
    audit.append_durably("decision read", account=gateway.account, purpose=gateway.purpose, detail={"decision": number})
    return _view(row, gateway.decisions_obeyed, sides)


def visible_row(gateway: Gateway, number: int) -> Decision:
    """The decision, where the account may see both records that it is about."""
    row = Decision.objects.select_related("by", "undone_by").filter(number=number).first()
    if row is None or not visible_among(gateway, [row]):
        audit.append_durably(
            "decision read", account=gateway.account, purpose=gateway.purpose, detail={"decision": number, "found": 0}
        )
        raise NotVisible(
            f"No decision {number} is visible to you for the purpose you have stated.",
            remedy="Look for it in the list of decisions.",
        )
    return row


def visible_among(gateway: Gateway, rows: list[Decision]) -> list[Decision]:
    """Those about records that the account may see. Of records that have gone the terms are those of when it was decided."""
    known = gateway.known({key for row in rows for key in (row.left, row.right)}) if rows else Known({}, frozenset())
    sees_kept = sees_terms(gateway, (terms for row in rows for terms in (row.left_terms, row.right_terms)))

    def sees(key: str, terms: Mapping[str, str]) -> bool:
        if key in known.hidden:
            return False
        return key in known.visible or sees_kept(terms)

    return [row for row in rows if sees(row.left, row.left_terms) and sees(row.right, row.right_terms)]


def _view(row: Decision, obeyed: frozenset[int], sides: Mapping[str, MentionSide]) -> DecisionView:
    return DecisionView(row, state_of(row, obeyed), sides.get(row.left), sides.get(row.right))
