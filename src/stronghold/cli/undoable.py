"""How the command line tells of what somebody decided and may undo: decisions, withdrawals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stronghold.casework.models.undoable import Undoable

__all__ = ["told_of", "who_when_why"]


def told_of(row: Undoable, state: str) -> dict[str, Any]:
    """Who decided it, when and why, and what became of it, for a machine's answer."""
    undone = None
    if row.undone_by is not None and row.undone_at is not None:
        undone = {"by": row.undone_by.username, "at": row.undone_at.isoformat(), "reason": row.undo_reason}
    return {
        "reason": row.reason,
        "by": row.by.username,
        "at": row.at.isoformat(),
        "purpose": row.purpose,
        "state": state,
        "undone": undone,
    }


def who_when_why(row: Undoable) -> str:
    """The same in a cell of a table."""
    return f"{row.by.username}, {row.at:%Y-%m-%d}: {row.reason}"
