"""Reading saved views: one's own and those shared with one, and never before the audit is written."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from stronghold.casework.models import SavedView
from stronghold.governance import audit
from stronghold.governance.gateway import Gateway
from stronghold.governance.models import Account
from stronghold.governance.refusals import NotVisible

__all__ = ["Opened", "Side", "ViewList", "listed", "open_to", "opened", "read"]


@dataclass(frozen=True)
class ViewList:
    """The account's ``own`` views, and those that others ``shared`` with it; the latest first."""

    own: tuple[SavedView, ...]
    shared: tuple[SavedView, ...]


@dataclass(frozen=True)
class Side:
    """An entity that holds records which were meant when a view was saved, by its visible name."""

    entity_id: str
    kind: str
    label: str
    child: bool


@dataclass(frozen=True)
class Opened:
    """Where a view leads. ``focus`` is what it is around today where that is as it was seen; empty where its records now belong to
    others (``sides``): whom it was meant to be around is then for a person to say."""

    view: SavedView
    focus: str
    sides: tuple[Side, ...]


def listed(gateway: Gateway) -> ViewList:
    """The views that the account may open."""
    rows = list(open_to(gateway.account))
    audit.append_durably(
        "views listed",
        account=gateway.account,
        purpose=gateway.purpose,
        subjects=dict.fromkeys(row.focus for row in rows),
        detail={"found": len(rows), "shown": [row.pk for row in rows], "snapshot": gateway.snapshot_id},
    )
    own = tuple(row for row in rows if row.owner_id == gateway.account.pk)
    return ViewList(own, tuple(row for row in rows if row.owner_id != gateway.account.pk))


def read(gateway: Gateway, number: int) -> SavedView:
    """The view of that number. ``NotVisible``, in the same words, where there is none and where it is not shared with the account."""
    return _read(gateway, number, "view read")


def opened(gateway: Gateway, number: int) -> Opened:
    """Where the view leads, by the records that the account may see. ``NotVisible`` as by :func:`read`, and where the account may see
    nothing of what it is around."""
    view = _read(gateway, number, "view opened")
    if view.is_of_group:
        return Opened(view, view.focus, ())
    visible = gateway.known(view.keys).visible
    entities = sorted({entity for entity in visible.values() if entity})
    if entities == [view.focus]:
        return Opened(view, view.focus, ())
    one_each = {visible[key]: key for key in sorted(visible) if visible[key]}
    sides = gateway.mentions(one_each.values()) if one_each else {}
    found = tuple(
        Side(side.entity_id, side.entity.kind, side.entity.label, side.entity.child)
        for entity in entities
        if (side := sides.get(one_each[entity])) is not None
    )
    if not found:
        raise NotVisible(
            "Nothing of what this view is around is visible to you for the purpose you have stated.",
            remedy="Change your purpose, or ask whoever saved it.",
        )
    return Opened(view, "", found)


def open_to(account: Account) -> QuerySet[SavedView]:
    """The views that are the account's own, or shared with it or with its agency; the latest first."""
    mine = Q(owner=account) | Q(for_agency=True, owner__agency=account.agency) | Q(shared_with=account)
    return SavedView.objects.select_related("owner__agency").filter(mine).distinct()


def _read(gateway: Gateway, number: int, action: str) -> SavedView:
    view = open_to(gateway.account).filter(pk=number).first()
    audit.append_durably(
        action,
        account=gateway.account,
        purpose=gateway.purpose,
        subjects=[view.focus] if view else (),
        detail={"view": number, "found": int(view is not None), "snapshot": gateway.snapshot_id},
    )
    if view is None:
        raise NotVisible(
            f"No view {number} is yours or shared with you.", remedy="Look for it in the list of views, or ask whoever saved it."
        )
    return view
