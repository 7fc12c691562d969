"""Who of some people is to be protected, as one reader may be told: the reasons that visible records give, and what people found.

Whether somebody is protected is worked out from every record (``concern.protection``). Where no record that the reader may see says why,
that they are is told, and not the reason.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

import duckdb

from stronghold.concern import Protection, live_among, protected_by, protected_now, told_of
from stronghold.concern.childhood import today_here
from stronghold.governance.checks import checks_in
from stronghold.governance.labels import named
from stronghold.governance.overlay import lay_over
from stronghold.picture.snapshot import Snapshot

__all__ = ["LiveReason", "ProtectionState", "ProtectionView", "protection_among", "protection_views", "seen_mark"]

ProtectionState = Literal["protected", "no reason found", "unchecked"]
"""``unchecked``: no record gives a reason, and nobody has looked; it never means that they are safe."""


@dataclass(frozen=True)
class LiveReason:
    """A reason that visible records give today: its ``label`` and ``sentence``, and the keys of the records. ``is_settled``: somebody looked
    at all of them and found that they are none."""

    label: str
    sentence: str
    records: tuple[str, ...]
    is_settled: bool


@dataclass(frozen=True)
class ProtectionView:
    """One person. ``confirmed`` and ``cleared``: number and day of the check that says so; ``is_unsaid``: protected, and nothing that the
    reader may see says why."""

    entity_id: str
    label: str
    child: bool
    state: ProtectionState
    reasons: tuple[LiveReason, ...]
    confirmed: tuple[int, date] | None
    cleared: tuple[int, date] | None

    @property
    def live(self) -> tuple[LiveReason, ...]:
        """The reasons that nobody has settled."""
        return tuple(reason for reason in self.reasons if not reason.is_settled)

    @property
    def is_unsaid(self) -> bool:
        return self.state == "protected" and not self.live and not self.confirmed

    @property
    def records(self) -> tuple[str, ...]:
        """The keys of the records of every reason, sorted."""
        return tuple(sorted({key for reason in self.reasons for key in reason.records}))


def seen_mark(view: ProtectionView, snapshot_id: str) -> str:
    """A short mark of what the reader was shown, by which whoever answers says what they looked at: it differs once a reason or a record
    of one comes or goes, or another picture is served."""
    told = "\n".join([snapshot_id, view.entity_id, *(f"{each.sentence} {' '.join(each.records)}" for each in view.reasons)])
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def protection_views(
    con: duckdb.DuckDBPyConnection, snapshot: Snapshot, people: Collection[str], classes: Collection[int]
) -> tuple[ProtectionView, ...]:
    """Those of ``people`` (entity ids) of whom a record is visible, by name. ``con`` has the table ``visible`` of the same ``classes``."""
    names = {who: each for who, each in named(con, sorted(set(people))).items() if each.kind == "person"}
    today = today_here()
    checks = checks_in(snapshot)
    told = told_of(con, names, on=today)
    now = protected_by(told, names, checks)
    shown = told.reasons(classes)
    live = live_among(shown, checks, today)
    views = []
    for who, name in names.items():
        every = shown.get(who, ())
        left = live.get(who, ())
        reasons = tuple(LiveReason(each.term.label, each.sentence, each.records, each not in left) for each in every)
        state: ProtectionState = (
            "protected" if who in now.protected else "unchecked" if who in now.unchecked else "no reason found"
        )
        found = (now.confirmed.get(who), now.cleared.get(who))
        confirmed, cleared = ((check.number, check.on) if check else None for check in found)
        views.append(ProtectionView(who, name.label, name.child, state, reasons, confirmed, cleared))
    return tuple(sorted(views, key=lambda view: (view.label, view.entity_id)))


def protection_among(snapshot: Snapshot, people: Collection[str]) -> Protection:
    """Who of ``people`` is protected today by every record, whoever asks: for what holds by itself, such as a plan that is suspended.
    What is shown to somebody comes from :func:`protection_views`."""
    with snapshot.connect() as con:
        lay_over(con, snapshot)
        return protected_now(con, people, checks=checks_in(snapshot))
