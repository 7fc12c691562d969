"""What changed between two snapshots, as far as an account may know it: counts, and the names of files it may know of."""

from __future__ import annotations

from dataclasses import replace

from stronghold.governance import audit
from stronghold.governance.models import Account
from stronghold.governance.sources import known_sources
from stronghold.picture import Comparison, compare_snapshots
from stronghold.picture.store import Store

__all__ = ["compared"]


def compared(store: Store, earlier: str, later: str, account: Account, purpose: str) -> Comparison:
    """Compare the snapshots of those ids; ``BadInput`` where there is none of that id. Written to the audit."""
    before, after = store.snapshot(earlier), store.snapshot(later)
    audit.append_durably("snapshots compared", account=account, purpose=purpose, detail={"earlier": earlier, "later": later})
    found = compare_snapshots(before, after)
    known = known_sources(before, account) | known_sources(after, account)
    return replace(
        found,
        sources_added=tuple(name for name in found.sources_added if name in known),
        sources_removed=tuple(name for name in found.sources_removed if name in known),
    )
