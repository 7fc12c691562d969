"""Reading checks: those of people of whom the account may see a record, and never before the audit is written.

What the checker wrote may tell of records that others may not see: it is shown to those who may check people themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stronghold.casework.anchors import resolve_all
from stronghold.casework.checks.who import ACT
from stronghold.casework.models import ProtectionCheck
from stronghold.concern import STANDS
from stronghold.concern.childhood import today_here
from stronghold.governance import audit, policy
from stronghold.governance.gateway import Gateway
from stronghold.governance.protection import ProtectionView
from stronghold.governance.refusals import NotVisible

__all__ = ["CheckList", "CheckState", "CheckView", "listed", "read", "seen_among", "visible_row"]

CheckState = str
"""``holds``, ``lapsed`` (too long ago, or the person is not who they were: look again) or ``undone``."""


@dataclass(frozen=True)
class CheckView:
    """A check, who it is about today (several after a split), and what ``became`` of them in words (empty: nothing) and of it. ``reason``
    and ``undo_reason`` are empty for those who may not read them; ``looked_at`` are the records of it that the account may see."""

    row: ProtectionCheck
    people: tuple[ProtectionView, ...]
    became: str
    state: CheckState
    reason: str
    undo_reason: str
    looked_at: tuple[str, ...]


@dataclass(frozen=True)
class CheckList:
    """A part of a list of ``found`` checks."""

    checks: tuple[CheckView, ...]
    found: int


def listed(gateway: Gateway, *, start: int = 0, limit: int = 25) -> CheckList:
    """The checks of people whom the account may see, the latest first."""
    rows = ProtectionCheck.objects.select_related("by", "undone_by").order_by("-number")
    seen = seen_among(gateway, list(rows))
    views = _views(gateway, seen[start : start + limit])
    audit.append_durably(
        "protection checks listed",
        account=gateway.account,
        purpose=gateway.purpose,
        subjects=[view.row.entity_id for view in views],
        detail={"found": len(seen), "shown": [view.row.number for view in views]},
    )
    return CheckList(tuple(views), len(seen))


def read(gateway: Gateway, number: int) -> CheckView:
    """The check of that number. ``NotVisible``, in the same words, where there is none and where the account may not see whom it is about."""
    row = visible_row(gateway, number)
    audit.append_durably(
        "protection check read",
        account=gateway.account,
        purpose=gateway.purpose,
        subjects=[row.entity_id],
        detail={"check": number},
    )
    return _views(gateway, [row])[0]


def visible_row(gateway: Gateway, number: int) -> ProtectionCheck:
    """The check, where the account may see a record of whom it is about."""
    row = ProtectionCheck.objects.select_related("by", "undone_by").filter(number=number).first()
    if row is None or not seen_among(gateway, [row]):
        audit.append_durably(
            "protection check read", account=gateway.account, purpose=gateway.purpose, detail={"check": number, "found": 0}
        )
        raise NotVisible(
            f"No protection check {number} is visible to you for the purpose you have stated.",
            remedy="Look for it in the list of checks.",
        )
    return row


def seen_among(gateway: Gateway, rows: Sequence[ProtectionCheck]) -> list[ProtectionCheck]:
    """Those that are about people of whom the account may see a record; where the picture holds none any more, those that it made."""
    if not rows:
        return []
    known = gateway.known({key for row in rows for key in row.keys})

    def is_seen(row: ProtectionCheck) -> bool:
        is_gone = known.hidden.isdisjoint(row.keys)
        return not known.visible.keys().isdisjoint(row.keys) or (is_gone and row.by_id == gateway.account.pk)

    return [row for row in rows if is_seen(row)]


def _views(gateway: Gateway, rows: Sequence[ProtectionCheck]) -> list[CheckView]:
    if not rows:
        return []
    where = gateway.known({key for row in rows for key in row.keys}).visible
    sides = {row.number: {where[key] for key in row.keys if key in where} for row in rows}
    people = {each.entity_id: each for each in gateway.protection_of(sorted({who for own in sides.values() for who in own}))}
    holding = gateway.checks_holding()
    hidden = gateway.hidden_records({key for row in rows for key in row.looked_at})
    found = resolve_all([row.anchor for row in rows], gateway.whereabouts)
    may_read = policy.may(gateway.account, ACT, gateway.purpose)
    return [
        CheckView(
            row,
            tuple(people[who] for who in sorted(sides[row.number]) if who in people),
            each.became,
            _state(row, row.number in holding),
            row.reason if may_read else "",
            row.undo_reason if may_read else "",
            tuple(key for key in row.looked_at if key not in hidden),
        )
        for row, each in zip(rows, found, strict=True)
    ]


def _state(row: ProtectionCheck, holds: bool) -> CheckState:
    if not row.stands:
        return "undone"
    too_old = row.outcome == ProtectionCheck.Outcome.NO_REASON and (today_here() - row.on).days > STANDS
    return "holds" if holds and not too_old else "lapsed"
