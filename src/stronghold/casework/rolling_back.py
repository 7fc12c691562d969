"""Serving an earlier snapshot again, with the reason in the audit."""

from __future__ import annotations

from stronghold.errors import BadInput
from stronghold.governance import audit
from stronghold.governance.models import Account
from stronghold.picture.store import Store

__all__ = ["roll_back"]


def roll_back(store: Store, snapshot_id: str, account: Account, purpose: str, reason: str) -> None:
    """Serve the snapshot again. ``BadInput`` where there is none, where it is damaged, or where a build holds the store; that is
    written to the audit as well."""
    detail = {"to": snapshot_id, "from": next((info.id for info in store.snapshots() if info.served), "")}
    audit.append_durably("roll back", account=account, purpose=purpose, text=reason, detail=detail)
    try:
        store.roll_back(snapshot_id)
    except BadInput as error:
        audit.append_durably("roll back failed", account=account, purpose=purpose, text=error.message, detail=detail)
        raise
